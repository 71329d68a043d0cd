"""When editions are due: every day of every zone once, in nights that change the clock too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import EditionEntry
from pipeline.schedule import due_times, next_due

ZONES = (
    "Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca",
    "America/Havana", "Asia/Beirut", "America/St_Johns", "Pacific/Chatham", "UTC",
)  # fmt: skip
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def entry(zone: str, hour: str, days: tuple[str, ...] = WEEK) -> EditionEntry:
    return EditionEntry(name="x", zone=zone, hour=hour, days=days)


def expected(zone: str, hour: time, day: date) -> datetime:
    """Find the first minute of a day at which the clock shows the hour, or has passed it."""
    tz = ZoneInfo(zone)
    moment = datetime.combine(day, time(0), UTC) - timedelta(hours=15)
    step = timedelta(minutes=1)
    wanted = datetime.combine(day, hour)
    moment += max(timedelta(0), wanted - moment.astimezone(tz).replace(tzinfo=None)) - 3 * 60 * step
    while moment.astimezone(tz).replace(tzinfo=None) < wanted:
        moment += step
    return moment


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", ["00:00", "01:30", "02:00", "02:30", "03:00", "23:45"])
def test_a_year_has_each_day_once(zone: str, hour: str) -> None:
    start = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)) - timedelta(seconds=1)
    found = due_times(entry(zone, hour), start, start + timedelta(days=365))
    assert len(found) == len({due.local for due in found}) == 365
    for number in (0, 66, 67, 85, 86, 87, 92, 93, 94, 200, 276, 277, 296, 297, 298, 303, 304, 305):
        day = date(2026, 1, 1) + timedelta(days=number)
        assert found[number].moment == expected(zone, time.fromisoformat(hour), day)


@pytest.mark.parametrize(
    ("day", "hour", "due"),
    [
        ("2026-03-29", "02:30", ["2026-03-29T01:00"]),  # skipped: when the clock goes on, 03:00
        ("2026-10-25", "02:30", ["2026-10-25T00:30"]),  # twice: the first time
    ],
)
def test_paris_in_nights_that_change_the_clock(day: str, hour: str, due: list[str]) -> None:
    start = datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=ZoneInfo("Europe/Paris"))
    found = due_times(entry("Europe/Paris", hour), start, start + timedelta(hours=20))
    assert [f"{one.moment:%Y-%m-%dT%H:%M}" for one in found] == due
    for minutes in range(0, 600, 7):  # wherever one starts to look
        after = start + timedelta(minutes=minutes)
        rest = due_times(entry("Europe/Paris", hour), after, start + timedelta(hours=20))
        assert rest == [one for one in found if one.moment > after]


def test_days_of_the_week_are_those_of_the_zone() -> None:
    kolkata = entry("Asia/Kolkata", "02:00", ("mon", "thu"))
    start = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # a Sunday
    found = due_times(kolkata, start, start + timedelta(days=7))
    assert [due.local for due in found] == ["2026-11-23T02:00", "2026-11-26T02:00"]
    assert found[0].moment == datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    assert next_due(kolkata, start) == found[0]
    assert next_due(kolkata, found[0].moment) == found[1]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.times().map(lambda t: f"{t:%H:%M}"),
    st.lists(st.integers(1, 50_000), min_size=1, max_size=12),
)
def test_however_the_time_is_cut_nothing_is_due_twice_or_never(
    zone: str, hour: str, pieces: list[int]
) -> None:
    one = entry(zone, hour)
    start = after = datetime(2026, 9, 1, tzinfo=UTC)
    found = []
    for minutes in pieces:
        until = after + timedelta(minutes=minutes)
        found += due_times(one, after, until)
        after = until
    assert found == due_times(one, start, after)
