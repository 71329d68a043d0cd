"""Ticks: each occurrence once, whoever ticks, however often, and after any rest."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pipeline.config import EditionEntry, MailSettings, Settings, SubscriberEntry
from pipeline.schedule import due_times, next_due, tick
from pipeline.schedule.loop import run
from pipeline.store import Store, open_store
from tests.pipeline.newsletter.desk import READER, headlines, put
from tests.pipeline.store.makers import Clock

ZONES = ("Europe/Paris", "America/New_York", "Asia/Kolkata")


def settings_for_zones(outbox: Path, **mail: Any) -> Settings:
    """An edition in each zone, one of them at an hour that a night skips and another has twice."""
    hours = dict(zip(ZONES, ("02:30", "01:30", "07:00"), strict=True))
    days = {"Asia/Kolkata": ("mon", "tue", "wed", "thu", "fri")}
    entries = [
        EditionEntry(
            name=zone.partition("/")[2].lower().replace("_", "-"),
            zone=zone,
            hour=hours[zone],
            grace=6,
            **({"days": days[zone]} if zone in days else {}),
        )
        for zone in ZONES
    ]
    return Settings(
        mail=MailSettings(sender="digest@news.example", outbox=str(outbox), **mail),
        edition=tuple(entries),
        subscriber=tuple(SubscriberEntry(address=READER, edition=one.name) for one in entries),
    )


def morning(outbox: Path, **changes: Any) -> Settings:
    values = {"name": "morning", "zone": "Europe/Paris", "hour": "07:00", "grace": 6, **changes}
    return Settings(
        mail=MailSettings(sender="digest@news.example", outbox=str(outbox)),
        edition=(EditionEntry(**values),),
        subscriber=(SubscriberEntry(address=READER, edition="morning"),),
    )


def outcomes(store: Store, name: str = "morning") -> list[tuple[str, str]]:
    return [(row.local_time, row.state) for row in reversed(store.mail.editions(name, 1000))]


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris"))


def test_a_year_in_three_zones(store: Store, clock: Clock, tmp_path: Path) -> None:
    """Ticks at odd moments around those due: each due edition is sent or skipped, exactly once."""
    settings = settings_for_zones(tmp_path / "box")
    dice = random.Random(2026)
    begin = clock.now = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
    tick(store, settings)
    known = {
        row.local_time for entry in settings.edition for row in store.mail.editions(entry.name)
    }
    number = 0
    while clock.now < datetime(2027, 1, 1, 12, 0, tzinfo=UTC):
        due = min(next_due(entry, clock.now).moment for entry in settings.edition)
        clock.now = due + timedelta(minutes=dice.choice([-1, 0, 0, 1, 50, 170]))
        if dice.random() < 0.04:  # else there is nothing new, and the edition is skipped
            number += 1
            put(store, f"place-{number}", f"Plant number {number} opens.")
        assert tick(store, settings).errors == []
    for entry in settings.edition:
        due = [one.local for one in due_times(entry, begin, clock.now)]
        rows = [row for row in outcomes(store, entry.name) if row[0] not in known]
        assert [local for local, _ in rows] == due
        assert {state for _, state in rows} <= {"sent", "skipped"}
        sent = [local for local, state in rows if state == "sent"]
        messages = [row for row in store.mail.status() if row.edition == entry.name]
        assert sorted(row.local_time for row in messages) == sent
        assert {row.phase for row in messages} == {"sent"}
        assert len(sent) > 30


def test_each_article_is_told_in_one_edition(each: Store, clock: Clock, tmp_path: Path) -> None:
    settings = morning(tmp_path / "box")
    clock.now = paris("2026-11-23T06:00").astimezone(UTC)
    told: list[str] = []
    for day in range(4):
        put(each, f"day-{day}", f"Plant {day} opens.")
        for _ in range(3):
            clock.move(hours=1)
            for found in tick(each, settings).published:
                told += headlines(each, found)
        clock.move(hours=21)
    assert told == ["day-0", "day-1", "day-2", "day-3"]
    assert [state for _, state in outcomes(each)] == ["sent"] * 4
    assert len(list((tmp_path / "box").glob("*.eml"))) == 4


def test_two_places_tick_at_once(url: str, each: Store, clock: Clock, tmp_path: Path) -> None:
    settings = morning(tmp_path / "box")
    clock.now = paris("2026-11-23T07:01").astimezone(UTC)
    put(each, "one", "One plant opens.")

    def work(_: int) -> int:
        with open_store(url, clock=clock) as mine:
            done = tick(mine, settings)
            assert done.errors == []
            assert done.report is not None
            return done.report.sent

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 1
    assert outcomes(each) == [("2026-11-23T07:00", "sent")]


def test_after_a_rest_the_newest_is_sent_and_the_others_are_missed(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    settings = morning(tmp_path / "box")
    clock.now = paris("2026-11-23T07:01").astimezone(UTC)
    put(store, "one", "One plant opens.")
    tick(store, settings)
    clock.now = paris("2026-11-26T12:59").astimezone(UTC)
    put(store, "two", "Two plants open.")
    done = tick(store, settings)
    assert [row.local_time for row in done.missed] == ["2026-11-24T07:00", "2026-11-25T07:00"]
    assert done.missed[0].note == "the next edition, of 2026-11-26T07:00, was due already"
    assert outcomes(store)[-1] == ("2026-11-26T07:00", "sent")
    clock.now = paris("2026-11-28T14:00").astimezone(UTC)
    done = tick(store, settings)
    assert [(row.local_time, row.state) for row in done.missed] == [
        ("2026-11-27T07:00", "missed"),
        ("2026-11-28T07:00", "missed"),
    ]
    assert done.missed[1].note == "its grace ended 2026-11-28 12:00 UTC"
    assert tick(store, settings).missed == []


def test_a_new_edition_looks_back_by_its_grace_only(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    clock.now = paris("2026-11-23T14:00").astimezone(UTC)
    tick(store, morning(tmp_path / "box"))
    assert outcomes(store) == []
    clock.now = paris("2026-11-24T12:00").astimezone(UTC)
    tick(store, morning(tmp_path / "box"))
    assert outcomes(store) == [("2026-11-24T07:00", "skipped")]


def test_a_clock_that_leaps_ahead_and_back_sends_nothing_twice(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    settings = morning(tmp_path / "box", minimum=0)
    for day in ("23", "25", "23", "24", "25", "26"):
        clock.now = paris(f"2026-11-{day}T07:10").astimezone(UTC)
        tick(store, settings)
    states = dict(outcomes(store))
    assert [local for local, state in states.items() if state == "sent"] == [
        "2026-11-23T07:00",
        "2026-11-25T07:00",
        "2026-11-26T07:00",
    ]
    assert states["2026-11-24T07:00"] == "missed"
    assert len(store.mail.status()) == 3


def test_one_edition_that_cannot_be_made_holds_up_no_other(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    settings = morning(tmp_path / "box")
    clock.now = paris("2026-11-23T07:01").astimezone(UTC)
    put(store, "one", "One plant opens.")
    other = settings.edition[0].model_copy(update={"name": "other", "zone": "Mars/Base"})
    broken = settings.model_copy(update={"edition": (*settings.edition, other)})
    with pytest.raises(KeyError):  # no config has such a zone
        tick(store, broken)
    mail = settings.mail.model_copy(
        update={"bounces": str(tmp_path / "none"), "unsubscribe_url": "https://x.example/{token}"}
    )
    done = tick(store, settings.model_copy(update={"mail": mail}))
    assert [error.partition(":")[0] for error in done.errors] == ["bounces", "edition morning"]
    assert "need secret_env or secret_file" in done.errors[1]
    assert outcomes(store) == [("2026-11-23T07:00", "due")]
    clock.move(minutes=5)
    assert tick(store, settings).errors == []  # mended in time
    assert outcomes(store) == [("2026-11-23T07:00", "sent")]


def test_a_changed_hour_brings_no_second_edition_of_old_news(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    clock.now = paris("2026-11-23T07:01").astimezone(UTC)
    put(store, "one", "One plant opens.")
    tick(store, morning(tmp_path / "box"))
    clock.now = paris("2026-11-23T08:30").astimezone(UTC)
    tick(store, morning(tmp_path / "box", hour="08:00"))
    tick(store, morning(tmp_path / "box", hour="06:00"))
    assert outcomes(store) == [("2026-11-23T07:00", "sent"), ("2026-11-23T08:00", "skipped")]


def test_the_loop_sleeps_until_an_edition_is_due_and_ends_when_asked(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    settings = morning(tmp_path / "box", minimum=0)
    clock.now = paris("2026-11-23T06:57:30").astimezone(UTC)
    naps: list[float] = []

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        clock.now += timedelta(seconds=seconds)

    run(
        lambda: tick(store, settings),
        settings.edition,
        clock,
        sleep,
        lambda: len(naps) >= 5,
    )
    assert naps == [60, 60, 30, 60, 60]
    (row,) = store.mail.status()
    assert row.changed_at == paris("2026-11-23T07:00")


def test_who_ends_a_tick_in_the_middle_loses_nothing(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    settings = morning(tmp_path / "box")
    readers = tuple(
        SubscriberEntry(address=f"r{n}@news.example", edition="morning") for n in range(5)
    )
    settings = settings.model_copy(update={"subscriber": readers})
    clock.now = paris("2026-11-23T07:01").astimezone(UTC)
    put(store, "one", "One plant opens.")
    for asked in range(1, 12):  # each tick is ended after so many questions
        answers = iter([False] * asked)
        tick(store, settings, lambda answers=answers: next(answers, True))
    assert tick(store, settings).errors == []
    assert outcomes(store) == [("2026-11-23T07:00", "sent")]
    assert sorted(row.phase for row in store.mail.status()) == ["sent"] * 5
    assert {row.attempts for row in store.mail.status()} == {1}
