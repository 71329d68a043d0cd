"""What is new since the last briefing, fact by fact.

A fact of the ledger is an amount (a value of a slot), a statement, a dated event or a denial. It is
known again by its key and value, or by a sentence of an article that proves both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.fuzz import ratio

from pipeline.briefing.reading import Read
from pipeline.briefing.support import Sources
from pipeline.briefing_records import (
    Briefing,
    Cluster,
    Event,
    Fact,
    FactKind,
    Line,
    News,
    NewsKind,
    Proof,
    Slot,
    Who,
)

_REWORDED = 70  # of 100: a sentence that an article has in place of another


def ledger(
    slots: Sequence[Slot],
    clusters: Sequence[Cluster],
    events: Sequence[Event],
    actors: Sequence[Who],
    sources: Sources,
) -> list[Fact]:
    """Return all facts of a briefing, whatever it has room to show."""
    return [
        *_amounts(slots, sources),
        *(_line(line, sources) for c in clusters for line in (c.lead, *c.lines)),
        *(_fact("event", e.when, e.standing, e.text, e.proofs, sources) for e in events),
        *(
            _fact("denial", who.id, None, f"{who.name}: {said.text}", [said.proof], sources)
            for who in actors
            for said in who.denied
        ),
    ]


def _amounts(slots: Sequence[Slot], sources: Sources) -> Iterator[Fact]:
    for slot in slots:
        for value in slot.values:
            key = " ".join([slot.kind, *slot.subject, slot.year or "", value.currency or ""])
            words = value.reports[0].words
            text = f"{slot.label}: {value.rendered}" + (
                f" ({words})" if words != value.rendered else ""
            )
            proofs = [report.proof for report in value.reports]
            yield _fact("amount", key, f"{value.min}/{value.max}", text, proofs, sources)


def _line(line: Line, sources: Sources) -> Fact:
    return _fact("statement", line.proofs[0].text, None, line.text, line.proofs, sources)


def _fact(
    kind: FactKind,
    key: str,
    value: str | None,
    text: str,
    proofs: Sequence[Proof],
    sources: Sources,
) -> Fact:
    origins = []
    for origin in sources.origins(proofs):
        read = sources.reads.get(origin)
        origins.append(read.location if read else origin)
    return Fact(kind=kind, key=key, value=value, text=text, proofs=list(proofs), origins=origins)


class _Ledgers:
    """Two ledgers, and where the articles of both are."""

    def __init__(self, previous: Briefing, facts: Sequence[Fact], reads: Sequence[Read]) -> None:
        self.old, self.new = previous.facts, list(facts)
        self.texts = {read.location: read.digest.article.text for read in reads}
        self._places = {s.id: s.url or s.location for s in previous.sources}
        self._places |= {read.id: read.location for read in reads}

    def places(self, fact: Fact) -> set[tuple[str, str]]:
        """Return where the sentences of a fact stand: article and words."""
        return {(self._places[p.source], p.text) for p in fact.proofs if p.source in self._places}

    def same(self, old: Fact, new: Fact) -> bool:
        if old.kind != new.kind:
            return False
        if old.kind == "amount":
            return (old.key, old.value) == (new.key, new.value)
        if old.kind == "event" and old.key != new.key:
            return False
        return bool(self.places(old) & self.places(new))

    def gone(self, old: Fact) -> bool:
        """Say whether articles that told a fact are still there and none tells it any more."""
        places = [(place, text) for place, text in self.places(old) if place in self.texts]
        return bool(places) and not any(text in self.texts[place] for place, text in places)

    def replaces(self, new: Fact, old: Fact) -> bool:
        """Say whether a fact stands in an article in the place of one that is gone."""
        if old.kind != new.kind or (old.kind == "amount" and old.key != new.key):
            return False
        return any(
            here == there and ratio(text, before) >= _REWORDED
            for here, text in self.places(new)
            for there, before in self.places(old)
        )


def news(previous: Briefing | None, facts: Sequence[Fact], reads: Sequence[Read]) -> list[News]:
    """Return what differs: corrected and withdrawn first, then changed, confirmed, new."""
    if previous is None:
        return []
    ledgers = _Ledgers(previous, facts, reads)
    known = {i: _match(ledgers, fact) for i, fact in enumerate(facts)}
    met = {j for matches in known.values() for j in matches}
    gone = {j for j, old in enumerate(ledgers.old) if j not in met and ledgers.gone(old)}
    found: list[News] = []
    for number, fact in enumerate(facts):
        if known[number]:
            found += _confirmed(fact, [ledgers.old[j] for j in known[number]])
            continue
        replaced = next((j for j in sorted(gone) if ledgers.replaces(fact, ledgers.old[j])), None)
        if replaced is not None:
            gone.discard(replaced)
            found.append(_news("corrected", fact, ledgers.old[replaced].text))
        else:
            found.append(_fresh(fact, ledgers))
    found += [_news("withdrawn", ledgers.old[j]) for j in sorted(gone)]
    return sorted(found, key=lambda item: _ORDER.index(item.kind))


_ORDER: tuple[NewsKind, ...] = ("corrected", "withdrawn", "changed", "confirmed", "new")


def _match(ledgers: _Ledgers, fact: Fact) -> list[int]:
    return [j for j, old in enumerate(ledgers.old) if ledgers.same(old, fact)]


def _confirmed(fact: Fact, old: Sequence[Fact]) -> list[News]:
    before = {origin for one in old for origin in one.origins}
    return [_news("confirmed", fact)] if set(fact.origins) - before else []


def _fresh(fact: Fact, ledgers: _Ledgers) -> News:
    """Make news of a fact that was not known; another value of a known slot is a change."""
    if fact.kind == "amount":
        before = [old.text for old in ledgers.old if (old.kind, old.key) == ("amount", fact.key)]
        if before:
            return _news("changed", fact, "; ".join(before))
    return _news("new", fact)


def _news(kind: NewsKind, fact: Fact, was: str | None = None) -> News:
    return News(kind=kind, fact=fact.kind, text=fact.text, was=was, proofs=fact.proofs)
