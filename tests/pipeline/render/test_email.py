"""The two parts of a digest mail: the same content, proved line by line, and readable."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from rich.cells import cell_len

from pipeline.edition import Correction, Edition, EmailContent, Image, SourceNote
from pipeline.errors import UsageError
from pipeline.records import Claim
from pipeline.render.email import LARGEST, UNSUBSCRIBE, Links, for_reader, render_edition
from pipeline.render.links import sentence_link
from pipeline.render.words import safe
from tests.pipeline.editions import (
    ARABIC,
    arabic,
    edition,
    full_edition,
    many,
    png,
    published,
    sample_digests,
    translated,
)

LINKS = Links("https://news.example/u/abc", "mailto:desk@news.example", "https://news.example/e/1")
HOSTILE = [
    "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "{{ 7 * 7 }}{% raw %}",
    "a\r\nBcc: x@y.example\r\n\r\nbody",
    "=?utf-8?q?Hi=0D=0ABcc:_x@y?=",
    "\u202eevil\u2066\x00\x1b[31m",
    "long " * 2000,
    "x" * 10_000,
    "日本語" * 3000,
]


class Page(HTMLParser):
    """A mail's HTML as a simple client sees it: its texts, links, pictures and marked languages."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: list[str] = []
        self._hidden = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._hidden = tag in ("style", "title")
        if tag in ("p", "div", "td", "h1", "h2", "h3", "br", "summary"):
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)

    def all(self, tag: str, attribute: str) -> list[str]:
        return [attrs.get(attribute) or "" for name, attrs in self.tags if name == tag]

    @property
    def text(self) -> str:
        return squeezed("".join(self.pieces))


def squeezed(text: str) -> str:
    """Drop what only lays a text out: blanks, line ends, quotation marks of lines."""
    return "".join(text.replace("| ", "").split())


def shown_in_both(content: EmailContent, *texts: str) -> None:
    page = Page(content.html).text
    plain = squeezed(content.text)
    for text in texts:
        assert squeezed(text) in page, f"not in the HTML: {text}"
        assert squeezed(text) in plain, f"not in the text: {text}"


def test_both_parts_show_the_same_content() -> None:
    whole = full_edition()
    content = render_edition(whole, LINKS)
    for digest in whole.digests:
        for statement in digest.summary:
            shown_in_both(content, statement.text, *statement.flags)
            shown_in_both(content, *(evidence.text for evidence in statement.evidence))
        for money in digest.facts.money:
            shown_in_both(content, money.rendered, money.text)
        for quote in digest.facts.quotes[:6]:
            shown_in_both(content, quote.text, quote.speaker or "speaker not named")
        shown_in_both(content, *digest.warnings, *(item.text for item in digest.withheld))
        assert digest.headline is not None
        shown_in_both(content, digest.headline.text, digest.id, *digest.article.authors)
    shown_in_both(
        content,
        "It costs $7 billion.",
        "It costs $7 trillion.",
        "read on the wrong scale",
        "TSMC has signed.",
        "El Faro: Otro titular",
        "https://down.example/feed: could not be read: HTTP 503",
        "Les Puces: behind a paywall",
        "Sunday, 22 November 2026, 07:00 (Europe/Paris)",
        "reported: Wall Street Journal",
        "a number went",
    )


def test_corrections_open_the_mail_and_are_in_its_subject() -> None:
    content = render_edition(full_edition(), LINKS)
    assert content.subject.startswith("Correction · Chips cost trillions")
    assert content.text.index("It costs $7 billion") < content.text.index("Chips cost trillions")
    assert content.html.index("TSMC has signed") < content.html.index("Chips cost trillions</")


def test_corrections_alone_do_not_tell_what_is_withdrawn_as_news() -> None:
    withdrawn = Correction(kind="withdrawn", said="TSMC has signed.", headline="TSMC has signed")
    content = render_edition(edition([]).model_copy(update={"corrections": [withdrawn]}), LINKS)
    assert content.subject.startswith("Correction · ")
    assert "TSMC" not in content.subject
    assert "TSMC has signed." in content.text
    assert "Nothing new" not in content.text


def test_every_statement_leads_to_its_sentence() -> None:
    digest = translated(sample_digests()[3])
    content = render_edition(edition([digest]), LINKS)
    address = "https://news.example/altman-sept-billions"
    links = [url for url in Page(content.html).all("a", "href") if url.startswith(address)]
    fragments = [url.partition("#:~:text=")[2] for url in links if "#" in url]
    assert len(fragments) == len(digest.summary) + len(digest.facts.quotes)
    for statement, fragment in zip(digest.summary, fragments, strict=False):
        start, _, end = fragment.partition(",")
        assert statement.evidence[0].text.startswith(unquote(start))
        assert statement.evidence[0].text.endswith(unquote(end))
    assert f"[1] {address}\n" in content.text
    assert content.text.count("[1]") == len(fragments) + 1


@pytest.mark.parametrize(
    ("url", "sentence", "expected"),
    [
        ("https://a.example/x", "Short-term, he said.", "#:~:text=Short%2Dterm%2C%20he%20said."),
        ("https://a.example/x#top", "Yes.", "#top:~:text=Yes."),
        ("https://a.example/x", "", ""),
        ("https://a.example/x", "あ" * 100, f"#:~:text={'%E3%81%82' * 8},{'%E3%81%82' * 8}"),
    ],
)
def test_a_sentence_is_named_by_its_ends(url: str, sentence: str, expected: str) -> None:
    assert sentence_link(url, sentence) == url.partition("#")[0] + expected


def test_the_original_is_folded_and_marked_with_its_language() -> None:
    page = Page(render_edition(edition([arabic()]), LINKS).html)
    assert len(page.all("details", "class")) == len(page.all("summary", "style")) == 1
    marked = [attrs for tag, attrs in page.tags if tag == "div"]
    assert [(found["lang"], found["dir"]) for found in marked] == [("ar", "rtl")]
    spans = [(a.get("lang"), a.get("dir")) for tag, a in page.tags if tag == "span"]
    assert ("ar", "rtl") in spans
    assert page.all("html", "lang") == ["en"]


def test_right_to_left_text_has_its_own_lines_in_the_text_part() -> None:
    text = render_edition(edition([arabic()]), LINKS).text
    assert f"\n    Original (Arabic):\n      {ARABIC}\n" in text


def test_text_is_72_columns_wide_and_addresses_are_whole() -> None:
    whole = edition([*sample_digests(), *many(3)])
    lines = render_edition(whole, LINKS).text.splitlines()
    long = [line for line in lines if cell_len(line) > 72 and "://" not in line]
    assert not long
    assert LINKS.unsubscribe in lines
    assert all(line == line.rstrip() for line in lines)


def test_styles_are_inlined_and_dark_mode_is_kept() -> None:
    html = render_edition(full_edition(), LINKS).html
    page = Page(html)
    assert all(page.all("p", "style")) and all(page.all("a", "style"))
    assert "@media (prefers-color-scheme: dark)" in html
    assert ("meta", {"name": "color-scheme", "content": "light dark"}) in page.tags
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "iframe", "form", "object"})
    assert all(role == "presentation" for role in page.all("table", "role"))


def test_pictures_have_a_name_and_words() -> None:
    content = render_edition(full_edition(), LINKS)
    page = Page(content.html)
    assert page.all("img", "src") == ["cid:chart-1"]
    assert page.all("img", "alt") == ["Bars: $7 trillion"]
    assert [image.name for image in content.images] == ["chart-1"]
    assert "[Bars: $7 trillion]" in content.text


def test_a_mail_that_would_be_cut_gives_headlines_and_says_so_in_both_parts() -> None:
    digests = many(60)
    content = render_edition(edition(digests), LINKS)
    assert len(content.html.encode()) <= LARGEST
    full = [n for n in range(60) if f"Translated line 1 of Story {n}." in content.text]
    assert full == list(range(len(full)))
    assert 3 < len(full) < 60
    shown_in_both(content, f"{60 - len(full)} further articles are given as linked headlines only")
    page = Page(content.html)
    for n in range(60):
        shown_in_both(content, f"{n + 1}. Story {n}")
        assert f"https://news.example/{n}" in page.all("a", "href")
        assert f"[{n + 1}] https://news.example/{n}\n" in content.text
    folded = [n for n in range(60) if f"Translated line 1 of Story {n}." in content.html]
    assert folded == full


def test_an_edition_of_thousands_stays_small() -> None:
    content = render_edition(edition(many(2000)), LINKS)
    assert len(content.html.encode()) <= LARGEST
    shown_in_both(content, "more are not listed")


@pytest.mark.parametrize("letter", ["&", "🏭", "a", "\u202e"])
def test_nothing_makes_a_mail_too_large(letter: str) -> None:
    long = letter * 5_000
    url = "https://news.example/" + letter * 900
    content = render_edition(
        edition(
            [translated(published(digest, url), long) for digest in sample_digests()],
            title=long,
            corrections=[
                Correction(kind="changed", said=long, now=long, reason=long, headline=long, url=url)
            ]
            * 50,
            notes=[SourceNote(kind="failed", name=long, reason=long, url=url)] * 50,
            charts=[Image(name="a", png=png(), alt=long, caption=long)] * 6,
        ),
        Links(url, url, url),
    )
    assert len(content.html.encode()) <= LARGEST
    assert len(content.text.encode()) <= LARGEST
    assert "more" in content.text


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_from_outside_acts(title: str) -> None:
    digest = translated(sample_digests()[3], title)
    article = digest.article.model_copy(update={"title": title, "authors": [title]})
    source = digest.source.model_copy(
        update={"publisher": title, "final_url": f"https://news.example/{title}"}
    )
    evil = digest.model_copy(update={"article": article, "source": source})
    content = render_edition(
        edition(
            [evil],
            title=title,
            corrections=[Correction(kind="withdrawn", said=title, headline=title, url=title)],
            notes=[SourceNote(kind="failed", name=title, reason=title, url=f"javascript:{title}")],
            charts=[Image(name=title, png=png(), alt=title, caption=title)],
        ),
        Links(f"javascript:{title}"),
    )
    assert len(content.subject) <= 120
    assert content.subject == safe(content.subject)
    assert len(content.html.encode()) <= LARGEST
    page = Page(content.html)
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "iframe"})
    assert len(page.all("img", "src")) == 1
    assert not [attrs for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert all(url.startswith("https://news.example/") for url in page.all("a", "href"))
    for part in (content.text, content.html):
        assert not {"\u202e", "\u2066", "\x00", "\x1b", "\r"} & set(part)
        assert "Bcc: x@y.example\n" not in part


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "it", "pt"])
def test_every_language_has_words_for_everything(language: str) -> None:
    whole = full_edition().model_copy(update={"language": language})
    content = render_edition(whole, LINKS)
    assert Page(content.html).all("html", "lang") == [language]
    shown_in_both(content, "Chips cost trillions", "It costs $7 trillion.")
    long = render_edition(edition(many(80), language=language), LINKS)
    assert len(long.html.encode()) <= LARGEST


def test_an_unknown_language_is_given_english() -> None:
    assert "Nothing new" in render_edition(edition([], language="tlh"), LINKS).text


def test_an_edition_without_news_says_so() -> None:
    content = render_edition(edition([]), LINKS)
    shown_in_both(content, "Nothing new in this edition.")
    assert content.subject == "Chip money · Sunday, 22 November 2026"


def test_the_subject_has_the_lead_amount_where_the_headline_has_none() -> None:
    subject = render_edition(edition([arabic()]), LINKS).subject
    assert subject == "Sam asks for money · $7 trillion"
    claim = Claim(sentence=0, text="", attributed_to=[], modality="denied", cues=[])
    facts = arabic().facts.model_copy(update={"claims": [claim]})
    denied = arabic().model_copy(update={"facts": facts})
    assert render_edition(edition([denied]), LINKS).subject == "Sam asks for money"
    numbered = translated(arabic(), "Sam asks for 7 trillion")
    assert render_edition(edition([numbered]), LINKS).subject == "Sam asks for 7 trillion"


def test_a_long_subject_ends_at_a_word() -> None:
    digest = translated(sample_digests()[3], "Chipmakers everywhere " * 20)
    subject = render_edition(edition([digest]), LINKS).subject
    head = subject.partition("…")[0]
    assert len(subject) <= 110
    assert head.endswith(("Chipmakers", "everywhere"))


def test_one_rendering_serves_many_readers() -> None:
    content = render_edition(edition(), Links(UNSUBSCRIBE))
    for token in ("abc", "x&y"):
        mine = for_reader(content, f"https://news.example/u?{token}")
        assert f"https://news.example/u?{token}\n" in mine.text
        assert f"https://news.example/u?{token}" in Page(mine.html).all("a", "href")
        assert UNSUBSCRIBE not in mine.text + mine.html
    with pytest.raises(UsageError):
        for_reader(content, "javascript:alert(1)")


def test_an_edition_renders_the_same_each_time_and_survives_json() -> None:
    whole = full_edition()
    again = Edition.model_validate_json(whole.model_dump_json())
    assert again == whole
    assert render_edition(again, LINKS) == render_edition(whole, LINKS)
