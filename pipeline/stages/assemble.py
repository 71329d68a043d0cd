"""Assemble: from the work of all stages to one digest."""

from __future__ import annotations

import copy
import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

import models
from models.protocols import ModelInfo
from pipeline.config import Settings
from pipeline.records import (
    Article,
    Checks,
    Digest,
    DigestSource,
    Evidence,
    Facts,
    ModelUse,
    Page,
    Provenance,
    Quote,
    Relevance,
    Sentence,
    Source,
    Statement,
    Status,
    Withheld,
)
from pipeline.stages.disguises import disguise_flags, disguise_warnings
from pipeline.stages.relevance import LITTLE
from pipeline.stages.translate import Outcome
from pipeline.story import Story
from pipeline.version import chipwire_version

# Languages that the model of a profile translates badly even where all checks pass.
_WEAK = {"embedded": ("ar", "ja", "ko", "zh")}
_UNSURE = 0.5  # confidence in the language under which it warns


class Shortened(NamedTuple):
    """A condensed sentence in the target language, and those of the article that it rests on.

    ``status`` is not "condensed" where the model copied a sentence; ``way`` is a note on what the
    model was given, empty where this was the article itself.
    """

    text: str
    status: Status
    sentences: list[Sentence]
    way: str = ""


@dataclass
class Draft:
    """A digest in the making: what each stage found, and how long it took (seconds).

    ``outcomes`` are those of the title, the shown sentences and the shown quotes, in this order;
    empty where no model translates. ``refused`` and ``notes`` say what was condensed and is not
    shown, and why nothing was condensed.
    """

    source: Source
    seconds: dict[str, float] = field(default_factory=dict)
    stage: str = "fetch"
    page: Page = field(init=False)
    article: Article = field(init=False)
    sentences: list[Sentence] = field(init=False)
    facts: Facts = field(init=False)
    relevance: Relevance = field(init=False)
    shown: list[Sentence] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    models: list[ModelInfo] = field(default_factory=list)
    shortened: list[Shortened] = field(default_factory=list)
    refused: list[Withheld] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fresh(self) -> Draft:
        """Return the draft as it was read, before any model worked on it."""
        draft = copy.copy(self)
        draft.shown, draft.outcomes, draft.models = [], [], []
        draft.shortened, draft.refused, draft.notes = [], [], []
        return draft

    @contextmanager
    def at(self, stage: str) -> Iterator[None]:
        """Note the stage at work, and the time it takes."""
        self.stage = stage
        begun = time.perf_counter()
        yield
        self.seconds[stage] = time.perf_counter() - begun


def shown_quotes(facts: Facts, count: int) -> list[Quote]:
    """Return the quotes that a digest of ``count`` statements shows."""
    return facts.quotes[:count]


def assemble(draft: Draft, settings: Settings, story: Story) -> Digest:
    """Put a digest together; the draft must have been through every stage before."""
    texts = [draft.article.title or "", *(sentence.text for sentence in draft.shown)]
    outcomes = draft.outcomes or [Outcome(text, False, Checks()) for text in texts]
    title, *told = outcomes[: len(texts)]
    facts = _with_quotes(draft, outcomes[len(texts) :])
    return Digest(
        id=_digest_id(draft, settings, story),
        story=story.name,
        target_language=settings.digest.to,
        source=DigestSource(
            location=draft.source.location,
            final_url=draft.page.final_url,
            publisher=draft.article.site,
            fetched_at=draft.page.fetched_at,
            sha256=draft.page.sha256,
        ),
        article=draft.article,
        headline=_statement(title, []) if draft.article.title else None,
        relevance=draft.relevance,
        summary=_summary(draft, told, facts),
        facts=facts,
        warnings=_warnings(draft, settings),
        withheld=_withheld(told, draft.shown) + draft.refused,
        provenance=_provenance(draft, settings, story),
    )


def _summary(draft: Draft, told: Sequence[Outcome], facts: Facts) -> list[Statement]:
    """Lay out the shown sentences in the article's order, condensed ones in place of their sources.

    Sentences that no condensed one rests on fill the summary up.
    """
    held = {sentence.index for line in draft.shortened for sentence in line.sentences}
    placed = [
        (line.sentences[0].index, _shortened(line, facts, draft.article))
        for line in draft.shortened
    ]
    rest = [
        (sentence.index, _told(outcome, sentence, facts, draft.article))
        for outcome, sentence in zip(told, draft.shown, strict=True)
        if sentence.index not in held
    ]
    placed += rest[: max(0, len(draft.shown) - len(placed))]
    return [statement for _, statement in sorted(placed, key=lambda pair: pair[0])]


def _told(outcome: Outcome, sentence: Sentence, facts: Facts, article: Article) -> Statement:
    return _statement(outcome, [_evidence(sentence)], _doubts(sentence, facts, article))


def _shortened(line: Shortened, facts: Facts, article: Article) -> Statement:
    doubts = [doubt for sentence in line.sentences for doubt in _doubts(sentence, facts, article)]
    return Statement(
        text=line.text,
        status=line.status,
        evidence=[_evidence(sentence) for sentence in line.sentences],
        flags=([line.way] if line.way else []) + doubts,
    )


def _with_quotes(draft: Draft, outcomes: Sequence[Outcome]) -> Facts:
    """Lay the translations over the quotes that are shown."""
    quotes = list(draft.facts.quotes)
    for index, outcome in enumerate(outcomes):
        evidence = [_evidence(draft.sentences[quotes[index].sentence])]
        statement = _statement(outcome, evidence)
        quotes[index] = quotes[index].model_copy(update={"translated": statement})
    return draft.facts.model_copy(update={"quotes": quotes})


def _statement(outcome: Outcome, evidence: list[Evidence], flags: Sequence[str] = ()) -> Statement:
    notes = list(flags)
    if outcome.failed:
        notes.insert(0, f"shown in the original: {_reason(outcome)}")
    return Statement(
        text=outcome.text,
        status="translated" if outcome.translated else "verbatim",
        evidence=evidence,
        checks=outcome.checks,
        flags=notes,
    )


def _reason(outcome: Outcome) -> str:
    """Say why a text was not translated."""
    if outcome.failed[0] in Checks.model_fields:
        return f"no translation passed the checks ({', '.join(outcome.failed)})"
    return outcome.failed[0]


def _evidence(sentence: Sentence) -> Evidence:
    return Evidence(
        sentence=sentence.index, start=sentence.start, end=sentence.end, text=sentence.text
    )


def _doubts(sentence: Sentence, facts: Facts, article: Article) -> list[str]:
    """List the doubts about the amounts of a sentence, and what is disguised in it."""
    doubts = [
        f"doubtful amount '{money.text}': {money.doubt}"
        for money in facts.money
        if money.sentence == sentence.index and money.doubt
    ]
    return doubts + disguise_flags(sentence.text, article)


def _withheld(outcomes: Sequence[Outcome], shown: Sequence[Sentence]) -> list[Withheld]:
    """Note the translations that were made and are not shown."""
    return [
        Withheld(
            text=f"the translation of sentence {sentence.index}",
            reason=_reason(outcome),
            sentence=sentence.index,
        )
        for outcome, sentence in zip(outcomes, shown, strict=True)
        if outcome.failed
    ]


def _warnings(draft: Draft, settings: Settings) -> list[str]:
    """List what an editor should know before printing."""
    article = draft.article
    notes = []
    if article.language is None:
        notes.append("the language of the article could not be told")
    elif article.language_confidence < _UNSURE:
        notes.append(f"the language of the article is uncertain: perhaps {article.language}")
    if article.input_state != "full":
        notes.append(
            f"{article.input_state}: based on {article.paragraphs_used} "
            f"of about {article.paragraphs_total} paragraphs"
        )
    if draft.relevance.score < LITTLE:
        notes.append("the article hardly concerns the story")
    if not draft.shown:
        notes.append("no sentence of the article can stand on its own")
    weak = _WEAK.get(settings.digest.profile, ())
    if article.language in weak and any(outcome.translated for outcome in draft.outcomes):
        notes.append(f"the model is weak in {article.language}: compare each line with its source")
    if settings.digest.profile == "none" and article.language != settings.digest.to:
        notes.append("profile none: the statements are in the language of the article")
    notes += draft.notes
    return notes + disguise_warnings(article, draft.page.final_url)


def _provenance(draft: Draft, settings: Settings, story: Story) -> Provenance:
    seconds = {**draft.seconds, "total": sum(draft.seconds.values())}
    return Provenance(
        chipwire=chipwire_version(),
        config_sha256=config_sha256(settings, story),
        models=[ModelUse(**vars(info)) for info in _unique(draft.models)],
        seconds={stage: round(spent, 3) for stage, spent in seconds.items()},
    )


def _unique(infos: Sequence[ModelInfo]) -> list[ModelInfo]:
    return sorted(set(infos), key=lambda info: (info.task, info.card))


def config_sha256(settings: Settings, story: Story) -> str:
    """Hash all that makes a digest besides article and code: settings, story, models, prompts."""
    recipe = models.fingerprint(settings.digest.profile)
    parts = settings.fingerprint() + story.fingerprint + recipe
    return hashlib.sha256(parts.encode()).hexdigest()


def _digest_id(draft: Draft, settings: Settings, story: Story) -> str:
    """Hash what a digest is made of: article, configuration, models and version."""
    parts = [
        draft.article.title,
        draft.article.text,
        config_sha256(settings, story),
        [(info.card, info.revision, info.sha256) for info in _unique(draft.models)],
        chipwire_version(),
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]
