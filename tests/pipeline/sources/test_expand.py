"""Every way in: what one entry of the config stands for, and what goes wrong on the way."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.config import SourceEntry
from pipeline.errors import SourceError
from pipeline.records import Page, Source
from pipeline.sources import Expansion, expand
from pipeline.sources.listing import find_document
from pipeline.sources.sitemaps import read_sitemap
from pipeline.stages.fetch import FakeFetcher, SourceFetcher

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
HOME = "https://news.example/"
FEED = "https://news.example/feed.xml"


def look(
    location: str | Path, web: Mapping[str, str | bytes] | None = None, **entry: Any
) -> Expansion:
    """Expand an entry; ``web`` holds the pages that the web has, files are really read."""
    pages = web or {}
    asked = []

    def respond(address: str) -> bytes:
        asked.append(address)
        if address not in pages:
            raise SourceError("HTTP 404 Not Found")
        content = pages[address]
        return content.encode() if isinstance(content, str) else content

    fake, real = FakeFetcher(respond), SourceFetcher(stdin=io.BytesIO(pages_of_stdin(pages)))

    def fetch(source: Source) -> Page:
        return (fake if source.kind == "url" else real).fetch(source)

    result = expand(SourceEntry(location=str(location), **entry), fetch)
    assert len(asked) <= 60
    return result


def pages_of_stdin(pages: Mapping[str, str | bytes]) -> bytes:
    content = pages.get("-", b"")
    return content.encode() if isinstance(content, str) else content


def where(result: Expansion) -> list[str]:
    return [source.location for source in result.sources]


def rss(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'


def item(address: str, day: int | None = None) -> str:
    date = f"<pubDate>{day:02} Feb 2024 10:00:00 GMT</pubDate>" if day else ""
    return f"<item><title>t</title><link>{address}</link>{date}</item>"


def sitemap(*urls: str, root: str = "urlset") -> str:
    return f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(urls)}</{root}>'


def url(address: str, day: int | None = None, tag: str = "url") -> str:
    date = f"<lastmod>2024-02-{day:02}</lastmod>" if day else ""
    return f"<{tag}><loc>{address}</loc>{date}</{tag}>"


# Pages, standard input, lists


def test_a_page_is_itself_in_its_one_spelling() -> None:
    result = look("https://news.example/a?utm_source=x#top")
    assert result == Expansion((Source(location="https://news.example/a", kind="url"),))
    assert look("-").sources == (Source(location="-", kind="stdin"),)


@pytest.mark.parametrize("location", ["ftp://news.example/", "https://me:secret@news.example/"])
def test_an_address_that_is_not_fetched_is_a_failure(location: str) -> None:
    result = look(location, kind="page")
    assert result.sources == ()
    assert "fetched" in result.failures[0].error


def test_a_list_has_pages_files_comments_and_blank_lines(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    path = tmp_path / "list"
    path.write_bytes(
        b"\xef\xbb\xbfhttps://news.example/a\r\n# a comment\r\n\r\n  notes.txt  # mine\n"
        b"https://news.example/a#part\nhttps://news.example/b?id=1#c\nftp://news.example/\n"
    )
    result = look(path, kind="list")
    assert where(result) == [
        "https://news.example/a",
        str(tmp_path / "notes.txt"),
        "https://news.example/b?id=1",
    ]
    assert [failure.source for failure in result.failures] == [f"{path}, line 7"]


def test_a_list_from_standard_input_and_one_from_the_web() -> None:
    assert where(look("-", {"-": "https://news.example/a\n"}, kind="list")) == [f"{HOME}a"]
    listed = look(f"{HOME}list", {f"{HOME}list": f"{HOME}a\n/etc/passwd\n"}, kind="list")
    assert where(listed) == [f"{HOME}a"]
    assert "not the address of a page" in listed.failures[0].error


# Feeds


def test_the_sample_feed_names_the_sample_pages() -> None:
    result = look(SAMPLES / "feed.xml", kind="feed")
    assert result.failures == ()
    assert len(result.sources) == 11
    assert all(Path(location).is_file() for location in where(result))
    assert where(result)[0].endswith("pt/openai-broadcom-tsmc.html")


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("feed-rss.xml", ["fr/tsmc-dement", "de/altman-chipfabriken", "en/altman-gulf-money"]),
        ("feed.json", ["fr/tsmc-dement", "de/altman-chipfabriken", "en/altman-gulf-money"]),
        ("sitemap-news.xml", ["fr/tsmc-dement", "de/altman-chipfabriken", "en/altman-gulf-money"]),
        ("feed-broken.xml", ["fr/tsmc-dement", "en/altman-gulf-money"]),
        (
            "list.txt",
            [
                "fr/tsmc-dement",
                "de/altman-chipfabriken",
                "en/altman-gulf-money",
                "ja/softbank-altman-handotai",
            ],
        ),
    ],
)
def test_the_other_samples_name_pages_too(name: str, pages: list[str]) -> None:
    result = look(SAMPLES / name, kind="list" if name == "list.txt" else "feed")
    assert where(result) == [str(SAMPLES / f"{page}.html") for page in pages]


def test_a_feed_comes_newest_first_each_page_once_up_to_its_limit() -> None:
    web = {FEED: rss(item("/a", 1), item("/c?utm_source=rss", 3), item("/b", 2), item("/c", 3))}
    assert where(look(FEED, web, kind="feed")) == [f"{HOME}c", f"{HOME}b", f"{HOME}a"]
    assert where(look(FEED, web, kind="feed", limit=2)) == [f"{HOME}c", f"{HOME}b"]


def test_a_feed_without_dates_keeps_its_order() -> None:
    web = {FEED: rss(item("/b", 1), item("/a"), item("/c", 3))}
    assert where(look(FEED, web, kind="feed")) == [f"{HOME}b", f"{HOME}a", f"{HOME}c"]


@pytest.mark.parametrize(
    "feed",
    [
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><channel/><item><link>/a</link></item></rdf:RDF>',
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="/x"/>'
        '<link rel="alternate" href="/a"/></entry></feed>',
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a"}]}',
        rss('<item><guid isPermaLink="true">https://news.example/a</guid></item>'),
        rss("<item><link><![CDATA[ /a ]]></link></item>"),
        "<br /><b>Warning</b>: something\n" + rss(item("/a")),
        rss(item("/a")).encode("utf-16"),
        rss(item("/a"), "<b>caf\xe9</b>").replace("?>", ' encoding="latin-1"?>').encode("latin-1"),
        gzip.compress(rss(item("/a")).encode(), mtime=0),
        rss(item("/a")).replace("</channel>", "\x00\x08&nbsp;&"),
        rss(item("/a"))[:-23],
        rss(item("/a")) + "<channel>",
        rss("<item><link>/a</link><description><p>open & wide <br></description></item>"),
    ],
)  # fmt: skip
def test_every_dialect_and_every_accident_gives_the_article(feed: str | bytes) -> None:
    result = look(FEED, {FEED: feed}, kind="feed")
    assert (where(result), result.failures) == ([f"{HOME}a"], ())


def test_an_ampersand_that_was_not_escaped_stays_in_the_address() -> None:
    web = {FEED: rss(item("/a?b=1&c=2"))}
    assert where(look(FEED, web, kind="feed")) == [f"{HOME}a?b=1&c=2"]


@pytest.mark.parametrize(
    "feed",
    [
        rss(),
        '<feed xmlns="http://www.w3.org/2005/Atom"/>',
        sitemap(),
        '{"version": "https://jsonfeed.org/version/1", "items": []}',
    ],
)
def test_an_empty_feed_is_no_error(feed: str) -> None:
    assert look(FEED, {FEED: feed}, kind="feed") == Expansion()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<!doctype html><html><body>News</body></html>", '"site" finds the feed'),
        ("just words", "neither a feed nor a sitemap"),
        ('{"items": []}', "not a JSON Feed"),
        ("{" * 100_000, "not a JSON Feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 7}', "without items"),
        (b"\x1f\x8b\x08 damaged", "damaged"),
        (gzip.compress(b"\0" * 60_000_000, mtime=0), "larger than 50 MB"),
        (rss("<a>" * 700_000), "too much for a feed"),
    ],
)
def test_what_is_no_feed_is_told(content: str | bytes, said: str) -> None:
    result = look(FEED, {FEED: content}, kind="feed")
    assert result.sources == ()
    assert said in result.failures[0].error


def test_entities_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    for head in (
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>',
        '<!DOCTYPE rss SYSTEM "http://x.example/">',
    ):
        result = look(
            FEED,
            {FEED: f"<?xml version='1.0'?>{head}{rss(item('/&l11;'), item('/b'))}"},
            kind="feed",
        )
        assert f"{HOME}b" in where(result)
        assert max(map(len, where(result))) < 100
    file = '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/hostname">]>' + rss(item("/&f;"))
    assert where(look(FEED, {FEED: file}, kind="sitemap"))[0].startswith(HOME)


def test_a_huge_feed_is_read_in_part_and_says_so() -> None:
    web = {FEED: rss(*(item(f"/{number}", 1) for number in range(100_000)))}
    result = look(FEED, web, kind="feed")
    assert (len(result.sources), where(result)[-1]) == (5_000, f"{HOME}4999")
    assert "only its first 5000 entries" in result.failures[0].error


def test_a_feed_of_long_entries_is_read_in_part_too() -> None:
    web = {FEED: rss(*(item(f"/{number}") + "<b/>" * 1_000 for number in range(200)))}
    result = look(FEED, web, kind="feed")
    assert 100 < len(result.sources) < 200
    assert f"only its first {len(result.sources)} entries" in result.failures[0].error


def test_entries_that_lead_nowhere_are_counted_not_lost() -> None:
    web = {
        FEED: rss(
            "<item><title>no link</title></item>", item("mailto:a@news.example"),
            item("file:///etc/passwd"), item("https://me:secret@news.example/"),
            item("http://[/"), item("/a b"),
        )
    }  # fmt: skip
    result = look(FEED, web, kind="feed")
    assert where(result) == [f"{HOME}a%20b"]
    assert result.failures[0].error == "5 of its entries left out; the first: it has no address"
    assert result.failures[0].refused


def test_a_feed_on_disk_names_files_below_its_own_folder_alone(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(
        rss(item("a%20b.html?x#y"), item("/etc/passwd"), item("../x"), item("https://a.example/"))
    )
    result = look(path, kind="feed")
    assert where(result) == [str(tmp_path / "a b.html"), "https://a.example/"]
    assert "2 of its entries left out" in result.failures[0].error


def test_a_feed_from_standard_input_needs_whole_addresses() -> None:
    result = look("-", {"-": rss(item("https://a.example/x"), item("b.html"))}, kind="feed")
    assert where(result) == ["https://a.example/x"]
    assert "not a whole address" in result.failures[0].error


def test_a_feed_that_cannot_be_had_is_one_failure() -> None:
    assert look(FEED, {}, kind="feed").failures[0].error == "HTTP 404 Not Found"


# Sitemaps


def test_a_sitemap_comes_newest_first() -> None:
    web = {FEED: "<?xml version='1.0'?>" + sitemap(url("/a", 1), url("/c", 3), url(" /b\n", 2))}
    assert where(look(FEED, web, kind="sitemap")) == [f"{HOME}c", f"{HOME}b", f"{HOME}a"]


def test_a_news_sitemap_goes_by_the_date_of_publication() -> None:
    def news(address: str, day: int) -> str:
        return (
            f"<url><loc>{address}</loc><lastmod>2024-03-01</lastmod><news:news><news:title>t"
            f"</news:title><news:publication_date>2024-02-{day:02}T10:00:00+01:00"
            "</news:publication_date></news:news><image:image><image:loc>/i.png</image:loc>"
            "</image:image></url>"
        )

    web = {FEED: sitemap(news("/a", 1), news("/b", 2))}
    assert where(look(FEED, web, kind="sitemap")) == [f"{HOME}b", f"{HOME}a"]


def test_an_index_is_followed_newest_first_and_one_bad_sitemap_is_one_failure() -> None:
    index = sitemap(
        url("/old.xml", 1, "sitemap"),
        url("/gone.xml", 2, "sitemap"),
        url("/new.xml.gz", 3, "sitemap"),
        root="sitemapindex",
    )
    web = {
        FEED: index,
        f"{HOME}old.xml": sitemap(url("/old")),
        f"{HOME}new.xml.gz": gzip.compress(sitemap(url("/new")).encode(), mtime=0),
    }
    result = look(FEED, web, kind="sitemap")
    assert where(result) == [f"{HOME}new", f"{HOME}old"]
    assert [failure.source for failure in result.failures] == [f"{HOME}gone.xml"]
    assert look(FEED, web, kind="sitemap", limit=1).failures == ()


def test_an_index_that_names_itself_or_too_many_ends() -> None:
    loop = sitemap(url(FEED, tag="sitemap"), root="sitemapindex")
    assert look(FEED, {FEED: loop}, kind="sitemap") == Expansion()
    many = sitemap(*(url(f"/{n}", tag="sitemap") for n in range(200)), root="sitemapindex")
    web = {FEED: many} | {f"{HOME}{n}": sitemap(url(f"/page/{n}")) for n in range(200)}
    result = look(FEED, web, kind="sitemap")
    assert len(result.sources) == 49
    assert "more than 50 sitemaps" in result.failures[0].error


def test_a_torn_sitemap_and_one_of_lines_are_read() -> None:
    assert (
        where(look(FEED, {FEED: sitemap(url("/a"), url("/b"))[:-20]}, kind="sitemap"))[0]
        == f"{HOME}a"
    )
    assert where(look(FEED, {FEED: f"{HOME}a\n{HOME}b\n"}, kind="sitemap")) == [
        f"{HOME}a",
        f"{HOME}b",
    ]


def test_a_huge_sitemap_is_read_in_part() -> None:
    document = find_document(sitemap(*(url(f"/{number}") for number in range(60_000))))
    assert document is not None
    listing = read_sitemap(document)
    assert len(listing.articles) == 50_000
    assert listing.left_out == "only its first 50000 addresses are read"


# Sites


def home(*links: str) -> str:
    return f"<!doctype html><html><head>{''.join(links)}</head><body><p>News</p></body></html>"


def test_a_site_is_read_by_the_feed_its_home_page_names() -> None:
    web = {
        HOME: home(
            '<link rel="alternate" type="application/rss+xml" href="/comments/feed">',
            '<link rel=alternate type="application/atom+xml" href=/gone>',
            '<link rel="alternate" type="application/rss+xml" href="/feed.xml">',
        ),
        FEED: rss(item("/a")),
    }
    assert where(look(HOME, web, kind="site")) == [f"{HOME}a"]


def test_a_site_without_feed_is_read_by_its_sitemaps_news_first() -> None:
    web = {
        HOME: home(),
        f"{HOME}robots.txt": f"User-agent: *\nSitemap: {HOME}all.xml\nSitemap: {HOME}news.xml\n",
        f"{HOME}all.xml": sitemap(url("/a")),
        f"{HOME}news.xml": sitemap(url("/b")),
    }
    assert where(look(HOME, web, kind="site")) == [f"{HOME}b", f"{HOME}a"]
    usual = {HOME: home(), f"{HOME}sitemap.xml": sitemap(url("/c"))}
    assert where(look(HOME, usual, kind="site")) == [f"{HOME}c"]


def test_a_web_page_that_holds_rdf_is_no_feed() -> None:
    trackback = "<!-- <rdf:RDF xmlns:rdf='x'><rdf:Description/></rdf:RDF> -->"
    web = {HOME: home() + trackback, f"{HOME}sitemap.xml": sitemap(url("/a"))}
    assert where(look(HOME, web, kind="site")) == [f"{HOME}a"]


def test_an_index_on_disk_names_sitemaps_below_its_own_folder_alone(tmp_path: Path) -> None:
    names = ("part.xml", "../part.xml", "/etc/hosts")
    index = sitemap(*(url(name, tag="sitemap") for name in names), root="sitemapindex")
    (tmp_path / "index.xml").write_text(index)
    (tmp_path / "part.xml").write_text(sitemap(url("a.html")))
    result = look(tmp_path / "index.xml", kind="sitemap")
    assert where(result) == [str(tmp_path / "a.html")]
    assert [failure.source for failure in result.failures] == ["../part.xml", "/etc/hosts"]
    assert all("leads out of the folder" in failure.error for failure in result.failures)


def test_a_site_with_neither_says_so() -> None:
    result = look(HOME, {HOME: home()}, kind="site")
    assert [failure.source for failure in result.failures] == [f"{HOME}sitemap.xml"]
    assert "give an http or https URL" in look("folder", kind="site").failures[0].error


# Files


def test_a_folder_gives_its_pages_sorted(tmp_path: Path) -> None:
    for name in (
        "b.html",
        "a.txt",
        "sub/c.MD",
        "sub/d.eml",
        "x.pdf",
        ".hidden.html",
        ".git/e.html",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "z.html").symlink_to(tmp_path / "b.html")
    names = ["a.txt", "b.html", "sub/c.MD", "sub/d.eml"]
    for kind in ("auto", "folder"):
        assert where(look(tmp_path, kind=kind)) == [str(tmp_path / name) for name in names]
    assert where(look(tmp_path, limit=1)) == [str(tmp_path / "a.txt")]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.html", ["a.html"]),
        ("**/*.html", ["a.html", "sub/b.html", "sub/sub/c.html"]),
        ("sub/**/*.html", ["sub/b.html", "sub/sub/c.html"]),
        ("s?b/[b].html", ["sub/b.html"]),
        ("odd[1].html", ["odd[1].html"]),
    ],
)
def test_a_pattern_gives_its_files_sorted(tmp_path: Path, pattern: str, names: list[str]) -> None:
    (tmp_path / "sub" / "sub").mkdir(parents=True)
    for name in ("a.html", "odd[1].html", "sub/b.html", "sub/sub/c.html", "sub/sub/d.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "sub" / "again").symlink_to(tmp_path / "sub")
    found = [
        name for name in where(look(tmp_path / pattern)) if "odd" not in name or "odd" in pattern
    ]
    assert found == [str(tmp_path / name) for name in names]


def test_places_that_are_not_there_are_told(tmp_path: Path) -> None:
    assert "no file matches" in look(tmp_path / "*.html").failures[0].error
    assert "no such folder" in look(tmp_path / "none", kind="folder").failures[0].error
    assert "cannot be read" in look(tmp_path / "none.warc", kind="warc").failures[0].error
    assert "cannot be read" in look("x" * 5_000).failures[0].error
    missing = look(tmp_path / "none.html")
    assert where(missing) == [str(tmp_path / "none.html")]  # its fetch says what is wrong


def test_a_mail_is_read_as_the_page_in_it(tmp_path: Path) -> None:
    path = tmp_path / "letter.eml"
    path.write_bytes(
        b'Subject: x\nContent-Type: multipart/alternative; boundary="b"\n\n--b\n'
        b"Content-Type: text/plain; charset=latin-1\n\ncaf\xe9\n--b\n"
        b"Content-Type: text/html; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"<p>caf=C3=A9</p>\n--b--\n"
    )
    page = SourceFetcher().fetch(look(path).sources[0])
    assert page.content.strip() == "<p>café</p>".encode()
    assert (page.content_type, page.charset) == ("text/html", "utf-8")


def archive(path: Path, packed: bool) -> None:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=packed)
        for number, (status, kind) in enumerate(
            [("200 OK", "text/html; charset=Latin-1"), ("404 Not Found", "text/html"),
             ("200 OK", "image/png"), ("200 OK", "text/html")]
        ):  # fmt: skip
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.0")
            record = writer.create_warc_record(
                f"{HOME}{number}", "response", io.BytesIO(f"<p>page {number}</p>".encode()),
                http_headers=headers, warc_headers_dict={"WARC-Date": "2024-02-09T10:00:00Z"},
            )  # fmt: skip
            writer.write_record(record)


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_an_archive_gives_its_pages(tmp_path: Path, name: str) -> None:
    archive(tmp_path / name, name.endswith("gz"))
    result = look(tmp_path / name)
    pages = [SourceFetcher().fetch(source) for source in result.sources]
    assert [page.content for page in pages] == [b"<p>page 0</p>", b"<p>page 3</p>"]
    assert [page.final_url for page in pages] == [f"{HOME}0", f"{HOME}3"]
    assert (pages[0].charset, pages[0].fetched_at.isoformat()) == (
        "latin-1",
        "2024-02-09T10:00:00+00:00",
    )
    assert where(look(tmp_path / "*.warc*", kind="warc")) == where(result)


def test_a_torn_archive_gives_what_is_whole(tmp_path: Path) -> None:
    whole, torn = tmp_path / "whole.warc.gz", tmp_path / "torn.warc.gz"
    archive(whole, True)
    torn.write_bytes(whole.read_bytes()[:-40])
    assert len(look(torn).sources) >= 1
    torn.write_bytes(b"no archive at all")
    assert "not a whole WARC archive" in look(torn).failures[0].error
