"""Quotation marks: which characters of a text stand between marks.

Every quotation style of the languages served is read in one pass over each paragraph. An unclosed
mark swallows nothing, except where the next paragraph goes on with the same quotation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

# opening mark -> marks that may close it
_PAIRS = {
    "«": "»«",
    "»": "«»",
    "„": '“”"',
    "“": '”"“',
    "”": '”"',
    "‟": '”"',
    '"': '"”',
    "＂": "＂",
    "「": "」",
    "『": "』",
    "﹁": "﹂",
    "‹": "›",
    "›": "‹",
    "‚": "‘’",
    "‘": "’",
    "'": "'",
}
_WIDE = "「『﹁"  # they open wherever they stand
_SINGLE = "‹›‚‘'"
_MARK = re.compile("[" + re.escape("".join(_PAIRS) + "」』﹂’") + "]")
_CLITIC = re.compile(r"(?:[stnk]|em|tis|twas)(?!\w)", re.IGNORECASE)
_MAX_LENGTH = 3000  # characters of one quotation in one paragraph
_MAX_DEPTH = 6  # quotations in quotations; what is deeper is dropped
_BEFORE_OPENING = "([{’'-–—/:¡¿…「«“„‘"


class Marked(NamedTuple):
    """Words in quotation marks: the offsets of the words, and of the marks around them.

    ``part``: the words go on from the span before, which no mark closes.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    part: bool = False


class _Paragraph(NamedTuple):
    """The marks of one paragraph: closed pairs, and what is left open at its end."""

    start: int
    end: int
    pairs: list[tuple[int, int]]
    unclosed: int | None  # offset of the mark that opens what the paragraph does not close
    stray: int | None  # offset of a closing mark that nothing opens, before any pair


def marked_spans(text: str) -> list[Marked]:
    """Return the outermost quoted spans of a text in order; a span never crosses a paragraph."""
    paragraphs = [
        _read(text, match.start(), match.end())
        for match in re.finditer(r"[^\n]+", text)
        if match.group().strip()
    ]
    spans: list[Marked] = []
    opened: int | None = None  # the mark that an earlier paragraph leaves open
    for index, paragraph in enumerate(paragraphs):
        rest = paragraph
        if opened is not None:
            goes_on, rest = _part(text, opened, paragraph)
            spans += goes_on
        spans += [_marked(text, start, end) for start, end in rest.pairs]
        follower = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        opened = rest.unclosed
        if opened is None or follower is None or not _goes_on(text, opened, follower):
            opened = None
        elif opened != paragraph.start or rest is paragraph:
            spans.append(_trimmed(text, opened, opened + 1, rest.end, rest.end))
    return [span for span in spans if span.start < span.end]


def _part(text: str, opened: int, paragraph: _Paragraph) -> tuple[list[Marked], _Paragraph]:
    """Read what a paragraph says in a quotation opened before; return the rest of the paragraph."""
    first = _first(text, paragraph)
    reopens = _reopens(text, opened, first)
    begin = first + 1 if reopens else first
    if reopens and paragraph.pairs and paragraph.pairs[0][0] == first:
        close = paragraph.pairs[0][1]
        rest = paragraph._replace(pairs=paragraph.pairs[1:])
        return [_trimmed(text, first, begin, close, close + 1, part=True)], rest
    if not reopens and paragraph.stray is not None:
        close = paragraph.stray
        rest = paragraph._replace(pairs=[pair for pair in paragraph.pairs if pair[0] > close])
        return [_trimmed(text, first, begin, close, close + 1, part=True)], rest
    inner = _read(text, begin, paragraph.end)
    if reopens and inner.stray is not None:
        rest = inner._replace(pairs=[pair for pair in inner.pairs if pair[0] > inner.stray])
        return [_trimmed(text, first, begin, inner.stray, inner.stray + 1, part=True)], rest
    span = _trimmed(text, first, begin, paragraph.end, paragraph.end, part=True)
    return [span], paragraph._replace(start=first, pairs=[], unclosed=first)


def _goes_on(text: str, opened: int, follower: _Paragraph) -> bool:
    """Say whether the next paragraph opens with the mark left open, or closes it."""
    if _reopens(text, opened, _first(text, follower)):
        return True
    closers = _PAIRS.get(text[opened], "")
    return follower.stray is not None and text[follower.stray] in closers


def _reopens(text: str, opened: int, first: int) -> bool:
    mark = text[opened] if text[opened] in _PAIRS else '"'
    return text[first] == mark or (mark == "«" and text[first] == "»")


def _first(text: str, paragraph: _Paragraph) -> int:
    inner = text[paragraph.start : paragraph.end]
    return paragraph.start + len(inner) - len(inner.lstrip())


def _read(text: str, start: int, end: int) -> _Paragraph:
    """Pair the marks of one paragraph."""
    stack: list[int] = []
    pairs: list[tuple[int, int]] = []
    stray: int | None = None
    for match in _MARK.finditer(text, start, end):
        offset = match.start()
        opener = _opener_of(text, stack, offset, end)
        if opener is not None:
            opening = stack[opener]
            del stack[opener:]
            if offset - opening <= _MAX_LENGTH:
                while pairs and pairs[-1][0] > opening:
                    pairs.pop()
                pairs.append((opening, offset))
        elif _opens(text, offset, start, end):
            if len(stack) == _MAX_DEPTH:
                stack.pop(0)
            stack.append(offset)
        elif stray is None and not stack and text[offset] not in _SINGLE + "’":
            stray = offset
    unclosed = [at for at in stack if text[at] not in _SINGLE]
    after = [at for at in unclosed if not pairs or at > pairs[-1][1]]
    return _Paragraph(start, end, pairs, after[0] if after else None, stray)


def _opener_of(text: str, stack: Sequence[int], offset: int, end: int) -> int | None:
    """Return the place in the stack of the mark that a mark closes, None where it closes none."""
    mark = text[offset]
    before = text[offset - 1] if offset else " "
    after = text[offset + 1] if offset + 1 < end else " "
    if mark in "’'" and (_is_letter(after) or before.isspace()):
        return None  # an apostrophe
    for place in range(len(stack) - 1, -1, -1):
        opening = text[stack[place]]
        if mark not in _PAIRS[opening]:
            continue
        same = mark == opening or (opening, mark) == ("“", '"')
        if same and (before.isspace() or before in "([" or _is_letter(after)):
            continue
        if opening == "»" and mark == "«" and before.isspace():
            continue
        return place
    return None


def _opens(text: str, offset: int, start: int, end: int) -> bool:
    """Say whether a mark opens a quotation, from its neighbours."""
    mark = text[offset]
    before = text[offset - 1] if offset > start else " "
    after = text[offset + 1] if offset + 1 < end else " "
    if mark not in _PAIRS:
        return False
    if mark in _WIDE:
        return True
    free = before.isspace() or before in _BEFORE_OPENING or _is_wide(before)
    if mark in "«„“‹‟":
        return free or not _is_letter(before) or (mark in "“„" and not after.isspace())
    if mark == "'":
        clitic = _CLITIC.match(text, offset + 1)  # Dutch "'s ochtends", "'t"
        return (before.isspace() or before in "(:") and after.isalpha() and not clitic
    return free and not after.isspace()


def _is_letter(char: str) -> bool:
    """Say whether a character is a letter or digit of a script with spaces between words."""
    return char.isalnum() and not _is_wide(char)


def _is_wide(char: str) -> bool:
    return "\u3000" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" or char >= "\uff00"


def _marked(text: str, start: int, end: int) -> Marked:
    return _trimmed(text, start, start + 1, end, end + 1)


def _trimmed(
    text: str, outer_start: int, start: int, end: int, outer_end: int, *, part: bool = False
) -> Marked:
    """Make a span whose words begin and end with no blank."""
    inner = text[start:end]
    left = start + len(inner) - len(inner.lstrip())
    return Marked(left, max(left, start + len(inner.rstrip())), outer_start, outer_end, part)
