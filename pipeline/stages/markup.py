"""Plain text and Markdown -> paragraphs. Takes signs away, never words."""

from __future__ import annotations

import re
from typing import NamedTuple

_BLANKS = re.compile(r"\s{2,}|[\t\n\v]")
_BULLET = re.compile(r"\s{0,8}(?:[-*+•–]|\d{1,3}[.)])\s+")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*)$")
_RULE = re.compile(r"\s{0,3}([-*_=~])(?:\s*\1){2,}\s*$")
_IMAGE = re.compile(
    r"!\[([^\[\]]{0,500})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s+\"[^\"]{0,500}\")?\)"
)
_LINK = re.compile(
    r"\[([^\[\]]{1,500})\](?:\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s+\"[^\"]{0,500}\")?\)|\[[^\[\]]{0,200}\])"
)
_PURE_LINK = re.compile(
    r"\W{0,5}\[[^\[\]]{1,500}\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}\)\W{0,3}"
)
_REFERENCE = re.compile(r"\s{0,3}\[[^\[\]]{1,200}\]:\s+\S+")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,2000})>")
_STRONG = re.compile(r"(?<!\w)(\*\*|__)(?=\S)([^*_\n]{1,1000}?)(?<=\S)\1(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,1000}?)(?<=[^\s*_])\1(?![\w*])")
_CODE = re.compile(r"`([^`\n]{1,500})`")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_FRONT = re.compile(r"\s*---[ \t]*\n(.{0,5000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FRONT_LINE = re.compile(r"([A-Za-z_-]{1,30})\s*:\s*(.*)$")


def squeeze(text: str) -> str:
    """Make runs of blanks one, and keep single no-break blanks as they are."""
    return _BLANKS.sub(" ", text.strip())


class Line(NamedTuple):
    """One paragraph of a text, and how it stood there."""

    text: str
    gap: bool = True  # a blank line before it
    link: bool = False  # it is nothing but a link, or an item of a list
    level: int = 0  # of a Markdown heading; 0 for text


class Marked(NamedTuple):
    """A Markdown text: its paragraphs and the fields of its front matter, keys in lower case."""

    lines: list[Line]
    front: dict[str, str]


def read_plain(text: str) -> list[Line]:
    """Return the paragraphs of plain text: its lines, with hard-wrapped ones joined again."""
    lines: list[Line] = []
    for block in _blocks(text):
        rows = _unwrapped(block)
        for number, row in enumerate(rows):
            bare = _BULLET.sub("", row, count=1) if re.match(r"\s*[-*•–]\s", row) else row
            lines.append(Line(squeeze(bare), number == 0, bare is not row))
    return [line for line in lines if line.text]


def read_markdown(text: str) -> Marked:
    """Return the paragraphs of Markdown without its signs; images and comments are left out."""
    front: dict[str, str] = {}
    match = _FRONT.match(text)
    if match:
        for row in match[1].splitlines():
            field = _FRONT_LINE.match(row)
            if field:
                front[field[1].lower()] = field[2].strip().strip("\"'")
        text = text[match.end() :]
    lines: list[Line] = []
    for block in _blocks(_without_comments(text)):
        lines += _markdown_block(block)
    return Marked([line for line in lines if line.text], front)


def looks_like_markdown(text: str) -> bool:
    """Return whether text that has no telling name is Markdown."""
    if _FRONT.match(text):
        return True
    first = text.lstrip().split("\n", 1)[0]
    return bool(_HEADING.match(first) and len(first) < 300)


def _without_comments(text: str) -> str:
    """Leave the comments out; one that never ends is text."""
    pieces, place = [], 0
    while (begin := text.find("<!--", place)) >= 0 and (end := text.find("-->", begin)) >= 0:
        pieces.append(text[place:begin])
        place = end + len("-->")
    return "".join((*pieces, text[place:]))


def _blocks(text: str) -> list[list[str]]:
    """Split at blank lines; every block is a list of lines that are not blank."""
    blocks: list[list[str]] = [[]]
    for row in text.split("\n"):
        if row.strip():
            blocks[-1].append(row)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _unwrapped(block: list[str]) -> list[str]:
    """Join a block that an editor wrapped: even lines that go on in lower case."""
    head, tail = block[:-1], block[1:]
    widths = [len(row.rstrip()) for row in head]
    if not widths or min(widths) < 45 or max(widths) > 100 or max(widths) - min(widths) > 25:
        return block
    going_on = sum(1 for row in tail if row.lstrip()[:1].islower())
    if going_on * 3 < len(tail) or any(_BULLET.match(row) for row in block):
        return block
    return [" ".join(row.strip() for row in block)]


def _markdown_block(block: list[str]) -> list[Line]:
    lines: list[Line] = []
    open_text = False
    gap = True
    for row in block:
        if _REFERENCE.match(row):
            continue
        if _RULE.match(row):
            if open_text and row.strip()[0] in "=-":  # the line above is a heading
                lines[-1] = lines[-1]._replace(level=1 if "=" in row else 2)
            open_text, gap = False, True
            continue
        heading = _HEADING.match(row)
        quoted = re.sub(r"^\s{0,3}(?:>\s?)+", "", row)
        bullet = _BULLET.match(quoted)
        words = quoted[bullet.end() if bullet else 0 :]
        text = _inline(heading[2].rstrip().rstrip("#") if heading else words)
        link = bool(_PURE_LINK.fullmatch(words.strip()))
        if open_text and not heading and not bullet and not link:
            lines[-1] = lines[-1]._replace(text=f"{lines[-1].text} {text}".strip())
        else:
            lines.append(Line(text, gap, link, len(heading[1]) if heading else 0))
        open_text, gap = not heading, False
    return lines


def _inline(text: str) -> str:
    """Take the signs of links and emphasis away."""
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _AUTOLINK.sub(r"\1", text)
    for sign in (_STRONG, _EMPHASIS, _STRONG):
        text = sign.sub(r"\2", text)
    text = _ESCAPE.sub(r"\1", _CODE.sub(r"\1", text))
    return squeeze(text)
