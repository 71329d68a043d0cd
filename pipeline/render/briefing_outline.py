"""What a briefing says, item by item, for every format alike: only looks differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    Slot,
    Value,
    Who,
)
from pipeline.render.briefing_words import (
    answers,
    left_out,
    made_by,
    matter,
    news_text,
    side_text,
    sum_name,
)
from pipeline.render.notes import told
from pipeline.render.phrases import Phrases, load_phrases
from pipeline.render.words import safe


class Item(NamedTuple):
    """One line to show; ``depth`` is how far it stands in."""

    kind: Literal["title", "heading", "item", "detail", "proof", "note"]
    depth: int
    text: str


class _Words(NamedTuple):
    """Numbers and languages of the sources, by id, and the words of the reader's language."""

    numbers: dict[str, int]
    languages: dict[str, str]
    say: Phrases

    def marks(self, proofs: Iterable[Proof]) -> str:
        """Return the numbers of the sources of some proofs: "[1] [4]"."""
        found = dict.fromkeys(self.numbers[proof.source] for proof in proofs)
        return " ".join(f"[{number}]" for number in sorted(found))

    def span(self, first: str | None, last: str | None) -> str:
        """Write the days from the first to the last."""
        if first is None or last is None:
            return self.say("undated")
        return first if first == last else self.say("{first} to {last}", first=first, last=last)

    def day(self, stamp: str | None) -> str:
        """Write the day of a stamp."""
        return stamp[:10] if stamp else self.say("undated")

    def origins(self, count: int) -> str:
        """Say how many origins there are."""
        return self.say.ngettext("{count} origin", "{count} origins", count)


def outline(briefing: Briefing) -> Iterator[Item]:
    """Yield all that a briefing says, in order."""
    say = load_phrases(briefing.target_language)
    words = _Words(
        {source.id: number for number, source in enumerate(briefing.sources, 1)},
        {source.id: source.language or "und" for source in briefing.sources},
        say,
    )
    days = words.span(briefing.since, briefing.until)
    yield Item("title", 0, safe(briefing.title))
    yield Item("note", 0, f"{days} · {answers(briefing, say)}")
    yield from _section(say("New since the last briefing"), _news(briefing, words))
    events = (item for cluster in briefing.clusters for item in _cluster(cluster, words, briefing))
    yield from _section(say("What happened"), events)
    yield from _section(say("Money"), (i for slot in briefing.money for i in _slot(slot, words)))
    yield from _section(say("Timeline"), (_event(event, words) for event in briefing.timeline))
    yield from _section(
        say("Where sources differ"),
        (i for one in briefing.conflicts for i in _conflict(one, words)),
    )
    yield from _section(say("Who is who"), (i for who in briefing.actors for i in _who(who, words)))
    yield from _section(say("Sources"), _sources(briefing, words))
    yield from _footer(briefing, say)


def _section(title: str, items: Iterable[Item]) -> Iterator[Item]:
    found = list(items)
    if found:
        yield Item("heading", 0, title)
        yield from found


def _news(briefing: Briefing, words: _Words) -> Iterator[Item]:
    say = words.say
    if briefing.previous is not None and not briefing.news:
        yield Item("item", 1, say("nothing"))
    for news in briefing.news:
        before = safe(news_text(news, news.was, say)) if news.was else ""
        was = " (" + say("was: {text}", text=before) + ")" if before else ""
        known = [proof for proof in news.proofs if proof.source in words.numbers]
        kind, text = say.of("news kind", news.kind), safe(news_text(news, news.text, say))
        yield Item("item", 1, f"{kind}: {text}{was} {words.marks(known)}".rstrip())


def _cluster(cluster: Cluster, words: _Words, briefing: Briefing) -> Iterator[Item]:
    yield Item("item", 1, f"{safe(cluster.lead.text)} {words.marks(cluster.lead.proofs)}")
    dated = {source.id: words.day(source.published) for source in briefing.sources}
    told = ", ".join(
        f"[{words.numbers[i]}] {words.languages[i]} {dated[i]}" for i in cluster.sources
    )
    days = words.span(cluster.first, cluster.last)
    yield Item("note", 2, f"{days} · {words.origins(cluster.origins)} · {told}")
    yield from _proofs(cluster.lead, words)
    for line in cluster.lines:
        yield Item("detail", 2, f"{safe(line.text)} {words.marks(line.proofs)}")
        yield from _proofs(line, words)


def _proofs(line: Line, words: _Words) -> Iterator[Item]:
    """Yield the source sentences of a line that are not the line itself, and its flags."""
    for proof in line.proofs:
        if proof.text != line.text:
            language = words.languages[proof.source]
            yield Item(
                "proof", 3, f"[{words.numbers[proof.source]}] {language}: {safe(proof.text)}"
            )
    for flag in line.flags:
        yield Item("note", 3, f"! {safe(told(flag, words.say).text)}")


def _slot(slot: Slot, words: _Words) -> Iterator[Item]:
    yield Item("item", 1, safe(sum_name(slot, words.say)))
    for value in slot.values:
        yield Item("detail", 2, _value(value, words))
        for report in value.reports:
            yield Item("proof", 3, _report(report, words))


def _value(value: Value, words: _Words) -> str:
    text = f"{safe(value.rendered)} · {words.origins(value.origins)}"
    if value.slip_of:
        meant = safe(value.slip_of)
        text += " · " + words.say("probable scale slip: {value} elsewhere", value=meant)
    return text


def _report(report: Report, words: _Words) -> str:
    source, say = report.proof.source, words.say
    parts = [
        f"«{safe(report.words)}»",
        say.of("note", report.qualifier) if report.qualifier else "",
        f"[{words.numbers[source]}] {words.languages[source]}",
        words.day(report.published),
        say("citing {names}", names=", ".join(report.by)) if report.by else "",
        say.of("standing", "denied") if report.denied else "",
        told(report.doubt, say).text if report.doubt else "",
    ]
    return safe(" · ".join(part for part in parts if part))


def _event(event: Event, words: _Words) -> Item:
    say = words.say
    how = [
        say.of("precision", event.precision),
        *([say("reckoned")] if event.reckoned else []),
        say.of("standing", event.standing),
    ]
    text = f"{safe(event.text)} {words.marks(event.proofs)}"
    return Item("item", 1, f"{event.when} ({', '.join(how)}): {text}")


def _conflict(conflict: Conflict, words: _Words) -> Iterator[Item]:
    order = words.say.of("difference", conflict.order)
    yield Item("item", 1, safe(f"{order}: {matter(conflict, words.say)}"))
    for side in conflict.sides:
        text = safe(side_text(conflict, side, words.say))
        days = words.span(side.first, side.last)
        yield Item("detail", 2, f"{days}: {text} {words.marks(side.proofs)}")
        for proof in side.proofs:
            if proof.text != side.text:
                mark = f"[{words.numbers[proof.source]}] {words.languages[proof.source]}"
                yield Item("proof", 3, f"{mark}: {safe(proof.text)}")


def _who(who: Who, words: _Words) -> Iterator[Item]:
    roles = "; ".join(_role(role, words) for role in who.roles if role.text != "other")
    count = words.say.ngettext("{count} source", "{count} sources", len(who.sources))
    yield Item("item", 1, f"{safe(who.name)} ({count})" + (f": {roles}" if roles else ""))
    for kind, sayings in (("says", who.said), ("denies", who.denied)):
        for saying in sayings:
            yield Item("detail", 2, _saying(kind, saying, words))


def _role(role: Role, words: _Words) -> str:
    name, days = safe(words.say.of("role", role.text)), words.span(role.first, role.last)
    return f"{name} ({days}) {words.marks(role.proofs)}"


def _saying(kind: str, saying: Saying, words: _Words) -> str:
    deed, day = words.say.of("deed", kind), words.day(saying.published)
    return f"{deed}, {day}: {safe(saying.text)} {words.marks([saying.proof])}"


def _sources(briefing: Briefing, words: _Words) -> Iterator[Item]:
    say = words.say
    for number, source in enumerate(briefing.sources, 1):
        full, copied = source.input_state == "full", source.origin != source.id
        origin = _origin(briefing, source.origin)
        parts = [
            source.headline,
            source.publisher or "",
            source.language or say("unknown language"),
            words.day(source.published),
            "" if full else say.of("input state", source.input_state),
            say("copy of {source}", source=origin) if copied else "",
            source.url or source.location,
        ]
        yield Item("item", 1, safe(f"[{number}] {' · '.join(part for part in parts if part)}"))


def _origin(briefing: Briefing, origin: str) -> str:
    for number, source in enumerate(briefing.sources, 1):
        if source.id == origin:
            return f"[{number}]"
    return origin


def _footer(briefing: Briefing, say: Phrases) -> Iterator[Item]:
    yield Item("note", 0, "")
    yield Item("note", 0, answers(briefing, say))
    for failure in briefing.failures:
        why = f"{failure.source}: {failure.stage}: {failure.error}"
        yield Item("note", 1, safe(say("failed: {why}", why=why)))
    for source in briefing.sources:
        if source.input_state == "paywalled":
            place = source.url or source.location
            yield Item("note", 1, safe(say("paywalled: {place}", place=place)))
    if briefing.left_out:
        yield Item("note", 0, left_out(briefing, say))
    yield Item("note", 0, made_by(briefing, say))
