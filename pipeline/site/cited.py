"""Where the sentences that a site cites stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.briefing.days import covered
from pipeline.briefing_records import Briefing, BriefSource, Event, Line, Proof
from pipeline.charts.model import Point
from pipeline.charts.words import when
from pipeline.records import Record
from pipeline.render.links import sentence_link, web
from pipeline.render.phrases import Phrases
from pipeline.site.folder import page_name


class Reference(NamedTuple):
    """A source that says something: its number in the briefing, and where to read the sentence."""

    number: int
    source: BriefSource
    href: str | None
    outside: bool  # leaves the site
    proof: Proof


@dataclass(frozen=True)
class Cited:
    """A briefing's proofs as references; ``pages`` are the digests that have a page."""

    briefing: Briefing
    sources: Mapping[str, tuple[int, BriefSource]]
    pages: frozenset[str]
    root: str  # the way from the page to the top of the site

    @classmethod
    def of(cls, briefing: Briefing, pages: frozenset[str], root: str) -> Cited:
        """Number the sources of a briefing."""
        numbered = {one.id: (number, one) for number, one in enumerate(briefing.sources, 1)}
        return cls(briefing, numbered, pages, root)

    def all(self, proofs: Iterable[Proof]) -> list[Reference]:
        """Return a reference for each proof of a source that the briefing still has."""
        found = [self._reference(proof) for proof in proofs if proof.source in self.sources]
        return sorted(found, key=lambda one: (one.number, one.proof.start))

    def each(self, proofs: Iterable[Proof]) -> list[Reference]:
        """Return one reference for each source."""
        return list({one.number: one for one in reversed(self.all(proofs))}.values())[::-1]

    def page(self, source: BriefSource) -> str | None:
        """Return the page of a source's digest."""
        if source.digest not in self.pages:
            return None
        return f"{self.root}articles/{page_name(source.digest)}.html"

    def source(self, identity: str) -> BriefSource:
        """Return the source with an id."""
        return self.sources[identity][1]

    def number(self, identity: str) -> int | None:
        """Return the number of a source; None for an origin that is no source, as an agency."""
        return self.sources[identity][0] if identity in self.sources else None

    def headline_language(self, source: BriefSource) -> str | None:
        """Return the language of a headline, which may be the title as it was."""
        own = source.headline == source.title
        return source.language if own else self.briefing.target_language

    def language(self, text: str, proofs: Iterable[Proof]) -> str | None:
        """Return the language of a text: that of its source where it is the source's sentence."""
        for proof in proofs:
            own = proof.text and text.endswith(proof.text)  # "TSMC: " may stand before it
            if own and proof.source in self.sources:
                return self.source(proof.source).language
        return self.briefing.target_language

    def line_language(self, line: Line) -> str | None:
        """Return the language of a line."""
        return self.language(line.text, line.proofs)

    def _reference(self, proof: Proof) -> Reference:
        number, source = self.sources[proof.source]
        page = self.page(source)
        if page is not None:
            return Reference(number, source, f"{page}#{anchor(proof.sentence)}", False, proof)
        address = web(source.url)
        link = sentence_link(address, proof.text) if address else None
        return Reference(number, source, link, True, proof)


def anchor(sentence: int) -> str:
    """Return the id of a sentence on its article's page; the title has the number -1."""
    return "title" if sentence < 0 else f"s{sentence}"


def date_of(event: Event, say: Phrases) -> str:
    """Write the date of an event as exactly as it is known."""
    days = covered(event.when)
    if days is None:
        return event.when
    return when(
        say,
        Point(
            when=event.when,
            first=days.first,
            last=days.last,
            precision=days.precision,
            standing=event.standing,
            reckoned=event.reckoned,
            text="",
            origins=0,
            by=(),
        ),
    )


def sentences_cited(briefing: Briefing) -> Iterator[tuple[str, int]]:
    """Give the digest and the number of each sentence that a briefing shows."""
    digests = {source.id: source.digest for source in briefing.sources}
    shown = (briefing.clusters, briefing.money, briefing.timeline, briefing.actors)
    for proof in _proofs([*shown, briefing.conflicts, briefing.news]):
        if proof.source in digests and proof.sentence >= 0:
            yield digests[proof.source], proof.sentence


def _proofs(value: Any) -> Iterator[Proof]:
    if isinstance(value, Proof):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _proofs(one)
    elif isinstance(value, Record):
        for _, one in value:
            yield from _proofs(one)
