"""A briefing of articles named on the command line, of a store, or from a file.

What ``chipwire brief``, ``chipwire plot`` and ``chipwire site`` begin with.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.cli.digesting import digest_sources
from pipeline.cli.filters import span
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.briefing_records import Briefing
    from pipeline.config import Settings
    from pipeline.records import Digest, Failure
    from pipeline.store import Store


class Window(NamedTuple):
    """Which store, and which days of it; all as typed."""

    store: str | None
    config: Path | None
    since: str | None
    until: str | None


def brief_sources(
    sources: list[str],
    settings: Settings,
    window: Window,
    previous: Briefing | None = None,
    *,
    quiet: bool,
) -> Briefing:
    """Digest sources and brief them. A window is for a store: ``UsageError``."""
    if (window.store, window.since, window.until) != (None, None, None):
        raise UsageError("--store, --since and --until are for a briefing of the store")
    digests, failures = digest_sources(sources, settings, quiet=quiet)
    return brief_digests(digests, settings, failures, previous)


def brief_store(
    window: Window, settings: Settings, previous: Briefing | None = None, *, keep: bool
) -> Briefing:
    """Brief the newest digests of a store; ``keep`` the briefing there for the next one."""
    from pipeline.cli.stores import existing_store
    from pipeline.store import Filters, Wanted
    from pipeline.story import load_story

    dates = span(window.since, window.until, datetime.now(UTC))
    name = load_story(settings.digest.story).name
    wanted = Wanted(Filters(since=dates.since, until=dates.until), name)
    with existing_store(window.store, window.config) as opened:
        newest: dict[str, Digest] = {}  # of each article, in the order they were stored
        for found in opened.export_digests(wanted):
            digest = found.stored.digest
            if not found.superseded and digest.target_language == settings.digest.to:
                newest[found.url] = digest
        digests = list(newest.values())
        last = previous or opened.last_briefing(
            name, settings.digest.to, [digest.id for digest in digests]
        )
        briefing = brief_digests(digests, settings, _faults(opened), last)
        if digests and keep:
            opened.put_briefing(briefing)
        return briefing


def read_briefing(option: str, path: Path) -> Briefing:
    """Read a briefing that ``chipwire brief --format json`` wrote. Raises ``UsageError``."""
    from pydantic import ValidationError

    from pipeline.briefing_records import Briefing

    try:
        return Briefing.model_validate_json(path.read_bytes())
    except OSError as exc:
        raise UsageError(f"{option} {path}: cannot be read: {exc.strerror}") from exc
    except ValidationError as exc:
        raise UsageError(
            f"{option} {path}: not a briefing; give what chipwire brief --format json wrote"
        ) from exc


def _faults(store: Store) -> list[Failure]:
    """Return what the last run over the store could not read."""
    from pipeline.records import Failure

    return [
        Failure(source=fault.location, stage="run", error=fault.reason)
        for fault in store.mail.faults()
        if fault.verdict in ("failed", "refused")
    ]


def brief_digests(
    digests: Sequence[Digest],
    settings: Settings,
    failures: Sequence[Failure],
    previous: Briefing | None = None,
) -> Briefing:
    """Brief digests as the settings say, for the story that they name."""
    from pipeline.briefing import make_briefing
    from pipeline.story import load_story

    story, length = load_story(settings.digest.story), settings.digest.length
    return make_briefing(digests, story, previous, failures, length=length)
