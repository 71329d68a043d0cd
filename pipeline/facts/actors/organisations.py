"""Organisations, and countries, that the profile does not know.

Found by well-known names, company suffixes, nouns such as "University" or "ministère de",
expanded acronyms, and nouns that announce a company ("le groupe X").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from pipeline.facts.actors.context import Candidate, Context
from pipeline.facts.actors.people import is_first_name
from pipeline.facts.actors.tokens import Token, is_title_case
from pipeline.facts.actors.words import territories, well_known

_MOST_WORDS = 5
_LONGEST_EXPANSION = 14  # words that an acronym may stand for
_NAME_END = re.compile(r"(?:s|a|u|em|owi)?(?!\w)")  # genitives and Polish cases may follow
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z&]{1,7})\)")
_LEGAL_AFTER = re.compile(
    r",?\s(?:S\.p\.A\.|S\.A\.|N\.V\.|B\.V\.|S\.L\.|S\.r\.l\.|Inc\.?|Corp\.?|Corporation|Ltd\.?|Limited"
    r"|plc|PLC|LLC|LLP|AG|SE|GmbH|KGaA|KG|SA|SAS|SARL|SpA|NV|BV|AB|ASA|A/S|Oyj|Oy|Ltda\.?|Holdings?)"
    r"(?!\w)"
)


def find_sure(context: Context) -> list[Candidate]:
    """Return the organisations of one sentence that need no words beside them."""
    return [*_well_known(context), *_expanded(context), *_acronyms(context)]


def find_organisations(context: Context, sure: set[int]) -> list[Candidate]:
    """Return other organisations, and countries; ``sure`` is where well-known ones begin."""
    found: list[Candidate] = []
    if not is_title_case(context.tokens) or context.language == "de":
        for index, token in enumerate(context.tokens):
            found += _at(context, index)
            if token.lower in context.words.announce:
                found += (c for c in _announced(context, index, sure))
    found += _countries(context)
    return found


def _at(context: Context, index: int) -> Iterator[Candidate]:
    token = context.tokens[index]
    lower = token.lower
    words = context.words
    if lower in words.heads_first or (lower in words.capital_heads and token.is_capital):
        yield from _head_first(context, index)
    if lower in words.heads_last and token.is_capital and index:
        yield from _head_last(context, index)
    if token.is_capital and _LEGAL_AFTER.match(context.text, token.end, context.sentence.end):
        yield from _company(context, index)


def _candidate(context: Context, first: Token, last: Token) -> Candidate:
    return Candidate(context.text[first.start : last.end], "organisation", first.start, last.end)


def _well_known(context: Context) -> Iterator[Candidate]:
    """Yield names of the list, as written there."""
    names = well_known()
    text, end = context.text, context.sentence.end
    for token in context.tokens:
        for word in (token.text, token.text.split("-")[0], token.text.split("&")[0]):
            for name in names.get(word, ()):
                stop = token.start + len(name)
                whole = stop <= end and text.startswith(name, token.start)
                if whole and _NAME_END.match(text, stop):
                    yield Candidate(name, "organisation", token.start, stop)
                    break


def _acronyms(context: Context) -> Iterator[Candidate]:
    for token in context.tokens:
        if token.text in context.words.acronyms:
            yield _candidate(context, token, token)


def _expanded(context: Context) -> Iterator[Candidate]:
    """Yield "Securities Industry and Financial Markets Association (SIFMA)"."""
    for match in _ACRONYM.finditer(context.text, context.sentence.start, context.sentence.end):
        short = match.group(1)
        if sum(ch.isupper() for ch in short) < 2 or short.upper() in context.words.no_acronyms:
            continue
        stop = bisect_left(context.tokens, match.start(), key=lambda t: t.start)
        before = context.tokens[max(0, stop - _LONGEST_EXPANSION) : stop]
        if not before or context.text[before[-1].end : match.start()].strip():
            continue
        start = _spelled_out(context, before, [ch for ch in short.lower() if ch.isalpha()])
        if start:
            end = before[-1].end
            yield Candidate(
                context.text[start.start : end], "organisation", start.start, end, short
            )


def _spelled_out(context: Context, before: list[Token], letters: list[str]) -> Token | None:
    """Return the first of the words whose initials spell an acronym, from the right."""
    left = list(letters)
    for position in range(len(before) - 1, -1, -1):
        token = before[position]
        if token.lower[0] == left[-1] and (token.is_capital or len(token.text) > 3):
            left.pop()
            if not left:
                return (
                    token if token.is_capital and token.lower not in context.words.stops else None
                )
        elif token.is_capital and len(letters) - len(left) == 0:
            return None
        if not token.joined and position and not _is_elided(context, token):
            return None
    return None


def _is_elided(context: Context, token: Token) -> bool:
    return context.text[token.start - 1 : token.start] in ("'", "’")


def _head_first(context: Context, index: int) -> Iterator[Candidate]:
    """Yield "Université de Genève", "Banco Santander", "ministère de la Justice"."""
    words, tokens = context.words, context.tokens
    head = tokens[index]
    end, capitals = index + 1, 0
    while end < len(tokens) and end - index < _MOST_WORDS + 3 and capitals < _MOST_WORDS:
        token = tokens[end]
        if token.joined and capitals and is_first_name(context, token):
            break
        if context.language == "en" and not capitals and _after_link(context, end) is None:
            break  # "Department of Justice", and not "Department Inspector"
        if token.joined and _is_specific(context, token):
            end, capitals = end + 1, capitals + 1
            continue
        after = _after_link(context, end)
        if after is None:
            break
        end, capitals = after + 1, capitals + 1
        if context.language == "de":
            break
    if not capitals or (index == 0 and head.lower not in words.heads_first and capitals < 2):
        return
    start = index
    while context.language == "en" and start and tokens[start].joined:
        before = tokens[start - 1]
        if not before.is_capital or before.lower == "the" or start == 1:
            break
        start -= 1
    yield _candidate(context, tokens[start], tokens[end - 1])


def _after_link(context: Context, index: int) -> int | None:
    """Return the index of the capitalised word after "de la" that begins at a word."""
    tokens = context.tokens
    for link in context.words.links:
        stop = index + len(link)
        if stop >= len(tokens) or tuple(t.lower for t in tokens[index:stop]) != link:
            continue
        if not tokens[index].joined or tokens[index].is_capital:
            continue
        glued = _is_elided(context, tokens[stop]) or tokens[stop].joined
        if glued and _is_specific(context, tokens[stop]):
            return stop
    return None


def _is_specific(context: Context, token: Token) -> bool:
    """Say whether a word can tell one organisation from others."""
    return (
        token.is_capital
        and len(token.text) > 1
        and not any(ch.isdigit() for ch in token.text)
        and token.lower not in context.words.stops
        and context.is_free(token)
    )


def _head_last(context: Context, index: int) -> Iterator[Candidate]:
    """Yield "Oxford University", "Securities and Exchange Commission", "University of Leeds"."""
    tokens = context.tokens
    start, specific = index, False
    while start and index - start < _MOST_WORDS and tokens[start].joined:
        before = tokens[start - 1]
        if before.lower == "and" and start > 1 and before.joined and specific:
            before, start = tokens[start - 2], start - 1  # "Mining and Construction Company"
        if not before.is_capital or not context.is_free(before):
            break
        if before.lower in context.words.stops and (start == 1 or len(before.text) < 4):
            break
        if start == 1 and not (specific or is_first_name(context, before)) and index - start > 1:
            break
        specific = specific or _is_specific(context, before)
        start -= 1
    if not specific or not tokens[index].joined:
        return
    if context.language == "de" and index - start > 2:
        return
    end = index
    if context.language == "en" and (after := _after_link(context, index + 1)) is not None:
        end = after
    yield _candidate(context, tokens[start], tokens[end])


def _announced(context: Context, index: int, sure: set[int]) -> Iterator[Candidate]:
    """Yield the name after "le groupe" or "die Firma"."""
    tokens = context.tokens
    end = index + 1
    most = 2 if context.language == "de" else 3
    while end < len(tokens) and end - index <= most and tokens[end].joined:
        token = tokens[end]
        if token.lower in ("and", "of", "for") and _is_specific(context, tokens[end - 1]):
            if end + 1 < len(tokens) and tokens[end + 1].is_capital and end > index + 1:
                end, most = end + 1, most + 2
                continue
            break
        if not _is_specific(context, token) or token.lower in context.words.places:
            break
        if token.start in sure:
            break
        if end == index + 1 and (
            is_first_name(context, token)
            or token.text in context.words.no_acronyms
            or context.is_title(token)
            or token.is_initial
        ):
            break
        if context.language == "de" and end > index + 1:
            break
        end += 1
    if end == index + 1 or (index and tokens[index].is_capital and context.language != "de"):
        return
    if end < len(tokens) and tokens[end].joined and tokens[end].text[0].isdigit():
        return
    yield _candidate(context, tokens[index + 1], tokens[end - 1])


def _company(context: Context, index: int) -> Iterator[Candidate]:
    """Yield "Acme Tools Inc." for the word before "Inc."."""
    tokens = context.tokens
    legal = _LEGAL_AFTER.match(context.text, tokens[index].end, context.sentence.end)
    start = index
    while start and index - start < 3 and tokens[start].joined:
        before = tokens[start - 1]
        if not _is_specific(context, before) or before.lower in context.words.announce:
            break
        if context.language == "de" and start == 1:
            break
        start -= 1
    first = tokens[start]
    if legal is None or not _is_specific(context, tokens[index]) or context.is_title(tokens[index]):
        return
    if context.is_title(first) or first.text in context.words.no_acronyms:
        return
    yield Candidate(
        context.text[first.start : legal.end()], "organisation", first.start, legal.end()
    )


def _countries(context: Context) -> Iterator[Candidate]:
    names = territories(context.language)
    tokens = context.tokens
    for index, token in enumerate(tokens):
        if not token.is_capital or not context.is_free(token):
            continue
        for length in (3, 2, 1):
            part = tokens[index : index + length]
            if len(part) < length or not all(t.joined for t in part[1:]):
                continue
            name = context.text[token.start : part[-1].end]
            if name.lower() in names:
                yield Candidate(name, "place", token.start, part[-1].end)
                break
