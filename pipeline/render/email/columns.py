"""Lines of the text part: wrapped by the width that letters take on a screen."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from pipeline.render.email.parts import Words

WIDTH = 72  # columns: quoted twice, a line still fits into 80


def wrapped(text: str, lead: str = "", indent: str | None = None) -> list[str]:
    """Wrap a text behind a lead, the other lines indented; nothing for an empty text."""
    if not text:
        return []
    rest = lead if indent is None else indent
    pieces = Text(text).wrap(_console(), WIDTH - cell_len(rest), overflow="fold")
    lines = [piece.plain.strip() for piece in pieces]
    return [f"{rest if number else lead}{line}" for number, line in enumerate(lines)]


def quoted(words: Words, indent: str) -> list[str]:
    """Set a sentence of the source off; right-to-left text bears no mark, which would move."""
    mark = "  " if words.direction == "rtl" else "| "
    return wrapped(words.text, indent + mark)


def heading(title: str) -> list[str]:
    """Return the lines of a heading."""
    return ["-" * WIDTH, *wrapped(title.upper())]


def address(url: str | None) -> list[str]:
    """Return an address on a line of its own, never broken."""
    return [url] if url else []


@lru_cache(maxsize=1)
def _console() -> Console:
    return Console(width=WIDTH, color_system=None, markup=False, emoji=False, highlight=False)
