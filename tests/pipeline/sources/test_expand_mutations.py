"""Listings, mails and archives that were damaged at random: failures, never errors."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.config import SourceEntry
from pipeline.errors import ChipwireError
from pipeline.sources import expand
from pipeline.stages.fetch import FakeFetcher, SourceFetcher

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
LISTINGS = [
    (SAMPLES / name).read_bytes()
    for name in ("feed.xml", "feed-rss.xml", "feed-broken.xml", "feed.json", "sitemap-news.xml")
]
MAIL = (
    b'Subject: x\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/html; '
    b"charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>caf=C3=A9</p>\n--b--\n"
)
ARCHIVE = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/\r\n"
    b"WARC-Date: 2024-02-09T10:00:00Z\r\nWARC-Record-ID: <urn:x:1>\r\n"
    b"Content-Type: application/http\r\nContent-Length: 61\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>a page</p>\r\n\r\n\r\n\r\n"
)
PIECES = [
    *(b"<", b">", b"&", b"&#x110000;", b"<![CDATA[", b"]]>", b"<!--", b"<!DOCTYPE x [", b"\0"),
    *(b"\xff\xfe", b"http://[", b"//", b"\n", b"%zz", b"<item>", b"<entry>", b"<link>", b'"'),
    *(b"xml:base='http://['", b"encoding='utf-7'", b"=?utf-8?b?x?=", b"9999-99-99", b"{", b"["),
    *(b"Content-Transfer-Encoding: base64\n", b"charset*0*=x''y", b"Content-Length: -1\r\n"),
]
Change = tuple[float, int, bytes]
CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(PIECES) | st.binary(max_size=4)),
    min_size=1,
    max_size=6,
)
QUICK = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def changed(content: bytes, changes: list[Change]) -> bytes:
    """Put pieces in the place of others: where (as a share), how many bytes go, what comes."""
    for place, gone, piece in changes:
        start = int(place * len(content))
        content = content[:start] + piece + content[start + gone :]
    return content


@QUICK
@given(st.sampled_from(LISTINGS), CHANGES)
def test_no_listing_raises(listing: bytes, changes: list[Change]) -> None:
    content = changed(listing, changes)
    fetch = FakeFetcher(lambda _: content).fetch
    for kind in ("feed", "site", "list"):
        entry = SourceEntry.model_validate({"location": "https://news.example/x", "kind": kind})
        for source in expand(entry, fetch).sources:
            assert source.location.startswith(("http://", "https://"))


@QUICK
@given(st.sampled_from([("x.eml", MAIL), ("x.warc", ARCHIVE)]), CHANGES)
def test_no_file_raises(tmp_path: Path, file: tuple[str, bytes], changes: list[Change]) -> None:
    path = tmp_path / file[0]
    path.write_bytes(changed(file[1], changes))
    fetcher = SourceFetcher()
    for source in expand(SourceEntry(location=str(path)), fetcher.fetch).sources:
        try:
            fetcher.fetch(source)
        except ChipwireError as exc:
            assert "\n" not in str(exc)
