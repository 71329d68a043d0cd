"""Dates and amounts as people type them on the command line."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from pipeline.errors import UsageError

_AGO = re.compile(r"(\d{1,6})\s*([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DIGITS = re.compile(r"\d{1,60}(?:\.\d{1,60})?(?:[eE]\+?\d{1,3})?")
_MINUS = ("-", "−", "–")
_LANGUAGES = ("en", "fr", "de", "es", "it", "pt")  # the first that reads the words decides


class Span(NamedTuple):
    """From the first moment to just before the last; None is open."""

    since: datetime | None
    until: datetime | None


def span(since: str | None, until: str | None, now: datetime) -> Span:
    """Read ``--since`` and ``--until``; both days count. Raises ``UsageError``."""
    begin = moment("--since", since, now) if since is not None else None
    end = moment("--until", until, now, last=True) if until is not None else None
    if begin is not None and end is not None and begin >= end:
        raise UsageError(f"--since {since} is after --until {until}")
    return Span(begin, end)


def moment(option: str, text: str, now: datetime, *, last: bool = False) -> datetime:
    """Read a day, a month, a moment in ISO 8601, or how long ago ("7d", "12h", "2w"), as UTC.

    Of a day or a month the beginning is meant, or with ``last`` the end.
    """
    words = text.strip()
    try:
        if ago := _AGO.fullmatch(words.lower()):
            return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        if month := _MONTH.fullmatch(words):
            first = datetime(int(month[1]), int(month[2]), 1, tzinfo=UTC)
            return (first + timedelta(days=31)).replace(day=1) if last else first
        if _is_day(words):
            return datetime.combine(date.fromisoformat(words), time(), UTC) + timedelta(days=last)
        found = datetime.fromisoformat(words)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as exc:
        raise UsageError(
            f"{option} {text!r}: not a date; write 2024-02-09, 2024-02, or 7d for seven days ago"
        ) from exc


def _is_day(words: str) -> bool:
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


class LeastAmount(NamedTuple):
    """The value and, if it was named, the currency (ISO 4217)."""

    value: Decimal
    currency: str | None = None


def least_amount(text: str) -> LeastAmount:
    """Read "7000000000", "7e9", "7bn", "$7bn", "7 trillion", "7 milliards d'euros".

    Words are read as English first. Raises ``UsageError`` for anything else.
    """
    words = text.strip()
    if _DIGITS.fullmatch(words):
        return LeastAmount(Decimal(words))
    for language in () if words.startswith(_MINUS) else _LANGUAGES:
        if found := _in_language(words, language):
            return found
    raise UsageError(f"--min-amount {text!r}: not an amount; write 7e9, 7bn or '7 trillion'")


def _in_language(words: str, language: str) -> LeastAmount | None:
    """Read an amount with a currency, or as one of dollars, or as a bare number."""
    from pipeline.facts.money.amounts import find_amounts
    from pipeline.facts.numbers.find import find_numbers

    if len(words) > 100:
        return None
    for amount in find_amounts(words, language):
        if amount.text == words and amount.min == amount.max:
            return LeastAmount(amount.min, amount.currency)
    for amount in find_amounts(f"${words}", language):
        if amount.text == f"${words}" and amount.min == amount.max:
            return LeastAmount(amount.min)
    for number in find_numbers(words, language):
        if number.text == words and not (number.percent or number.name):
            return LeastAmount(number.value)
    return None
