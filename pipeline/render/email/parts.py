"""What a mail shows, in order and in words: both the text and the HTML are written from this.

All strings are final: in the reader's language, on one line, of bounded length, without control
characters. The writers only lay them out, so the two parts of a mail cannot differ in content.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.edition import Image


class Words(NamedTuple):
    """Some words, their language and the direction they are read in: ltr, rtl or auto."""

    text: str
    language: str | None
    direction: str


class Link(NamedTuple):
    """Words to click on, and where they lead; without an address they are only words."""

    words: Words
    url: str | None


class Original(NamedTuple):
    """A sentence of the source, with the name of its language."""

    label: str
    words: Words


class StatementPart(NamedTuple):
    """One statement with its proof."""

    words: Words
    url: str | None  # opens the article at the sentence
    standing: str  # translated or not, how firm, who says so
    originals: list[Original]
    flags: list[Words]


class AmountPart(NamedTuple):
    """An amount, the words it was read from, and what to know about it."""

    value: str
    words: Words
    notes: str


class QuotePart(NamedTuple):
    """Words in quotation marks and who said them."""

    words: Words
    translated: Words | None
    speaker: str
    url: str | None
    flags: list[Words]


class DigestPart(NamedTuple):
    """One article, in full. ``more_`` lists say how many were left out, or nothing."""

    number: int
    headline: Words
    original_headline: Words | None
    url: str | None
    place: str  # the address, or the name of the file
    origin: str
    statements: list[StatementPart]
    more_statements: str
    amounts: list[AmountPart]
    more_amounts: str
    quotes: list[QuotePart]
    more_quotes: str
    people: str
    dates: str
    warnings: list[Words]
    withheld: list[Words]
    also: list[Link]
    more_also: str
    made_by: str


class HeadlinePart(NamedTuple):
    """One article, as a headline only."""

    number: int
    headline: Words
    url: str | None
    place: str
    origin: str


class ProofPart(NamedTuple):
    """A sentence of one source that shows something; its words are None where it is the line."""

    number: int  # of the source
    url: str | None  # opens the article at the sentence
    quoted: Words | None  # what of it counts, as an amount
    note: str  # and how the source says that
    label: str  # the name of its language
    words: Words | None


class LinePart(NamedTuple):
    """A line of the briefing: what is said, how it stands, and all its proofs."""

    words: Words
    standing: str
    proofs: list[ProofPart]
    more_proofs: str
    flags: list[Words]


class TopicPart(NamedTuple):
    """Lines that belong together; ``about`` is empty where the line says it itself."""

    about: str
    note: str
    lines: list[LinePart]
    more: str


class SectionPart(NamedTuple):
    """A section of the briefing."""

    title: str
    topics: list[TopicPart]
    more: str


class CitedPart(NamedTuple):
    """A source that the briefing cites."""

    number: int
    headline: Words
    url: str | None
    place: str
    origin: str


class BriefPart(NamedTuple):
    """What the articles of one story tell together."""

    title: str
    note: str
    sections: list[SectionPart]
    cited: list[CitedPart]


class CorrectionPart(NamedTuple):
    """What an earlier mail said and what holds now."""

    said: Words
    sent: str
    now: Words | None  # None: withdrawn
    reason: Words  # empty where none is told
    article: Link | None


class NotePart(NamedTuple):
    """A source that is not in the mail, and why."""

    name: str
    url: str | None
    why: str


class Mail(NamedTuple):
    """A whole mail."""

    language: str
    title: str
    when: str
    tally: str  # how many articles
    corrections: list[CorrectionPart]
    more_corrections: str
    briefs: list[BriefPart]
    charts: tuple[Image, ...]
    digests: list[DigestPart]
    cut: str  # how many articles are only headlines, or nothing
    headlines: list[HeadlinePart]
    dropped: str
    notes: list[NotePart]
    more_notes: str
    proof: str  # where every line comes from
    why: str
    unsubscribe: str | None
    preferences: str | None
    online: str | None
