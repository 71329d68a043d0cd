"""The briefing in a mail: each line with its sources, the same in both parts, not too long."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest

from pipeline.briefing_records import Briefing, News
from pipeline.edition import EmailContent, Image
from pipeline.render.email import LARGEST, Links, render_edition
from tests.pipeline.briefing.makers import digests as made
from tests.pipeline.briefing.makers import page
from tests.pipeline.editions import (
    arabic,
    briefing,
    edition,
    many,
    png,
    sample_digests,
    translated,
)
from tests.pipeline.render.mail_lint import lint
from tests.pipeline.render.test_email import HOSTILE, Page, shown_in_both

LINKS = Links("https://news.example/u/abc")
PLANT = page(
    "en",
    "2024-03-01",
    "A plant for Dresden",
    "The chip plant of Silbersee in Dresden will cost $5 billion, the ministry said on Friday.\n"
    "Work on the plant begins on 4 June 2024.",
)
PLANT_TOO = page(
    "fr",
    "2024-03-01",
    "Une usine à Dresde",
    "L'usine de puces de Silbersee à Dresde coûtera 7 milliards de dollars, selon le maire.\n"
    "Le chantier de l'usine commence le 4 juin 2024.",
)


def rendered(briefings: list[Briefing], digests: Any = None, **options: Any) -> EmailContent:
    digests = sample_digests() if digests is None else digests
    return render_edition(edition(digests, briefings=briefings), LINKS, **options)


def head(content: EmailContent) -> str:
    """Return the text before the first digest in full."""
    return content.text.split("-" * 72)[2]


def test_each_line_has_its_sources_and_their_sentences_in_both_parts() -> None:
    found = briefing(sample_digests())
    content = rendered([found], topics=3)
    links = Page(content.html).all("a", "href")
    lines = [cluster.lead for cluster in found.clusters[:3]]
    for line in lines:
        shown_in_both(content, line.text)
    proofs = [proof for line in lines for proof in line.proofs[:4]]
    proofs += [proof for event in found.timeline[:3] for proof in event.proofs[:4]]
    proofs += [proof for one in found.conflicts[:3] for side in one.sides for proof in side.proofs]
    values = [value for slot in found.money[:3] for value in slot.values[:4]]
    proofs += [report.proof for value in values for report in value.reports if len(values) < 4]
    urls = {source.id: source.url for source in found.sources}
    for proof in proofs:
        shown_in_both(content, proof.text)
        mine = [url for url in links if url.startswith(f"{urls[proof.source]}#:~:text=")]
        starts = [unquote(url.partition("text=")[2].partition(",")[0]) for url in mine]
        assert any(proof.text.startswith(start) for start in starts)
    for value in values:
        shown_in_both(content, value.rendered)
    shown_in_both(content, found.title)


def test_sources_have_the_numbers_of_the_articles() -> None:
    digests = sample_digests()
    content = rendered([briefing(digests)], digests[:3])
    cited = re.findall(r"^\[(\d+)\] (\S+)$", head(content), re.MULTILINE)
    numbers = {url: int(number) for number, url in cited}
    assert list(numbers.values()) == sorted(set(numbers.values()))
    for number, digest in enumerate(digests, 1):
        found = numbers.pop(digest.source.final_url or "", None)
        assert found is None or (found == number if number < 4 else found > 3)
    assert numbers == {}
    used = set(re.findall(r"\[(\d+)\]", head(content)))
    assert used == {number for number, _ in cited}


def test_the_original_is_folded_and_each_source_stands_first() -> None:
    content = rendered([briefing(sample_digests())], topics=1)
    board = head(content).partition("MONEY\n")[2].partition("TIMELINE\n")[0]
    first = re.search(r"\$7 trillion(.*)", board)
    assert first is not None
    assert len(set(re.findall(r"\[\d+\]", first.group(1)))) == 4
    html = content.html
    folded = html[html.index("Money</h3>") :].partition("<details")[2].partition("</details>")[0]
    assert folded.count("<div") == 4


def test_where_sources_differ_each_side_has_its_sources() -> None:
    found = briefing(sample_digests())
    conflict = found.conflicts[0]
    differ = head(rendered([found], topics=2)).partition("WHERE SOURCES DIFFER")[2]
    assert f"{conflict.about} (contradiction)" in differ
    for side in conflict.sides:
        squeezed = "".join(differ.replace("| ", "").split())
        assert all("".join(proof.text.split()) in squeezed for proof in side.proofs)


def test_what_is_new_since_the_last_edition_is_told_where_no_other_section_does() -> None:
    first = briefing(made({"a.example/1": PLANT}))
    both = made({"a.example/1": PLANT, "b.example/1": PLANT_TOO})
    second = briefing(both, first)
    proofs = second.clusters[0].lead.proofs
    elsewhere = proofs[0].model_copy(update={"text": "A sentence that no section has."})
    told = [
        News(kind="withdrawn", fact="statement", text="It was to open in May.", proofs=proofs),
        News(kind="changed", fact="amount", text="cost: $7 bn", was="cost: $5 bn", proofs=proofs),
        News(kind="new", fact="denial", text=second.clusters[0].lead.text, proofs=proofs),
        News(kind="new", fact="statement", text="Nobody was asked.", proofs=[elsewhere]),
        News(kind="new", fact="denial", text="No plant, says Quarzau.", proofs=[elsewhere]),
    ]
    content = rendered([second.model_copy(update={"news": told})], both)
    news = head(content).partition("NEW SINCE THE LAST EDITION")[2].partition("WHAT HAPPENED")[0]
    assert "cost: $7 bn [1]" in news
    assert "(changed · before: cost: $5 bn)" in news
    assert "May" not in content.text  # the edition's corrections tell that
    assert "No plant, says Quarzau. [1]\n   (new)" in news
    assert news.count(" * ") == 2


def test_the_length_of_a_reader_is_that_of_the_briefing() -> None:
    found = briefing(sample_digests())
    content = rendered([found], topics=2)
    assert f"and {len(found.clusters) - 2} more" in head(content)
    shown_in_both(content, found.clusters[1].lead.text)
    assert found.clusters[2].lead.text not in head(content).replace("\n   ", " ")


def test_a_briefing_of_each_story() -> None:
    found = briefing(sample_digests())
    other = found.model_copy(update={"title": "Fusion at last"})
    content = rendered([found, other], topics=1)
    shown_in_both(content, found.title, "Fusion at last")


def test_right_to_left_sentences_are_marked() -> None:
    digests = [arabic(), translated(arabic(), "Sam asks").model_copy(update={"id": "other"})]
    found = briefing([digests[0], sample_digests()[0]])
    page = Page(rendered([found], digests).html)
    marked = [attrs for tag, attrs in page.tags if tag == "div" and attrs.get("lang") == "ar"]
    assert marked
    assert all(attrs["dir"] == "rtl" for attrs in marked)


@pytest.mark.parametrize("letter", ["&", "🏭", "x ", "\u202e"])
def test_no_briefing_makes_a_mail_too_large(letter: str) -> None:
    long = letter * 2_000
    content = rendered([filled(long)] * 3, many(30))
    assert len(content.html.encode()) <= LARGEST
    assert "Translated line 1 of Story 0." in content.text  # there is room for news
    assert not {"\u202e"} & {*content.text, *content.html}


def test_a_mail_with_everything_leaves_room_for_news() -> None:
    images = [Image(name="a", png=png(), alt="words " * 500)] * 2
    whole = edition(many(60), briefings=[briefing(sample_digests())], charts=images)
    content = render_edition(whole, LINKS)
    assert 60_000 < len(content.html.encode()) <= LARGEST
    assert "Translated line 1 of Story 2." in content.text


@pytest.mark.parametrize("title", HOSTILE[:6], ids=range(6))
def test_nothing_in_a_briefing_acts(title: str) -> None:
    content = rendered([filled(title)], topics=2)
    assert lint(content.html) == []
    tags = {tag for tag, _ in Page(content.html).tags}
    assert tags.isdisjoint({"script", "iframe", "img"})
    for part in (content.text, content.html):
        assert not {"\u202e", "\u2066", "\x00", "\x1b", "\r"} & set(part)
        assert "\nBcc: x@y.example" not in part


def filled(words: str) -> Briefing:
    """Return the samples' briefing with other words wherever the articles' words stand."""

    def fill(found: Any, key: str = "") -> Any:
        if isinstance(found, dict):
            return {name: fill(value, name) for name, value in found.items()}
        if isinstance(found, list):
            return [fill(one, key) for one in found]
        theirs = ("text", "words", "headline", "title", "publisher", "rendered", "by", "doubt")
        return words if key in theirs and found is not None else found

    whole = json.loads(briefing(sample_digests()).model_dump_json())
    return Briefing.model_validate(fill(whole))
