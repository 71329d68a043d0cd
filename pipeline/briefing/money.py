"""The money board: what each sum is, who reports which value for it, and what may be a slip."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.briefing.amounts import overlap, slip
from pipeline.briefing.cues import SlotKind, slot_kinds
from pipeline.briefing.reading import Read, Told
from pipeline.briefing.support import Sources
from pipeline.briefing_records import Report, Slot, Value
from pipeline.facts.lexicon import split_tag
from pipeline.records import Actor, Mention, Money
from pipeline.story import Story

_REACH = 90  # characters between an amount and the words that say what it is
_LOOKED_AT = 200  # characters either side of an amount; cues with a gap are longer than the reach
_DENSE = 3  # a character of a script without spaces says as much as three letters
_CLAUSE = re.compile(r"[;:.!?。；：！？]")
_COMMA = re.compile(r"[,、，]")
_ACROSS_CLAUSE, _ACROSS_COMMA = 40, 15  # characters that a mark in between counts for
_YEAR = re.compile(r"\d{4}")


_Amount = tuple[Decimal, Decimal, str | None]


class About(NamedTuple):
    """What a sum is: its slot, the actors it is about, and the year."""

    kind: SlotKind
    subject: tuple[str, ...] = ()
    year: str | None = None


class Reported(NamedTuple):
    """An amount in a sentence of an article."""

    read: Read
    told: Told
    money: Money
    about: About


def reported(reads: Sequence[Read], story: Story) -> list[Reported]:
    """Return the amounts that belong to a slot, in the order of the articles."""
    return [one for read in reads for one in _of_article(read, story)]


def _of_article(read: Read, story: Story) -> list[Reported]:
    """Return the amounts of an article with their slots.

    An amount that no word explains is the sum that the article names by it elsewhere, and so is
    the one the story is about whatever stands beside it: "the 7 trillion, invested over years".
    """
    found = [(told, m, _about(read, told, m, story)) for told in read.told for m in told.money]
    named: dict[_Amount, list[About]] = defaultdict(list)
    for _, money, about in found:
        if about is not None and about not in named[_amount(money)]:
            named[_amount(money)].append(about)
    placed: list[Reported] = []
    for told, money, about in found:
        homes = named[_amount(money)]
        ours = next((home for home in homes if home.kind.of_story), None)
        home = ours or about or (homes[0] if len(homes) == 1 else None)
        if home is not None:
            placed.append(Reported(read, told, money, home))
    return placed


def _amount(money: Money) -> _Amount:
    return money.min, money.max, money.currency


def _about(read: Read, told: Told, money: Money, story: Story) -> About | None:
    near = sorted(_cues(told, money), key=lambda cue: cue[0])
    kinds = slot_kinds()
    if near:
        kind = kinds[near[0][1]]
    else:
        sought = any(money.min <= amount <= money.max for amount in story.amounts)
        ours = [kind for kind in kinds if kind.of_story]
        if not (sought and ours):
            return None
        kind = ours[0]
    return About(
        kind,
        _subject(read, told, money) if kind.of_actors else (),
        _year(told, money) if kind.of_year else None,
    )


def _cues(told: Told, money: Money) -> Iterator[tuple[int, int]]:
    """Yield for each word that says what a sum is the distance, and the place of its slot."""
    start, end = money.start - told.sentence.start, money.end - told.sentence.start
    first = max(0, start - _LOOKED_AT)
    text = told.sentence.text[first : end + _LOOKED_AT]
    start, end = start - first, end - first
    base = split_tag(told.sentence.language)[0]
    dense = _DENSE if base in ("ja", "zh") else 1
    for place, kind in enumerate(slot_kinds()):
        pattern = kind.words.get(base)
        for cue in pattern.finditer(text) if pattern else ():
            between = text[cue.end() : start] if cue.start() < start else text[end : cue.start()]
            distance = len(between) * dense
            distance += _ACROSS_CLAUSE * len(_CLAUSE.findall(between))
            distance += _ACROSS_COMMA * len(_COMMA.findall(between))
            if distance <= _REACH:
                yield distance, place


def _subject(read: Read, told: Told, money: Money) -> tuple[str, ...]:
    """Return the id of the actor that stands nearest, before the amount if one does."""
    places = [
        (mention.start > money.start, abs(mention.start - money.start), actor.id)
        for actor, mention in _mentions(read, told)
        if actor.role != "source" and actor.type != "place"
    ]
    return (min(places)[2],) if places else ()


def _mentions(read: Read, told: Told) -> Iterator[tuple[Actor, Mention]]:
    for actor in read.digest.facts.actors:
        if actor.id in told.actors:
            for mention in actor.mentions:
                if mention.sentence == told.sentence.index:
                    yield actor, mention


def _year(told: Told, money: Money) -> str | None:
    """Return the year of the date nearest to an amount."""
    dated = sorted((abs(d.start - money.end), d.value) for d in told.dates)
    year = _YEAR.match(dated[0][1]) if dated else None
    return year.group() if year else None


def board(
    amounts: Sequence[Reported], homes: Mapping[str, str], sources: Sources, story: Story
) -> list[Slot]:
    """Return the slots with their values, the ones with most origins first.

    ``homes`` are the clusters of the sources: prices that nobody is named for are of one thing only
    within an event.
    """
    groups: dict[tuple[str, ...], list[Reported]] = defaultdict(list)
    for one in amounts:
        about = one.about
        groups[about.kind.id, *about.subject, about.year or "", _alone(one, homes) or ""].append(
            one
        )
    slots = [_slot(group, _alone(group[0], homes), sources, story) for group in groups.values()]
    return sorted(slots, key=lambda slot: -max(value.origins for value in slot.values))


def _alone(one: Reported, homes: Mapping[str, str]) -> str | None:
    """Return the cluster of a sum that neither actor nor year tells apart from others."""
    about = one.about
    named = about.subject or about.year or not (about.kind.of_actors or about.kind.of_year)
    return None if named else homes[one.read.id]


def _slot(group: Sequence[Reported], alone: str | None, sources: Sources, story: Story) -> Slot:
    about = group[0].about
    clusters = _same(group)
    values = [_value(one, sources) for one in clusters]
    for index, other in _slips(clusters, values, story):
        values[index] = values[index].model_copy(update={"slip_of": values[other].rendered})
    return Slot(
        kind=about.kind.id,
        label=about.kind.label,
        subject=[_name(group[0].read, actor) for actor in about.subject],
        year=about.year,
        cluster=alone,
        values=sorted(values, key=lambda value: -value.origins),
    )


def _name(read: Read, actor_id: str) -> str:
    return next(a.name for a in read.digest.facts.actors if a.id == actor_id)


def _same(group: Sequence[Reported]) -> list[list[Reported]]:
    """Put reports of one value together: exact ones first, then ranges that hold them."""
    exact = sorted(group, key=lambda one: one.money.min != one.money.max)
    found: list[list[Reported]] = []
    for one in exact:
        home = next((c for c in found if any(overlap(one.money, o.money) for o in c)), None)
        if home is None:
            found.append([one])
        else:
            home.append(one)
    return found


def _value(group: Sequence[Reported], sources: Sources) -> Value:
    """Make a value of its reports; shown is the amount that most of them give."""
    counts: dict[tuple[Decimal, Decimal], int] = defaultdict(int)
    for one in group:
        counts[one.money.min, one.money.max] += 1
    shown = max(group, key=lambda one: (counts[one.money.min, one.money.max], not one.money.doubt))
    reports = [_report(one) for one in sorted(group, key=_when)]
    return Value(
        min=shown.money.min,
        max=shown.money.max,
        currency=shown.money.currency,
        rendered=shown.money.rendered,
        reports=reports,
        origins=len(sources.origins(report.proof for report in reports)),
    )


def _when(one: Reported) -> tuple[str, str, int]:
    return one.read.source.published or "9999", one.read.id, one.money.start


def _report(one: Reported) -> Report:
    return Report(
        words=one.money.text,
        by=list(one.told.claim.attributed_to) if one.told.claim else [],
        published=one.read.source.published,
        qualifier=one.money.qualifier,
        doubt=one.money.doubt,
        denied=one.told.denied,
        proof=one.told.proof,
    )


def _slips(
    groups: Sequence[Sequence[Reported]], values: Sequence[Value], story: Story
) -> Iterator[tuple[int, int]]:
    """Yield the values that are probably a slip, each with the one that was meant."""
    for one in range(len(groups)):
        for other in range(one):
            if any(slip(a.money, b.money) for a in groups[one] for b in groups[other]):
                low, high = sorted((one, other), key=lambda i: _trust(values[i], story))
                if not _knows(groups[low], groups[high]):
                    yield low, high


def _knows(suspects: Sequence[Reported], meant: Sequence[Reported]) -> bool:
    """Say whether all who give one value give the other too: they know that these are two sums."""
    return all(
        any(overlap(money, other.money) for money in one.read.digest.facts.money for other in meant)
        for one in suspects
    )


def _trust(value: Value, story: Story) -> tuple[int, bool, Decimal]:
    ours = any(value.min <= amount <= value.max for amount in story.amounts)
    return value.origins, ours, value.max
