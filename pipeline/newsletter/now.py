"""An edition that a person asks for now, and trials that take nothing from anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from models.errors import did_you_mean
from pipeline.config import EditionEntry, Settings
from pipeline.errors import UsageError
from pipeline.newsletter.gather import Series
from pipeline.newsletter.publish import Issue
from pipeline.store import Occurrence, Store, Via

TRIAL = "/trial"  # after a name: no edition's name has a stroke


def editions_named(settings: Settings, name: str | None) -> Sequence[EditionEntry]:
    """Return the edition of a name, or all; raise ``UsageError`` where there is none."""
    if not settings.edition:
        raise UsageError("the config has no [[edition]]: add one with a name")
    found = [entry for entry in settings.edition if name in (None, entry.name)]
    if not found:
        names = ", ".join(entry.name for entry in settings.edition)
        hint = did_you_mean(name or "", [entry.name for entry in settings.edition])
        raise UsageError(f"there is no edition '{name}'; there are: {names}{hint}")
    return found


def via_of(settings: Settings) -> Via:
    """Return how editions are delivered: by SMTP, or for a dry run into the outbox."""
    return "smtp" if settings.mail.live else "outbox"


def issue_now(
    store: Store,
    settings: Settings,
    entry: EditionEntry,
    *,
    dry_run: bool = False,
    to: Sequence[str] = (),
) -> Issue:
    """Note an occurrence that is due now.

    A dry run, and one for the addresses ``to``, are trials: they go on from the last edition but
    are not one of them, so the next edition tells the same. Twice in a minute is once.
    """
    now = store.mail.now()
    local = now.astimezone(ZoneInfo(entry.zone))
    usual = via_of(settings)
    trial = dry_run or bool(to)
    when = Occurrence(
        f"{entry.name}{TRIAL}" if trial else entry.name,
        f"{local:%Y-%m-%dT%H:%M:%S}" if trial else f"{local:%Y-%m-%dT%H:%M}",
        now,
        now + timedelta(hours=entry.grace),
    )
    row = store.mail.open_edition(when, "outbox" if dry_run else usual)
    return Issue(entry, row, Series(entry.name, usual), tuple(to))
