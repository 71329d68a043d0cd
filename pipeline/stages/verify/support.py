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
from pipeline.stages.verify.overlap import WIDE, Text, covered, longest_gap, rarity, read_text
from pipeline.stages.verify.stance import denials_agree, doubts_agree, speakers_agree
from pipeline.story import Story

_MOST = 4  # sentences that one statement may rest on
_ENOUGH = 0.75  # of a statement's content that its evidence must hold
_ADDS = 0.1  # of a statement's content that each further sentence must add
_LINK = 12  # characters that joining sentences may add: ", and then "
_GAP = 3  # words of content in a row that may be missing from the evidence
_WIDE_GAP = 3  # so many pairs of characters count as a word
_TRIGRAMS = 0.5  # how much trigrams count beside single words


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
    chosen, share = _choose(statement, sentences, language)
    evidence = [sentences[index] for index in chosen]
    joined = " ".join(evidence)
    pair = (joined, statement, language, language)
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


def _choose(
    statement: str, sentences: Sequence[str], language: str
) -> tuple[tuple[int, ...], float]:
    """Choose the sentences that hold the most of a statement, and say how much they hold.

    Greedy: each time the sentence that adds most, the first of equals, until none adds enough.
    """
    ours = read_text(statement, language)
    theirs = [read_text(sentence, language) for sentence in sentences]
    weights = rarity(ours.keys, theirs)
    chosen: list[int] = []
    keys: frozenset[str] = frozenset()
    trigrams: frozenset[str] = frozenset()
    share = 0.0
    while len(chosen) < _MOST:
        best, best_share = -1, share
        for index, text in enumerate(theirs):
            value = _share(ours, keys | text.keys, trigrams | text.trigrams, weights)
            if value > best_share:
                best, best_share = index, value
        if best < 0 or best_share - share < _ADDS:
            break
        chosen.append(best)
        keys, trigrams = keys | theirs[best].keys, trigrams | theirs[best].trigrams
        share = best_share
    return tuple(sorted(chosen)), share


def _share(
    ours: Text, keys: frozenset[str], trigrams: frozenset[str], weights: dict[str, float]
) -> float:
    words = covered(ours, keys, weights)
    if not ours.trigrams:
        return words
    running = len(ours.trigrams & trigrams) / len(ours.trigrams)
    return (1 - _TRIGRAMS) * words + _TRIGRAMS * running


def _gap(statement: str, evidence: Sequence[str], language: str) -> int:
    """Return how many words in a row the evidence does not hold."""
    held = frozenset(key for text in evidence for key in read_text(text, language).keys)
    gap = longest_gap(read_text(statement, language), held)
    return gap // _WIDE_GAP if language[:2] in WIDE else gap
