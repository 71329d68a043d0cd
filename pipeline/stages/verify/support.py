"""Which sentences of an article support a statement that a model shortened or merged from them?

Statement and sentences are in one language. The fewest sentences that hold the statement's words
are chosen; then its amounts, numbers, names and dates must all stand there, and a no or hearsay
must be neither lost nor added. Like all of verify this is one-sided: a supported statement may
still mix up who did what, as words are compared and not their sense.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.records import Checks
from pipeline.stages.verify.form import language_kept, leak_free, loop_free
from pipeline.stages.verify.held import dates_held, missing_names, numbers_held
from pipeline.stages.verify.overlap import (
    WIDE,
    Text,
    covered,
    longest_gap,
    rarity,
    read_text,
    trigrams,
)
from pipeline.stages.verify.stance import denials_agree, doubts_agree, speakers_agree
from pipeline.story import Story

_MOST = 4  # sentences that one statement may rest on
_ADDS = 0.1  # of a statement's words and phrases that each further sentence must add
_ENOUGH = 0.8  # of a statement's words and trigrams that its evidence must hold
_GAP = 2  # words of content in a row that its evidence may lack
_PAIRS = 3  # so many pairs of characters count as a word
_SUBJECT = 5  # words at the beginning of a statement that may name whom it is about
_BACK = 3  # sentences before a pronoun in which its name is looked for
_LINK = 12  # characters that joining sentences may add: ", and then "


class Support(NamedTuple):
    """The sentences that support a statement, by index in order; none where nothing does.

    ``share`` is how much of the statement's content the best sentences hold, from 0 to 1.
    """

    sentences: tuple[int, ...]
    share: float


def find_support(statement: str, sentences: Sequence[str], language: str, story: Story) -> Support:
    """Say which sentences of the same language (ISO 639-1) a condensed statement rests on.

    Time grows linearly with the sentences, which are read once. Never raises.
    """
    return verify_condensed(statement, sentences, language=language, story=story)[1]


def verify_condensed(
    statement: str, sentences: Sequence[str], *, language: str, story: Story
) -> tuple[Checks, Support]:
    """Compare a condensed statement with the sentences it was made of, and find these.

    Checks compare with the best sentences, even where they hold too little: then ``length`` fails,
    for want of evidence. Whatever fails, the support is empty.
    """
    chosen = _choose(statement, sentences, language)
    chosen = _with_antecedent(chosen, statement, sentences, language, story)
    evidence = [sentences[index] for index in chosen]
    joined = " ".join(evidence)
    pair = (joined, statement, language, language)
    share = _held_share(statement, evidence, sentences, language)
    rests = share >= _ENOUGH and _gap(statement, evidence, language) <= _GAP
    checks = Checks(
        numbers=numbers_held(statement, evidence, language, story),
        names=not missing_names(statement, evidence, " ".join(sentences), language, story),
        dates=dates_held(statement, evidence, language, story),
        negation=denials_agree(statement, evidence, language),
        modality=doubts_agree(statement, evidence, language),
        attribution=speakers_agree(statement, evidence, language, story),
        language=language_kept(*pair),
        length=rests and 0 < len(statement.strip()) <= len(joined) + _LINK,
        loops=loop_free(joined, statement),
        leak=leak_free(statement),
    )
    return checks, Support((), share) if checks.failed else Support(chosen, share)


def _choose(statement: str, sentences: Sequence[str], language: str) -> tuple[int, ...]:
    """Choose the sentences that hold the most of a statement's words and phrases, in order.

    Greedy: each time the sentence that adds most, the first of equals, until none adds enough.
    """
    ours = read_text(statement, language)
    theirs = [read_text(sentence, language) for sentence in sentences]
    weights = rarity(ours.keys, theirs)
    chosen: list[int] = []
    keys: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()
    held = 0.0
    while len(chosen) < _MOST:
        values = [_value(ours, keys | t.keys, phrases | t.phrases, weights) for t in theirs]
        best = max(range(len(values)), key=values.__getitem__, default=-1)
        if best < 0 or values[best] - held < _ADDS:
            break
        chosen.append(best)
        keys, phrases = keys | theirs[best].keys, phrases | theirs[best].phrases
        held = values[best]
    return tuple(sorted(chosen))


def _value(
    ours: Text, keys: frozenset[str], phrases: frozenset[str], weights: dict[str, float]
) -> float:
    words = covered(ours, keys, weights)
    running = len(ours.phrases & phrases) / len(ours.phrases) if ours.phrases else words
    return (words + running) / 2


def _with_antecedent(
    chosen: tuple[int, ...],
    statement: str,
    sentences: Sequence[str],
    language: str,
    story: Story,
) -> tuple[int, ...]:
    """Add the sentence before the others that names whom they call "he" or "the company".

    Only a name at the beginning of the statement, and not where it lacks a name of theirs: there
    one name was exchanged for another.
    """
    evidence = [sentences[index] for index in chosen]
    article = " ".join(sentences)
    missing = missing_names(statement, evidence, article, language, story)
    rest = " ".join(["…", *statement.split()[_SUBJECT:]])
    late = missing_names(rest, evidence, article, language, story)
    if not missing or late or not chosen or len(chosen) == _MOST:
        return chosen
    if missing_names(" ".join(evidence), [statement], article, language, story):
        return chosen
    for index in range(chosen[0] - 1, max(-1, chosen[0] - 1 - _BACK), -1):
        if not missing_names(statement, [*evidence, sentences[index]], article, language, story):
            return (index, *chosen)
    return chosen


def _held_share(
    statement: str, evidence: Sequence[str], sentences: Sequence[str], language: str
) -> float:
    """Return the mean of the shares of words of content and of trigrams that the evidence holds.

    Trigrams, as they stand at any place, forgive another order and other endings.
    """
    ours = read_text(statement, language)
    weights = rarity(ours.keys, [read_text(sentence, language) for sentence in sentences])
    held = frozenset(key for text in evidence for key in read_text(text, language).keys)
    theirs = {trigram for text in evidence for trigram in trigrams(text)}
    characters = trigrams(statement)
    running = len(characters & theirs) / len(characters) if characters else 0.0
    return (covered(ours, held, weights) + running) / 2


def _gap(statement: str, evidence: Sequence[str], language: str) -> int:
    """Return how many words in a row the evidence does not hold."""
    held = frozenset(key for text in evidence for key in read_text(text, language).keys)
    gap = longest_gap(read_text(statement, language), held)
    return gap // _PAIRS if language[:2] in WIDE else gap
