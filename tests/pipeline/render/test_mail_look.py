"""Mails in Chromium, on a phone and on a desk, by day and by night; skipped where it is missing.

``CHIPWIRE_ARTEFACTS`` names a folder for the screenshots.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from pipeline.edition import Edition, EmailContent
from pipeline.render.email import Links, render_edition
from tests.browser import artefacts, barriers, chromium, opened
from tests.pipeline.editions import edition, full_edition, many, published, sample_digests

__all__ = ["artefacts", "chromium"]  # fixtures
LOOK = Path(__file__).with_name("mail_look.js").read_text(encoding="utf-8")
UNFOLD = "() => document.querySelectorAll('details').forEach((one) => (one.open = true))"
LINKS = Links("https://news.example/u/abc", "mailto:desk@news.example", "https://news.example/e/1")


def long_words() -> Edition:
    """An edition with names that no line can hold."""
    digest = published(sample_digests()[3], "")
    source = digest.source.model_copy(
        update={"final_url": None, "location": "/srv/desk/" + "a" * 200 + ".html"}
    )
    article = digest.article.model_copy(update={"authors": ["b" * 200], "title": "c" * 200})
    return edition([digest.model_copy(update={"source": source, "article": article})])


def with_pictures(content: EmailContent) -> str:
    """Put the pictures where a mail client finds them by their ids."""
    html = content.html
    for image in content.images:
        data = base64.b64encode(image.png).decode()
        html = html.replace(f"cid:{image.name}", f"data:image/png;base64,{data}")
    return html


EDITIONS = {"full": full_edition, "long": lambda: edition(many(60)), "words": long_words}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 600])
@pytest.mark.parametrize("kind", EDITIONS)
def test_a_mail_can_be_read(
    chromium: Any, artefacts: Path, tmp_path: Path, kind: str, width: int, scheme: Any
) -> None:
    path = tmp_path / "mail.html"
    path.write_text(with_pictures(render_edition(EDITIONS[kind](), LINKS)), encoding="utf-8")
    with opened(chromium, path, width=width, scheme=scheme) as seen:
        folded = seen.page.evaluate(LOOK)
        seen.page.evaluate(UNFOLD)
        unfolded = seen.page.evaluate(LOOK)
        seen.page.screenshot(path=artefacts / f"mail-{kind}-{width}-{scheme}.png", full_page=True)
    assert folded == []
    assert unfolded == []
    assert seen.errors == seen.requests == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_in_a_mail_keeps_readers_out(chromium: Any, tmp_path: Path, scheme: Any) -> None:
    path = tmp_path / "mail.html"
    path.write_text(with_pictures(render_edition(full_edition(), LINKS)), encoding="utf-8")
    with opened(chromium, path, width=600, scheme=scheme) as seen:
        assert barriers(seen.page) == []
