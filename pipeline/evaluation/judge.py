"""Compare one digest with its gold. Pure functions.

Facts count once however often an article repeats them. White space is compared alike everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pipeline.evaluation.amounts import Amount, amount_of
from pipeline.evaluation.case import Gold, GoldClaim
from pipeline.evaluation.score import Counts, Verdict
from pipeline.records import Claim, Digest, Facts, Failure
from pipeline.stages.relevance import LITTLE

_HIGH = 0.5  # relevance from which an article tells the story, and is not only near it
REFUSED = "refused"


def judge(gold: Gold, result: Digest | Failure) -> tuple[Verdict, ...]:
    """Return a verdict for each kind that the gold asks for."""
    digest = result if isinstance(result, Digest) else None
    facts = digest.facts if digest else Facts()
    return (*_facts(gold, facts), *_shown(gold, digest), *_page(gold, result))


def quote_difference(facts: Facts, starts: str, speaker: str | None) -> str | None:
    """Say how a digest misses a quotation; None where it has it, and its speaker if one is named.

    ``speaker`` is in the words of the source, or the actor's name; a surname alone counts.
    """
    found = [quote for quote in facts.quotes if plain_text(quote.text).startswith(starts)]
    if not found:
        return f"{starts!r} is missing"
    names = {actor.id: actor.name for actor in facts.actors}
    heard = {name for quote in found for name in (quote.speaker, names.get(quote.speaker_id or ""))}
    if speaker is None or not heard.isdisjoint({speaker, _surname(speaker)}):
        return None
    return f"{starts!r} is said by {found[0].speaker!r}, not by {speaker!r}"


def _surname(name: str) -> str:
    """Return the last word of a person's name, and anything else as it is."""
    words = name.split()
    return words[-1] if words and all(word[0].isupper() for word in words) else name


def relevance_level(score: float) -> Literal["high", "some", "low"]:
    """Say how much an article is about the story: low is what a digest warns of."""
    return "low" if score < LITTLE else "some" if score < _HIGH else "high"


def plain_text(text: str) -> str:
    """Return a text with single spaces for all white space."""
    return " ".join(text.split())


def _facts(gold: Gold, facts: Facts) -> Iterator[Verdict]:
    if gold.money is not None:
        yield _money(gold.money, facts)
    if gold.dates is not None:
        yield _sets("dates", gold.dates, [date.value for date in facts.dates])
    if gold.actors is not None:
        yield _sets("actors", gold.actors, [actor.name for actor in facts.actors])
    if gold.quotes is not None:
        missed = [quote_difference(facts, plain_text(q.starts), q.speaker) for q in gold.quotes]
        starts = tuple(plain_text(quote.starts) for quote in gold.quotes)
        texts = [plain_text(quote.text) for quote in facts.quotes]
        extra = [text for text in texts if not text.startswith(starts)]
        lines = [line for line in missed if line] + [f"{text!r} is none" for text in extra]
        right = missed.count(None)
        counts = Counts(len(missed), len(missed) + len(extra), right)
        yield Verdict("quotes", counts, tuple(lines))
    if gold.claims:
        yield _each("claims", [_claim_difference(claim, facts.claims) for claim in gold.claims])


def _money(wanted: Sequence[Amount], facts: Facts) -> Verdict:
    given: dict[Amount, bool] = {}  # whether it is doubted
    for fact in facts.money:
        amount = amount_of(fact)
        bare = amount._replace(doubted=False)
        given[bare] = amount.doubted or given.get(bare, False)
    asked = {amount._replace(doubted=False): amount.doubted for amount in wanted}
    right = {bare for bare in asked if bare in given and given[bare] >= asked[bare]}
    lines = [f"{bare._replace(doubted=asked[bare])} is missing" for bare in asked.keys() - right]
    lines += [f"{bare._replace(doubted=given[bare])} is none" for bare in given.keys() - right]
    return Verdict("money", Counts(len(asked), len(given), len(right)), tuple(sorted(lines)))


def _sets(kind: str, wanted: Sequence[str], given: Sequence[str]) -> Verdict:
    asked, there = dict.fromkeys(wanted), dict.fromkeys(given)
    lines = [f"{item} is missing" for item in asked if item not in there]
    lines += [f"{item} is none" for item in there if item not in asked]
    right = sum(item in there for item in asked)
    return Verdict(kind, Counts(len(asked), len(there), right), tuple(lines))


def _each(kind: str, differences: Sequence[str | None]) -> Verdict:
    """Count questions that are right or wrong each."""
    lines = tuple(line for line in differences if line)
    number = len(differences)
    return Verdict(kind, Counts(number, number, number - len(lines)), lines)


def _claim_difference(wanted: GoldClaim, claims: Sequence[Claim]) -> str | None:
    words = plain_text(wanted.has)
    found = [claim for claim in claims if words in plain_text(claim.text)]
    how = found[0].modality if found else "asserted"
    voices = [name for claim in found for name in claim.attributed_to]
    if wanted.how is not None and how != wanted.how:
        return f"{words!r} is {how}, not {wanted.how}"
    asked = {_surname(name) for name in wanted.by or ()}
    if wanted.by is not None and {_surname(name) for name in voices} != asked:
        return f"{words!r} is said by {voices}, not by {list(wanted.by)}"
    return None


def _shown(gold: Gold, digest: Digest | None) -> Iterator[Verdict]:
    """Judge the words that the digest must and must not show, as it says them and as proof."""
    statements = digest.summary if digest else []
    told = [text for s in statements for text in (s.text, *(e.text for e in s.evidence))]
    if gold.must:
        shown = plain_text("\n".join(told))
        yield _each("must", [_unless(plain_text(w) in shown, w, "not shown") for w in gold.must])
    if gold.never:
        head = digest.headline.text if digest and digest.headline else ""
        shown = plain_text("\n".join([head, *told]))
        lines = [_unless(plain_text(w) not in shown, w, "shown") for w in gold.never]
        yield _each("never", lines)


def _unless(good: bool, words: str, what: str) -> str | None:
    return None if good else f"{words!r} is {what}"


def _page(gold: Gold, result: Digest | Failure) -> Iterator[Verdict]:
    """Judge what kind of page it is said to be, and how much it is about the story."""
    if gold.state is not None:
        state = result.article.input_state if isinstance(result, Digest) else REFUSED
        why = f" ({result.error})" if isinstance(result, Failure) else ""
        line = f"{state}{why}, not {gold.state}"
        yield _each("state", [None if state == gold.state else line])
    if gold.relevance is not None:
        score = result.relevance.score if isinstance(result, Digest) else 0.0
        level = relevance_level(score)
        line = f"{score:.2f} is {level}, not {gold.relevance}"
        yield _each("relevance", [None if level == gold.relevance else line])
