"""The date patterns of each language, compiled from ``data/dates.toml``; all are linear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from pipeline.facts.lexicon import fold, load_table

YEAR = r"(?:19|20)\d\d"


class Words(NamedTuple):
    """The compiled patterns of one language."""

    months: dict[str, int]
    weekdays: dict[str, int]
    day_month: re.Pattern[str]
    month_day: re.Pattern[str]
    month_year: re.Pattern[str]
    month_alone: re.Pattern[str]
    weekday: re.Pattern[str]
    ahead: re.Pattern[str]
    relative: re.Pattern[str] | None
    ago: re.Pattern[str] | None
    year_cue: re.Pattern[str]
    year_span: re.Pattern[str]
    table: dict[str, Any]


@cache
def cjk_pattern(base: str) -> re.Pattern[str]:
    """Return the pattern of "2024年2月9日", "2月9日"."""
    table = load_table("dates")[base]
    return re.compile(
        rf"(?<!\d)(?P<y>{YEAR}) ?{table['year']}(?: ?(?P<m>\d{{1,2}}) ?{table['month']}"
        rf"(?: ?(?P<d>\d{{1,2}}) ?(?:{table['day']}))?)?"
        rf"|(?<!\d)(?P<m2>\d{{1,2}}) ?{table['month']} ?(?P<d2>\d{{1,2}}) ?(?:{table['day']})"
    )


@cache
def cjk_phrases(base: str) -> re.Pattern[str]:
    """Return the pattern of words such as "昨年"."""
    phrases = sorted(load_table("dates")[base]["phrases"], key=len, reverse=True)
    return re.compile("|".join(re.escape(p) for p in phrases))


def _any(words: Sequence[str]) -> str:
    ordered = sorted({fold(w) for w in words}, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w) for w in ordered) or "(?!)"


@cache
def date_words(base: str) -> Words:
    """Compile the patterns of one language; each is linear: no nested repeats."""
    t = load_table("dates")[base]
    months = {f: i for i, names in enumerate(t["months"], 1) for f in names.split("|")}
    weekdays = {f: i for i, names in enumerate(t["weekdays"]) for f in names.split("|")}
    month = rf"(?P<m>{_any(list(months))})(?!\w)"
    link = rf"(?: (?:{_any(t['links'])}))?" if "links" in t else ""
    day = rf"(?P<d>\d{{1,2}})(?:{t.get('ordinal', 'st|nd|rd|th|º|ª')}|\.)?"
    part = rf"(?:(?:{_any(t['parts'])})[ -]?)?"
    year = rf"(?P<y>{YEAR})(?!\d|[.,]\d)"
    comma = rf"(?:,? (?:{_any(t.get('links', ['?']))})?|,)?"
    singular = "|".join(forms.split(";")[0] for forms in t["unit_words"].values())
    units = "|".join(forms.replace(";", "|") for forms in t["unit_words"].values())
    named = (
        rf"(?:{_any(list(t['seasons']))}|{_any(list(months))}|{_any(list(weekdays))}|{singular})"
    )
    this, before = _any(t.get("this", [])), _any([*t.get("last", []), *t.get("next", [])])
    after = _any([*t.get("last_after", []), *t.get("next_after", [])])
    article = rf"(?:(?:{_any(t['articles'])}) ?)?" if "articles" in t else ""
    ago = "|".join(
        re.escape(form)
        .replace(r"\{n\}", rf"(?P<n{i}>[^\W_]+)")
        .replace(r"\{unit\}", rf"(?P<u{i}>{units})")
        .replace(r"\ ", " ")
        for i, form in enumerate(t["ago"])
    )
    return Words(
        months,
        weekdays,
        re.compile(rf"(?<![\w.,]){day}{link} {month}(?:{comma} ?{year})?"),
        re.compile(
            rf"\b{month} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[.,]\d| \d\d\d\b)(?:,? {year})?"
        ),
        re.compile(rf"(?<!\d )(?<!\d\. )\b{part}{month},?{link} {year}"),
        re.compile(rf"\b(?P<cue>{_any([*t['cues'], *t['parts']])})[ -]?\b{month}(?! \d)"),
        re.compile(rf"\b(?P<w>{_any(list(weekdays))})\b"),
        re.compile(rf"\b(?:{_any(t.get('ahead', []))})\b"),
        re.compile(
            rf"\b(?:(?P<pre>{before}|{this}) ?(?P<a>{named})(?: (?P<post2>{after}))?"
            rf"|{article}(?P<b>{named}) (?P<post>{after})|(?P<p>{_any(list(t['phrases']))}))(?!\w)"
        ),
        re.compile(rf"\b(?:{ago})(?!\w)"),
        re.compile(rf"(?:^|[^\w])(?P<cue>{_any([*t['cues'], *t['weak_cues']])})[ -]?$"),
        re.compile(rf"(?<!\w)({_any(t['parts'])})[ -]?$"),
        t,
    )
