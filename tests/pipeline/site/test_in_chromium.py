"""The built site as people use it: in a real Chromium, from files, without a server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from tests.browser import barriers, opened, too_wide
from tests.pipeline.site.conftest import ARABIC, ATTACK, planted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BOARDS = ["index", "money", "timeline", "actors"]
PAGES = [*BOARDS, "articles", "briefings", "search", "article", "briefing"]
LIT = "getComputedStyle(document.querySelector('{}')).outlineStyle"


def place(site: Path, name: str) -> Path:
    """Return a page by its name; "article" and "briefing" are one of them."""
    if name in ("article", "briefing"):
        return min((site / f"{name}s").iterdir())
    return site / f"{name}.html"


def lit(page: Page, selector: str) -> bool:
    """Tell whether a part of the page is lit up."""
    found: str = page.evaluate(LIT.format(selector))
    return found == "solid"


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (600, "light"), (360, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_whole_quiet_and_usable(
    chromium: Browser,
    samples_site: Path,
    artefacts: Path,
    name: str,
    width: int,
    scheme: Literal["light", "dark"],
) -> None:
    with opened(chromium, place(samples_site, name), width=width, scheme=scheme) as seen:
        seen.page.screenshot(path=artefacts / f"{name}-{width}-{scheme}.png", full_page=True)
        assert too_wide(seen.page) == 0
        seen.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert too_wide(seen.page) == 0
        assert barriers(seen.page) == []
        assert seen.errors == []
        assert seen.requests == []


@pytest.mark.parametrize("name", ["index", "article"])
def test_pages_in_french_are_whole_and_usable(
    chromium: Browser, french_site: Path, artefacts: Path, name: str
) -> None:
    with opened(chromium, place(french_site, name), width=360) as seen:
        seen.page.screenshot(path=artefacts / f"french-{name}.png")
        assert too_wide(seen.page) == 0
        assert name == "index" or barriers(seen.page) == []
        assert seen.errors == []


def test_scripts_speak_the_language_of_the_page(chromium: Browser, french_site: Path) -> None:
    with opened(chromium, place(french_site, "search")) as seen:
        seen.page.fill("#q", "zwyxabc")
        assert seen.page.inner_text("#found") == "0 article"
        seen.page.fill("#q", "OpenAI")
        assert seen.page.inner_text("#found").endswith(" articles")
        for colours in ("comme le système", "claires", "sombres", "comme le système"):
            assert seen.page.inner_text("button.theme") == f"Couleurs : {colours}"
            seen.page.click("button.theme")
        assert seen.errors == []


def test_a_statement_and_its_sentence_light_up_under_the_mouse(
    chromium: Browser, french: Path, artefacts: Path
) -> None:
    with opened(chromium, french) as seen:
        page = seen.page
        assert not lit(page, "#statement1")
        page.hover("#statement1 > p")
        assert lit(page, "#s0")
        page.screenshot(path=artefacts / "lit-by-mouse.png")
        page.hover("h1")
        assert not lit(page, "#s0")
        page.hover("#s0 > p")
        assert lit(page, "#statement1")


def test_they_light_up_by_keyboard(chromium: Browser, french: Path, artefacts: Path) -> None:
    with opened(chromium, french) as seen:
        page = seen.page
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.closest('#statement1') !== null"):
                break
        assert lit(page, "#s0")
        page.screenshot(path=artefacts / "lit-by-keyboard.png")
        page.keyboard.press("Enter")  # follow the number to the sentence
        page.wait_for_url("**#s0")
        page.keyboard.press("Tab")
        assert lit(page, "#statement1")


def test_an_amount_lights_up_its_sentence(chromium: Browser, french: Path) -> None:
    with opened(chromium, french) as seen:
        seen.page.hover("#amounts + ul li")
        assert lit(seen.page, "#s0")
        assert lit(seen.page, "#statement1")


def test_without_script_pairs_light_up_and_anchors_show(chromium: Browser, french: Path) -> None:
    with opened(chromium, french, script=False) as seen:
        seen.page.hover("#statement1 > p")
        assert seen.page.locator("#s0").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
        assert not seen.page.locator("button.theme").is_visible()
        seen.page.goto(f"{french.as_uri()}#s0")
        seen.page.hover("h1")
        assert seen.page.locator("#s0").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
        described = seen.page.locator("#statement1").get_attribute("aria-describedby") or ""
        assert described.split() == ["s0"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("emirats", "Émirats"),  # accents do not matter, either way
        ("EMIRÁTOS", "Emiratos"),
        ("TSMC dément", "TSMC dément"),
        ("奥特曼 芯", "奥特曼"),
        ("ソフトバンク", "ソフトバンク"),
    ],
)
def test_search_finds_words_in_any_script(
    chromium: Browser, samples_site: Path, query: str, found: str
) -> None:
    with opened(chromium, samples_site / "search.html") as seen:
        seen.page.fill("#q", query)
        assert found in seen.page.inner_text("#hits li >> nth=0")
        assert "article" in seen.page.inner_text("#found")
        assert seen.errors == []


def test_search_from_the_header_of_a_page_leads_to_an_article(
    chromium: Browser, samples_site: Path
) -> None:
    with opened(chromium, place(samples_site, "article")) as seen:
        page = seen.page
        page.fill("#find", "dément")
        page.press("#find", "Enter")
        page.wait_for_url("**/search.html?q=*")
        first = page.locator("#hits a").first
        assert "dément" in first.inner_text()
        first.click()
        page.wait_for_url("**/articles/*.html")
        assert "dément" in page.inner_text("h1")
        assert seen.errors == []
        assert seen.requests == []


def test_a_search_for_nothing_says_so(chromium: Browser, samples_site: Path) -> None:
    with opened(chromium, samples_site / "search.html") as seen:
        seen.page.fill("#q", "zwyxabc")
        assert seen.page.inner_text("#found") == "0 articles"
        seen.page.fill("#q", " ?! ")
        assert seen.page.inner_text("#found") == ""


def test_colours_follow_the_system_and_the_button(chromium: Browser, samples_site: Path) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    with opened(chromium, samples_site / "index.html", scheme="dark") as seen:
        dark = seen.page.evaluate(paper)
        seen.page.click("button.theme")  # light
        light = seen.page.evaluate(paper)
        assert dark != light
        seen.page.goto((samples_site / "articles.html").as_uri())
        assert seen.page.evaluate(paper) == light  # kept for the next page
        seen.page.click("button.theme")  # dark
        assert seen.page.evaluate(paper) == dark
        assert barriers(seen.page) == []


def test_arabic_runs_from_right_to_left(
    chromium: Browser, planted_site: Path, artefacts: Path
) -> None:
    page = planted_site / "articles" / f"{planted()[1].id}.html"
    with opened(chromium, page, width=360) as seen:
        words = seen.page.locator(f"blockquote p:text-is({ARABIC!r})")
        assert words.get_attribute("dir") == "rtl"
        assert words.get_attribute("lang") == "ar"
        assert words.evaluate("e => getComputedStyle(e).direction") == "rtl"
        assert too_wide(seen.page) == 0
        assert barriers(seen.page) == []
        seen.page.screenshot(path=artefacts / "right-to-left-360.png", full_page=True)


@pytest.mark.parametrize("name", [*PAGES, "attack"])
def test_a_script_in_any_text_stays_text(chromium: Browser, planted_site: Path, name: str) -> None:
    attack = planted_site / "articles" / f"{planted()[2].id}.html"
    with opened(chromium, attack if name == "attack" else place(planted_site, name)) as seen:
        page = seen.page
        if name == "search":
            page.fill("#q", "script")
            assert ATTACK in page.inner_text("#hits")
        if name == "attack":
            assert page.inner_text("h1") == ATTACK
        assert page.title() != "broken"
        assert page.locator("main script, main img, [onerror]").count() == 0
        assert seen.errors == []


def test_it_prints_without_navigation_and_with_folded_sentences(
    chromium: Browser, samples_site: Path, artefacts: Path
) -> None:
    with opened(chromium, samples_site / "index.html", scheme="dark") as seen:
        seen.page.emulate_media(media="print")
        assert not seen.page.locator("nav").is_visible()
        assert seen.page.locator(".proofs blockquote").first.is_visible()
        seen.page.screenshot(path=artefacts / "print.png", full_page=True)
        seen.page.pdf(path=artefacts / "print.pdf")
