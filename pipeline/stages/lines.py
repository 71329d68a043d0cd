"""Translate bare lines: what ``chipwire translate`` does."""

from __future__ import annotations

from collections.abc import Sequence

from models.protocols import Progress, Translator
from pipeline.errors import LanguageError, UsageError
from pipeline.facts.money.find import find_money
from pipeline.records import Sentence
from pipeline.stages.translate import Job, Outcome, job, translate
from pipeline.story import Story


def translate_lines(
    lines: Sequence[str],
    source: str,
    target: str,
    translator: Translator | None,
    story: Story,
    progress: Progress,
) -> tuple[list[str], int]:
    """Translate lines, one answer each, in order; empty lines stay empty.

    Returns the answers and how many of them did not pass all checks: those are the best that the
    model had. Raises ``LanguageError`` where no model knows the pair of languages.
    """
    if source == target:
        return list(lines), 0
    if translator is None:
        raise UsageError("the profile none translates nothing: choose embedded, hub or gpu")
    outcomes = translate(
        [_job(line, source, target) for line in lines],
        translator,
        target,
        story,
        lambda done, total: progress("translating", done, total),
    )
    return [_answer(outcome) for outcome in outcomes], sum(bool(o.failed) for o in outcomes)


def _job(line: str, source: str, target: str) -> Job:
    text = " ".join(line.split())
    whole = Sentence.alone(text, source)
    return job(text, 0, source, find_money([whole], target=target).valued)


def _answer(outcome: Outcome) -> str:
    if outcome.failed and not outcome.best:
        raise LanguageError(outcome.failed[0])
    return " ".join((outcome.best if outcome.failed else outcome.text).split())
