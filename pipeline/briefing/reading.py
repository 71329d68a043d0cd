"""A digest made ready to be compared with others: its sentences, each with the facts in it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from pipeline.briefing.cues import happenings, negated
from pipeline.briefing.days import day_of
from pipeline.briefing_records import BriefSource, Proof
from pipeline.facts.actors.find import find_actors
from pipeline.facts.money.find import find_money
from pipeline.records import Claim, DateMention, Digest, Money, Sentence, Statement
from pipeline.stages.segment import segment
from pipeline.story import Story

T = TypeVar("T", Money, DateMention)
_WORD = re.compile(r"[^\W\d_]{4,}")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_NUMBER = re.compile(r"\d{1,9}(?:[.,\u00a0\u202f ]\d{1,9}){0,4}")
_STEM = 6  # letters of a word that are compared: endings differ
_TITLE = -1  # number of the sentence that is the title


@dataclass(frozen=True)
class Told:
    """One sentence and what it tells."""

    sentence: Sentence
    source: str  # id of the article
    actors: frozenset[str]
    money: tuple[Money, ...]
    dates: tuple[DateMention, ...]
    terms: frozenset[str]  # of the story's glossary, its facets, and what happens
    numbers: frozenset[str]
    claim: Claim | None
    shown: Statement | None  # the line of the digest that it proves

    @property
    def denied(self) -> bool:
        """Whether the sentence is a denial."""
        return self.claim is not None and self.claim.modality == "denied"

    @cached_property
    def negated(self) -> bool:
        """Whether the sentence says that something is not so."""
        return self.denied or negated(self.sentence.text, self.sentence.language)

    @property
    def proof(self) -> Proof:
        """The sentence as proof."""
        s = self.sentence
        return Proof(source=self.source, sentence=s.index, start=s.start, end=s.end, text=s.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """The beginnings of its words."""
        return stems(self.sentence.text)


@dataclass(frozen=True)
class Read:
    """One digest with its sentences; ``title`` is its title as a sentence."""

    digest: Digest
    source: BriefSource
    day: date | None
    told: tuple[Told, ...]
    title: Told | None

    @property
    def id(self) -> str:
        """The id of the article in the briefing."""
        return self.source.id

    @property
    def location(self) -> str:
        """Where the article is: what stays the same when its text changes."""
        return self.source.url or self.source.location


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of a text's words without accents, of scripts without spaces pairs."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    found = {word[:_STEM] for word in _WORD.findall(_UNSPACED.sub(" ", plain))}
    for run in _UNSPACED.findall(unicodedata.normalize("NFKC", text)):
        found.update(run[i : i + 2] for i in range(len(run) - 1))
    return frozenset(found)


def source_id(digest: Digest) -> str:
    """Return the id of an article: a digest's id says what it reads, not where it stands."""
    place = digest.source.final_url or digest.source.location
    return hashlib.sha256(f"{digest.id} {place}".encode(errors="replace")).hexdigest()[:12]


def read(digest: Digest, story: Story, origin: str | None = None) -> Read:
    """Take a digest apart; ``origin`` is whose text the article copies (its own by default)."""
    own = source_id(digest)
    return Read(
        digest=digest,
        source=_source(digest, own, origin or own),
        day=day_of(digest.article.published),
        told=_told(digest, own, story),
        title=_title(digest, own, story),
    )


def _source(digest: Digest, own: str, origin: str) -> BriefSource:
    article, source = digest.article, digest.source
    headline = digest.headline.text if digest.headline else article.title
    return BriefSource(
        id=own,
        digest=digest.id,
        headline=headline or "",
        title=article.title,
        publisher=source.publisher,
        location=source.location,
        url=source.final_url,
        language=article.language,
        published=article.published,
        input_state=article.input_state,
        origin=origin,
    )


def _told(digest: Digest, own: str, story: Story) -> tuple[Told, ...]:
    facts = digest.facts
    actors: dict[int, set[str]] = defaultdict(set)
    for actor in facts.actors:
        for mention in actor.mentions:
            actors[mention.sentence].add(actor.id)
    money, dates = _by_sentence(facts.money), _by_sentence(facts.dates)
    claims = {(claim.sentence, claim.text): claim for claim in facts.claims}
    alone = [line for line in digest.summary if len(line.evidence) == 1]
    shown = {line.evidence[0].sentence: line for line in alone}
    return tuple(
        Told(
            sentence=sentence,
            source=own,
            actors=frozenset(actors[sentence.index]),
            money=tuple(money[sentence.index]),
            dates=tuple(dates[sentence.index]),
            terms=_terms(sentence, story),
            numbers=_numbers(sentence, [*money[sentence.index], *dates[sentence.index]]),
            claim=claims.get((sentence.index, sentence.text)),
            shown=shown.get(sentence.index),
        )
        for sentence in segment(digest.article)
    )


def _by_sentence(mentions: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for mention in mentions:
        found[mention.sentence].append(mention)
    return found


def _terms(sentence: Sentence, story: Story) -> frozenset[str]:
    text, language = sentence.text, sentence.language
    return happenings(text, language) | frozenset(
        [*story.terms_in(text, language), *story.facets_in(text)]
    )


def _numbers(sentence: Sentence, taken: Iterable[Money | DateMention]) -> frozenset[str]:
    """Return the digits of the numbers that are no amount and no date."""
    spans = [(m.start - sentence.start, m.end - sentence.start) for m in taken]
    return frozenset(
        digits
        for number in _NUMBER.finditer(sentence.text)
        if not any(start < number.end() and number.start() < end for start, end in spans)
        and len(digits := re.sub(r"\D", "", number.group())) > 1
    )


def _title(digest: Digest, own: str, story: Story) -> Told | None:
    title = digest.article.title
    if not title:
        return None
    sentence = Sentence.alone(title, digest.article.language or "und")
    sentence = sentence.model_copy(update={"index": _TITLE})
    alone = Sentence.alone(title, sentence.language)
    money = tuple(find_money([alone], target=digest.target_language).valued)
    return Told(
        sentence=sentence,
        source=own,
        actors=frozenset(actor.id for actor in find_actors(title, [alone], story)),
        money=money,
        dates=(),
        terms=_terms(alone, story),
        numbers=_numbers(alone, money),
        claim=None,
        shown=digest.headline,
    )
