"""Verify: does a translation say what its source says?

Every statement that a model made goes through here before anybody sees it. The checks compare two
strings by deterministic code; they know nothing of how the translation was made. They are
one-sided: a failed check always means "do not print this unmarked"; passed checks mean that
nothing wrong was found, not that nothing is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.records import Checks
from pipeline.stages.verify.attribution import attribution_kept
from pipeline.stages.verify.dates import dates_kept
from pipeline.stages.verify.form import language_kept, leak_free, length_kept, loop_free
from pipeline.stages.verify.names import names_kept
from pipeline.stages.verify.numbers import numbers_kept
from pipeline.stages.verify.polarity import modality_kept, negation_kept
from pipeline.stages.verify.support import Support, find_support, verify_condensed
from pipeline.story import Story

__all__ = ["Basis", "Support", "find_support", "verify", "verify_condensed"]


class Basis(NamedTuple):
    """What a translation is held against, besides its source sentence.

    Languages are ISO 639-1 codes. ``locked`` are the renderings of the source's amounts, which must
    stand in the translation to the letter. ``context`` is the article's text, where there is one: a
    name that stands nowhere in it is invented.
    """

    source_language: str
    target_language: str
    story: Story
    locked: Sequence[str] = ()
    context: str = ""


def verify(source: str, candidate: str, basis: Basis) -> Checks:
    """Compare a translation with its source sentence.

    Never raises; a language without tables passes the checks that need them.
    """
    pair = (basis.source_language, basis.target_language)
    story = basis.story
    return Checks(
        numbers=numbers_kept(source, candidate, *pair, basis.locked),
        names=names_kept(source, candidate, *pair, story, basis.context),
        dates=dates_kept(source, candidate, *pair),
        attribution=attribution_kept(source, candidate, *pair, story),
        negation=negation_kept(source, candidate, *pair),
        language=language_kept(source, candidate, *pair),
        length=length_kept(source, candidate, *pair),
        loops=loop_free(source, candidate),
        modality=modality_kept(source, candidate, *pair),
        terms=_terms_kept(source, candidate, *pair, story),
        leak=leak_free(candidate),
    )


def _terms_kept(
    source: str, candidate: str, source_language: str, target_language: str, story: Story
) -> bool:
    """Say whether each of the story's terms in the source has its counterpart in the candidate."""
    return all(
        story.has_term(term, candidate, target_language)
        for term in story.terms_in(source, source_language)
    )
