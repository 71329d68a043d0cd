"""A briefing: many digests told as one story. All records are frozen.

Nothing stands in a briefing without a ``Proof``: a sentence of an article, with its offsets in the
text of that article. ``Proof.source`` is the id of one of ``Briefing.sources``. Days are ISO 8601.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipeline.records import Failure, InputState, PlainDecimal, Record, Status

BRIEFING_SCHEMA_VERSION = "1.0"

Standing = Literal["done", "reported", "planned", "denied"]
Precision = Literal["day", "month", "season", "year", "span", "decade"]
Order = Literal["contradiction", "update", "undated", "scale slip"]
FactKind = Literal["amount", "statement", "event", "denial"]
NewsKind = Literal["new", "changed", "confirmed", "withdrawn", "corrected"]


class Proof(Record):
    """The sentence of one article that shows something."""

    source: str
    sentence: int
    start: int
    end: int
    text: str


Proofs = Annotated[list[Proof], Field(min_length=1)]


class BriefSource(Record):
    """One article of the briefing. Two places that print one text are two sources, one digest."""

    id: str
    digest: str  # id of its digest
    headline: str
    title: str | None  # in the language of the article
    publisher: str | None
    location: str
    url: str | None
    language: str | None
    published: str | None
    input_state: InputState
    origin: str  # id of the source whose text it copies, or the agency it names; else its own id


class Line(Record):
    """A statement with a proof from each source that says it."""

    text: str
    status: Status
    proofs: Proofs
    origins: int  # independent sources among those that say it
    flags: list[str]


class Cluster(Record):
    """The articles that tell one event, in the order of their dates."""

    id: str
    lead: Line
    lines: list[Line]  # the best supported first, without the lead
    sources: list[str]
    origins: int
    first: str | None  # days of the first and the last article
    last: str | None


class Report(Record):
    """One source's words for an amount."""

    words: str
    by: list[str]  # whom the source names for it
    published: str | None
    qualifier: str | None
    doubt: str | None
    denied: bool
    proof: Proof


class Value(Record):
    """One amount, however it was written; reports of ranges that overlap belong to it."""

    min: PlainDecimal
    max: PlainDecimal
    currency: str | None
    rendered: str  # in the target language
    reports: Annotated[list[Report], Field(min_length=1)]
    origins: int
    slip_of: str | None = None  # the rendering of the value that was probably meant


class Slot(Record):
    """What is said of one sum: the sum sought, a stake of somebody, sales of a year, a price."""

    kind: str
    label: str
    subject: list[str]  # names of the actors it is about
    year: str | None  # for what is told of a year
    cluster: str | None  # where neither actor nor year tells what it is of: the event alone
    values: list[Value]


class Event(Record):
    """Something with a date; ``when`` is EDTF."""

    when: str
    precision: Precision
    reckoned: bool  # from the day of publication
    standing: Standing
    text: str
    proofs: Proofs
    origins: int


class Role(Record):
    """What an actor is or does in some articles, from the first to the last day of these."""

    text: str
    first: str | None
    last: str | None
    proofs: Proofs


class Saying(Record):
    """Something an actor says, or denies."""

    text: str
    published: str | None
    proof: Proof


class Who(Record):
    """One actor of the story."""

    id: str
    name: str
    type: Literal["person", "organisation", "place", "product"]
    known: bool
    sources: list[str]
    mentions: int
    roles: list[Role]
    said: list[Saying]
    denied: list[Saying]


class Side(Record):
    """What some sources say of a matter on which others differ."""

    text: str
    first: str | None
    last: str | None
    proofs: Proofs


class Conflict(Record):
    """Sources that do not say the same, the earlier side first."""

    kind: Literal["value", "denial", "office"]
    order: Order
    about: str
    sides: Annotated[list[Side], Field(min_length=2)]


class Fact(Record):
    """One fact of the ledger, which the next briefing is compared with."""

    kind: FactKind
    key: str  # what the fact is about: slot and subject, or the statement's words
    value: str | None
    text: str
    proofs: Proofs
    origins: list[str]  # locations, one for each independent origin


class News(Record):
    """What is different from the previous briefing; proofs of what was withdrawn are the old."""

    kind: NewsKind
    fact: FactKind
    text: str
    was: str | None = None
    proofs: Proofs


class Briefing(Record):
    """One story, briefed. The schema of its JSON is ``docs/schema/briefing.json``."""

    schema_version: str = BRIEFING_SCHEMA_VERSION
    kind: Literal["briefing"] = "briefing"
    id: str
    story: str
    title: str
    target_language: str
    length: Literal["short", "medium", "long"]
    chipwire: str
    since: str | None  # days of the first and the last article
    until: str | None
    previous: str | None  # id of the briefing that ``news`` compares with
    sources: list[BriefSource]
    clusters: list[Cluster]
    money: list[Slot]
    timeline: list[Event]
    actors: list[Who]
    conflicts: list[Conflict]
    news: list[News]
    left_out: dict[str, int]  # what the length left no room for, by section
    failures: list[Failure]
    facts: list[Fact]  # all that was found, whatever the length
