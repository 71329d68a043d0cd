"""What the page of one article shows: each statement beside its sentence, and the facts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from pipeline.edition import headline_of
from pipeline.records import Digest, Money, Sentence, Statement
from pipeline.render import words as shared
from pipeline.render.links import sentence_link, web
from pipeline.render.phrases import Phrases
from pipeline.stages.segment import segment


class SourceSentence(NamedTuple):
    """A sentence of the article. The first time it is shown it bears the anchor."""

    number: int
    text: str
    language: str | None
    href: str | None  # opens the article at the sentence
    first: bool


class Pair(NamedTuple):
    """A statement, and the sentences that prove it."""

    text: str
    language: str | None
    status: str
    claims: list[str]  # who says so, how firmly
    denied: bool
    flags: list[str]
    sentences: list[SourceSentence]


class Fact(NamedTuple):
    """An amount, a quote, a date: how it reads, its words, and what is to be known of it."""

    text: str
    words: str
    language: str | None
    notes: list[str]
    doubts: list[str]
    sentence: int


class ArticlePage(NamedTuple):
    """One article, ready for its template."""

    id: str
    headline: str
    headline_language: str | None
    title: str | None  # of the article, where the headline is another
    language: str | None
    published: str | None
    publisher: str
    authors: str
    href: str | None
    place: str  # the name of a file, without its folders
    state: str  # paywalled, teaser; nothing for a full article
    warnings: list[str]
    pairs: list[Pair]
    amounts: list[Fact]
    quotes: list[Fact]
    dates: list[Fact]
    actors: list[tuple[str, str, list[int]]]
    others: list[SourceSentence]
    withheld: list[tuple[str, str]]
    made_by: str


def article_page(digest: Digest, cited: Collection[int]) -> ArticlePage:
    """Return what to show of a digest; ``cited`` are sentences that briefings refer to."""
    article, facts, source = digest.article, digest.facts, digest.source
    say = shared.phrases_of(digest)
    sentences = {one.index: one for one in segment(article)}
    reader = _Reader(digest, sentences)
    pairs = [reader.pair(line) for line in digest.summary]
    amounts = [
        Fact(m.rendered, m.text, reader.language(m.sentence), _about(m, say),
             [m.doubt] if m.doubt else [], m.sentence)
        for m in facts.money
    ]  # fmt: skip
    quotes = [
        Fact(q.translated.text if q.translated and q.translated.text != q.text else "", q.text,
             reader.language(q.sentence), [q.speaker or say("speaker not named")],
             [q.doubt] if q.doubt else [], q.sentence)
        for q in facts.quotes
    ]  # fmt: skip
    dates = [
        Fact(d.value, d.text, reader.language(d.sentence),
             [say("reckoned from the day of publication")] if d.kind == "relative" else [], [],
             d.sentence)
        for d in facts.dates
    ]  # fmt: skip
    actors = [
        (actor.name, standing, sorted({mention.sentence for mention in actor.mentions}))
        for actor, standing in shared.actors_shown(facts.actors, say)
    ]
    wanted = {fact.sentence for fact in (*amounts, *quotes, *dates)} | set(cited)
    wanted |= {number for _, _, numbers in actors for number in numbers}
    translated = digest.headline is not None and digest.headline.status != "verbatim"
    return ArticlePage(
        id=digest.id,
        headline=headline_of(digest) or say("(no title)"),
        headline_language=digest.target_language if translated else article.language,
        title=article.title if article.title != headline_of(digest) else None,
        language=article.language,
        published=article.published,
        publisher=source.publisher or "",
        authors=", ".join(article.authors),
        href=web(source.final_url),
        place=_place(source.final_url or source.location),
        state="" if article.input_state == "full" else article.input_state,
        warnings=digest.warnings,
        pairs=pairs,
        amounts=amounts,
        quotes=quotes,
        dates=dates,
        actors=actors,
        others=list(reader.others(wanted)),
        withheld=[(item.text, item.reason) for item in digest.withheld],
        made_by=shared.made_by(digest),
    )


def _about(money: Money, say: Phrases) -> list[str]:
    qualifier = [say.of("note", money.qualifier)] if money.qualifier else []
    return [*qualifier, *([say.of("scale", money.scale)] if money.scale else [])]


def _place(location: str) -> str:
    return location.replace("\\", "/").rpartition("/")[2] or location


class _Reader:
    """Gives the sentences of a digest, and knows which were shown."""

    def __init__(self, digest: Digest, sentences: dict[int, Sentence]) -> None:
        self._digest = digest
        self._sentences = sentences
        self._shown: set[int] = set()
        self._address = web(digest.source.final_url)

    def language(self, number: int) -> str | None:
        found = self._sentences.get(number)
        return found.language if found else self._digest.article.language

    def pair(self, line: Statement) -> Pair:
        proofs = [self._sentence(one.sentence, one.text) for one in line.evidence]
        numbers = {one.sentence for one in line.evidence}
        own = next((one for one in proofs if one.text == line.text), None)
        claims = [claim for claim in self._digest.facts.claims if claim.sentence in numbers]
        say = shared.phrases_of(self._digest)
        told = [c for c in claims if c.attributed_to or c.modality != "asserted"]
        return Pair(
            text=line.text,
            language=own.language if own else self._digest.target_language,
            status=say.of("status", line.status),
            claims=list(dict.fromkeys(shared.claim_source(claim, say) for claim in told)),
            denied=any(claim.modality == "denied" for claim in claims),
            flags=line.flags,
            sentences=proofs,
        )

    def others(self, wanted: Collection[int]) -> Iterator[SourceSentence]:
        for number in sorted(set(wanted) - self._shown):
            if number in self._sentences:
                yield self._sentence(number, self._sentences[number].text)

    def _sentence(self, number: int, text: str) -> SourceSentence:
        first = number not in self._shown
        self._shown.add(number)
        link = sentence_link(self._address, text) if self._address else None
        return SourceSentence(number, text, self.language(number), link, first)
