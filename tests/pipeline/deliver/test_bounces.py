"""Reports of failed deliveries: counted once each, for readers of ours alone, from any mailbox."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.deliver.bounces import parse_report, read_reports, take_bounces
from pipeline.errors import DeliveryError
from pipeline.store import Content, Occurrence, Outgoing, Store
from tests.pipeline.store.makers import Clock

ADDRESS = "gone@news.example"
STATUS = """Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {reason}

"""


def report(
    message_id: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    reason: str = "550 no such user",
    headers_only: bool = True,
) -> bytes:
    """Write a report as a mail server does, of a mail with an id."""
    whole = MIMEMultipart("report", **{"report-type": "delivery-status"})
    whole["From"] = "MAILER-DAEMON@mx.example"
    whole["Subject"] = "Undelivered Mail Returned to Sender"
    for kind, text in (
        ("text/plain", "Your mail could not be delivered."),
        (
            "message/delivery-status",
            STATUS.format(address=ADDRESS, action=action, status=status, reason=reason),
        ),
        (
            "text/rfc822-headers" if headers_only else "message/rfc822",
            f"From: digest@news.example\nMessage-ID: {message_id}\nSubject: Chips\n\n",
        ),
    ):
        whole.attach(_part(kind, text))
    return whole.as_bytes()


def _part(kind: str, text: str) -> Message:
    from email import message_from_string

    return message_from_string(f"Content-Type: {kind}\n\n{text}")


def other_mail() -> bytes:
    message = EmailMessage()
    message["Subject"] = "Out of office"
    message.set_content("I am away. Status: 5.0.0")
    return message.as_bytes()


def sent(store: Store, count: int) -> list[str]:
    """Queue messages of so many editions to one reader; return their ids."""
    ids = []
    for number in range(count):
        now = store.mail.now()
        due = Occurrence("morning", f"{number}", now, now)
        edition = store.mail.open_edition(due, "smtp")
        ids.append(f"<edition-{number}@news.example>")
        store.mail.freeze(edition.id, Content("{}", 0), [Outgoing(ADDRESS, ids[-1], b"x")])
    return ids


def folder_of(path: Path, *messages: bytes) -> Path:
    path.mkdir()
    for number, raw in enumerate(messages):
        (path / f"{number}.eml").write_bytes(raw)
    return path


@pytest.mark.parametrize("kind", ["eml", "folder", "maildir", "mbox"])
def test_reports_are_found_in_every_mailbox(kind: str, tmp_path: Path) -> None:
    raw = [report("<1@x>"), other_mail(), report("<2@x>", headers_only=False)]
    place = tmp_path / "box"
    if kind == "eml":
        place.write_bytes(raw[0])
    elif kind == "folder":
        folder_of(place, *raw)
    else:
        box = mailbox.Maildir(place) if kind == "maildir" else mailbox.mbox(place)
        for one in raw:
            box.add(one)
        box.flush()
    found = sorted(read_reports(place))
    assert [one.message_id for one in found] == (["<1@x>"] if kind == "eml" else ["<1@x>", "<2@x>"])
    assert (found[0].status, found[0].diagnostic) == ("5.1.1", "550 no such user")


def test_an_address_is_suspended_after_so_many_editions_came_back(
    each: Store, clock: Clock, tmp_path: Path
) -> None:
    first, second, third = sent(each, 3)
    place = folder_of(tmp_path / "box", report(first), report(first), report(second))
    for _ in range(3):  # the mailbox is read again and again
        found = take_bounces(each, str(place), 3)
        assert (found.counted, found.foreign, found.suspended) == (3, 0, ())
    (place / "new.eml").write_bytes(report(third))
    assert take_bounces(each, str(place), 3).suspended == (ADDRESS,)
    why = each.subscribers.suspended(ADDRESS, "morning")
    assert why is not None
    assert why.note == "3 bounces; the last: 550 no such user"


def test_who_knows_no_message_id_suspends_nobody(store: Store, tmp_path: Path) -> None:
    sent(store, 1)
    forged = [report(f"<guess-{number}@news.example>") for number in range(9)]
    found = take_bounces(store, str(folder_of(tmp_path / "box", *forged)), 1)
    assert (found.counted, found.foreign) == (0, 9)
    assert store.subscribers.suspensions() == []


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_what_is_no_failure_is_passed_over(action: str) -> None:
    assert parse_report(report("<1@x>", action=action)) is None


def test_a_report_without_the_mail_it_is_about_is_passed_over() -> None:
    assert parse_report(report("")) is None


def test_a_reason_is_one_line_of_plain_text() -> None:
    found = parse_report(report("<1@x>", reason="550 \x1b[2J no\n such\n user " + "x" * 999))
    assert found is not None
    assert found.diagnostic is not None
    assert found.diagnostic.isprintable()
    assert len(found.diagnostic) <= 200


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 900), st.integers(0, 60))
def test_no_bytes_are_an_error(noise: bytes, place: int, cut: int) -> None:
    raw = report("<1@x>")
    parse_report(raw[:place] + noise + raw[place + cut :])


def test_a_mailbox_that_is_not_there_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="cannot be read: No such file"):
        take_bounces(store, str(tmp_path / "none"), 3)
