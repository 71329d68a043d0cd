"""From a briefing to what a mail shows of it: every line with its sources and their sentences.

Shown are what is new since the last edition, the lead of each event, the money, what has a date,
and where sources differ. What an earlier edition said wrongly stands in its corrections.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.briefing_records import (
    Briefing,
    BriefSource,
    Cluster,
    Conflict,
    Event,
    News,
    Proof,
    Report,
    Slot,
    Value,
)
from pipeline.render.briefing_words import matter, news_text, side_text, sum_name
from pipeline.render.email.cut import cut
from pipeline.render.email.digest_parts import more, notes, piece, words_in
from pipeline.render.email.parts import (
    BriefPart,
    CitedPart,
    LinePart,
    ProofPart,
    SectionPart,
    TopicPart,
    Words,
)
from pipeline.render.links import sentence_link, web
from pipeline.render.phrases import Phrases, direction
from pipeline.render.words import notes_told

_HEADLINE = 200  # characters, as the other limits of a text
_SENTENCE = 600
_SHORT = 240
_MOST_PROOFS = 4
_MOST_VALUES = 4
_MOST_FLAGS = 3
_SINCE = ("changed", "confirmed")


def brief_part(
    briefing: Briefing, numbers: Mapping[str, int], most: int, say: Phrases
) -> BriefPart | None:
    """Return a briefing with at most so many topics in each section; None where it says nothing.

    ``numbers`` are those of the sources in the mail, by the id of the source.
    """
    cite = _Cite(briefing, numbers, say)
    made = [
        _section(say("New since the last edition"), _news(briefing), cite.news, most, say),
        _section(say("What happened"), briefing.clusters, cite.event, most, say),
        _section(say("Money"), briefing.money, cite.slot, most, say),
        _section(say("Timeline"), briefing.timeline, cite.dated, most, say),
        _section(say("Where sources differ"), briefing.conflicts, cite.conflict, most, say),
    ]
    sections = [section for section in made if section is not None]
    if not sections:
        return None
    used = {
        proof.number
        for section in sections
        for topic in section.topics
        for line in topic.lines
        for proof in line.proofs
    }
    cited = [source for source in briefing.sources if numbers[source.id] in used]
    days = [say.published(day) for day in (briefing.since, briefing.until) if day]
    return BriefPart(
        title=cut(briefing.title, _SHORT),
        note=" – ".join(dict.fromkeys(days)),
        sections=sections,
        cited=sorted(cite.cited(source) for source in cited),
    )


def _section(
    title: str,
    items: Sequence[object],
    made: Callable[..., TopicPart],
    most: int,
    say: Phrases,
) -> SectionPart | None:
    if not items or most < 1:
        return None
    topics = [made(item) for item in items[:most]]
    return SectionPart(title, topics, more(len(items) - most, say))


def _news(briefing: Briefing) -> list[News]:
    """Return what changed or was confirmed, and new sums and denials that stand nowhere else.

    New statements and events are left out: the whole edition is new.
    """
    lines = [line for cluster in briefing.clusters for line in (cluster.lead, *cluster.lines)]
    told = {proof.text for line in lines for proof in line.proofs}
    told |= {proof.text for event in briefing.timeline for proof in event.proofs}
    told |= {p.text for one in briefing.conflicts for side in one.sides for p in side.proofs}
    values = [value for slot in briefing.money for value in slot.values]
    told |= {report.proof.text for value in values for report in value.reports}
    return [one for one in briefing.news if one.kind in _SINCE or _is_more(one, told)]


def _is_more(one: News, told: Collection[str]) -> bool:
    if one.kind != "new" or one.fact not in ("amount", "denial"):
        return False
    return not any(proof.text in told for proof in one.proofs)


@dataclass(frozen=True)
class _Cite:
    """Makes the topics of a briefing, with the proofs as the mail numbers them."""

    briefing: Briefing
    numbers: Mapping[str, int]
    say: Phrases

    def news(self, one: News) -> TopicPart:
        say = self.say
        before = cut(news_text(one, one.was, say), _SHORT) if one.was else ""
        was = say("before: {text}", text=before) if before else ""
        standing = _joined([say.of("news", one.kind), was])
        line = self._line(one.text, standing, one.proofs)
        text = cut(news_text(one, one.text, say), _SENTENCE)
        return self._topic(line._replace(words=line.words._replace(text=text)))

    def event(self, cluster: Cluster) -> TopicPart:
        say, lead = self.say, cluster.lead
        days = dict.fromkeys(day for day in (cluster.first, cluster.last) if day)
        dated = " – ".join(say.published(day) for day in days)
        status = say.of("status", lead.status)
        standing = _joined([dated, status, self._origins(cluster.origins)])
        return self._topic(self._line(lead.text, standing, lead.proofs, lead.flags))

    def slot(self, slot: Slot) -> TopicPart:
        values = [self._value(value) for value in slot.values[:_MOST_VALUES]]
        rest = more(len(slot.values) - _MOST_VALUES, self.say)
        return TopicPart(cut(sum_name(slot, self.say), _SHORT), "", values, rest)

    def dated(self, event: Event) -> TopicPart:
        say = self.say
        reckoned = say("reckoned") if event.reckoned else ""
        status = say.of("standing", event.standing)
        standing = _joined([event.when, reckoned, status, self._origins(event.origins)])
        return self._topic(self._line(event.text, standing, event.proofs))

    def conflict(self, conflict: Conflict) -> TopicPart:
        say = self.say
        lines = []
        for side in conflict.sides:
            days = dict.fromkeys(day for day in (side.first, side.last) if day)
            dated = " – ".join(say.published(day) for day in days) or say("undated")
            lines.append(self._line(side_text(conflict, side, say), dated, side.proofs))
        about = cut(matter(conflict, say), _SHORT)
        return TopicPart(about, say.of("order", conflict.order), lines, "")

    def cited(self, source: BriefSource) -> CitedPart:
        say = self.say
        translated = source.headline != source.title
        language = self.briefing.target_language if translated else source.language
        day = piece(say.published(source.published))
        return CitedPart(
            number=self.numbers[source.id],
            headline=words_in(source.headline.strip() or say("(no title)"), language, _HEADLINE),
            url=web(source.url),
            place=cut(source.url or source.location, _SHORT),
            origin=_joined([piece(source.publisher or ""), day]),
        )

    def _topic(self, line: LinePart) -> TopicPart:
        return TopicPart("", "", [line], "")

    def _value(self, value: Value) -> LinePart:
        say, meant = self.say, cut(value.slip_of or "", _SHORT)
        slip = say("probably a slip of scale: {value} elsewhere", value=meant) if meant else ""
        shown = _each_source_first(value.reports)[:_MOST_PROOFS]
        doubts = list(dict.fromkeys(report.doubt for report in shown if report.doubt))
        return LinePart(
            words=words_in(value.rendered, self.say.language, _SHORT),
            standing=_joined([self._origins(value.origins), slip]),
            proofs=[self._report(one) for one in shown],
            more_proofs=more(len(value.reports) - _MOST_PROOFS, self.say),
            flags=notes(notes_told(doubts, say), say, _SHORT),
        )

    def _report(self, report: Report) -> ProofPart:
        say, proof = self.say, self._proof(report.proof, "")
        qualifier = say.of("note", report.qualifier) if report.qualifier else ""
        by = say("citing {names}", names=piece(", ".join(report.by))) if report.by else ""
        denied = say.of("standing", "denied") if report.denied else ""
        language = self._source(report.proof).language
        quoted = Words(piece(report.words), language, direction(language))
        return proof._replace(quoted=quoted, note=_joined([qualifier, by, denied]))

    def _line(
        self, text: str, standing: str, proofs: Sequence[Proof], flags: Sequence[str] = ()
    ) -> LinePart:
        known = [proof for proof in proofs if proof.source in self.numbers]
        return LinePart(
            words=self._words(text, known),
            standing=standing,
            proofs=[self._proof(proof, text) for proof in known[:_MOST_PROOFS]],
            more_proofs=more(len(known) - _MOST_PROOFS, self.say),
            flags=notes(notes_told(flags[:_MOST_FLAGS], self.say), self.say, _SHORT),
        )

    def _words(self, text: str, proofs: Iterable[Proof]) -> Words:
        """Give a text its language: that of its source where it is the source's own sentence."""
        own = next((proof for proof in proofs if proof.text == text), None)
        language = self._source(own).language if own else self.briefing.target_language
        return words_in(text, language, _SENTENCE)

    def _proof(self, proof: Proof, line: str) -> ProofPart:
        source = self._source(proof)
        address = web(source.url)
        return ProofPart(
            number=self.numbers[source.id],
            url=address and sentence_link(address, proof.text),
            quoted=None,
            note="",
            label=self.say.language_name(source.language),
            words=None if proof.text == line else words_in(proof.text, source.language, _SENTENCE),
        )

    def _source(self, proof: Proof) -> BriefSource:
        return next(one for one in self.briefing.sources if one.id == proof.source)

    def _origins(self, count: int) -> str:
        return self.say.ngettext("{count} independent source", "{count} independent sources", count)


def _each_source_first(reports: Sequence[Report]) -> list[Report]:
    """Put the first report of each source before its second."""
    seen: dict[str, int] = {}
    ranks = []
    for report in reports:
        ranks.append(seen.setdefault(report.proof.source, 0))
        seen[report.proof.source] += 1
    return [report for _, report in sorted(zip(ranks, reports, strict=True), key=lambda x: x[0])]


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
