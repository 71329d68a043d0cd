"""Condense the articles of a batch: choose what the model reads, and lay its sentences over drafts.

A model that knows the article's language reads the article, and what passes is translated like any
sentence of it. Else one that knows the target language reads the translations of the selected
sentences, those that passed their checks.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from models.errors import LicenceError, MissingWeightsError, PairError
from models.protocols import Progress, Summariser, Translator
from pipeline.config import Settings
from pipeline.facts.money.find import find_money
from pipeline.records import Money, Sentence, Status, Withheld
from pipeline.stages.assemble import Draft, Shortened
from pipeline.stages.condense import Condensed, Line, Text, condense
from pipeline.stages.load import Models
from pipeline.stages.select import candidates
from pipeline.stages.translate import job, translate
from pipeline.story import Story


class _Reading(NamedTuple):
    """What the model reads of a draft, and the sentences of the article that stand behind it."""

    draft: Draft
    text: Text
    origins: list[Sentence]


def condense_drafts(
    drafts: Sequence[Draft], models: Models, settings: Settings, story: Story, progress: Progress
) -> None:
    """Condense drafts that were selected and translated, all of them in common batches.

    Where nothing can be condensed, or nothing passes, the draft keeps its sentences and says why.
    Raises ``MissingWeightsError`` for a model that must be pulled first.
    """
    begun = time.perf_counter()
    target, most = settings.digest.to, getattr(settings.select, settings.digest.length)
    readings = _readings(drafts, models.summariser, settings, story)
    if models.summariser is not None and readings:
        found = condense(
            [reading.text for reading in readings],
            models.summariser,
            most,
            story,
            lambda done, total: progress("condensing", done, total),
        )
        for reading, condensed in zip(readings, found, strict=True):
            _lay(reading, condensed, models.summariser, target)
        foreign = [one for one in readings if one.text.language != target and one.draft.shortened]
        if foreign and models.translator is not None:
            _translate([one.draft for one in foreign], models.translator, target, story, progress)
    share = (time.perf_counter() - begun) / len(drafts)
    for draft in drafts:
        draft.seconds["condense"] = share


def _readings(
    drafts: Sequence[Draft], summariser: Summariser | None, settings: Settings, story: Story
) -> list[_Reading]:
    """Choose for each draft what the model reads; a draft without any gets a note."""
    if summariser is None:
        for draft in drafts:
            draft.notes.append(
                f"not condensed: profile {settings.digest.profile} has no model for it here"
            )
        return []
    target = settings.digest.to

    @cache
    def obstacle(language: str) -> str:
        """Say why no model condenses a language; empty where one does."""
        try:
            summariser.reach(language)
        except (PairError, LicenceError) as exc:
            return str(exc)
        except MissingWeightsError as exc:
            if settings.models.fallback == "none":
                raise
            return str(exc)
        return ""

    readings = []
    for draft in drafts:
        language = draft.article.language or "und"
        if not obstacle(language):
            readings.append(_original(draft, language, story))
        elif language != target and not obstacle(target):
            readings.append(_translations(draft, target))
        else:
            draft.notes.append(f"not condensed: {obstacle(language)}")
    return readings


def _original(draft: Draft, language: str, story: Story) -> _Reading:
    """Read all sentences of an article that can stand on their own."""
    found = candidates(draft.article, draft.sentences, draft.facts, story)
    sentences = [candidate.sentence for candidate in found]
    return _reading(draft, language, [sentence.text for sentence in sentences], sentences)


def _translations(draft: Draft, target: str) -> _Reading:
    """Read the translations of the shown sentences; the first outcome is that of the title."""
    told = draft.outcomes[1 : 1 + len(draft.shown)]
    pairs = [
        (outcome.text, sentence)
        for outcome, sentence in zip(told, draft.shown, strict=bool(told))
        if outcome.translated
    ]
    return _reading(draft, target, [text for text, _ in pairs], [origin for _, origin in pairs])


def _reading(draft: Draft, language: str, texts: list[str], origins: list[Sentence]) -> _Reading:
    money: dict[int, list[Money]] = {}
    for amount in draft.facts.money:
        money.setdefault(amount.sentence, []).append(amount)
    amounts = [money.get(sentence.index, []) for sentence in origins]
    return _Reading(draft, Text(texts, language, amounts), origins)


def _lay(reading: _Reading, condensed: Condensed, summariser: Summariser, target: str) -> None:
    """Lay what the model wrote over the draft."""
    draft, language = reading.draft, reading.text.language
    if not condensed.asked:
        draft.notes.append("not condensed: the model is not given texts as short as this")
        return
    draft.models += summariser.describe(language)
    draft.refused += [_refusal(line.checks.failed) for line in condensed.refused]
    if not condensed.lines:
        draft.notes.append("not condensed: the article supports nothing that the model wrote")
    draft.shortened = [_shortened(line, reading, target) for line in condensed.lines]


def _shortened(line: Line, reading: _Reading, target: str) -> Shortened:
    language, original = reading.text.language, reading.draft.article.language
    status: Status = "condensed"
    if line.text in reading.text.sentences:
        status = "verbatim" if language == original else "translated"
    way = ""
    if language != original and status == "condensed":
        way = f"condensed from translations ({original} to {language})"
    elif language != target and status == "condensed":
        way = f"condensed in {language}, then translated"
    return Shortened(line.text, status, [reading.origins[i] for i in line.support], way)


def _refusal(failed: Sequence[str]) -> Withheld:
    return Withheld(
        text="a condensed sentence",
        reason=f"the article does not support it ({', '.join(failed)})",
    )


def _translate(
    drafts: Sequence[Draft], translator: Translator, target: str, story: Story, progress: Progress
) -> None:
    """Translate what was condensed in the article's language; what fails the checks is withheld."""
    jobs = []
    for draft in drafts:
        language = draft.article.language or "und"
        for line in draft.shortened:
            whole = Sentence.alone(line.text, language)
            money = find_money([whole], target=target).valued
            jobs.append(job(line.text, 0, language, money, draft.article.text))
    outcomes = iter(
        translate(
            jobs,
            translator,
            target,
            story,
            lambda done, total: progress("translating", done, total),
        )
    )
    for draft in drafts:
        kept = []
        for line in draft.shortened:
            outcome = next(outcomes)
            if outcome.failed:
                failed = ", ".join(outcome.failed)
                draft.refused.append(
                    Withheld(
                        text="the translation of a condensed sentence",
                        reason=f"no translation passed the checks ({failed})",
                    )
                )
            else:
                status: Status = "condensed" if line.status == "condensed" else "translated"
                kept.append(line._replace(text=outcome.text, status=status))
        draft.shortened = kept
        draft.models += translator.describe(draft.article.language or "und", target)
