"""Words of an article in every rendering: they are shown, and never act."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest
from lxml import etree

from pipeline.records import Digest
from pipeline.render import render
from tests.security.hostile import digest, page

SCRIPT = "&lt;script&gt;alert(1)&lt;/script&gt;<b onmouseover=x>\"quoted' words"
WORDS = [
    "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\ and \x1b[2J",
    "\x9b31m red \x07 bell \x08\x08\x08 back",
    "x\r\nBcc: all@evil.example\r\n\r\nbody",
    '<script>alert(1)</script><img src=x onerror="alert(1)">',
    "]]><svg/onload=alert(1)><!-- --!>",
    "](javascript:alert(1)) [x](https://evil.example) `code` ~~~",
    "\u202eevil\u202c \u2066x\u2069 \u2028 \u2029",
    "=cmd|' /C calc'!A0",
    "{{ 7*7 }} {% raw %} ${x} %(x)s",
]
STYLES = ["text", "markdown", "json", "jsonl", "atom"]


def evil(words: str) -> Digest:
    """Return a digest in which everything that an article says holds some words."""
    plain = digest(page("It would cost $7 billion, said Sam Altman of OpenAI on Monday."))
    data = json.loads(plain.model_dump_json())

    def spoil(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {name: spoil(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [spoil(inner, key) for inner in value]
        if isinstance(value, str) and key in _SPOILT:
            return f"{words} {value} {words}"
        return value

    spoilt = spoil(data)
    assert isinstance(spoilt, dict)
    spoilt["source"]["location"] = f"https://news.example/{words}"
    spoilt["source"]["final_url"] = f"https://news.example/{words}"
    spoilt["article"]["authors"] = [words]
    spoilt["warnings"] = [words]
    return Digest.model_validate(spoilt)


_SPOILT = {"text", "title", "name", "site", "publisher", "speaker", "rendered", "doubt", "section"}


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag, *(name for name, _ in attrs)]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("words", WORDS)
def test_nothing_reaches_a_terminal_that_acts_on_it(words: str, style: str) -> None:
    shown = render([evil(words)], style)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


@pytest.mark.parametrize("words", WORDS)
def test_markdown_shows_words_as_words(words: str) -> None:
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": True}).enable("table")
    tags = Tags(made.render(render([evil(words)], "markdown"))).found
    assert not {"script", "img", "svg", "onerror", "onload", "del"} & set(tags)


@pytest.mark.parametrize("words", WORDS)
def test_a_feed_shows_words_as_words(words: str) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    feed = etree.fromstring(render([evil(words)], "atom").encode(), parser)
    names = {etree.QName(element).localname for element in feed.iter(etree.Element)}
    assert not {"script", "img", "svg", "iframe"} & names
    for element in feed.iter("{*}link"):
        assert element.get("href", "").startswith(("https://news.example/", "https://chipwire"))


def test_a_page_that_writes_markup_in_words_is_shown_its_words() -> None:
    found = digest(page(f"The company said {SCRIPT} on Friday in a letter.", title=SCRIPT))
    assert found.headline is not None
    for style in ("markdown", "atom"):
        assert "<script" not in render([found], style)


@pytest.mark.parametrize("words", WORDS)
def test_lines_of_json_are_lines(words: str) -> None:
    lines = render([evil(words), evil(words)], "jsonl").splitlines()
    assert len(lines) == 2
    assert json.loads(lines[0])["article"]["authors"] == [words]


def test_no_cell_of_a_table_is_a_formula() -> None:
    from pipeline.render.table_files import write_csv
    from pipeline.render.tables import Column

    begins = ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠x"]
    stream = io.BytesIO()
    write_csv(stream, [Column("a", "text")], [{"a": begin} for begin in begins])
    rows = list(csv.reader(io.StringIO(stream.getvalue().decode(), newline="")))
    assert [cell for (cell,) in rows[1:]] == [f"'{begin}" for begin in begins]
