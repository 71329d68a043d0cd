"""Sites to look at: of the samples without a model, and of digests that a test has planted."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.briefing import make_briefing
from pipeline.records import Digest, Failure
from pipeline.site import Contents, build_site, of_digests
from tests.browser import artefacts, chromium
from tests.pipeline.briefing.makers import sample_digests, story
from tests.pipeline.store.makers import article_of, digest_of

__all__ = ["artefacts", "chromium"]

ATTACK = '<script>document.title = "broken"</script><img src=x onerror="alert(1)">'
ARABIC = "يقول التقرير إن المشروع يحتاج إلى سبعة تريليونات دولار."
ARABIC_TITLE = "مشروع الرقائق"


def planted() -> list[Digest]:
    """Return a translated digest, one from Arabic, and one whose every text attacks the page."""
    french = digest_of(
        article_of("L'usine coûterait 7 milliards de dollars.", "Une usine chère"),
        statement="The plant would cost $7 billion.",
    )
    arabic = digest_of(
        article_of(ARABIC, ARABIC_TITLE, "ar"), statement="The project needs seven trillion."
    )
    attack = digest_of(article_of(f"Un texte. {ATTACK}", ATTACK), statement=ATTACK)
    return [
        digest.model_copy(
            update={
                "source": digest.source.model_copy(
                    update={
                        "final_url": f"https://news.example/{name}",
                        "publisher": ATTACK if name == "attack" else "The Paper",
                    }
                )
            }
        )
        for name, digest in (("usine", french), ("raqaiq", arabic), ("attack", attack))
    ]


def contents(digests: list[Digest]) -> Contents:
    """Return the contents of a site of some digests."""
    return of_digests(digests, make_briefing(digests, story(), length="long"))


@pytest.fixture(scope="session")
def samples_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site of the samples."""
    out = tmp_path_factory.mktemp("samples") / "site"
    build_site(out, contents(list(sample_digests())))
    return out


@pytest.fixture(scope="session")
def french_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a site in French, with a briefing that says what is new and what was not read."""
    out = tmp_path_factory.mktemp("french") / "site"
    made = french_digests()
    failure = Failure(source="https://gone.example/a", stage="fetch", error="no such host")
    before = make_briefing(made[:7], story())
    briefing = make_briefing(made, story(), before, [failure], length="medium")
    build_site(out, of_digests(made, briefing))
    return out


def french_digests() -> list[Digest]:
    """Return the digests of the samples as French; the first has a flag that no stage writes."""
    first, *others = [one.model_copy(update={"target_language": "fr"}) for one in sample_digests()]
    flags = ["shown in the original: no translation passed the checks (numbers)", "a new flag"]
    line = first.summary[0].model_copy(update={"flags": flags})
    return [first.model_copy(update={"summary": [line, *first.summary[1:]]}), *others]


@pytest.fixture(scope="session")
def planted_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site of what is planted."""
    out = tmp_path_factory.mktemp("planted") / "site"
    build_site(out, contents(planted()))
    return out


@pytest.fixture(scope="session")
def french(planted_site: Path) -> Path:
    """Return the page of the planted translation."""
    return planted_site / "articles" / f"{planted()[0].id}.html"
