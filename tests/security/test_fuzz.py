"""Whatever is read, damaged at random: an answer or one line that says what is wrong, no more.

Further fuzzing stands beside what it is about: listings and archives in ``test_expand_mutations``,
pages in ``test_extract``, bounces in ``test_bounces``. CHIPWIRE_FUZZ=50 tries fifty times as much.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.config import SourceEntry, load_settings
from pipeline.deliver.bounces import parse_report
from pipeline.errors import ChipwireError
from pipeline.newsletter.csv_file import Faulty, read_subscribers
from pipeline.records import Digest, Failure, Source
from pipeline.render import render
from pipeline.sources import expand
from pipeline.stages.fetch import FakeFetcher, SourceFetcher
from pipeline.story import load_story
from tests.security.hostile import fuzz, page, read

ROOT = Path(__file__).resolve().parents[2]
PAGES = [path.read_bytes() for path in sorted(ROOT.glob("samples/*/*.html"))[:12]]
CONFIGS = [(ROOT / "configs" / name).read_text("utf-8") for name in ("newsroom.toml", "mail.toml")]
STORY = (ROOT / "configs" / "stories" / "digital-euro.toml").read_text("utf-8")
FEED, JSON_FEED, SITEMAP = (
    (ROOT / "samples" / name).read_bytes() for name in ("feed.xml", "feed.json", "sitemap-news.xml")
)
MAIL = (
    b"From: a@news.example\nSubject: =?utf-8?q?caf=C3=A9?=\nMIME-Version: 1.0\nContent-Type: "
    b'multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/html; charset=utf-8\n\n'
    + page("It would cost $7 billion.") + b"\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\n"
    b"y\n--b--\n"
)  # fmt: skip
REPORT = (
    b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\n'
    b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; "
    b"a@b.example\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\n"
    b"Message-ID: <1@x>\n\n--b--\n"
)
CSV = "address,edition,language\na@news.example,morning,fr\n"
TOKENS = [
    *("\x00", "\x1b[2J", "\u202e", "\u200b", "\ud7ff", "\U0010ffff", "&#x110000;", "&#0;", "]]>"),
    *("9" * 400, "9" * 5000, "10^400", "1e999999999", "-0", "NaN", "inf", "0x" + "f" * 300),
    *("(" * 600, "[" * 600, "{" * 600, "<b>" * 600, "<table><td>" * 200, "&amp;" * 200),
    *("$7 billion", "7 Billionen Euro", "7兆ドル", "٧ مليارات دولار", "31.12.9999", "0000-00-00"),
    *(
        "« ",
        "“",
        "」",
        " said ",
        " selon ",
        "\n\n",
        "\r",
        "\t",
        "=?utf-8?q?=0D=0ABcc:?=",
        "%00",
        "'",
    ),
    *('"""', "= ", "[[edition]]\n", "\n[mail]\n", "1979-05-27T07:32:00Z", "''", "true", ";", ","),
    *("<!DOCTYPE a [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "&a;", "<script>", "</article>"),
]
CHANGES = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 60),
        st.sampled_from(TOKENS) | st.text(max_size=6) | st.characters().map(lambda c: c * 50),
    ),
    min_size=1,
    max_size=8,
)
Change = tuple[float, int, str]


def damaged(text: str, changes: list[Change]) -> str:
    """Put pieces in the place of others: where (as a share), how much goes, what comes."""
    for place, gone, piece in changes:
        start = int(place * len(text))
        text = text[:start] + piece + text[start + gone :]
    return text


def damaged_bytes(content: bytes, changes: list[Change]) -> bytes:
    for place, gone, piece in changes:
        start = int(place * len(content))
        put = piece.encode("utf-8", "surrogatepass")
        content = content[:start] + put + content[start + gone :]
    return content


def check(result: Digest | Failure) -> None:
    """A digest can be shown in every form; a failure is one line and no bug of ours."""
    if isinstance(result, Failure):
        assert "internal error" not in result.error
        assert len(result.error.splitlines()) == 1
        return
    for style in ("text", "markdown", "json", "atom"):
        assert render([result], style)
    for amount in result.facts.money:
        assert result.article.text[amount.start : amount.end] == amount.text


@fuzz(15)
@given(st.sampled_from(PAGES), CHANGES)
@example(PAGES[0], [(0.5, 0, "$" + "9" * 5000 + " billion")])
@example(PAGES[0], [(0.5, 0, "<table><td>" * 3000)])
def test_a_damaged_page_gives_a_digest_or_one_line(content: bytes, changes: list[Change]) -> None:
    check(read(damaged_bytes(content, changes)))


@fuzz(25)
@given(st.lists(st.sampled_from(TOKENS) | st.text(max_size=30), max_size=30))
def test_any_text_gives_a_digest_or_one_line(pieces: list[str]) -> None:
    text = "Sam Altman wants $7 billion for chips, he said on Monday in Abu Dhabi. "
    content = (text + "".join(pieces)).encode("utf-8", "replace")
    check(read(content, "notes.txt"))
    check(read(content, "notes.md"))


@fuzz(120)
@given(st.sampled_from(CONFIGS), CHANGES)
@example("x = " + "9" * 5000, [(1.0, 0, "")])
@example("x = " + "[" * 5000, [(1.0, 0, "")])
@example("x = 1e999\ny = nan\nz = 0001-01-01", [(1.0, 0, "")])
def test_any_config_gives_settings_or_a_line(
    tmp_path: Path, text: str, changes: list[Change]
) -> None:
    path = tmp_path / "newsroom.toml"
    path.write_text(damaged(text, changes), encoding="utf-8", errors="replace")
    try:
        load_settings(path)
    except ChipwireError as exc:
        assert len(str(exc).splitlines()) == 1


@fuzz(60)
@given(CHANGES)
@example([(0.0, 0, "x = " + "{a=" * 3000)])
def test_any_story_gives_a_story_or_a_line(tmp_path: Path, changes: list[Change]) -> None:
    path = tmp_path / "story.toml"
    path.write_text(damaged(STORY, changes), encoding="utf-8", errors="replace")
    try:
        load_story(str(path))
    except ChipwireError as exc:
        assert len(str(exc).splitlines()) == 1


@fuzz(60)
@given(CHANGES)
def test_a_damaged_mail_gives_a_page_or_one_line(tmp_path: Path, changes: list[Change]) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(damaged_bytes(MAIL, changes))
    try:
        SourceFetcher().fetch(Source(location=str(path), kind="file"))
    except ChipwireError as exc:
        assert str(exc)


@fuzz(60)
@given(CHANGES)
def test_any_table_of_readers_gives_them_or_a_line(tmp_path: Path, changes: list[Change]) -> None:
    path = tmp_path / "readers.csv"
    path.write_text(damaged(CSV, changes), encoding="utf-8", errors="replace", newline="")
    try:
        for found in read_subscribers(path, "morning", {"morning"}):
            line = found.why if isinstance(found, Faulty) else found.address
            assert line.isprintable()
    except ChipwireError as exc:
        assert len(str(exc).splitlines()) == 1


@fuzz(80)
@given(CHANGES)
def test_a_damaged_bounce_suspends_nobody_by_an_error(changes: list[Change]) -> None:
    found = parse_report(damaged_bytes(REPORT, changes))
    assert found is None or (found.diagnostic or "").isprintable() or found.diagnostic == ""


NEXT = "".join(
    f"<!ENTITY {later} '{f'&{name};' * 10}'>"
    for name, later in zip("abcdefghi", "bcdefghij", strict=True)
)
BOMB = f"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>{NEXT}]>"
THIEF = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'><!ENTITY j '&a;'>]>"


@pytest.mark.parametrize("doctype", [BOMB, THIEF])
@pytest.mark.parametrize("kind", ["feed", "sitemap", "auto"])
@pytest.mark.parametrize("listing", [FEED, SITEMAP], ids=["feed", "sitemap"])
def test_entities_of_a_listing_are_not_expanded(listing: bytes, kind: str, doctype: str) -> None:
    text = listing.decode().replace("?>", f"?>{doctype}", 1)
    text = text.replace("https://", "https://&j;", 1).replace("<title>", "<title>&j;", 1)
    fetcher = FakeFetcher(lambda _: text.encode())
    entry = SourceEntry.model_validate({"location": "https://news.example/x.xml", "kind": kind})
    told = repr(expand(entry, fetcher.fetch))
    assert "root:" not in told
    assert len(told) < 100_000


@fuzz(40)
@given(st.sampled_from([FEED, JSON_FEED, SITEMAP]), CHANGES)
@example(JSON_FEED, [(0.0, 10_000, "[" * 5000)])
@example(JSON_FEED, [(0.0, 10_000, '{"version": "https://jsonfeed.org/version/1.1", "items": 1}')])
def test_a_damaged_listing_gives_sources_or_failures(listing: bytes, changes: list[Change]) -> None:
    content = damaged_bytes(listing, changes)
    fetcher = FakeFetcher(lambda _: content)
    entry = SourceEntry.model_validate({"location": "https://news.example/feed", "kind": "feed"})
    found = expand(entry, fetcher.fetch)
    assert found.sources or found.failures or content.strip()
    assert all(len(failure.error.splitlines()) == 1 for failure in found.failures)
