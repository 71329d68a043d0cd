"""The currency beside a number: symbols, ISO 4217 codes and currency words, before or after it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from pipeline.facts.lexicon import Lexicon, Phrases, Scale, load_lexicon, load_table
from pipeline.facts.numbers.numerals import ONE

NEXT_NUMBER = re.compile(r" ?\d[\d.,]{0,20}(?: \d{3}(?!\d)[.,\d]{0,3}){0,3}")
SMALL = re.compile(r"\d\d?(?![\d.,]\d|\d)")
HOME_OF_FRANCS = ("CH", "LI")
UNITS_BEHIND = ("元", "円", "원")  # never before a number: 公元400年 is a year


@dataclass(frozen=True)
class Currency:
    """A currency as written: where, which ISO code, and what is unsure about it."""

    start: int
    end: int
    code: str | None
    doubt: str | None = None
    factor: Decimal = ONE  # 0.01 for cents and pence
    weak: bool = False  # a word that is usually something else ("livres")
    generic: bool = False  # "dollars", "$": not said whose
    is_word: bool = False
    scale: Scale | None = None  # of "MUSD 60"


def currency_before(text: str, folded: str, start: int, lexicon: Lexicon) -> Currency | None:
    """Return the symbol or code that ends at ``start``, one space apart at most."""
    end = start - 1 if start and folded[start - 1] in " -" else start
    if folded[start - 2 : start] == " -" and start > 2 and not folded[start - 3].isalnum():
        end = start - 2  # "€ -12"
    prefix = _prefixes(lexicon.language).before(folded, end, glued=True)
    if prefix:
        return Currency(prefix[0], end, prefix[1])
    hit = lexicon.symbols.before(folded, end, glued=lexicon.cjk)
    if hit and folded[hit[0] : end] not in UNITS_BEHIND:
        symbol = resolve(hit[1], folded, hit[0], end, lexicon)
        return _named_before(text, symbol, lexicon)
    code = _code_before(text, end, lexicon)
    if code and not (code in _large_only() and SMALL.match(folded, start)):
        return Currency(end - 3, end, code)
    short = _abbreviation_before(text, end)
    if short:
        return short
    thousands = _scaled_code(text, end, lexicon)
    if thousands:
        return thousands
    return None


@cache
def _prefixes(language: str) -> Phrases:
    return Phrases.build(load_lexicon(language).table.get("prefix_currencies", {}))


def word_before(folded: str, start: int, lexicon: Lexicon) -> Currency | None:
    """Return the currency word right before a number: "euro 500,00", "dollar 22.5 million"."""
    if not start or folded[start - 1] != " ":
        return None
    hit = _leading_words(lexicon.language).before(folded, start - 1)
    if not hit:
        return None
    return resolve(hit[1], folded, hit[0], start - 1, lexicon, is_word=True)


@cache
def _leading_words(language: str) -> Phrases:
    return Phrases.build(load_lexicon(language).table.get("leading_currencies", {}))


def currency_after(text: str, folded: str, end: int, lexicon: Lexicon) -> Currency | None:
    """Return the currency that follows a number's ``end``: "$", "USD", "de dollars", "-Dollar"."""
    position = end
    if folded[position : position + 1] == "." and folded[position + 1 : position + 2] in " $€£":
        position += 1
    if folded.startswith((",-", ",–"), position):  # "50,- Kč"
        position += 2
    position = _skip(folded, position)
    found = _currency_at(text, folded, position, lexicon)
    if found:
        return found
    for link in lexicon.table.get("of", ()):
        if folded.startswith(link, position):
            after = _skip(folded, position + len(link), hyphen=False)
            return _currency_at(text, folded, after, lexicon)
    return None


def _is_latin(sign: str) -> bool:
    return sign.isalpha() and ord(sign) < 0x250


@cache
def _any_case() -> frozenset[str]:
    return frozenset(load_table("common")["codes"]["any_case"].split())


@cache
def _large_only() -> frozenset[str]:
    return frozenset(load_table("common")["codes"]["large_only"].split())


def _is_code(word: str, lexicon: Lexicon) -> bool:
    """Tell whether three letters are an ISO code: "TRY" is one, "try" is not, "usd" is."""
    return word in lexicon.codes or (word.isascii() and word.upper() in _any_case())


def _code_before(text: str, end: int, lexicon: Lexicon) -> str | None:
    code = text[max(0, end - 3) : end]
    free = end >= 3 and not _is_latin(text[max(0, end - 4) : end - 3])
    return code.upper() if free and _is_code(code, lexicon) else None


def _code_at(text: str, position: int, lexicon: Lexicon) -> str | None:
    code = text[position : position + 3]
    free = not _is_latin(text[position + 3 : position + 4])
    return code.upper() if free and _is_code(code, lexicon) else None


def _scaled_code(text: str, end: int, lexicon: Lexicon) -> Currency | None:
    """Read "MUSD 60" and "KSEK 500": a code with its thousands or millions."""
    word = text[max(0, end - 4) : end]
    scale = lexicon.money_scales.get(word[:1].lower())
    if len(word) < 4 or not word.isupper() or text[max(0, end - 5) : end - 4].isalnum():
        return None
    if word[1:] not in lexicon.codes or not scale or scale.exponent > 6:
        return None
    return Currency(end - 4, end, word[1:], scale=scale)


def is_abbreviation(word: str) -> bool:
    """Tell whether these letters are a currency's short name: "RM"."""
    return word in load_table("common")["abbreviations"]


def _abbreviation_before(text: str, end: int) -> Currency | None:
    for short, code in load_table("common")["abbreviations"].items():
        start = end - len(short)
        if start >= 0 and text.startswith(short, start) and not text[start - 1 : start].isalnum():
            return Currency(start, end, code)
    return None


def _abbreviation_at(text: str, position: int, lexicon: Lexicon) -> Currency | None:
    common = load_table("common")
    not_here = lexicon.table.get("not_abbreviations", "").split()
    for short, code in (*common["abbreviations"].items(), *common["abbreviations_after"].items()):
        end = position + len(short)
        free = not text[end : end + 1].isalnum() and short not in not_here
        if free and text.startswith(short, position):
            return Currency(position, end, code)
    return None


def _named_before(text: str, symbol: Currency, lexicon: Lexicon) -> Currency:
    """Give a bare "$" the code that stands before it: "NZD $100", "nzd$15"."""
    if not symbol.generic:
        return symbol
    start = symbol.start
    spaced = text[start - 1 : start] == " "
    stop = start - spaced
    code = _code_before(text, stop, lexicon)
    glued = text[max(0, stop - 3) : stop].upper()
    if not code and not spaced and glued in lexicon.codes:
        code = None if _is_latin(text[max(0, stop - 4) : stop - 3]) else glued
    named = replace(symbol, start=stop - 3, code=code, doubt=None, generic=False)
    return named if code else symbol


def _skip(folded: str, position: int, *, hyphen: bool = True) -> int:
    start = position
    while position - start < 2 and folded[position : position + 1] == " ":
        position += 1
    if hyphen and position == start and folded[position : position + 1] == "-":
        position += 1
    return position


def _currency_at(text: str, folded: str, position: int, lexicon: Lexicon) -> Currency | None:
    symbol = lexicon.symbols.at(folded, position)
    word = lexicon.currency_word(folded, position)
    if word and (symbol is None or word[0] >= symbol[0]):
        return resolve(word[1], folded, position, word[0], lexicon, is_word=True)
    if symbol:
        if _is_of_next(folded, position, symbol[0], lexicon):
            return None
        return _named_after(text, resolve(symbol[1], folded, position, symbol[0], lexicon), lexicon)
    code = _code_at(text, position, lexicon)
    if code:
        glued = text[position + 3 : position + 4].isdecimal()  # "3 USD50 cards"
        return None if glued else Currency(position, position + 3, code)
    return _abbreviation_at(text, position, lexicon)


def _is_of_next(folded: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether the symbol between two numbers belongs to the second: "5 $7", "$5-$7"."""
    following = NEXT_NUMBER.match(folded, end)
    if not following or folded[start - 1 : start].isalnum():
        return False
    if not following.group().startswith(" "):
        return True
    beyond = _skip(folded, following.end(), hyphen=False)
    owned = lexicon.symbols.at(folded, beyond) or lexicon.currency_word(folded, beyond)
    if owned or _is_code(folded[beyond : beyond + 3], lexicon):
        return False  # "10 $ 30 $"
    return bool(lexicon.table.get("symbol_first", True))


def _named_after(text: str, symbol: Currency, lexicon: Lexicon) -> Currency:
    """Give a bare "$" the code that stands behind it: "5 $CAD", "5 $ USD"."""
    if not symbol.generic:
        return symbol
    start = symbol.end + (text[symbol.end : symbol.end + 1] == " ")
    code = _code_at(text, start, lexicon)
    if not code or text[start + 3 : start + 4].isdecimal():
        return symbol
    return replace(symbol, end=start + 3, code=code, doubt=None, generic=False)


def resolve(
    meaning: str, folded: str, start: int, end: int, lexicon: Lexicon, *, is_word: bool = False
) -> Currency:
    """Turn a table's meaning ("USD", "PESO", "EUR/100", "GBP?") into a currency."""
    weak, factor = False, ONE
    if "*" in meaning:  # "USD*0.1", a dime
        meaning, _, times = meaning.partition("*")
        factor = Decimal(times)
    elif meaning.endswith("/100"):
        meaning, factor = meaning[:-4], Decimal("0.01")
    elif meaning.endswith("?"):
        meaning, weak = meaning[:-1], True
    word = folded[start:end]
    generic = meaning == "USD" and (word == "$" or (is_word and _is_plain_dollar(word)))
    slang = is_word and is_slang(word, lexicon)
    if meaning == "GRAND" and lexicon.country in load_table("common")["local_dollar"]:
        meaning = "USD"
    code, doubt = _whose(meaning, word, lexicon, generic=generic or slang)
    if slang and not doubt:
        doubt = f"'{word}' is read as {code}"
    return Currency(start, end, code, doubt, factor, weak, generic, is_word)


def is_slang(word: str, lexicon: Lexicon) -> bool:
    """Tell the words for money that are usually something else: "dimes", "grand"."""
    return any(word in words for words in lexicon.table.get("slang_currencies", {}).values())


def _whose(
    meaning: str, word: str, lexicon: Lexicon, *, generic: bool
) -> tuple[str | None, str | None]:
    """Choose among the countries that call their money by this word: (ISO code, doubt)."""
    common, country = load_table("common"), lexicon.country
    if meaning == "YEN_OR_YUAN":
        home = {"zh": "CNY", "ja": "JPY"}.get(lexicon.language)
        return home or "JPY", None if home else "'¥' is read as yen; it also stands for yuan"
    if meaning == "FRANC":
        return "CHF", None if country in HOME_OF_FRANCS else f"'{word}' is read as Swiss"
    if meaning in common["local"]:
        home = common["local"][meaning]
        code = home.get(country) or home.get(lexicon.language)
        return code, None if code else f"which country's '{word}' is not said"
    if generic and country in common["local_dollar"]:
        code = common["local_dollar"][country]
        return code, f"'{word}' is read as {code}, the dollar of {country}"
    taiwan = meaning == "CNY" and word == "元" and country == "TW"
    return "TWD" if taiwan else meaning, None


def _is_plain_dollar(word: str) -> bool:
    return word[0] in "dドル달弗د" and not set(word) & set(" -.")


def money_scale(
    text: str, folded: str, end: int, lexicon: Lexicon, *, spaced: bool
) -> tuple[int, Scale] | None:
    """Return the short magnitude after ``end`` that needs a currency beside it: "$7T", "5 M€".

    In "60 MEUR" and "7 MdUSD" the magnitude is what stands before the code.
    """
    position = end + 1 if spaced and folded[end : end + 1] == " " else end
    stop = position
    while stop < len(folded) and stop - position < 8 and folded[stop].isalpha():
        stop += 1
    scale = lexicon.money_scales.get(folded[position:stop])
    if scale:
        return stop, scale
    code, short = text[stop - 3 : stop], folded[position : stop - 3]
    if stop - position > 3 and code in lexicon.codes:
        scale = lexicon.money_scales.get(short) or lexicon.scales.get(short)
        return (stop - 3, scale) if scale else None
    return None
