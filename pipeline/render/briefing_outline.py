"""What a briefing says, item by item, for every format alike: only looks differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from pipeline.briefing_records import (
    Briefing,
    Cluster,
    Conflict,
    Event,
    Line,
    Proof,
    Report,
    Role,
    Saying,
    Side,
    Slot,
    Value,
    Who,
)
from pipeline.render.words import safe

_ORDERS = {
    "contradiction": "contradiction",
    "update": "update",
    "undated": "difference; not all sources are dated",
    "scale slip": "probable scale slip",
}


class Item(NamedTuple):
    """One line to show; ``depth`` is how far it stands in."""

    kind: Literal["title", "heading", "item", "detail", "proof", "note"]
    depth: int
    text: str


class _Names(NamedTuple):
    """Numbers and languages of the sources, by id."""

    numbers: dict[str, int]
    languages: dict[str, str]

    def marks(self, proofs: Iterable[Proof]) -> str:
        """Return the numbers of the sources of some proofs: "[1] [4]"."""
        found = dict.fromkeys(self.numbers[proof.source] for proof in proofs)
        return " ".join(f"[{number}]" for number in sorted(found))


def outline(briefing: Briefing) -> Iterator[Item]:
    """Yield all that a briefing says, in order."""
    names = _Names(
        {source.id: number for number, source in enumerate(briefing.sources, 1)},
        {source.id: source.language or "und" for source in briefing.sources},
    )
    yield Item("title", 0, safe(briefing.title))
    yield Item("note", 0, f"{_span(briefing.since, briefing.until)} · {briefing.answers}")
    yield from _section("New since the last briefing", _news(briefing, names))
    events = (item for cluster in briefing.clusters for item in _cluster(cluster, names, briefing))
    yield from _section("What happened", events)
    yield from _section("Money", (i for slot in briefing.money for i in _slot(slot, names)))
    yield from _section("Timeline", (_event(event, names) for event in briefing.timeline))
    yield from _section(
        "Where sources differ", (i for one in briefing.conflicts for i in _conflict(one, names))
    )
    yield from _section("Who is who", (i for who in briefing.actors for i in _who(who, names)))
    yield from _section("Sources", _sources(briefing))
    yield from _footer(briefing)


def _section(title: str, items: Iterable[Item]) -> Iterator[Item]:
    found = list(items)
    if found:
        yield Item("heading", 0, title)
        yield from found


def _span(first: str | None, last: str | None) -> str:
    if first is None or last is None:
        return "undated"
    return first if first == last else f"{first} to {last}"


def _origins(count: int) -> str:
    return "1 origin" if count == 1 else f"{count} origins"


def _news(briefing: Briefing, names: _Names) -> Iterator[Item]:
    if briefing.previous is not None and not briefing.news:
        yield Item("item", 1, "nothing")
    for news in briefing.news:
        was = f" (was: {safe(news.was)})" if news.was else ""
        known = [proof for proof in news.proofs if proof.source in names.numbers]
        marks = names.marks(known)
        yield Item("item", 1, f"{news.kind}: {safe(news.text)}{was} {marks}".rstrip())


def _cluster(cluster: Cluster, names: _Names, briefing: Briefing) -> Iterator[Item]:
    yield Item("item", 1, f"{safe(cluster.lead.text)} {names.marks(cluster.lead.proofs)}")
    dated = {source.id: (source.published or "undated")[:10] for source in briefing.sources}
    told = ", ".join(
        f"[{names.numbers[i]}] {names.languages[i]} {dated[i]}" for i in cluster.sources
    )
    day = _span(cluster.first, cluster.last)
    yield Item("note", 2, f"{day} · {_origins(cluster.origins)} · {told}")
    yield from _proofs(cluster.lead, names)
    for line in cluster.lines:
        yield Item("detail", 2, f"{safe(line.text)} {names.marks(line.proofs)}")
        yield from _proofs(line, names)


def _proofs(line: Line, names: _Names) -> Iterator[Item]:
    """Yield the source sentences of a line that are not the line itself, and its flags."""
    for proof in line.proofs:
        if proof.text != line.text:
            language = names.languages[proof.source]
            yield Item(
                "proof", 3, f"[{names.numbers[proof.source]}] {language}: {safe(proof.text)}"
            )
    for flag in line.flags:
        yield Item("note", 3, f"! {safe(flag)}")


def _slot(slot: Slot, names: _Names) -> Iterator[Item]:
    about = [slot.label, *slot.subject, slot.year or ""]
    yield Item("item", 1, safe(", ".join(part for part in about if part)))
    for value in slot.values:
        yield Item("detail", 2, _value(value))
        for report in value.reports:
            yield Item("proof", 3, _report(report, names))


def _value(value: Value) -> str:
    text = f"{safe(value.rendered)} · {_origins(value.origins)}"
    if value.slip_of:
        text += f" · probable scale slip: {safe(value.slip_of)} elsewhere"
    return text


def _report(report: Report, names: _Names) -> str:
    source = report.proof.source
    parts = [
        f"«{safe(report.words)}»",
        report.qualifier or "",
        f"[{names.numbers[source]}] {names.languages[source]}",
        (report.published or "undated")[:10],
        f"citing {', '.join(report.by)}" if report.by else "",
        "denied" if report.denied else "",
        report.doubt or "",
    ]
    return safe(" · ".join(part for part in parts if part))


def _event(event: Event, names: _Names) -> Item:
    how = f"{event.precision}, {'reckoned, ' if event.reckoned else ''}{event.standing}"
    return Item("item", 1, f"{event.when} ({how}): {safe(event.text)} {names.marks(event.proofs)}")


def _conflict(conflict: Conflict, names: _Names) -> Iterator[Item]:
    yield Item("item", 1, safe(f"{_ORDERS[conflict.order]}: {conflict.about}"))
    for side in conflict.sides:
        yield Item("detail", 2, _side(side, names))
        for proof in side.proofs:
            if proof.text != side.text:
                mark = f"[{names.numbers[proof.source]}] {names.languages[proof.source]}"
                yield Item("proof", 3, f"{mark}: {safe(proof.text)}")


def _side(side: Side, names: _Names) -> str:
    return f"{_span(side.first, side.last)}: {safe(side.text)} {names.marks(side.proofs)}"


def _who(who: Who, names: _Names) -> Iterator[Item]:
    roles = "; ".join(_role(role, names) for role in _distinct(who.roles))
    count = "1 source" if len(who.sources) == 1 else f"{len(who.sources)} sources"
    yield Item("item", 1, f"{safe(who.name)} ({count})" + (f": {roles}" if roles else ""))
    for kind, sayings in (("says", who.said), ("denies", who.denied)):
        for saying in sayings:
            yield Item("detail", 2, _saying(kind, saying, names))


def _distinct(roles: Sequence[Role]) -> list[Role]:
    return [role for role in roles if role.text != "other"]


def _role(role: Role, names: _Names) -> str:
    return f"{safe(role.text)} ({_span(role.first, role.last)}) {names.marks(role.proofs)}"


def _saying(kind: str, saying: Saying, names: _Names) -> str:
    day = (saying.published or "undated")[:10]
    return f"{kind}, {day}: {safe(saying.text)} {names.marks([saying.proof])}"


def _sources(briefing: Briefing) -> Iterator[Item]:
    for number, source in enumerate(briefing.sources, 1):
        state = "" if source.input_state == "full" else source.input_state
        copied = source.origin != source.id
        parts = [
            source.headline,
            source.publisher or "",
            source.language or "unknown language",
            (source.published or "undated")[:10],
            state,
            f"copy of {_origin(briefing, source.origin)}" if copied else "",
            source.url or source.location,
        ]
        yield Item("item", 1, safe(f"[{number}] {' · '.join(part for part in parts if part)}"))


def _origin(briefing: Briefing, origin: str) -> str:
    for number, source in enumerate(briefing.sources, 1):
        if source.id == origin:
            return f"[{number}]"
    return origin


def _footer(briefing: Briefing) -> Iterator[Item]:
    yield Item("note", 0, "")
    yield Item("note", 0, briefing.answers)
    for failure in briefing.failures:
        yield Item("note", 1, safe(f"failed: {failure.source}: {failure.stage}: {failure.error}"))
    for source in briefing.sources:
        if source.input_state == "paywalled":
            yield Item("note", 1, safe(f"paywalled: {source.url or source.location}"))
    left = ", ".join(f"{count} of {name}" for name, count in sorted(briefing.left_out.items()))
    if left:
        yield Item("note", 0, f"left out for length ({briefing.length}): {left}")
    yield Item(
        "note", 0, f"briefing {briefing.id} · story {briefing.story} · chipwire {briefing.chipwire}"
    )
