"""Briefings for readers: text, Markdown and JSON. The words are those of ``briefing_outline``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from pipeline.briefing_records import Briefing
from pipeline.render import Look
from pipeline.render.briefing_outline import Item, outline
from pipeline.render.canvas import drawn
from pipeline.render.json_lines import dumps
from pipeline.render.markdown import escaped

__all__ = ["BRIEFING_STYLES", "render_briefing"]

_STYLES = {
    "title": Style(bold=True),
    "heading": Style(bold=True),
    "proof": Style(dim=True),
    "note": Style(dim=True),
}


def render_briefing(briefing: Briefing, style: str, look: Look = Look()) -> str:  # noqa: B008
    """Render a briefing; ``style`` is a key of ``BRIEFING_STYLES``. Ends with a line feed."""
    return BRIEFING_STYLES[style](briefing, look)


def _text(briefing: Briefing, look: Look) -> str:
    def draw(console: Console) -> None:
        for item in outline(briefing):
            if item.kind == "heading":
                console.print()
            line = Text(item.text, style=_STYLES.get(item.kind, Style()))
            console.print(Padding(line, (0, 0, 0, 2 * item.depth)))

    return drawn(draw, look.width, terminal=look.terminal)


def _markdown(briefing: Briefing, _look: Look) -> str:
    return "\n".join(line for item in outline(briefing) for line in _lines(item)) + "\n"


def _lines(item: Item) -> Iterator[str]:
    if item.kind == "title":
        yield f"# {escaped(item.text)}"
    elif item.kind == "heading":
        yield from ("", f"## {escaped(item.text)}", "")
    elif item.kind == "note" and item.depth == 0:
        yield from ("", escaped(item.text))
    else:
        yield f"{'  ' * max(0, item.depth - 1)}- {escaped(item.text)}"


def _json(briefing: Briefing, _look: Look) -> str:
    return dumps(briefing.model_dump(mode="json"), indent=2) + "\n"


BRIEFING_STYLES: dict[str, Callable[[Briefing, Look], str]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
}
