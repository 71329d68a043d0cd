"""What is new since the last briefing, fact by fact.

A fact of the ledger is an amount (a value of a slot), a statement, a dated event or a denial. It is
known again by its key and value, or by a sentence of an article that proves both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

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
            parts = [slot.kind, *slot.subject, slot.year or "", value.currency or ""]
            if slot.cluster:  # an event has no name that lasts: the sentence tells it
                parts.append(value.reports[0].proof.text)
            key = " ".join(parts)
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


_Place = tuple[str, str]  # address of an article, and a sentence of it


class _Ledger:
    """The facts of the last briefing, found by what they are about and by their sentences."""

    def __init__(self, previous: Briefing, reads: Sequence[Read]) -> None:
        self.facts = previous.facts
        self.texts = {read.location: read.digest.article.text for read in reads}
        self._addresses = {s.id: s.url or s.location for s in previous.sources}
        self._addresses |= {read.id: read.location for read in reads}
        self._places = [self.places(fact) for fact in self.facts]
        self._by_place: dict[_Place, list[int]] = defaultdict(list)
        self._by_address: dict[str, list[int]] = defaultdict(list)
        self._amounts: dict[str, list[int]] = defaultdict(list)
        for number, (fact, places) in enumerate(zip(self.facts, self._places, strict=True)):
            for place in places:
                self._by_place[place].append(number)
            for address in {address for address, _ in places}:
                self._by_address[address].append(number)
            if fact.kind == "amount":
                self._amounts[fact.key].append(number)

    def places(self, fact: Fact) -> list[_Place]:
        """Return where the sentences of a fact stand."""
        known = (proof for proof in fact.proofs if proof.source in self._addresses)
        return list(dict.fromkeys((self._addresses[p.source], p.text) for p in known))

    def same(self, new: Fact) -> list[int]:
        """Return the facts that a new one is: by value, or by a sentence that proves both."""
        if new.kind == "amount":
            return [n for n in self._amounts[new.key] if self.facts[n].value == new.value]
        met = dict.fromkeys(n for place in self.places(new) for n in self._by_place[place])
        alike = (n for n in met if self.facts[n].kind == new.kind)
        return [n for n in alike if new.kind != "event" or self.facts[n].key == new.key]

    def other_values(self, new: Fact) -> list[str]:
        """Return what was known of the sum that an amount is of."""
        known = self._amounts[new.key] if new.kind == "amount" else []
        return [self.facts[number].text for number in known]

    def gone(self, number: int) -> bool:
        """Say whether the articles that told a fact are still there, and none tells it now."""
        there = [(at, text) for at, text in self._places[number] if at in self.texts]
        return bool(there) and not any(text in self.texts[at] for at, text in there)

    def replaced(self, new: Fact, gone: Collection[int]) -> int | None:
        """Return the fact among those gone in whose place an article has the new one."""
        for here, text in self.places(new):
            for number in self._by_address[here]:
                old = self.facts[number]
                if number not in gone or old.kind != new.kind:
                    continue
                if old.kind == "amount" and old.key != new.key:
                    continue
                before = (words for at, words in self._places[number] if at == here)
                if any(ratio(text, words) >= _REWORDED for words in before):
                    return number
        return None


def news(previous: Briefing | None, facts: Sequence[Fact], reads: Sequence[Read]) -> list[News]:
    """Return what differs: corrected and withdrawn first, then changed, confirmed, new."""
    if previous is None:
        return []
    last = _Ledger(previous, reads)
    known = [last.same(fact) for fact in facts]
    met = {number for numbers in known for number in numbers}
    gone = {n for n in range(len(last.facts)) if n not in met and last.gone(n)}
    found: list[News] = []
    for fact, numbers in zip(facts, known, strict=True):
        if numbers:
            found += _confirmed(fact, [last.facts[number] for number in numbers])
            continue
        replaced = last.replaced(fact, gone)
        if replaced is None:
            before = last.other_values(fact)
            found.append(_news("changed" if before else "new", fact, "; ".join(before) or None))
        else:
            gone.discard(replaced)
            found.append(_news("corrected", fact, last.facts[replaced].text))
    found += [_news("withdrawn", last.facts[number]) for number in sorted(gone)]
    return sorted(found, key=lambda item: _ORDER.index(item.kind))


_ORDER: tuple[NewsKind, ...] = ("corrected", "withdrawn", "changed", "confirmed", "new")


def _confirmed(fact: Fact, old: Sequence[Fact]) -> list[News]:
    before = {origin for one in old for origin in one.origins}
    return [_news("confirmed", fact)] if set(fact.origins) - before else []


def _news(kind: NewsKind, fact: Fact, was: str | None = None) -> News:
    return News(kind=kind, fact=fact.kind, text=fact.text, was=was, proofs=fact.proofs)
