"""The currency beside a number: symbols, ISO 4217 codes and currency words, before or after it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.facts.lexicon import Lexicon, Phrases, Scale, load_table
from pipeline.facts.numerals import ONE


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


def currency_before(text: str, folded: str, start: int, lexicon: Lexicon) -> Currency | None:
    """Return the symbol or code that ends at ``start``, one space apart at most."""
    end = start - 1 if start and folded[start - 1] in " -" else start
    hit = lexicon.symbols.before(folded, end, glued=lexicon.cjk)
    if hit:
        return _resolve(hit[1], folded, hit[0], end, lexicon)
    code = text[max(0, end - 3) : end]
    if code in lexicon.codes and not _is_latin(text[max(0, end - 4) : end - 3]):
        return Currency(end - 3, end, code)
    prefixes = lexicon.table.get("prefix_currencies")
    hit = Phrases.build(prefixes).before(folded, end, glued=True) if prefixes else None
    return Currency(hit[0], end, hit[1]) if hit else None


def currency_after(text: str, folded: str, end: int, lexicon: Lexicon) -> Currency | None:
    """Return the currency that follows a number's ``end``: "$", "USD", "de dollars", "-Dollar"."""
    position = end
    if folded[position : position + 1] == "." and folded[position + 1 : position + 2] in " $€£":
        position += 1
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


def _skip(folded: str, position: int, *, hyphen: bool = True) -> int:
    start = position
    while position - start < 2 and folded[position : position + 1] == " ":
        position += 1
    if hyphen and position == start and folded[position : position + 1] == "-":
        position += 1
    return position


def _currency_at(text: str, folded: str, position: int, lexicon: Lexicon) -> Currency | None:
    symbol = lexicon.symbols.at(folded, position)
    word = lexicon.currencies.at(folded, position, glued=lexicon.cjk)
    if word and (symbol is None or word[0] >= symbol[0]):
        return _resolve(word[1], folded, position, word[0], lexicon, is_word=True)
    if symbol:
        after = symbol[0] + (folded[symbol[0] : symbol[0] + 1] == " ")
        if folded[after : after + 1].isdecimal():
            return None  # "5 $7": the symbol belongs to what follows
        return _resolve(symbol[1], folded, position, symbol[0], lexicon)
    code = text[position : position + 3]
    if code in lexicon.codes and not _is_latin(text[position + 3 : position + 4]):
        return Currency(position, position + 3, code)
    return None


def _resolve(
    meaning: str, folded: str, start: int, end: int, lexicon: Lexicon, *, is_word: bool = False
) -> Currency:
    """Turn a table's meaning ("USD", "PESO", "EUR/100", "GBP?") into a currency."""
    common = load_table("common")
    code: str | None = meaning
    weak, factor, doubt = False, ONE, None
    if meaning.endswith("/100"):
        code, factor = meaning[:-4], Decimal("0.01")
    elif meaning.endswith("?"):
        code, weak = meaning[:-1], True
    word = folded[start:end]
    generic = code == "USD" and (word == "$" or (is_word and _is_plain_dollar(word)))
    if meaning == "YEN_OR_YUAN":
        code = "CNY" if lexicon.language == "zh" else "JPY"
        if lexicon.language not in ("ja", "zh"):
            doubt = "'¥' is read as yen; it also stands for yuan"
    elif meaning == "PESO":
        code = common["local_peso"].get(lexicon.country)
        doubt = "which country's peso is not said" if code is None else None
    elif meaning == "KR":
        code = common["local_krone"].get(lexicon.country)
        code = code or ("SEK" if lexicon.language == "sv" else None)
        doubt = "which country's crown is not said" if code is None else None
    elif generic and lexicon.country in common["local_dollar"]:
        code = common["local_dollar"][lexicon.country]
        doubt = f"'{word}' is read as {code}, the dollar of {lexicon.country}"
    elif code == "CNY" and word == "元" and lexicon.country == "TW":
        code = "TWD"
    return Currency(start, end, code, doubt, factor, weak, generic, is_word)


def _is_plain_dollar(word: str) -> bool:
    return word[0] in "dドル달弗" and not set(word) & set(" -.")


def money_scale(
    folded: str, end: int, lexicon: Lexicon, *, spaced: bool
) -> tuple[int, Scale] | None:
    """Return the short magnitude after ``end`` that needs a currency beside it: "$7T", "5 M€"."""
    position = end + 1 if spaced and folded[end : end + 1] == " " else end
    stop = position
    while stop < len(folded) and stop - position < 4 and folded[stop].isalpha():
        stop += 1
    scale = lexicon.money_scales.get(folded[position:stop])
    return (stop, scale) if scale else None
