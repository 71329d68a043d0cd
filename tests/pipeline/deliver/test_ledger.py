"""The ledger: each reader gets each edition once, and whatever stands still says why."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.config import MailSettings
from pipeline.deliver import Report, Smtp, channel_for, deliver
from pipeline.errors import DeliveryError, StoreError
from pipeline.store import Content, Delivery, Result, Store, open_store
from pipeline.store.deliveries import finish
from pipeline.store.engine import transaction
from tests.pipeline.deliver.mail_server import MailServer, closed_port
from tests.pipeline.deliver.makers import frozen, message_to, outgoing, readers
from tests.pipeline.store.makers import Clock

Settings = Callable[..., MailSettings]


def run(store: Store, settings: MailSettings) -> Report:
    return deliver(store.mail, Smtp(settings), settings)


def phases(store: Store) -> Counter[str]:
    return Counter(row.phase for row in store.mail.status())


def test_everybody_gets_an_edition_once_however_often_it_is_sent(
    each: Store, server: MailServer, settings_for: Settings
) -> None:
    edition = frozen(each, readers(3))
    settings = settings_for(server.port)
    assert run(each, settings) == Report(3, 0, 0, 0, None, restored=False)
    assert run(each, settings) == Report(0, 0, 0, 0, None, restored=False)
    assert not each.mail.freeze(edition.id, Content("{}", 9), outgoing(readers(9)))
    assert each.mail.queue(edition.id, outgoing([readers(1)[0].upper()])) == 0
    assert run(each, settings).sent == 0
    assert server.received() == readers(3)
    assert [letter.content for letter in server.letters] == [message_to(r) for r in readers(3)]
    (row, *_) = each.mail.status()
    assert (row.phase, row.reason, row.via) == ("sent", "message: 250 2.0.0 taken", "smtp")
    (done,) = each.mail.editions()
    assert (done.state, done.upto) == ("sent", 7)


def test_what_was_frozen_is_sent_whatever_is_queued_later(
    store: Store, server: MailServer, settings_for: Settings
) -> None:
    edition = frozen(store, readers(1))
    (later,) = outgoing(readers(1))
    store.mail.queue(edition.id, [later._replace(message=message_to("x", "other"))])
    run(store, settings_for(server.port))
    assert [letter.content for letter in server.letters] == [message_to(readers(1)[0])]


def test_each_phase_is_committed_before_its_step(
    store: Store, server: MailServer, settings_for: Settings
) -> None:
    seen: list[tuple[str, str]] = []
    server.watch = lambda step, _: seen.append((step, store.mail.status()[0].phase))
    frozen(store, readers(1))
    run(store, settings_for(server.port))
    assert seen == [("MAIL", "mail"), ("RCPT", "rcpt"), ("DATA", "data")]


def test_greylisting_is_waited_out(
    each: Store, clock: Clock, server: MailServer, settings_for: Settings
) -> None:
    first, second = readers(2)
    server.faults["RCPT", first] = ["450 4.2.0 greylisted", "450 4.2.0 greylisted"]
    frozen(each, [first, second])
    settings = settings_for(server.port, retry_after=60)
    assert run(each, settings) == Report(1, 1, 0, 0, None, restored=False)
    assert each.mail.editions()[0].state == "frozen"
    clock.move(seconds=59)
    assert run(each, settings).again == 0  # not yet
    clock.move(seconds=1)
    assert run(each, settings).again == 1
    (row,) = each.mail.status(phases=["queued"])
    assert (row.attempts, row.reason) == (2, "RCPT TO: 450 4.2.0 greylisted")
    assert row.next_attempt == clock() + timedelta(seconds=120)
    clock.move(seconds=120)
    assert run(each, settings).sent == 1
    assert server.received() == [second, first]
    assert each.mail.editions()[0].state == "sent"


def test_a_refused_reader_stops_nobody_else(
    store: Store, server: MailServer, settings_for: Settings
) -> None:
    bad = readers(3)[1]
    server.faults["RCPT", bad] = ["550 5.1.1 no such user"]
    frozen(store, readers(3))
    assert run(store, settings_for(server.port)) == Report(2, 0, 1, 0, None, restored=False)
    (row,) = store.mail.status(phases=["failed"])
    assert (row.address, row.reason) == (bad, "RCPT TO: 550 5.1.1 no such user")


def test_a_reader_is_given_up_after_the_last_attempt(
    store: Store, clock: Clock, server: MailServer, settings_for: Settings
) -> None:
    server.faults["RCPT"] = ["450 later"] * 9
    frozen(store, readers(1))
    settings = settings_for(server.port, attempts=3)
    for _ in range(5):
        run(store, settings)
        clock.move(hours=1)
    (row,) = store.mail.status()
    assert (row.phase, row.attempts) == ("failed", 3)
    assert row.reason == "given up after 3 attempts; RCPT TO: 450 later"


def test_a_server_that_is_down_costs_one_attempt_a_pass(
    store: Store, clock: Clock, server: MailServer, settings_for: Settings
) -> None:
    frozen(store, readers(5))
    with closed_port() as port:
        report = run(store, settings_for(port))
    assert report.again == 1
    assert report.trouble is not None
    assert "Connection refused" in report.trouble
    clock.move(minutes=1)
    assert run(store, settings_for(server.port)).sent == 5


@pytest.mark.parametrize(
    ("policy", "phase", "letters"),
    [("hold", "held", 1), ("resend", "sent", 2), ("delivered", "sent", 1)],
)
def test_a_connection_lost_before_the_reply_goes_by_the_policy(
    store: Store,
    clock: Clock,
    server: MailServer,
    settings_for: Settings,
    policy: str,
    phase: str,
    letters: int,
) -> None:
    server.faults["DATA"] = ["drop"]
    frozen(store, readers(1))
    settings = settings_for(server.port, in_doubt=policy)
    run(store, settings)
    clock.move(hours=1)
    run(store, settings)
    (row,) = store.mail.status()
    assert (row.phase, len(server.letters)) == (phase, letters)
    assert row.data_at is not None
    if policy != "resend":
        assert "broke before the reply" in (row.reason or "")


def test_a_person_settles_what_is_held(
    each: Store, clock: Clock, server: MailServer, settings_for: Settings
) -> None:
    server.faults["DATA"] = ["", "drop", "", "drop"]  # the second and the fourth
    frozen(each, readers(4))
    settings = settings_for(server.port)
    run(each, settings)
    held = each.mail.status(phases=["held"])
    assert [row.address for row in held] == [readers(4)[1], readers(4)[3]]
    clock.move(days=30)  # a person may be late, too
    each.mail.resolve(held[0].id, "resend")
    each.mail.resolve(held[1].id, "delivered")
    assert run(each, settings).sent == 1
    assert phases(each) == {"sent": 4}
    assert Counter(server.received())[readers(4)[1]] == 2  # not silently
    assert Counter(server.received())[readers(4)[3]] == 1
    with pytest.raises(StoreError, match="is sent; nothing to resolve"):
        each.mail.resolve(held[0].id, "resend")
    with pytest.raises(StoreError, match="no delivery 999"):
        each.mail.resolve(999, "delivered")


def test_two_senders_at_once_send_nothing_twice(
    url: str, each: Store, clock: Clock, server: MailServer, settings_for: Settings
) -> None:
    frozen(each, readers(30))
    settings = settings_for(server.port)

    def sender(_: int) -> Report:
        with open_store(url, clock=clock) as mine:
            return run(mine, settings)

    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(sender, range(3)))
    assert sum(report.sent for report in reports) == 30
    assert sorted(server.received()) == sorted(readers(30))


def claim(each: Store) -> Delivery:
    found = each.mail.claim("smtp", "slow", timedelta(minutes=2), 12)
    assert found is not None
    return found


def test_a_sender_that_comes_back_late_gives_nothing_away(
    each: Store, clock: Clock, server: MailServer, settings_for: Settings
) -> None:
    frozen(each, readers(1))
    slow = claim(each)
    settings = settings_for(server.port)
    assert run(each, settings).sent == 0  # it is held by lease
    clock.move(minutes=2)
    assert run(each, settings).sent == 1
    assert not each.mail.advance(slow, "mail", timedelta(minutes=1))
    assert each.mail.begin_data(slow, timedelta(minutes=1)) is None
    assert not each.mail.finish(slow, Result("failed", "late"))
    assert phases(each) == {"sent": 1}


def test_a_sender_that_comes_back_late_still_knows_what_became_of_it(
    each: Store, clock: Clock, server: MailServer, settings_for: Settings
) -> None:
    frozen(each, readers(1))
    slow = claim(each)
    assert each.mail.begin_data(slow, timedelta(minutes=20)) == 1
    clock.move(minutes=20)
    each.mail.settle("hold", 12)
    (row,) = each.mail.status()
    assert (row.phase, row.reason) == (
        "held",
        "the sender stopped while the server had the message: it may have arrived",
    )
    assert each.mail.finish(slow, Result("sent", "250 after all"))
    assert phases(each) == {"sent": 1}


def test_a_claim_leaves_alone_what_a_latecomer_is_just_finishing(
    new_database: str, clock: Clock
) -> None:
    """On PostgreSQL, where writers do not take turns."""
    with open_store(new_database, clock=clock) as store:
        frozen(store, readers(1))
        slow = claim(store)
        clock.move(minutes=2)
        with transaction(store._engine, writes=True) as connection:
            assert finish(connection, slow, Result("sent", "250"), clock())
            assert store.mail.claim("smtp", "fast", timedelta(minutes=2), 12) is None
        assert store.mail.claim("smtp", "fast", timedelta(minutes=2), 12) is None
        assert phases(store) == {"sent": 1}


def test_a_message_that_kills_its_senders_is_given_up(
    each: Store, clock: Clock, server: MailServer, settings_for: Settings
) -> None:
    frozen(each, readers(2))
    for _ in range(3):
        each.mail.advance(claim(each), "mail", timedelta(minutes=1))  # and dies
        clock.move(minutes=2)
    settings = settings_for(server.port, attempts=2)
    run(each, settings)
    assert sorted(phases(each).items()) == [("failed", 1), ("sent", 1)]
    assert "given up: tried too often" in (each.mail.status(phases=["failed"])[0].reason or "")


def test_an_edition_past_its_grace_is_not_sent_but_told(
    each: Store, clock: Clock, server: MailServer, settings_for: Settings
) -> None:
    server.faults["RCPT"] = ["450 later"]
    frozen(each, readers(2))
    settings = settings_for(server.port)
    run(each, settings)
    clock.move(hours=6, seconds=1)
    frozen(each, readers(1), name="noon")
    assert run(each, settings).sent == 1
    (late,) = each.mail.status(phases=["failed"])
    assert late.reason == (
        "too late: the grace of its edition ended before it could be sent; "
        "before: RCPT TO: 450 later"
    )
    each.mail.resolve(late.id, "resend")  # all the same
    assert run(each, settings).sent == 1


def test_a_damaged_message_is_not_sent(
    store: Store, server: MailServer, settings_for: Settings
) -> None:
    frozen(store, readers(2))
    with transaction(store._engine, writes=True) as connection:
        other = text("UPDATE deliveries SET message = :message WHERE id = 1")
        connection.execute(other, {"message": b"To: x\r\n\r\n"})
    assert run(store, settings_for(server.port)) == Report(1, 0, 1, 0, None, restored=False)
    assert "not as it was frozen" in (store.mail.status(phases=["failed"])[0].reason or "")


def test_a_sender_that_is_told_to_stop_does_so_between_two_messages(
    store: Store, server: MailServer, settings_for: Settings
) -> None:
    frozen(store, readers(5))
    settings = settings_for(server.port)
    report = deliver(store.mail, Smtp(settings), settings, stop=lambda: len(server.letters) == 2)
    assert (report.sent, report.trouble) == (2, None)
    assert phases(store) == {"sent": 2, "queued": 3}
    assert run(store, settings).sent == 3


def test_a_dry_run_and_the_mail_leave_each_other_alone(
    store: Store, server: MailServer, settings_for: Settings, tmp_path: Path
) -> None:
    frozen(store, readers(2), name="dry", via="outbox")
    frozen(store, readers(2), name="wet")
    settings = settings_for(server.port)
    assert run(store, settings).sent == 2
    dry = settings.model_copy(update={"live": False})
    assert deliver(store.mail, channel_for(dry), dry).sent == 2
    assert server.received() == readers(2)
    assert len(list((tmp_path / "outbox").iterdir())) == 2
    assert Counter(row.via for row in store.mail.status()) == {"smtp": 2, "outbox": 2}


def test_bytes_of_old_messages_are_forgotten_and_their_rows_are_not(
    each: Store, clock: Clock, server: MailServer, settings_for: Settings
) -> None:
    server.faults["RCPT"] = ["550 no", "450 later"]
    edition = frozen(each, readers(3))
    settings = settings_for(server.port)
    run(each, settings)
    assert each.mail.forget_messages(clock()) == 0
    clock.move(days=1)
    assert each.mail.forget_messages(clock()) == 2  # one is still on its way
    assert each.mail.queue(edition.id, outgoing(readers(3))) == 0
    (failed,) = each.mail.status(phases=["failed"])
    with pytest.raises(StoreError, match="was pruned"):
        each.mail.resolve(failed.id, "resend")


# A store that is older than what was sent


def sqlite_store(folder: Path, clock: Clock) -> Store:
    return open_store(folder / "news.db", clock=clock)


def test_a_restored_backup_sends_nothing_again(
    clock: Clock, server: MailServer, settings_for: Settings, tmp_path: Path
) -> None:
    settings = settings_for(server.port)
    with sqlite_store(tmp_path, clock) as store:
        frozen(store, readers(3))
    backup = shutil.copy(tmp_path / "news.db", tmp_path / "backup.db")
    with sqlite_store(tmp_path, clock) as store:
        assert run(store, settings).sent == 3
    for ending in ("", "-wal", "-shm"):
        (tmp_path / f"news.db{ending}").unlink(missing_ok=True)
    shutil.move(backup, tmp_path / "news.db")
    clock.move(minutes=30)  # still within the grace
    with sqlite_store(tmp_path, clock) as store:
        assert run(store, settings) == Report(0, 0, 0, 0, None, restored=True, settled=3)
        assert {row.phase for row in store.mail.status()} == {"held"}
        assert all("restored from a backup" in (row.reason or "") for row in store.mail.status())
        assert run(store, settings) == Report(0, 0, 0, 0, None, restored=False)
        store.mail.resolve(store.mail.status()[0].id, "resend")
        clock.move(minutes=1)
        frozen(store, readers(2), name="noon")  # what is due later goes out as ever
        assert run(store, settings).sent == 3
    assert Counter(server.received()) == {readers(3)[0]: 3, readers(3)[1]: 2, readers(3)[2]: 1}


def test_an_edition_unknown_to_the_backup_is_held_when_it_is_made_again(
    clock: Clock, server: MailServer, settings_for: Settings, tmp_path: Path
) -> None:
    settings = settings_for(server.port)
    sqlite_store(tmp_path, clock).close()
    backup = shutil.copy(tmp_path / "news.db", tmp_path / "backup.db")
    with sqlite_store(tmp_path, clock) as store:
        frozen(store, readers(2))
        assert run(store, settings).sent == 2
    shutil.move(backup, tmp_path / "news.db")
    with sqlite_store(tmp_path, clock) as store:
        assert run(store, settings).restored
        frozen(store, readers(2))
        assert run(store, settings).sent == 0
        assert phases(store) == {"held": 2}
    assert len(server.letters) == 2


def test_a_store_that_has_sent_from_another_machine_holds_what_is_due_once(
    each: Store, clock: Clock, server: MailServer, settings_for: Settings, tmp_path: Path
) -> None:
    frozen(each, readers(1))
    run(each, settings_for(server.port))
    frozen(each, readers(2), name="noon")
    moved = settings_for(server.port, state=str(tmp_path / "other machine"))
    assert run(each, moved).restored
    assert phases(each) == {"sent": 1, "held": 2}
    clock.move(hours=1)
    frozen(each, readers(2), name="evening")
    assert run(each, moved) == Report(2, 0, 0, 0, None, restored=False)


def test_nothing_is_sent_where_no_mark_can_be_kept(
    store: Store, server: MailServer, settings_for: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    frozen(store, readers(1))
    with pytest.raises(DeliveryError, match=r"name another folder as \[mail\] state"):
        run(store, settings_for(server.port, state=str(tmp_path / "file" / "state")))
    assert phases(store) == {"queued": 1}
    settings = settings_for(server.port)
    mark = Path(str(settings.state)) / f"mail-{store.mail.state().store_id}"
    mark.parent.mkdir()
    mark.write_text("seven", encoding="utf-8")
    with pytest.raises(DeliveryError, match="holds no number"):
        run(store, settings)
    assert server.letters == []
