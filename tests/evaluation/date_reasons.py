"""Why rows of dates differ: rules that compare the days given with the days of the label."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.evaluation.score import Outcome

_Days = tuple[date, date]  # first and last


def _reckoned_back(outcome: Outcome) -> bool:
    """For each missing span of days the same one a week, a month or a year earlier was given.

    The same weekday of a month, and a week, lie 52 or 53 weeks apart.
    """
    given = [_days(g.value) for g in outcome.extra]
    for wanted in outcome.missing:
        options = [days for value in wanted.values if (days := _days(value))]
        if not any(g and _earlier(g, days) for g in given for days in options):
            return False
    return bool(outcome.missing)


def _days(value: str) -> _Days | None:
    try:
        first, last = (date.fromisoformat(end) for end in value.split("/"))
    except ValueError:
        return None
    return first, last


def _first_and_last(outcome: Outcome) -> bool:
    """For each missing span its first and its last day, month or year were given apart."""
    given = [days for g in outcome.extra if (days := _days(g.value))]
    starts, ends = {days[0] for days in given}, {days[1] for days in given}
    spans = [[_days(value) for value in e.values] for e in outcome.missing]
    return bool(spans) and all(
        any(span and span[0] in starts and span[1] in ends for span in options) for options in spans
    )


def _given_whole(outcome: Outcome) -> list[_Days]:
    """The missing spans, if each lies inside a longer one that was given; else nothing."""
    given = [days for g in outcome.extra if (days := _days(g.value))]
    inside = []
    for wanted in outcome.missing:
        options = [days for value in wanted.values if (days := _days(value))]
        span = next((o for o in options for g in given if g[0] <= o[0] and o[1] <= g[1]), None)
        if span is None:
            return []
        inside.append(span)
    return inside


def _whole_of_part(outcome: Outcome) -> bool:
    """For each missing span a longer one that holds it was given."""
    return bool(_given_whole(outcome))


def _to_the_day(outcome: Outcome) -> bool:
    """Days, or months, that count whole weeks, months or years from the day of reference."""
    inside = _given_whole(outcome)
    today = _days(f"{outcome.row.reference}/{outcome.row.reference}")
    return bool(inside and today) and all(
        today is not None
        and (
            (first == last and (first.day == today[0].day or (first - today[0]).days % 7 == 0))
            or (first.day == 1 and last.month == first.month == today[0].month)
        )
        for first, last in inside
    )


def _running_span(outcome: Outcome) -> bool:
    """For each missing span one was given that meets the reference day and is the same by half."""
    today = _days(f"{outcome.row.reference}/{outcome.row.reference}")
    given = [days for g in outcome.extra if (days := _days(g.value))]
    meets = [g for g in given if today and any(abs((e - today[0]).days) <= 1 for e in g)]
    spans = [[d for value in e.values if (d := _days(value))] for e in outcome.missing]
    return bool(spans) and all(
        any(_overlap(span, g) >= 0.5 for span in options for g in meets) for options in spans
    )


def _overlap(one: _Days, two: _Days) -> float:
    """Return the days that two spans share, as a part of all their days."""
    shared = (min(one[1], two[1]) - max(one[0], two[0])).days + 1
    return shared / ((max(one[1], two[1]) - min(one[0], two[0])).days + 1)


def _other_week_or_year(outcome: Outcome) -> bool:
    """For each missing span the same one was given one or two weeks, or a year, away."""
    return _each_has(outcome, lambda given, days: _shifted(given, days) or _shifted(days, given))


def _shifted(one: _Days, two: _Days) -> bool:
    back = (two[0] - one[0]).days
    same_length = abs((two[1] - two[0]) - (one[1] - one[0])).days <= 1
    same_day = (one[0].month, one[0].day) == (two[0].month, two[0].day)
    return same_length and (back in (7, 14) or (same_day and 0 < back <= 366))


def _last_left_out(outcome: Outcome) -> bool:
    """The same first day was given, and an end up to a year behind that of the label."""
    return _each_has(
        outcome, lambda given, days: given[0] == days[0] and 0 < (given[1] - days[1]).days <= 366
    )


def _one_day_off(outcome: Outcome) -> bool:
    return _each_has(
        outcome,
        lambda given, days: all(abs((a - b).days) <= 1 for a, b in zip(given, days, strict=True)),
    )


def _span_of_two(outcome: Outcome) -> bool:
    """Two dates were expected, and the span between them was given."""
    spans = [days for e in outcome.missing for value in e.values if (days := _days(value))]
    given = [days for g in outcome.extra if (days := _days(g.value))]
    return len(outcome.missing) == 2 and any(
        g[0] == one[0] and g[1] == two[1] for g in given for one in spans for two in spans
    )


def _each_has(outcome: Outcome, fits: Callable[[_Days, _Days], bool]) -> bool:
    """Say whether for each missing span one was given that fits one of its values."""
    given = [days for g in outcome.extra if (days := _days(g.value))]
    options = [[d for value in e.values if (d := _days(value))] for e in outcome.missing]
    return bool(options) and all(
        any(fits(g, days) for g in given for days in spans) for spans in options
    )


def _earlier(given: _Days, wanted: _Days) -> bool:
    start, back = given[0], (wanted[0] - given[0]).days
    same_length = abs((wanted[1] - wanted[0]) - (given[1] - given[0])).days <= 3
    yearly = (start.month, start.day) == (wanted[0].month, wanted[0].day)
    monthly = start.day == wanted[0].day and back <= 31
    return same_length and 0 < back <= 371 and (back in (7, 364, 371) or yearly or monthly)


DATE_RULES: dict[str, Callable[[Outcome], bool]] = {
    "reckoned_back": _reckoned_back,
    "first_and_last": _first_and_last,
    "whole_of_part": _whole_of_part,
    "to_the_day": _to_the_day,
    "running_span": _running_span,
    "other_week_or_year": _other_week_or_year,
    "last_left_out": _last_left_out,
    "one_day_off": _one_day_off,
    "span_of_two": _span_of_two,
}
