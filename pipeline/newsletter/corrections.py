"""What an edition said that its source, or a second reading of it, says no more: pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from rapidfuzz.fuzz import ratio

from pipeline.edition import Correction, headline_of
from pipeline.records import Digest, Money, Statement

_ALIKE = 60  # of 100: a sentence of which a number or a name was changed scores 80 and more
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s*|\n")
_GONE = "The article no longer says this."
_READ_AGAIN = "The same words were read again."
T = TypeVar("T")


class Said(NamedTuple):
    """A digest as an edition printed it, and the clock time of that edition."""

    digest: Digest
    sent: datetime


class _Change(NamedTuple):
    said: str
    now: str | None
    language: str | None
    reason: str = ""


def corrections_of(said: Said, new: Digest) -> list[Correction]:
    """Return what has to be corrected of a printed digest, given a newer one of its article.

    Where the article was changed, these are the headline's numbers, the statements, amounts and
    quotes that do not stand in it any more; where it was not, the amounts that are read otherwise
    now and the statements that are withheld now.
    """
    old = said.digest
    same = (old.article.title, old.article.text) == (new.article.title, new.article.text)
    found = _read_again(old, new) if same else _changed(old, new)
    return [
        Correction(
            kind="changed" if change.now else "withdrawn",
            said=change.said,
            now=change.now,
            reason=change.reason,
            language=change.language,
            sent=said.sent,
            headline=headline_of(old),
            url=new.source.final_url,
        )
        for change in dict.fromkeys(found)
        if change.said != change.now
    ]


def _changed(old: Digest, new: Digest) -> Iterator[_Change]:
    """Give what the changed article says differently."""
    yield from _headline(old, new)
    told: set[int] = set()  # sentences that a change of a statement tells about
    for statement in old.summary:
        if all(proof.text in new.article.text for proof in statement.evidence):
            continue
        told.update(proof.sentence for proof in statement.evidence)
        yield _statement(statement, old, new)
    values = {_value(money) for money in new.facts.money}
    for money in old.facts.money:
        if money.sentence not in told and _value(money) not in values:
            told.add(money.sentence)
            yield _sentence(_around(old.article.text, money.start), old, new)
    for quote in old.facts.quotes:
        if quote.sentence not in told and quote.text not in new.article.text:
            told.add(quote.sentence)
            yield _sentence(_around(old.article.text, quote.start), old, new)


def _headline(old: Digest, new: Digest) -> Iterator[_Change]:
    """Give the headline if a number in it changed; other words are no correction."""
    before, after = headline_of(old), headline_of(new)
    if after and re.findall(r"\d+", before) != re.findall(r"\d+", after):
        yield _Change(before, after, _language(old.headline, old))


def _statement(statement: Statement, old: Digest, new: Digest) -> _Change:
    """Return what became of a statement whose proof is gone: what takes its place is new too."""
    proof = " ".join(evidence.text for evidence in statement.evidence)
    proofs = [
        (" ".join(evidence.text for evidence in one.evidence), one)
        for one in new.summary
        if not all(evidence.text in old.article.text for evidence in one.evidence)
    ]
    now = _nearest(proof, proofs)
    if now is not None and now.status == statement.status:
        return _Change(statement.text, now.text, _language(statement, old))
    change = _sentence(proof, old, new)
    if change.now is None:
        return _Change(statement.text, None, _language(statement, old), _GONE)
    return change


def _sentence(before: str, old: Digest, new: Digest) -> _Change:
    """Return what became of a sentence, in the words of the article."""
    parts = _SENTENCE_END.split(new.article.text)
    sentences = [part for part in parts if part and part not in old.article.text]
    now = _nearest(before, [(sentence, sentence) for sentence in sentences])
    return _Change(before, now, old.article.language, "" if now else _GONE)


def _read_again(old: Digest, new: Digest) -> Iterator[_Change]:
    """Give what a second reading of the same words found otherwise."""
    amounts = {(money.start, money.end): money for money in new.facts.money}
    for money in old.facts.money:
        now = amounts.get((money.start, money.end))
        if now is not None and _value(now) != _value(money):
            yield _Change(_written(money), _written(now), old.target_language, _READ_AGAIN)
    withheld = {item.sentence: item.reason for item in new.withheld if item.sentence is not None}
    kept = {proof.sentence for one in new.summary for proof in one.evidence}
    for statement in old.summary:
        gone = [p.sentence for p in statement.evidence if p.sentence in withheld.keys() - kept]
        if gone:
            yield _Change(statement.text, None, _language(statement, old), withheld[gone[0]])


def _value(money: Money) -> tuple[object, ...]:
    return (money.min, money.max, money.currency)


def _written(money: Money) -> str:
    return f"{money.rendered} ({money.text})"


def _language(statement: Statement | None, digest: Digest) -> str | None:
    translated = statement is not None and statement.status != "verbatim"
    return digest.target_language if translated else digest.article.language


def _nearest(text: str, among: Sequence[tuple[str, T]]) -> T | None:
    """Return what goes with the text that is most like another, if any is like it."""
    scores = [ratio(text, other) for other, _ in among]
    best = max(range(len(scores)), key=scores.__getitem__, default=None)
    return among[best][1] if best is not None and scores[best] >= _ALIKE else None


def _around(text: str, place: int) -> str:
    """Return the sentence that a place is in, near enough to be shown."""
    begin = 0
    for part in _ends(text):
        if part > place:
            return text[begin:part].strip()
        begin = part
    return text[begin:].strip()


def _ends(text: str) -> Iterable[int]:
    return (end.end() for end in _SENTENCE_END.finditer(text))
