"""The records that travel between stages. All are frozen; each keeps what made it.

Offsets are Unicode code points into ``Article.text``; ``end`` is exclusive, so
``article.text[r.start:r.end] == r.text`` for every record with offsets.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

SCHEMA_VERSION = "1.0"

InputState = Literal[
    "full", "teaser", "paywalled", "script shell", "live blog", "index", "video", "error"
]
Modality = Literal["asserted", "reported", "conditional", "planned", "denied", "hedged"]
Status = Literal["verbatim", "translated", "condensed"]


def plain(value: Decimal) -> str:
    """Write a decimal with all its digits and no exponent: ``7E+12`` -> ``7000000000000``."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


PlainDecimal = Annotated[Decimal, PlainSerializer(plain, return_type=str)]


class Record(BaseModel):
    """Base of all records: frozen, and no field that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Record):
    """Where an article is asked for: a URL, a path, or ``-`` for standard input."""

    location: str
    kind: Literal["url", "file", "stdin"]


class Page(Record):
    """What came back for a source, byte for byte."""

    source: Source
    final_url: str | None
    content: bytes
    content_type: str | None  # as the server says it; None for files
    charset: str | None  # from the HTTP header alone; the extractor sniffs the rest
    fetched_at: datetime
    sha256: str


class Dropped(Record):
    """A piece of the page that was judged not to be part of the article."""

    text: str
    reason: str


class LanguageSpan(Record):
    """The language of one paragraph; ``language`` is None where the text does not tell."""

    start: int
    end: int
    language: str | None
    confidence: float


class Span(Record):
    """Some characters of the article."""

    text: str
    start: int
    end: int


class Article(Record):
    """The cleaned text of one page. Paragraphs are separated by one line feed."""

    title: str | None
    authors: list[str] = []
    published: str | None = None  # ISO 8601, a day or a moment
    modified: str | None = None  # the same
    section: str | None = None  # in the page's words
    canonical_url: str | None = None  # the address that the page calls its own
    site: str | None = None
    declared_language: str | None = None  # what the page says of itself
    language: str | None = None
    language_confidence: float = 0.0
    other_languages: list[str] = []
    language_spans: list[LanguageSpan] = []
    input_state: InputState = "full"
    paragraphs_used: int
    paragraphs_total: int
    text: str
    corrections: list[Span] = []  # paragraphs that say what an earlier version had wrong
    dropped: list[Dropped] = []


class Sentence(Record):
    """One sentence of the article, with exact offsets."""

    index: int
    start: int
    end: int
    text: str
    paragraph: int
    language: str

    @classmethod
    def alone(cls, text: str, language: str) -> Sentence:
        """Make a sentence of a text that stands in no article: a title, a line, a candidate."""
        return cls(index=0, start=0, end=len(text), text=text, paragraph=0, language=language)


class Mention(Span):
    """Some characters of the article and the sentence they stand in."""

    sentence: int


class Money(Mention):
    """An amount of money with a value; ``min`` equals ``max`` for a single amount."""

    min: PlainDecimal
    max: PlainDecimal
    currency: str | None  # ISO 4217
    scale: Literal["long", "short", "local"] | None  # rule of the magnitude word; None without one
    doubt: str | None = None
    alternatives: list[PlainDecimal] = []  # other values the words could mean, where there is doubt
    rendered: str  # in the target language: the string that is locked in translation
    qualifier: str | None = None  # "up to", "about", "more than", "less than", "at least"


class DateMention(Mention):
    """A date in the text; ``value`` is EDTF (2024-02-09, 2024-02, 2026, 2023/2027)."""

    value: str
    kind: Literal["absolute", "relative"]
    event: str  # the sentence


class ActorRole(Mention):
    """What an actor does in one sentence; the span is the word that shows it ("finance")."""

    role: str


class Actor(Record):
    """A person or organisation, with every place that names it."""

    id: str
    name: str
    type: Literal["person", "organisation", "place", "product"]
    role: str  # of the story profile; of an unknown actor the one most sentences show
    known: bool  # False: the story profile does not have them
    mentions: list[Mention]
    roles: list[ActorRole] = []  # sentence by sentence, where a word shows one
    titles: list[Mention] = []  # "le PDG de TSMC", in the words of the source


class Voice(Span):
    """One link of "Les Echos, citing the WSJ, citing two sources"."""

    name: str  # of the story profile, or as written
    actor_id: str | None = None
    doubt: str | None = None


class Claim(Record):
    """Who says a sentence, and how firmly."""

    sentence: int
    text: str
    attributed_to: list[str]
    modality: Modality
    cues: list[Span]
    chain: list[Voice] = []  # who says so, the one who tells us first, the origin last


class Evidence(Record):
    """The sentence of the article that proves a statement."""

    sentence: int
    start: int
    end: int
    text: str


class Checks(Record):
    """What was compared between a statement and its source; True is passed."""

    numbers: bool = True
    names: bool = True
    negation: bool = True
    language: bool = True
    length: bool = True
    loops: bool = True
    dates: bool = True  # relative dates, reckoned from one day on both sides
    attribution: bool = True  # nobody says what somebody else said
    modality: bool = True  # hearsay and conditional stay hearsay and conditional
    terms: bool = True  # the story's terms are translated as such
    leak: bool = True  # nothing of the prompt came out

    @property
    def failed(self) -> list[str]:
        """Names of the checks that failed, in the order of the fields."""
        return [name for name, passed in self if not passed]


class Statement(Record):
    """One line of the digest, with its proof."""

    text: str
    status: Status
    evidence: list[Evidence]
    checks: Checks = Checks()
    flags: list[str] = []


class Quote(Mention):
    """Words in quotation marks, without the marks; ``speaker`` in the words of the source."""

    speaker: str | None
    speaker_id: str | None = None
    doubt: str | None = None
    continues: int | None = None  # index of the quote of which this is the next part
    translated: Statement | None = None  # in the target language, for a quote that is shown


class Facts(Record):
    """Everything read from the original text by deterministic code."""

    money: list[Money] = []
    money_vague: list[Mention] = []  # amounts without a value: "des milliards de dollars"
    dates: list[DateMention] = []
    actors: list[Actor] = []
    quotes: list[Quote] = []
    scare_quotes: list[Mention] = []  # one to three words in marks: a term, not speech
    claims: list[Claim] = []


class Withheld(Record):
    """Something the digest does not say, and why."""

    text: str
    reason: str
    sentence: int | None = None


class Relevance(Record):
    """How much an article is about the story, from 0 to 1."""

    score: float
    reasons: list[str]


class DigestSource(Record):
    """Where a digest's article came from."""

    location: str
    final_url: str | None
    publisher: str | None
    fetched_at: datetime
    sha256: str


class ModelUse(Record):
    """The weights behind one task."""

    task: str
    card: str
    revision: str
    sha256: str
    device: str
    dtype: str


class Provenance(Record):
    """What made a digest. ``seconds`` and ``DigestSource.fetched_at`` are its only moving parts."""

    chipwire: str
    config_sha256: str
    models: list[ModelUse] = []
    seconds: dict[str, float] = {}


class Digest(Record):
    """One article, digested. The schema of its JSON is ``docs/schema/digest.json``."""

    schema_version: str = SCHEMA_VERSION
    kind: Literal["digest"] = "digest"
    id: str
    story: str
    target_language: str
    source: DigestSource
    article: Article
    headline: Statement | None
    relevance: Relevance
    summary: list[Statement]
    facts: Facts
    warnings: list[str] = []
    withheld: list[Withheld] = []
    provenance: Provenance


class Failure(Record):
    """A source that gave no digest: which one, at which stage, and why (one line)."""

    source: str
    stage: str
    error: str = Field(description="one line that says what happened and what to do")
    refused: bool = False  # it was had, but is no article that could be digested
