"""One occurrence of an edition: gather, render, write a message for each reader, freeze.

Nothing is kept until all of it is, in one step of the store; so a process that dies before has done
nothing, and of two that publish one occurrence, one does.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import NamedTuple

from pipeline.briefing_records import Briefing
from pipeline.config import EditionEntry, Settings
from pipeline.edition import MOST_CHARTS, Edition, SourceNote
from pipeline.errors import StoreError
from pipeline.newsletter.brief import Briefed, brief_stories
from pipeline.newsletter.charts import Draw, draw_charts
from pipeline.newsletter.frozen import Frozen, Looked, Variant, read_briefings, read_marks
from pipeline.newsletter.gather import Gathered, Series, gather
from pipeline.newsletter.letters import set_up_desk, write_letters
from pipeline.newsletter.readers import Reader, count_by_language, readers_of
from pipeline.store import Content, Fault, Mark, Store, StoredEdition, Told

log = logging.getLogger("chipwire.mail")
_PAYWALLED = ("teaser", "paywalled")  # verdicts; others have failed
NOBODY = "skipped: no readers"
NOTHING = "skipped: nothing new"
DONE = "done already"
STOPPED = "stopped before anything was kept: still due"


class Issue(NamedTuple):
    """An occurrence to publish: of which edition, after what, and for whom.

    ``series`` names the editions that it goes on from. ``to`` are addresses that get it instead of
    the subscribers.
    """

    entry: EditionEntry
    row: StoredEdition
    series: Series
    to: tuple[str, ...] = ()


class Published(NamedTuple):
    """What became of an occurrence, in one line, and what a person should know."""

    edition: StoredEdition
    outcome: str
    notes: list[str]


def publish(
    store: Store,
    settings: Settings,
    issue: Issue,
    stop: Callable[[], bool] = lambda: False,
    draw: Draw = draw_charts,
) -> Published:
    """Freeze an occurrence that is due, with its messages; or skip it, and say why.

    ``draw`` makes the pictures of a briefing. When ``stop`` says so in the middle it is due as
    before. Raises ``UsageError`` when the config does not do for it.
    """
    entry, row = issue.entry, issue.row
    if row.state != "due":
        return Published(row, DONE, [])
    readers = readers_of(entry, settings, store, issue.to)
    if not readers:
        return _skip(store, row, NOBODY, [])
    upto = store.mail.mark()
    made = _content(store, settings, issue, readers, upto, draw)
    if not made.frozen.editions:
        return _skip(store, row, NOTHING, made.notes)
    desk = set_up_desk(store, settings, entry, f"{row.name}/{row.local_time}")
    letters = write_letters(desk, made.frozen, readers, stop)
    if stop():
        return Published(row, STOPPED, [])
    content = Content(made.frozen.model_dump_json(), upto.upto, tuple(made.told))
    if not store.mail.freeze(row.id, content, letters.messages):
        return Published(store.mail.edition(row.id), DONE, [])
    outcome = _counted(made.frozen, len(letters.messages))
    return _said(store.mail.edition(row.id), outcome, [*made.notes, *letters.troubles])


class _Made(NamedTuple):
    frozen: Frozen
    told: list[Told]
    notes: list[str]


def _content(
    store: Store,
    settings: Settings,
    issue: Issue,
    readers: Sequence[Reader],
    upto: Mark,
    draw: Draw,
) -> _Made:
    """Gather what there is to tell, for each language and story that readers want.

    One with too little to tell is left out, and goes on from where it was. Corrections are always
    worth an edition.
    """
    before = store.mail.last_frozen(*issue.series)
    begin = before.due if before else _beginning(store, issue)
    faults = store.mail.faults(begin)
    marks = read_marks(before.content_json) if before and before.content_json else {}
    editions: list[Edition] = []
    told: list[Told] = []
    notes: list[str] = []
    for variant in dict.fromkeys(Variant(reader.language, reader.story) for reader in readers):
        there = marks.get(variant.name)
        after = Mark(there.upto, there.missing) if there else store.mail.mark(begin)
        if variant.language not in issue.entry.languages:
            notes.append(f"it is not made in {variant.language}, which some of its readers want")
            continue
        found = gather(store, issue.series, after, upto, variant)
        notes += found.notes
        if len(found.digests) < issue.entry.minimum and not found.corrections:
            marks[variant.name] = Looked(upto=after.upto, missing=after.missing)
            notes += _missing(store, after, variant, count_by_language(readers, *variant))
            continue
        marks[variant.name] = Looked(upto=max(upto.upto, after.upto), missing=upto.missing)
        briefed = _briefed(settings, issue, variant, found, before)
        notes += briefed.notes
        made = _edition(issue, variant, found, faults)
        if settings.mail.charts:
            charts = [chart for briefing in briefed.briefings for chart in draw(briefing)]
            made = made.model_copy(update={"charts": tuple(charts[:MOST_CHARTS])})
        editions.append(made.model_copy(update={"briefings": briefed.briefings}))
        told += found.told
    return _Made(Frozen(editions=tuple(editions), marks=marks), told, notes)


def _briefed(
    settings: Settings,
    issue: Issue,
    variant: Variant,
    found: Gathered,
    before: StoredEdition | None,
) -> Briefed:
    """Brief what an edition tells, where the config wants it; new is what ``before`` did not."""
    wanted = issue.entry.briefing
    if not (settings.mail.briefing if wanted is None else wanted):
        return Briefed()
    previous: Sequence[Briefing] = ()
    try:
        if before and before.content_json:
            previous = read_briefings(before.content_json, variant)
    except StoreError as exc:  # then nothing is called new
        log.warning("%s", exc)
    digests = (*found.digests, *found.repeated)
    return brief_stories(digests, previous, settings.digest.story)


def _said(row: StoredEdition, outcome: str, notes: list[str]) -> Published:
    """Note in the log what became of an occurrence."""
    log.info("edition %s of %s: %s", row.name, row.local_time, outcome)
    for note in notes:
        log.warning("edition %s of %s: %s", row.name, row.local_time, note)
    return Published(row, outcome, notes)


def _skip(store: Store, row: StoredEdition, why: str, notes: list[str]) -> Published:
    if not store.mail.end_edition(row.id, "skipped", why.removeprefix("skipped: ")):
        return Published(store.mail.edition(row.id), DONE, [])
    return _said(store.mail.edition(row.id), why, notes)


def _beginning(store: Store, issue: Issue) -> datetime:
    """Return what the first edition goes back to: a day, or a week if it is not daily."""
    first = store.mail.first_due(*issue.series) or issue.row.due
    return first - timedelta(days=1 if len(issue.entry.days) == 7 else 7)


def _missing(store: Store, after: Mark, variant: Variant, wanted: int) -> list[str]:
    """Say that readers get nothing because nothing is digested in their language."""
    there = store.mail.languages(after)
    if not there or variant.language in there:
        return []
    return [
        f"{wanted} of its readers want {variant.language}, but what is new is digested in "
        f"{', '.join(there)} only: they get nothing"
    ]


def _edition(issue: Issue, variant: Variant, found: Gathered, faults: Sequence[Fault]) -> Edition:
    language, story = variant
    return Edition(
        name=issue.entry.name,
        title=issue.entry.title or issue.entry.name,
        story=story or "",
        language=language,
        occurrence=datetime.fromisoformat(issue.row.local_time),
        zone=issue.entry.zone,
        digests=found.digests,
        repeats=found.repeats,
        corrections=found.corrections,
        notes=tuple(_note(fault) for fault in faults),
    )


def _note(fault: Fault) -> SourceNote:
    """Tell readers of a source that failed; of files the name alone."""
    web = fault.kind == "url"
    return SourceNote(
        kind="paywalled" if fault.verdict in _PAYWALLED else "failed",
        name=fault.location if web else PurePath(fault.location).name,
        reason=fault.reason if web else "",
        url=fault.location if web else None,
    )


def _counted(frozen: Frozen, messages: int) -> str:
    """Say how much the fullest variant tells, and to how many."""
    digests = max(len(edition.digests) for edition in frozen.editions)
    corrections = max(len(edition.corrections) for edition in frozen.editions)
    fixed = f" and {_number(corrections, 'correction')}" if corrections else ""
    return f"{_number(digests, 'digest')}{fixed} for {_number(messages, 'reader')}"


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
