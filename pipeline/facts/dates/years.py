"""Years that the words around them make a date: "en 2023", "by 2027", "2023-2025"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.facts.dates.hits import Hit
from pipeline.facts.dates.pieces import either
from pipeline.facts.lexicon import fold, load_lexicon, load_table

YEAR = r"(?:18|19|20)\d\d"
BARE_YEAR = re.compile(
    rf"(?<![\w.,$€£¥#/])(?:{YEAR})(?![\w%‰€$£¥])(?![.,/]\d)(?! ?[€$£%°]| \d\d\d\b)(?!-\d|-[^\W\d])"
)
YEAR_RANGE = re.compile(
    rf"(?<![\w.,$€£¥-])({YEAR}) ?[-–—/~] ?({YEAR}|\d\d)(?![\w%€$£]|[-.,/]\d| ?[€$£%°])"
)


class _Cues(NamedTuple):
    cue: re.Pattern[str]
    part: re.Pattern[str]
    both: re.Pattern[str]
    weak: frozenset[str]
    after: frozenset[str]  # words behind a year that needs no cue
    counted: re.Pattern[str]  # words before a number that is no year
    worth: re.Pattern[str]  # a noun that another number counts: " Steuern in Höhe von 3"


@cache
def _cues(base: str) -> _Cues | None:
    table = load_table(f"dates/{base}")
    if "cues" not in table:
        return None
    strong, weak = map(fold, table["cues"]), [fold(w) for w in table.get("weak_cues", ())]
    parts = map(fold, table.get("part", ()))
    to = either(map(fold, [*table.get("to", ()), *table.get("and", ())]))
    counted = map(fold, [*table.get("approx", ()), *table.get("not_before_year", ())])
    return _Cues(
        re.compile(rf"(?:^|[^\w])(?P<cue>{either([*strong, *weak])})[ -]?$"),
        re.compile(rf"(?<!\w)({either(parts)})[ -]?$"),
        re.compile(rf"(?<![\w.,$€£¥-])({YEAR}) {to} ({YEAR})(?![\w%€$£]|[.,]\d)"),
        frozenset(weak),
        frozenset(map(fold, table.get("after_year", ()))),
        re.compile(rf"(?:(?<!\w){either(counted)}|\d\w{{0,9}}[.,]?) ?$"),
        re.compile(rf" [^\W\d]{{3,30}} {either(map(fold, table.get('worth', ())))} "),
    )


def year_dates(plain: str, base: str) -> Iterator[Hit]:
    """Yield the lone years and the ranges of years of a folded sentence."""
    cues = _cues(base)
    if cues is None:
        return
    yield from _ranges(plain, cues, base)
    last_end = -9
    for match in BARE_YEAR.finditer(plain):
        head = plain[max(0, match.start() - 32) : match.start()]
        cue = cues.cue.search(head)
        joined = last_end > 0 and match.start() - last_end <= 6
        bracket = head.endswith("(") and plain[match.end() : match.end() + 1] in (")", ",", ";")
        cued = cue is not None and _is_year(plain, match, cue["cue"], cues, base)
        if not (cued or joined or bracket or _needs_no_cue(plain, match, cues)):
            continue
        last_end = match.end()
        part = cues.part.search(head)
        start = match.start() - (len(head) - part.start(1) if part else 0)
        yield Hit(start, match.end(), match.group())


def _ranges(plain: str, cues: _Cues, base: str) -> Iterator[Hit]:
    """ "2023-2027", "2024/25"; of "from 2023 to 2027" each year is a date of its own."""
    for match in YEAR_RANGE.finditer(plain):
        start, end = match[1], match[2]
        if len(end) == 2:
            if "-" in match[0] or int(end) != (int(start) + 1) % 100:
                continue  # "2024/25" is a season; "2010-12" may be a month
            end = str(int(start) + 1)
        if start < end:
            yield Hit(match.start(), match.end(), f"{start}/{end}")
    for match in cues.both.finditer(plain):
        if match[1] < match[2] and _is_free(plain, match.end(), base):
            yield Hit(match.start(1), match.end(1), match[1])
            yield Hit(match.start(2), match.end(2), match[2])


def _needs_no_cue(plain: str, match: re.Match[str], cues: _Cues) -> bool:
    """Say whether a year opens a chronicle ("2004: ...") or stands as German and Swedish put it.

    "Die Firma wurde 2014 gegründet", but not "rund 2014 Stellen".
    """
    rest, follower = _follower(plain, match.end())
    head = plain[max(0, match.start() - 32) : match.start()]
    if not head:
        return rest[:1] in (":", "：") or follower in cues.after
    if not cues.after or int(match.group()) % 100 == 0 or not head.endswith(" "):
        return False
    ends = not rest or rest[0] in ".,;:!?)"
    follows = ends or follower in cues.after or cues.worth.match(plain, match.end())
    return bool(follows) and not cues.counted.search(head)


def _follower(plain: str, end: int) -> tuple[str, str]:
    rest = plain[end : end + 24].lstrip()
    return rest, re.split(r"[\s,;:.!?)]", rest, maxsplit=1)[0]


def _is_count(plain: str, end: int, base: str) -> bool:
    """Say whether a currency or a scale follows: "1950 dollars", "2000 million"."""
    rest, follower = _follower(plain, end)
    lexicon = load_lexicon(base)
    return bool(lexicon.currencies.at(rest, 0) or lexicon.scales.get(follower))


def _is_free(plain: str, end: int, base: str) -> bool:
    """Say whether no noun follows that a number could count."""
    rest, follower = _follower(plain, end)
    stops: Sequence[str] = load_lexicon(base).words("after_ellipsis")
    return not _is_count(plain, end, base) and (
        not rest or not rest[0].isalnum() or follower in stops
    )


def _is_year(plain: str, match: re.Match[str], cue: str, cues: _Cues, base: str) -> bool:
    """Tell "en 2023" from "pour 2000 personnes" and "de 1950 dollars"."""
    if _is_count(plain, match.end(), base):
        return False
    if cue in cues.weak:
        rest, _ = _follower(plain, match.end())
        head = plain[max(0, match.start() - 48) : match.start()].rstrip()
        head = head[: len(head) - len(cue)].rstrip() + " "
        earlier = cues.cue.search(head)
        dated = earlier is not None and earlier["cue"] not in cues.weak
        ends = not rest or not rest[0].isalnum()
        return ends and (dated or cues.part.search(head) is not None)
    return _is_free(plain, match.end(), base) or int(match.group()) % 100 != 0
