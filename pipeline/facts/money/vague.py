"""Money without a value: "des milliards de dollars", "tens of billions of dollars", 数十億ドル.

The words of such an amount stand together, as those of an amount with a value do: behind a comma
the currency is none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from pipeline.facts.lexicon import SPACES, Lexicon, fold, load_lexicon
from pipeline.facts.money.currencies import currency_after
from pipeline.facts.numbers.cjk import cjk_tables

Place = tuple[int, int]


def find_vague(
    text: str, language: str, taken: Iterable[Place] = (), country: str | None = None
) -> list[Place]:
    """Return the places in a sentence of money without a value.

    ``taken`` are the places of amounts that have one; nothing that touches them is vague.
    """
    lexicon = load_lexicon(language, country)
    if not lexicon.known:
        return []
    folded = fold(text)
    covered = bytearray(len(text) + 1)
    for start, end in taken:
        covered[start:end] = b"\1" * (end - start)
    found = _cjk(text, folded, lexicon) if lexicon.cjk else _words(text, folded, lexicon)
    return [(s, e) for s, e in found if 1 not in covered[s:e]]


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    vague = load_lexicon(language).table.get("vague", {})
    groups = {}
    for key in ("some", "collectives", "scales", "after_some"):
        phrases = sorted((fold(p) for p in vague.get(key, ())), key=lambda p: -len(p))
        groups[key] = "|".join(re.escape(p) for p in phrases)
    if not groups["scales"]:
        return None
    links = (
        "|".join(re.escape(link) for link in load_lexicon(language).table.get("of", ())) or "(?!)"
    )
    glued = "|".join(load_lexicon(language).words("glued_before"))
    return re.compile(
        rf"\b(?:{glued})?(?P<phrase>(?:(?:{groups['some']}) )?(?:(?:{groups['scales']}))"
        rf"|(?:{groups['collectives']}) (?:{links})?"
        rf"(?:{groups['scales']}|{groups['after_some']})"
        rf"|(?:{groups['some']})[ -](?:{groups['after_some']}))(?!\w)"
    )


def _words(text: str, folded: str, lexicon: Lexicon) -> list[Place]:
    pattern = _pattern(lexicon.language)
    found = []
    for match in pattern.finditer(folded) if pattern else ():
        currency = currency_after(text, folded, match.end(), lexicon)
        start = match.start("phrase")
        before = folded[max(0, start - 2) : start].rstrip(SPACES)
        if currency and not before[-1:].isdecimal():
            found.append((start, currency.end))
    return found


def _cjk(text: str, folded: str, lexicon: Lexicon) -> list[Place]:
    tables = cjk_tables(lexicon.language)
    found = []
    end_of_last = 0
    for sign in re.finditer("|".join(re.escape(s) for s in tables.some), folded):
        start, position, signs = sign.start(), sign.end(), 0
        while start > end_of_last and (folded[start - 1] in tables.small):
            start -= 1
        while position < len(folded) and position - start < 16:
            if folded[position] in tables.small or folded[position] in tables.scales:
                signs += 1
            elif folded[position] not in tables.some and folded[position] != " ":
                break
            position += 1
        before = folded[start - 1 : start]
        if not signs or before.isdecimal() or before in tables.digits:
            continue
        currency = currency_after(text, folded, position - (folded[position - 1] == " "), lexicon)
        if currency and start >= end_of_last:
            found.append((start, currency.end))
            end_of_last = currency.end
    return found
