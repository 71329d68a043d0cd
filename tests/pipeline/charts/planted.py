"""A briefing with a probable scale slip, a denial, a range and a hostile title."""

from __future__ import annotations

from functools import lru_cache

from pipeline.briefing import make_briefing
from pipeline.briefing_records import Briefing
from tests.pipeline.briefing.makers import brief, page, sample_digests, story

HOSTILE = "<script>alert('1')</script> & \"quoted\" ]]>"
PAGES = {
    "a.example/1": page(
        "en",
        "2024-05-02",
        "Altman seeks $7 trillion",
        "Sam Altman seeks $7 trillion for a chip venture of OpenAI. SoftBank would take a stake of "
        "$500 million to $800 million in the chip venture.",
    ),
    "b.example/2": page(
        "fr",
        "2024-05-03",
        "Altman veut réunir 7 milliards",
        "Sam Altman cherche à réunir 7 milliards de dollars pour un projet de puces d'OpenAI.",
    ),
    "c.example/3": page(
        "en",
        "2024-05-04",
        "OpenAI is raising money",
        "OpenAI is raising $7 trillion for chips, the Wall Street Journal reported. The "
        "talks began in March 2024.",
    ),
    "d.example/4": page(
        "en",
        "2024-05-06",
        "TSMC denies",
        "TSMC denied that it would take a stake of $3 billion. On May 5, 2024, TSMC denied that it "
        f"had signed an agreement with OpenAI, wrote {HOSTILE}. A plant will open in 2027.",
    ),
}


@lru_cache(maxsize=1)
def planted() -> Briefing:
    """Return the briefing of the pages."""
    return brief(PAGES)


@lru_cache(maxsize=1)
def samples() -> Briefing:
    """Return a briefing of the sample pages."""
    return make_briefing(sample_digests(), story(), length="long")


def in_language(briefing: Briefing, language: str) -> Briefing:
    """Return a briefing whose readers read another language."""
    return briefing.model_copy(update={"target_language": language})
