"""Translate what is shown, with its amounts and names locked, and let nothing pass unchecked.

Before a text goes to the model each amount is replaced by its rendering in the target language, and
names in another script by their Latin form: a model copies "$7 trillion" faithfully where it would
turn "7 billions" into "7 billion". What comes back is verified; a text none of whose candidates
passes stays in the original, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from models.errors import PairError
from models.protocols import Translator
from pipeline.facts.actors.find import find_names
from pipeline.records import Checks, Money
from pipeline.stages.verify import Basis, verify
from pipeline.story import Story

_LATIN = frozenset(("en", "fr", "de", "es", "it", "pt", "nl", "pl", "sv"))
Report = Callable[[int, int], None]


class Job(NamedTuple):
    """A text to translate: its language, its amounts with offsets into it, and its article."""

    text: str
    language: str
    amounts: tuple[tuple[int, int, str], ...] = ()  # start, end, rendering
    context: str = ""


class Outcome(NamedTuple):
    """What became of a text. ``text`` is the original where ``translated`` is False.

    ``failed`` names the checks that the best candidate failed, or says that no model knows the
    language; ``best`` is that candidate, for readers who know that nothing vouches for it.
    """

    text: str
    translated: bool
    checks: Checks
    failed: tuple[str, ...] = ()
    best: str = ""


def job(text: str, start: int, language: str, money: Sequence[Money], context: str = "") -> Job:
    """Make a job of a piece of an article, ``context``, that begins at ``start``."""
    end = start + len(text)
    inside = [m for m in money if m.start >= start and m.end <= end]
    amounts = tuple((m.start - start, m.end - start, m.rendered) for m in inside)
    return Job(text, language, amounts, context)


def translate(
    jobs: Sequence[Job], translator: Translator, target: str, story: Story, report: Report
) -> list[Outcome]:
    """Translate texts of any languages into one; the order is kept.

    A text whose language is the target's comes back as it is; so does one whose language no model
    knows, with the reason. ``report(done, total)`` is called after every batch.
    """
    outcomes: dict[int, Outcome] = {}
    for index, item in enumerate(jobs):
        if item.language == target or not item.text.strip():
            outcomes[index] = Outcome(item.text, False, Checks())
    for attempt in range(translator.attempts):
        for language in sorted({jobs[i].language for i in _pending(jobs, outcomes)}):
            group = [i for i in _pending(jobs, outcomes) if jobs[i].language == language]
            texts = [locked(jobs[index], target, story) for index in group]
            answers = _answers(texts, translator, language, target, attempt)
            for place, index in enumerate(group):
                answer = answers if isinstance(answers, str) else answers[place]
                outcome = _judge(jobs[index], answer, target, story)
                outcomes[index] = _better(outcomes.get(index), outcome)
            report(sum(not o.failed for o in outcomes.values()), len(jobs))
    return [outcomes[index] for index in range(len(jobs))]


def locked(item: Job, target: str, story: Story) -> str:
    """Return a job's text with its amounts, and names in another script, in the target's form."""
    edits = list(item.amounts)
    if item.language not in _LATIN and target in _LATIN:
        edits += _names(item, target, story)
    text = item.text
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def _names(item: Job, target: str, story: Story) -> list[tuple[int, int, str]]:
    edits = []
    for name in find_names(item.text, story, short=True):
        actor = story.by_id[name.actor_id]
        overlaps = any(start < name.end and name.start < end for start, end, _ in item.amounts)
        if not overlaps and (actor.type != "place" or target == "en"):
            edits.append((name.start, name.end, actor.name))
    return edits


def _pending(jobs: Sequence[Job], outcomes: dict[int, Outcome]) -> list[int]:
    return [i for i in range(len(jobs)) if i not in outcomes or outcomes[i].failed]


def _better(before: Outcome | None, after: Outcome) -> Outcome:
    return after if before is None or len(after.failed) < len(before.failed) else before


def _answers(
    texts: Sequence[str], translator: Translator, language: str, target: str, attempt: int
) -> list[list[str]] | str:
    """Return each text's candidates, or why there are none."""
    try:
        return translator.translate(texts, language, target, attempt)
    except PairError as exc:
        return str(exc)


def _respaced(answer: str, renderings: Sequence[str]) -> str:
    """Give the amounts of a translation their own blanks back: models write plain ones."""
    for rendering in renderings:
        pattern = r"\s".join(re.escape(part) for part in rendering.split())
        answer = re.sub(pattern, rendering.replace("\\", r"\\"), answer)
    return answer


def _judge(item: Job, answers: Sequence[str] | str, target: str, story: Story) -> Outcome:
    """Return the first candidate that passes every check, else the original with what failed."""
    if isinstance(answers, str):
        return Outcome(item.text, False, Checks(language=False), (answers,))
    least, best = tuple(Checks.model_fields), ""
    renderings = [rendering for _, _, rendering in item.amounts]
    basis = Basis(item.language, target, story, renderings, item.context)
    for answer in (_respaced(answer, renderings) for answer in answers):
        checks = verify(item.text, answer, basis)
        failed = tuple(checks.failed)
        if not failed:
            return Outcome(answer, True, checks)
        if len(failed) < len(least):
            least, best = failed, answer
    return Outcome(item.text, False, Checks(language=False), least, best)
