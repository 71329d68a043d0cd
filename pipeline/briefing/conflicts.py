"""Where sources differ: values of one sum, what one says and another denies, who holds an office.

Whatever can be put in order by date is an update: nobody reports the earlier any more once the
later is told. Only what is told at the same time is called a contradiction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.briefing.cues import offices
from pipeline.briefing.people import speaks
from pipeline.briefing.reading import Read, Told
from pipeline.briefing.support import Sources, shared
from pipeline.briefing_records import Conflict, Order, Proof, Side, Slot, Value
from pipeline.records import Actor

_APART = 30  # days between what is said and its denial
_ENOUGH = 2.0  # points that a denial shares with what it denies
_LIKE = 2.0  # points that two denials of one actor share
_STOPS, _CLOSING = tuple(".!…。！"), ' »”"」’)'
_SHOWN = 4  # proofs of a side


def conflicts(
    reads: Sequence[Read], slots: Sequence[Slot], homes: Mapping[str, str], sources: Sources
) -> list[Conflict]:
    """Return all conflicts; ``homes`` is the cluster of each source."""
    return [
        *_values(slots, homes, sources),
        *_denials(reads, sources),
        *_offices(reads, sources),
    ]


def _side(text: str, proofs: Sequence[Proof], sources: Sources) -> Side:
    days = sources.days(proofs)
    first, last = (days[0], days[-1]) if days else (None, None)
    return Side(text=text, first=first, last=last, proofs=list(proofs))


def _in_order(sides: Sequence[Side]) -> list[Side]:
    return sorted(sides, key=lambda side: (side.first or "9999", side.last or "9999"))


def _order(one: Side, other: Side, *, all_dated: bool) -> Order:
    first, second = _in_order((one, other))
    if not all_dated or first.last is None or second.first is None:
        return "undated"
    return "update" if first.last < second.first else "contradiction"


def _values(
    slots: Sequence[Slot], homes: Mapping[str, str], sources: Sources
) -> Iterator[Conflict]:
    for slot in slots:
        about = slot.label + (f", {slot.year}" if slot.year else "")
        by_rendering = {value.rendered: value for value in slot.values}
        for number, value in enumerate(slot.values):
            if value.slip_of:
                meant = by_rendering[value.slip_of]
                yield _of_values(about, (meant, value), "scale slip", sources)
                continue
            for other in slot.values[:number]:
                if other.slip_of or not _one_matter(slot, value, other, homes):
                    continue
                yield _of_values(about, (other, value), None, sources)


def _of_values(
    about: str, values: tuple[Value, Value], order: Order | None, sources: Sources
) -> Conflict:
    proofs = [[r.proof for r in value.reports if not r.denied] for value in values]
    given = [p or [value.reports[0].proof] for p, value in zip(proofs, values, strict=True)]
    one, other = (_side(value.rendered, p, sources) for value, p in zip(values, given, strict=True))
    dated = all(sources.reads[p.source].day for side in given for p in side)
    return Conflict(
        kind="value",
        order=order or _order(one, other, all_dated=dated),
        about=about,
        sides=_in_order((one, other)),
    )


def _one_matter(slot: Slot, one: Value, other: Value, homes: Mapping[str, str]) -> bool:
    """Say whether two values are of one thing: different sources on one event, in one currency."""
    if one.currency != other.currency:
        return False
    here, there = ({r.proof.source for r in value.reports} for value in (one, other))
    if here & there:  # who gives both knows of two sums
        return False
    together = {homes[source] for source in here} & {homes[source] for source in there}
    return bool(together or (slot.subject and slot.year))


def _denials(reads: Sequence[Read], sources: Sources) -> Iterator[Conflict]:
    """Yield what is asserted in one article and denied in another, like denials together."""
    groups: list[list[tuple[Told, Actor]]] = []
    for read in reads:
        for told in read.told:
            denier = next((a for a in read.digest.facts.actors if _denies(told, a)), None)
            if denier is None or not told.sentence.text.rstrip(_CLOSING).endswith(_STOPS):
                continue  # a heading says it again in the text
            same = (g for g in groups if g[0][1].id == denier.id and shared(g[0][0], told) >= _LIKE)
            home = next(same, None)
            if home is None:
                groups.append([(told, denier)])
            else:
                home.append((told, denier))
    for group in groups:
        asserted = _asserted(group, reads, sources)
        if asserted:
            told, denier = group[0]
            proofs = [one.proof for one, _ in group]
            sides = [
                _side(_text(asserted[0]), [one.proof for one in asserted], sources),
                _side(f"{denier.name}: {_text(told)}", proofs, sources),
            ]
            about = f"denied by {denier.name}"
            yield Conflict(kind="denial", order="contradiction", about=about, sides=sides)


def _denies(told: Told, actor: Actor) -> bool:
    return told.denied and actor.id in told.actors and speaks(told, actor)


def _text(told: Told) -> str:
    return told.shown.text if told.shown else told.sentence.text


def _asserted(
    group: Sequence[tuple[Told, Actor]], reads: Sequence[Read], sources: Sources
) -> list[Told]:
    """Return of other articles the sentence that says what is denied, the closest first."""
    denials, denier = [told for told, _ in group], group[0][1]
    day = sources.reads[denials[0].source].day
    found: list[tuple[float, Told]] = []
    for read in reads:
        if any(read.id == one.source for one in denials):
            continue
        if day and read.day and abs((day - read.day).days) > _APART:
            continue
        points = [
            (max(_opposed(denial, other, denier) for denial in denials), other)
            for other in read.told
        ]
        best = max(points, key=lambda item: item[0], default=None)
        if best is not None and best[0] >= _ENOUGH:
            found.append(best)
    return [one for _, one in sorted(found, key=lambda item: -item[0])[:_SHOWN]]


def _opposed(denial: Told, other: Told, denier: Actor) -> float:
    """Return points for what a denial shares with a sentence that may say what it denies."""
    if denier.id not in other.actors or not (denial.terms & other.terms):
        return 0.0
    if "deny" in other.terms or other.negated:
        return 0.0
    return shared(denial, other)


class _State(NamedTuple):
    """Whether a person holds an office in one article."""

    read: Read
    state: str  # held, left, back
    proof: Proof


def _offices(reads: Sequence[Read], sources: Sources) -> Iterator[Conflict]:
    """Yield persons who have left in one article and hold their office in another."""
    states: dict[str, list[_State]] = defaultdict(list)
    names: dict[str, str] = {}
    for read in reads:
        for actor in read.digest.facts.actors:
            if actor.type == "person" and (state := _state(read, actor)) is not None:
                states[actor.id].append(state)
                names[actor.id] = actor.name
    for actor_id, found in states.items():
        left = [one for one in found if one.state == "left"]
        there = [one for one in found if one.state != "left"]
        if left and there:
            yield _office(names[actor_id], left, there, sources)


def _office(
    name: str, left: Sequence[_State], there: Sequence[_State], sources: Sources
) -> Conflict:
    """Put the two in order: by date, or because who is back had left before."""
    gone = _side(f"{name} has left", [one.proof for one in left], sources)
    back = any(one.state == "back" for one in there)
    words = "is back" if back else "holds the office"
    stays = _side(f"{name} {words}", [one.proof for one in there], sources)
    dated = all(one.read.day for one in (*left, *there))
    if back and not dated:
        return Conflict(kind="office", order="update", about=name, sides=[gone, stays])
    order = _order(gone, stays, all_dated=dated)
    order = "update" if back and order == "contradiction" else order
    return Conflict(kind="office", order=order, about=name, sides=_in_order((gone, stays)))


def _state(read: Read, actor: Actor) -> _State | None:
    """Return what an article says of a person's office: the last of leaving and coming back."""
    found: _State | None = None
    before = False  # the sentence before names the person
    for told in read.told:
        here = actor.id in told.actors
        said = offices(told.sentence.text, told.sentence.language)
        if "back" in said and (here or before):
            found = _State(read, "back", told.proof)
        elif "left" in said and here and found is None:
            found = _State(read, "left", told.proof)
        before = here
    if found is not None:
        return found
    for title in actor.titles:
        for told in read.told[title.sentence : title.sentence + 1]:
            if "held" in offices(title.text, told.sentence.language):
                return _State(read, "held", told.proof)
    return None
