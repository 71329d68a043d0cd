"""Renderers: the same frozen digests, for different readers. Content never differs, only looks.

A new format is one function and one line in ``RENDERERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.records import Digest
from pipeline.render.atom import render_atom
from pipeline.render.json_lines import render_json, render_jsonl
from pipeline.render.markdown import render_markdown
from pipeline.render.text import render_text

__all__ = ["RENDERERS", "Look", "render"]


class Look(NamedTuple):
    """Where the text goes: columns, and whether colour and clickable links may be used."""

    width: int = 100
    terminal: bool = False


RENDERERS: dict[str, Callable[[Sequence[Digest], Look], str]] = {
    "text": lambda digests, look: render_text(digests, look.width, terminal=look.terminal),
    "markdown": lambda digests, _look: render_markdown(digests),
    "json": lambda digests, _look: render_json(digests),
    "jsonl": lambda digests, _look: render_jsonl(digests),
    "atom": lambda digests, _look: render_atom(digests).decode(),
}


def render(digests: Sequence[Digest], style: str, look: Look = Look()) -> str:  # noqa: B008
    """Render digests; ``style`` is a key of ``RENDERERS``. The text ends with a line feed."""
    return RENDERERS[style](digests, look)
