"""No regular expression takes for ever: all of them, on texts made to be the worst for each."""

from __future__ import annotations

import re
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.security.hostile import TIMES
from tests.security.patterns import Found, attacks, patterns, unbounded

_LENGTH = 30_000  # characters: what is linear takes milliseconds, what is quadratic many seconds
_HANG = 0.5  # seconds of the processor after which a pattern hangs
_OF_A_KIND = 2 * TIMES  # patterns that one place makes out of data, for each language

# Where a pattern may take longer: its module gives it a few hundred characters, whatever comes.
_IN_A_WINDOW = {
    "pipeline.facts.dates.moved",  # what stands before and behind a date
    "pipeline.facts.speech.quote_speakers:_from_colon",
    "pipeline.facts.speech.words:_body",  # phrases of our own tables
}


class HangsError(Exception):
    """A pattern was given up."""


@contextmanager
def given_up() -> Iterator[None]:
    """Raise ``HangsError`` in the block when it hangs."""

    def stop(*_: object) -> None:
        raise HangsError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _HANG)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def hangs_on(found: Found) -> str | None:
    """Return the beginning of the text on which a pattern hangs, or None."""
    for text in attacks(found.pattern, _LENGTH):
        try:
            with given_up():
                found.try_on(text)
        except HangsError:
            return repr(text[:60])
    return None


def test_no_pattern_hangs() -> None:
    seen: Counter[str] = Counter()
    bad = []
    for found in patterns():
        place = found.where
        if place in _IN_A_WINDOW or not unbounded(found.pattern):
            continue
        seen[place] += 1
        if seen[place] > _OF_A_KIND:
            continue
        text = hangs_on(found)
        if text is not None:
            bad.append(f"{place}: {found.pattern.pattern[:100]!r} on {text}")
    assert sum(seen.values()) > 100
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("bad", [r"(a+)+$", r"\s+$", r"(\w|\d)*;", r"<!--.*?-->"])
def test_what_hangs_is_seen(bad: str) -> None:

    found = Found("here", re.compile(bad), frozenset({"search"}))
    assert unbounded(found.pattern)
    assert hangs_on(found) is not None
