"""The first draft of a gold case: what a digest says, for a desk to check and correct."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.config import SelectSettings
from pipeline.evaluation.amounts import Amount, amount_of, read_amount, short_number
from pipeline.evaluation.judge import relevance_level
from pipeline.records import Digest
from pipeline.toml_file import toml_string

_CHECK = "# check"


class Corrections(NamedTuple):
    """What a desk says is wrong: words the digest must not (or must) show, and amounts.

    ``money`` gives the value of words ("7 billions de dollars"); None where they are no amount.
    """

    about: str = ""
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    money: Mapping[str, Amount | None] = {}


def read_money(options: Iterable[str]) -> dict[str, Amount | None]:
    """Read ``WORDS = 7e12 USD`` and ``WORDS = none``. Raises ``ValueError``."""
    found: dict[str, Amount | None] = {}
    for option in options:
        words, equals, value = option.rpartition("=")
        words, value = " ".join(words.split()), value.strip()
        if not equals or not words:
            raise ValueError(f"{option!r}: write 'WORDS = 7e12 USD', or 'WORDS = none'")
        found[words] = None if value == "none" else read_amount(value)
    return found


def draft_case(digest: Digest, corrections: Corrections, *, exact_page: bool) -> str:
    """Write a digest as a gold case; what nobody has confirmed ends in ``# check``.

    ``exact_page``: the page is the one that was fetched, so that its kind can be asked for.
    """
    wrong = corrections.never
    good = [
        evidence
        for statement in digest.summary
        if not any(words in statement.text for words in wrong)
        for evidence in statement.evidence
        if not any(words in evidence.text for words in wrong)
    ]
    lines = [
        f"about = {toml_string(corrections.about or digest.article.title or digest.id)}",
        f"story = {toml_string(digest.story)}",
        f"to = {toml_string(digest.target_language)}",
        f"length = {toml_string(_length(len(digest.summary)))}",
    ]
    if exact_page:
        lines.append(f"state = {toml_string(digest.article.input_state)}  {_CHECK}")
    lines.append(f"relevance = {toml_string(relevance_level(digest.relevance.score))}  {_CHECK}")
    lines += _array("never", [(toml_string(text), "") for text in wrong])
    lines += _array(
        "must",
        [(toml_string(text), "") for text in corrections.must]
        + _checked(evidence.text for evidence in good),
    )
    lines += _array("money", _money(digest, corrections.money))
    lines += _array("dates", _checked(date.value for date in digest.facts.dates))
    lines += _array("actors", _checked(actor.name for actor in digest.facts.actors))
    lines += _array("quotes", _quotes(digest))
    lines += _array("claims", _claims(digest, {evidence.sentence for evidence in good}))
    return "\n".join(lines) + "\n"


def _length(count: int) -> str:
    """Return the shortest length that shows so many statements."""
    sizes = SelectSettings().model_dump()
    return next((length for length, most in sizes.items() if count <= most), "long")


def _money(digest: Digest, corrected: Mapping[str, Amount | None]) -> list[tuple[str, str]]:
    rows: dict[str, str] = {}
    there = {" ".join(fact.text.split()): amount_of(fact) for fact in digest.facts.money}
    for words, amount in {**there, **corrected}.items():
        if amount is not None:
            note = "#" if words in corrected else f"{_CHECK}:"
            rows.setdefault(toml_string(_short(amount)), f"{note} {_comment(words)}")
    return list(rows.items())


def _short(amount: Amount) -> str:
    ends = dict.fromkeys(short_number(end) for end in (amount.low, amount.high))
    before = f"{amount.qualifier} " if amount.qualifier else ""
    return f"{before}{'..'.join(ends)} {amount.currency or '?'}{' ?' if amount.doubted else ''}"


def _checked(items: Iterable[str]) -> list[tuple[str, str]]:
    return [(toml_string(item), _CHECK) for item in dict.fromkeys(items)]


def _quotes(digest: Digest) -> list[tuple[str, str]]:
    names = {actor.id: actor.name for actor in digest.facts.actors}
    rows = []
    for quote in digest.facts.quotes:
        speaker = names.get(quote.speaker_id or "") or quote.speaker
        said = f", speaker = {toml_string(speaker)}" if speaker else ""
        rows.append((f"{{ starts = {toml_string(quote.text)}{said} }}", _CHECK))
    return rows


def _claims(digest: Digest, shown: Container[int]) -> list[tuple[str, str]]:
    """Write who says the sentences that are shown, and how."""
    rows = []
    for claim in digest.facts.claims:
        if claim.sentence in shown:
            how = f"how = {toml_string(claim.modality)}"
            voices = ", ".join(map(toml_string, claim.attributed_to))
            rows.append((f"{{ has = {toml_string(claim.text)}, {how}, by = [{voices}] }}", _CHECK))
    return rows


def _array(key: str, items: Sequence[tuple[str, str]]) -> list[str]:
    if not items:
        return [f"{key} = []  {_CHECK}"]
    return [f"{key} = [", *(f"    {item},  {note}".rstrip() for item, note in items), "]"]


def _comment(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
