"""Versions of an article, what changed between them, and its copies, for people and programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.render import words
from pipeline.render.json_lines import dumps
from pipeline.render.markdown import escaped
from pipeline.store import Correction, History


def history_text(history: History) -> str:
    """List the versions, each with the lines that went (-) and came (+)."""
    return "".join(f"{line}\n" for line in _lines(history))


def history_markdown(history: History) -> str:
    """List the versions as Markdown."""
    return "".join(f"{line}\n" for line in _markdown(history))


def _record(history: History) -> dict[str, object]:
    return {
        "url": history.url,
        "first_seen": history.first_seen.isoformat(),
        "last_seen": history.last_seen.isoformat(),
        "versions": [
            {
                "version": version.number,
                "fetched_at": version.fetched_at.isoformat(),
                "dated": version.dated.isoformat(),
                "language": version.language,
            }
            for version in history.versions
        ],
        "corrections": [
            {
                "from_version": correction.from_number,
                "to_version": correction.to_number,
                "noted_at": correction.noted_at.isoformat(),
                "removed": correction.removed,
                "added": correction.added,
            }
            for correction in history.corrections
        ],
        "copies": history.copies,
    }


HISTORY_STYLES: dict[str, Callable[[History], str]] = {
    "text": history_text,
    "markdown": history_markdown,
    "json": lambda history: dumps(_record(history), 2) + "\n",
    "jsonl": lambda history: dumps(_record(history)) + "\n",
}


def _stages(history: History) -> Iterator[tuple[str, Correction | None]]:
    """Give each version, kept or not, in words, with the correction that made it."""
    kept = {version.number: version for version in history.versions}
    made = {correction.to_number: correction for correction in history.corrections}
    for number in sorted({*kept, *made, *(c.from_number for c in history.corrections)}):
        correction = made.get(number)
        if number in kept:
            when = f"read {kept[number].fetched_at:%Y-%m-%d %H:%M} UTC"
        else:
            noted = f"noted {correction.noted_at:%Y-%m-%d %H:%M} UTC, " if correction else ""
            when = f"{noted}no longer kept"
        yield f"version {number}, {when}", correction


def _lines(history: History) -> Iterator[str]:
    yield words.safe(history.url)
    for stage, correction in _stages(history):
        yield stage
        if correction is not None:
            yield from (f"  - {words.safe(line)}" for line in correction.removed)
            yield from (f"  + {words.safe(line)}" for line in correction.added)
    yield from (f"copied by {words.safe(place)}" for place in history.copies)


def _markdown(history: History) -> Iterator[str]:
    yield f"# {escaped(history.url)}"
    for stage, correction in _stages(history):
        yield from ("", f"## {stage}")
        for title, lines in (
            ("Removed", correction.removed if correction else []),
            ("Added", correction.added if correction else []),
        ):
            if lines:
                yield from ("", f"{title}:", "", *(f"- {escaped(line)}" for line in lines))
    if history.copies:
        yield from ("", "## copies", "", *(f"- {escaped(place)}" for place in history.copies))
