"""Dates and amounts as people type them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cli.filters import LeastAmount, least_amount, moment, span
from pipeline.errors import UsageError

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("7000000000", 7 * 10**9, None),
        ("7e9", 7 * 10**9, None),
        ("7.5bn", 75 * 10**8, None),
        ("7 trillion", 7 * 10**12, None),
        ("$7bn", 7 * 10**9, "USD"),
        ("€7 billion", 7 * 10**9, "EUR"),
        ("7m", 7 * 10**6, None),
        ("7,000", 7000, None),
        ("7 milliards d'euros", 7 * 10**9, "EUR"),
        ("7 Billionen", 7 * 10**12, None),
        ("sept milliards", 7 * 10**9, None),
    ],
)
def test_amounts_are_read(text: str, value: int, currency: str | None) -> None:
    assert least_amount(text) == LeastAmount(Decimal(value), currency)


@pytest.mark.parametrize(
    "text", ["", "much", "-7", "7%", "7 to 8 billion", "H100", "NaN", "9" * 99]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not an amount"):
        least_amount(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02-09", "2024-02-09T00:00", "2024-02-10T00:00"),
        ("20240209", "2024-02-09T00:00", "2024-02-10T00:00"),
        ("2024-12", "2024-12-01T00:00", "2025-01-01T00:00"),
        ("2024-02-09T08:00+01:00", "2024-02-09T07:00", "2024-02-09T07:00"),
        ("2024-02-09T08:00", "2024-02-09T08:00", "2024-02-09T08:00"),
        ("7d", "2026-11-15T12:30", "2026-11-15T12:30"),
        ("36h", "2026-11-21T00:30", "2026-11-21T00:30"),
        ("2 W", "2026-11-08T12:30", "2026-11-08T12:30"),
    ],
)
def test_dates_are_read(text: str, first: str, last: str) -> None:
    assert moment("--since", text, NOW) == datetime.fromisoformat(first).replace(tzinfo=UTC)
    assert moment("--until", text, NOW, last=True) == datetime.fromisoformat(last).replace(
        tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2024-02-30", "2024-13", "999999w", "-7d", "0001-01-01T00:00+14:00"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--since"):
        moment("--since", text, NOW)


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    assert span("2024-02-09", "2024-02-09", NOW).until == datetime(2024, 2, 10, tzinfo=UTC)
    with pytest.raises(UsageError, match="after --until"):
        span("2024-02-09", "2024-02-08", NOW)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_raises_anything_else(text: str) -> None:
    for read in (least_amount, lambda given: span(given, given, NOW)):
        try:
            read(text)
        except UsageError as exc:
            assert "\n" not in str(exc)
