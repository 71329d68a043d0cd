"""What a search found, for people and for programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from pipeline.render import words
from pipeline.render.canvas import drawn
from pipeline.render.json_lines import dumps
from pipeline.store import Excerpt, Hit

HIT_STYLES: dict[str, Callable[[Sequence[Hit], int, bool], str]] = {
    "text": lambda hits, width, terminal: _text(hits, width, terminal=terminal),
    "json": lambda hits, _width, _terminal: dumps([_record(hit) for hit in hits], 2) + "\n",
    "jsonl": lambda hits, _width, _terminal: "".join(dumps(_record(h)) + "\n" for h in hits),
}


def render_hits(hits: Sequence[Hit], style: str, width: int, *, terminal: bool) -> str:
    """Render hits; ``style`` is a key of ``HIT_STYLES``.

    On a terminal what was found is bold, elsewhere it stands in square brackets.
    """
    return HIT_STYLES[style](hits, width, terminal)


def _text(hits: Sequence[Hit], width: int, *, terminal: bool) -> str:
    def draw(console: Console) -> None:
        for number, hit in enumerate(hits):
            if number:
                console.print()
            _hit(console, hit, terminal=terminal)

    return drawn(draw, width, terminal=terminal)


def _hit(console: Console, hit: Hit, *, terminal: bool) -> None:
    title = words.safe(hit.title) or "(no title)"
    console.print(Text(title, style="bold"))
    about = f"{hit.dated:%Y-%m-%d} · {words.safe(hit.language or 'unknown language')}"
    for line in (Text(about, style="dim"), _excerpt(hit.excerpt, terminal=terminal)):
        console.print(Padding(line, (0, 0, 0, 2)))
    for place in (words.safe(hit.url), _digest(hit)):  # whole, so that they can be copied
        console.print(Text(f"  {place}", style="dim"), soft_wrap=True)


def _excerpt(piece: Excerpt, *, terminal: bool) -> Text:
    shown = Excerpt(words.inert(piece.text), piece.marks)
    if not terminal:
        return Text(shown.highlighted())
    text = Text(shown.text)
    for start, end in shown.marks:
        text.stylize("bold yellow", start, end)
    return text


def _digest(hit: Hit) -> str:
    """Say which digest shows the article, and whether the words are still in it."""
    digest = f"digest {words.safe(hit.digest_id)}" if hit.digest_id else "no digest"
    return f"{digest} · version {hit.version}, superseded" if hit.superseded else digest


def _record(hit: Hit) -> dict[str, object]:
    return {
        "digest_id": hit.digest_id,
        "in_digest": hit.in_digest,
        "url": hit.url,
        "title": hit.title,
        "language": hit.language,
        "dated": hit.dated.isoformat(),
        "version": hit.version,
        "superseded": hit.superseded,
        "excerpt": hit.excerpt.text,
        "marks": [list(mark) for mark in hit.excerpt.marks],
    }
