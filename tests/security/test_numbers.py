"""Numbers, nesting and repetition without end: read, refused or left out, and never a hang."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.config import FetchSettings
from pipeline.errors import ChipwireError
from pipeline.records import Failure, Source
from pipeline.render import render
from pipeline.stages.fetch import FileFetcher
from tests.security.hostile import page, read

HUGE = {
    "powers": "It would cost 10^400 billion dollars, $1e400 billion and 1e999999999 dollars.",
    "digits": "It would cost $" + "9" * 5000 + " billion, they said on Monday.",
    "more digits": "It would cost " + "9" * 50_000 + " dollars, they said on Monday.",
    "places": "It would cost $0." + "0" * 50_000 + "1 billion, they said on Monday.",
    "groups": "It would cost $" + ",".join(["999"] * 20_000) + " in all.",
    "scales": "It would cost " + "billion " * 5000 + "dollars in all, they said.",
    "words": "It would cost " + "seven hundred " * 5000 + "billion dollars.",
    "chinese": "它将耗资" + "万亿" * 3000 + "美元。",
    "japanese": "費用は" + "九千" * 4000 + "兆円だ。",
    "arabic": "سبعة و" * 4000 + " مليار دولار",
    "years": f"On {'9' * 5000}-12-31, in {'1' * 6000}, on 31 December {'2' * 5000} they met.",
    "spans": f"In the {'9' * 5000}th century, {'5' * 5000} years ago, in {'3' * 500} weeks.",
    "ranges": "from $1 to " * 600 + "$7 billion.",
    "quotes": "«" * 3000 + "x" + "»" * 3000 + " said Sam Altman.",
    "corners": "「" * 4000 + "」" * 4000,
    "brackets": "(" * 5000 + " said Sam Altman " + ")" * 5000,
    "names": "Sam Altman " * 1000,
    "speakers": "said Sam Altman, " * 600,
    "dots": "." * 10_000 + "x said Altman.",
    "blanks": "$7" + "\u00a0" * 30_000 + "billion.",
    "hyphens": "a-" * 15_000,
    "combining": "e" + "\u0301" * 30_000 + " said Altman.",
}


@pytest.mark.parametrize("words", HUGE.values(), ids=HUGE)
def test_what_has_no_end_is_read(words: str) -> None:
    result = read(page(words))
    if isinstance(result, Failure):
        assert "internal error" not in result.error
    else:
        for style in ("text", "markdown", "json", "atom"):
            assert render([result], style)


@pytest.mark.parametrize(
    "text",
    [
        "# a" + " " * 50_000 + "x\n\nA text.",
        "<!--" * 50_000 + "\n\nA text.",
        "> " * 20_000 + "A text.",
        "[" * 20_000 + "](" * 20_000 + "\n\nA text.",
        "*" * 50_000 + "a" + "_" * 50_000 + "\n\nA text.",
        "---\n" * 20_000 + "\nA text.",
        "`" * 50_000 + "A text.",
        "!" * 30_000 + "x?" * 10_000,
    ],
    ids=["heading", "comments", "quoted", "links", "emphasis", "front", "code", "signs"],
)
@pytest.mark.parametrize("name", ["notes.md", "notes.txt"])
def test_text_that_is_all_signs_is_read(text: str, name: str) -> None:
    result = read(text.encode(), name)
    assert not isinstance(result, Failure) or "internal error" not in result.error


@pytest.mark.parametrize(
    "title", ["Altman" + " | The Wire" * 5_000, "Altman" + " " * 50_000 + "x", "|" * 50_000]
)
def test_a_title_without_end_is_read(title: str) -> None:
    result = read(page("It would cost $7 billion.", title=title))
    assert not isinstance(result, Failure) or "internal error" not in result.error


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "blockquote", "ul><li", "svg"])
def test_tags_in_tags_without_end_are_read(tag: str) -> None:
    result = read(page(f"<{tag}>" * 4_000 + "It would cost $7 billion."))
    assert not isinstance(result, Failure) or "internal error" not in result.error


@pytest.mark.parametrize("data", ["[" * 50_000, '{"a":' * 20_000, '{"headline": ' + "9" * 9000])
def test_declarations_in_declarations_without_end_are_read(data: str) -> None:
    script = f'<script type="application/ld+json">{data}</script>'
    result = read(page(script + "It would cost $7 billion."))
    assert not isinstance(result, Failure) or "internal error" not in result.error


def test_a_packed_archive_is_unpacked_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "pages.warc.gz"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        body = io.BytesIO(b" " * 5_000_000)
        writer.write_record(
            writer.create_warc_record(
                "https://news.example/a", "response", payload=body, http_headers=headers
            )
        )
    assert path.stat().st_size < 50_000
    with pytest.raises(ChipwireError, match="larger than 1 MB"):
        FileFetcher(FetchSettings(max_bytes=1_000_000)).fetch(
            Source(location=f"{path}#0", kind="file")
        )
