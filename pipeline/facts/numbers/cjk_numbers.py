"""The numbers of a Chinese, Japanese or Korean text, and what only looks like one.

In: folded text. Out: its numerals, with percentages ("百分之五", "３割"), parts ("三分の一"),
decades ("20世纪30年代") and Korean counting words ("열다섯") worked out.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from itertools import pairwise

from pipeline.facts.lexicon import Lexicon
from pipeline.facts.numbers.cjk import CjkNumeral, cjk_tables, read_cjk
from pipeline.facts.numbers.cjk_words import CjkWords, cjk_words
from pipeline.facts.numbers.numerals import ONE, tidy, times

PARTS = Context(prec=15)  # a third has no end
SMALL_ORDINAL = 12  # up to "twelfth" English writes words
DASHES = frozenset("-–—~〜～∼－")
DECADES = frozenset(range(0, 100, 10))
CENTURY = re.compile(r" ?世[纪紀](?:的)? ?")


def find_cjk(folded: str, lexicon: Lexicon) -> list[CjkNumeral]:
    """Return the numerals of a folded text that are numbers, in order and without overlap."""
    found: list[CjkNumeral] = []
    words, tables = cjk_words(lexicon.language), cjk_tables(lexicon.language)
    begins = {*tables.digits, *tables.small, *lexicon.table.get("lone_scales", ())}
    position = 0
    while position < len(folded):
        sign = folded[position]
        skipped = words.not_numbers.at(folded, position, glued=True)
        native = None if skipped else _native(folded, position, words, lexicon)
        if skipped or native:
            found += [native] if native else []
            position = native.end if native else skipped[0] if skipped else position
            continue
        numeral = None
        if sign.isdecimal() or sign in begins:
            numeral = _numeral(folded, position, words, lexicon)
        if numeral is None:
            position = _past(folded, position)
        else:
            if _counts(folded, numeral, words, lexicon):
                found.append(numeral)
            position = numeral.end
    return _with_shared_units(folded, _with_decades(folded, found, words), lexicon)


def _past(folded: str, position: int) -> int:
    """Place after a sign that opens no numeral; a run of digits goes as one."""
    digits = folded[position].isdecimal()
    position += 1
    while digits and folded[position : position + 1].isdecimal():
        position += 1
    return position


def _numeral(folded: str, position: int, words: CjkWords, lexicon: Lexicon) -> CjkNumeral | None:
    numeral = read_cjk(folded, position, lexicon) or _lone_scale(folded, position, lexicon)
    if numeral is None:
        return None
    part = _part(folded, numeral, words, lexicon)
    if part:
        return part
    head = folded[max(0, position - 1) : position]
    numeral.ordinal = head in ("第", "제")
    tenths = words.tenths.at(folded, numeral.end, glued=True)
    if tenths and (lexicon.language == "ko" and not numeral.arabic):
        tenths = None  # "준비를 할"
    if tenths and numeral.value <= 10 and not words.not_tenths.at(folded, numeral.end, glued=True):
        numeral.value, numeral.percent = tidy(numeral.value * 10), True
        _add_hundredths(folded, numeral, tenths[0], lexicon)
        numeral.coefficient, numeral.multiplier = numeral.value, ONE
    numeral.worded = _is_worded(folded, numeral, words, lexicon)
    return numeral


def _add_hundredths(folded: str, numeral: CjkNumeral, end: int, lexicon: Lexicon) -> None:
    """Read on in "三成半" (35 per cent), "七成六" and "3割8分7厘"."""
    if folded.startswith("半", end):
        numeral.value, numeral.end = numeral.value + 5, end + 1
        return
    for unit, size in (("分", ONE), ("厘", Decimal("0.1")), ("", ONE)):
        share = read_cjk(folded, end, lexicon) if end < len(folded) else None
        if share is None or share.value >= 10 or not folded.startswith(unit, share.end):
            continue
        after = folded[share.end : share.end + 1]
        free = not after.isalpha() or folded.startswith(lexicon.words("after_bare"), share.end)
        if not unit and (share.arabic or not free or lexicon.language != "zh"):
            continue
        numeral.value = tidy(numeral.value + share.value * size)
        numeral.end = end = share.end + len(unit)


def _is_worded(folded: str, numeral: CjkNumeral, words: CjkWords, lexicon: Lexicon) -> bool:
    """Tell whether other languages may do without the figure: February, a year, second, teens."""
    after = numeral.end + (folded[numeral.end : numeral.end + 1] == " ")
    limit = words.in_words.at(folded, after, glued=True)
    if numeral.value != numeral.value.to_integral_value():  # "1.5倍"
        return False
    if limit and numeral.value <= words.limits[limit[1]]:
        return True
    if numeral.value == 1 and words.counters.at(folded, after, glued=True):
        return True
    if numeral.ordinal and numeral.value <= SMALL_ORDINAL:
        return True
    periods = lexicon.table.get("periods", {})
    return any(
        folded.startswith(unit, after) and numeral.value in values
        for unit, values in periods.items()
    )


def _lone_scale(folded: str, position: int, lexicon: Lexicon) -> CjkNumeral | None:
    """Read the "만" of "만 원" as 10 000."""
    exponent = cjk_tables(lexicon.language).scales.get(folded[position])
    before = folded[position - 1 : position] if position else ""
    if exponent is None or folded[position] not in lexicon.table.get("lone_scales", ()):
        return None
    if before.isalpha() or not _currency_follows(folded, position + 1, lexicon):
        return None
    value = Decimal(10**exponent)
    return CjkNumeral(
        position, position + 1, value, ONE, value, exponent=exponent, signs=1, figures=1
    )


def _currency_follows(folded: str, end: int, lexicon: Lexicon) -> bool:
    end += lexicon.language == "ko" and folded[end : end + 1] == " "
    return lexicon.currency_word(folded, end) is not None


def _part(folded: str, whole: CjkNumeral, words: CjkWords, lexicon: Lexicon) -> CjkNumeral | None:
    """Read "三分之一" (a third of a whole) and "百分之五" (per cent)."""
    link = words.part_of.at(folded, whole.end, glued=True)
    if not link or whole.value == 0 or whole.vague:
        return None
    start = link[0] + (folded[link[0] : link[0] + 1] == " ")
    share = read_cjk(folded, start, lexicon) if start < len(folded) else None
    if share is None or share.vague:
        return None
    if whole.value == 100 and not whole.arabic:
        share.percent, share.figures = True, 1
        share.signs = max(2, share.signs)
        return share
    value = tidy(PARTS.divide(share.value, whole.value))
    return CjkNumeral(
        whole.start,
        share.end,
        value,
        value,
        arabic=whole.arabic or share.arabic,
        signs=whole.signs + share.signs,
        figures=2,
        worded=True,
    )


def _counts(folded: str, numeral: CjkNumeral, words: CjkWords, lexicon: Lexicon) -> bool:
    """Tell a number from characters that only look like one: "十分", "一个", "이 조건"."""
    start = numeral.start
    tables = cjk_tables(lexicon.language)
    if numeral.arabic:
        return True
    before = folded[start - 1 : start] if start else ""
    if before == " " and lexicon.language == "ko" and start > 1:  # "몇 백만"
        before = folded[start - 2] if folded[start - 2] in tables.some else before
    if numeral.vague or (before and before in tables.some and folded[start] not in tables.digits):
        return False
    if numeral.percent or (numeral.worded and numeral.figures == 2):
        return True
    if lexicon.language == "ko":
        return _counts_in_korean(folded, numeral, before, words, lexicon)
    return _counts_in_characters(folded, numeral, before, words, lexicon)


def _counts_in_characters(
    folded: str, numeral: CjkNumeral, before: str, words: CjkWords, lexicon: Lexicon
) -> bool:
    """Tell "十二" and "三名" from the characters of "三菱" and the article of "一个"."""
    end = numeral.end
    if _currency_follows(folded, end, lexicon):
        return True
    lone_one = numeral.value == 1 and numeral.signs == 1
    counter = words.counters.at(folded, end, glued=True) is not None and not lone_one
    if numeral.ordinal or counter:
        some = numeral.signs > 1 or numeral.figures > 0 or numeral.value == 10
        return some or numeral.worded
    if numeral.signs == 1:
        return not (before.isalpha() or folded[end : end + 1].isalpha())
    round_number = numeral.exponent >= 8 or (
        numeral.exponent == 4 and folded[numeral.start] != "千"
    )
    return numeral.figures > 0 or round_number


def _counts_in_korean(
    folded: str, numeral: CjkNumeral, before: str, words: CjkWords, lexicon: Lexicon
) -> bool:
    """Tell "이십만 명" from "이 조건은": a word begins here, and a unit or nothing follows."""
    begins = not ("가" <= before <= "힣") or before == "제"
    if not begins and not lexicon.currencies.before(folded, numeral.start, glued=True):
        return False
    end = numeral.end
    after = folded[end : end + 1]
    if _currency_follows(folded, end, lexicon):
        one = numeral.signs == 1 and numeral.figures == 1 and numeral.exponent == 0
        bare = folded.startswith(lexicon.words("not_after_one"), end)
        return not one or (after != " " and not bare)
    if (numeral.signs > 1 or numeral.worded) and words.counters.at(
        folded, end + (after == " "), glued=True
    ):
        return True
    if numeral.signs < 3 or numeral.figures == 0:
        return False
    return not after.isalpha() or folded.startswith(lexicon.words("particles"), end)


def _native(
    folded: str, position: int, words: CjkWords, lexicon: Lexicon
) -> CjkNumeral | None:  # "열다섯 명", "스무 개"
    """Read a Korean counting word; a short one needs the thing it counts beside it."""
    if words.native is None or (position and folded[position - 1].isalpha()):
        return None
    match = words.native.match(folded, position)
    if not match or not (match["tens"] or match["ones"]):
        return None
    end = match.end() if match["ones"] else match.end("tens")
    counter = words.counters.at(folded, end + (folded[end : end + 1] == " "), glued=True)
    both = match["tens"] and match["ones"]
    if not counter and not (both and not folded[end : end + 1].isalpha()):
        return None
    table = lexicon.table
    value = table["native_tens"].get(match["tens"], 0) + table["native_ones"].get(match["ones"], 0)
    if value == 1:  # "한 사람" is an article
        return None
    return CjkNumeral(position, end, Decimal(value), Decimal(value), signs=2, figures=1)


def _with_decades(folded: str, numerals: list[CjkNumeral], words: CjkWords) -> list[CjkNumeral]:
    """Read "20世纪30年代" and "上世纪八十年代" as 1930 and 1980."""
    found: list[CjkNumeral] = []
    for numeral in numerals:
        after = numeral.end + (folded[numeral.end : numeral.end + 1] == " ")
        if numeral.value not in DECADES or not folded.startswith("年代", after):
            found.append(numeral)
            continue
        century = found[-1] if found else None
        if century and CENTURY.fullmatch(folded, century.end, numeral.start):
            numeral.value += (century.value - 1) * 100
            numeral.start, numeral.arabic = century.start, century.arabic or numeral.arabic
            found.pop()
        else:
            blank = folded[numeral.start - 1 : numeral.start] == " "
            head = words.last_century.before(folded, numeral.start - blank, glued=True)
            numeral.value += 1900 if head else 0
        numeral.coefficient = numeral.value
        found.append(numeral)
    return found


def _with_shared_units(
    folded: str, numerals: list[CjkNumeral], lexicon: Lexicon
) -> list[CjkNumeral]:
    """Give the "390" of "390～420万" its 万, and the "7" of "7～9月" its month."""
    for low, high in pairwise(numerals):
        plain = low.arabic and low.exponent == 0 and not (low.ordinal or low.percent)
        link = folded[low.end : high.start].strip()
        joined = high.arabic and (link in DASHES or link in lexicon.table["range"])
        if not (plain and joined and low.value < high.coefficient):
            continue
        low.worded = low.worded or high.worded
        if high.exponent:
            low.multiplier, low.exponent = high.multiplier, high.exponent
            low.value = times(low.value, high.multiplier)
    return numerals
