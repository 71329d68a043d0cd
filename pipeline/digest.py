"""One article through all stages, and several of them together: the file to read first.

    fetch -> extract -> language -> segment -> facts      for each source, on its own
    select -> translate -> verify (-> condense)           for all of them, in common batches
    assemble                                              one digest for each source

``Digester.read`` is the first line, ``Digester.finish`` the others; ``Digester.digest`` does both.

A source that fails becomes a ``Failure`` that names the stage; the others go on. Facts are read
from the original text before any model is asked, and nothing a model says is shown unchecked.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.protocols import Progress, Scorer, Translator, no_progress
from pipeline.config import Settings
from pipeline.errors import ChipwireError, ContentError
from pipeline.facts import find_facts
from pipeline.facts.money.find import find_money
from pipeline.records import Article, Digest, Failure, Page, Sentence, Source
from pipeline.stages.assemble import Draft, assemble, shown_quotes
from pipeline.stages.condense_drafts import condense_drafts
from pipeline.stages.extract_apart import extract_within
from pipeline.stages.fetch import Fetcher
from pipeline.stages.language import detect_language
from pipeline.stages.load import Models, model_errors
from pipeline.stages.relevance import relevance
from pipeline.stages.segment import segment
from pipeline.stages.select import Candidate, candidates, choose
from pipeline.stages.translate import Job, job, translate
from pipeline.story import Story

log = logging.getLogger("chipwire.digest")


def _guarded(draft: Draft, stages: Callable[[Draft], None]) -> Draft | Failure:
    """Take a draft through stages; whatever goes wrong becomes its failure."""
    try:
        stages(draft)
    except ChipwireError as exc:
        return expected_failure(draft.source, draft.stage, exc)
    except Exception as exc:  # a bug that one article meets must not lose the rest
        log.exception("%s: %s failed", draft.source.location, draft.stage)
        return internal_failure(draft.source, draft.stage, exc)
    return draft


def expected_failure(source: Source, stage: str, exc: ChipwireError) -> Failure:
    """Return what is wrong with a source as its failure."""
    refused = isinstance(exc, ContentError)
    return Failure(source=source.location, stage=stage, error=str(exc), refused=refused)


def internal_failure(source: Source, stage: str, exc: BaseException) -> Failure:
    """Return a bug that one article met as the article's failure."""
    error = f"internal error, please report it: {type(exc).__name__}: {exc}"
    return Failure(source=source.location, stage=stage, error=" ".join(error.split()))


@dataclass(frozen=True)
class Digester:
    """Turns sources into digests.

    ``fetcher`` gets a page for a source, ``extract`` its article. ``load`` gives the models and is
    called once, when there is an article to work on. Without a translator statements stay in the
    article's language; without a scorer sentences are chosen by facts and words alone.
    """

    settings: Settings
    story: Story
    fetcher: Fetcher
    load: Callable[[], Models] = Models
    progress: Progress = no_progress
    extract: Callable[[Page], Article] = extract_within

    def digest(self, sources: Sequence[Source]) -> list[Digest | Failure]:
        """Digest sources; the answer has one record for each, in the same order.

        Models work on all articles at once. Raises only what concerns the whole run, such as a
        model that cannot be loaded; whatever is wrong with one source becomes its ``Failure``.
        """
        results: list[Draft | Failure] = []
        for done, source in enumerate(sources):
            self.progress("reading", done, len(sources))
            results.append(self.read(source))
        finished = iter(self.finish([draft for draft in results if isinstance(draft, Draft)]))
        return [item if isinstance(item, Failure) else next(finished) for item in results]

    def finish(self, drafts: Sequence[Draft]) -> list[Digest]:
        """Take drafts that were read through the stages that ask models, all in common batches.

        What comes out for a draft does not depend on the others. Raises ``ModelError`` or
        ``LanguageError`` where a model cannot be loaded or used.
        """
        if drafts:
            models = self.load()
            with model_errors():
                self._select(drafts, models.scorer)
                self._translate(drafts, models.translator)
                if self.settings.digest.condense:
                    condense_drafts(drafts, models, self.settings, self.story, self.progress)
        return [assemble(draft, self.settings, self.story) for draft in drafts]

    def read(self, source: Source) -> Draft | Failure:
        """Take one source through the stages that need no model: fetch to facts."""
        draft = self.fetch(source)
        return draft if isinstance(draft, Failure) else self.understand(draft)

    def fetch(self, source: Source) -> Draft | Failure:
        """Begin a draft with the page of a source."""
        return _guarded(Draft(source), self._fetch)

    def understand(self, draft: Draft) -> Draft | Failure:
        """Take a draft that has its page through extraction, language, sentences and facts."""
        return _guarded(draft, self._understand)

    def _fetch(self, draft: Draft) -> None:
        with draft.at("fetch"):
            draft.page = self.fetcher.fetch(draft.source)

    def _understand(self, draft: Draft) -> None:
        with draft.at("extract"):
            draft.article = self.extract(draft.page)
        with draft.at("language"):
            draft.article = detect_language(draft.article)
        with draft.at("segment"):
            draft.sentences = segment(draft.article)
        with draft.at("facts"):
            target = self.settings.digest.to
            draft.facts = find_facts(draft.article, draft.sentences, self.story, target)
            draft.relevance = relevance(draft.article, draft.facts, self.story)

    def _select(self, drafts: Sequence[Draft], scorer: Scorer | None) -> None:
        """Choose the sentences to show; one scoring batch for all articles."""
        begun = time.perf_counter()
        found = [candidates(d.article, d.sentences, d.facts, self.story) for d in drafts]
        scores = self._model_scores(drafts, found, scorer)
        share = (time.perf_counter() - begun) / len(drafts)
        for draft, list_of, views in zip(drafts, found, scores, strict=True):
            draft.seconds["select"] = share
            draft.shown = choose(list_of, self._count, views)

    def _model_scores(
        self, drafts: Sequence[Draft], found: Sequence[list[Candidate]], scorer: Scorer | None
    ) -> list[list[float]]:
        """Ask the model how much each sentence tells of its article."""
        if scorer is None:
            return [[] for _ in drafts]
        articles = [
            (draft.article.title or "", [candidate.sentence.text for candidate in list_of])
            for draft, list_of in zip(drafts, found, strict=True)
        ]
        for draft, list_of in zip(drafts, found, strict=True):
            draft.models += scorer.describe() if list_of else []
        return scorer.salience(articles)

    def _translate(self, drafts: Sequence[Draft], translator: Translator | None) -> None:
        """Translate titles, shown sentences and quotes of all articles in one go."""
        if translator is None:
            return
        begun = time.perf_counter()
        target = self.settings.digest.to
        jobs = [self._jobs(draft) for draft in drafts]
        outcomes = iter(
            translate(
                [item for items in jobs for item in items],
                translator,
                target,
                self.story,
                lambda done, total: self.progress("translating", done, total),
            )
        )
        share = (time.perf_counter() - begun) / len(drafts)
        for draft, items in zip(drafts, jobs, strict=True):
            draft.seconds["translate"] = share
            draft.outcomes = [next(outcomes) for _ in items]
            used = {
                item.language
                for item, outcome in zip(items, draft.outcomes, strict=True)
                if outcome.translated
            }
            for language in sorted(used):
                draft.models += translator.describe(language, target)

    def _jobs(self, draft: Draft) -> list[Job]:
        """List what is shown of an article: title, sentences, quotes, in this order."""
        target = self.settings.digest.to
        language = draft.article.language or "und"
        title = draft.article.title or ""
        heading = Sentence.alone(title, language)
        money, text = draft.facts.money, draft.article.text
        return [
            job(title, 0, language, find_money([heading], target=target).valued, text),
            *(job(s.text, s.start, s.language, money, text) for s in draft.shown),
            *(
                job(quote.text, quote.start, draft.sentences[quote.sentence].language, money, text)
                for quote in shown_quotes(draft.facts, self._count)
            ),
        ]

    @property
    def _count(self) -> int:
        """How many statements the asked-for length shows."""
        count: int = getattr(self.settings.select, self.settings.digest.length)
        return count
