"""From bytes to an article: HTML, text, Markdown, and everything that is none of them."""

from __future__ import annotations

import gzip
import json
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ChipwireError, ContentError
from pipeline.records import Article, Page, Source
from pipeline.stages.decode import decode
from pipeline.stages.extract import extract
from pipeline.stages.page import make_page

PARAGRAPHS = [
    "La société a confirmé lundi qu'elle bâtirait deux usines dans le nord, pour 4 milliards.",
    "Les travaux commenceront au printemps. Le maire de la ville s'en est réjoui devant la presse.",
    "Des habitants s'inquiètent pourtant de l'eau que ces ateliers consommeront chaque été.",
    "« Nous ne voulons pas choisir entre nos champs et leurs machines », a dit une agricultrice.",
]
TITLE = "Deux usines de puces pour le nord"


def html(body: list[str] | None = None, head: str = "", lang: str = "fr", chrome: str = "") -> str:
    text = "".join(f"<p>{line}</p>" for line in (PARAGRAPHS if body is None else body))
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>'
        f"<nav><a href=/>Accueil</a> <a href=/a>Monde</a></nav>"
        f"<main><article><h1>{TITLE}</h1>{text}</article>{chrome}</main>"
        f"<footer>Mentions légales</footer></body></html>"
    )


def page(content: bytes | str, name: str = "-", **fields: str | None) -> Page:
    kind = "stdin" if name == "-" else "url" if name.startswith("http") else "file"
    data = content.encode() if isinstance(content, str) else content
    source = Source(location=name, kind=kind)
    return make_page(source, data, final_url=name if kind == "url" else None, **fields)


def refused(content: bytes | str, name: str = "-") -> str:
    with pytest.raises(ContentError) as caught:
        extract(page(content, name))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_article_of_a_page_without_its_chrome() -> None:
    article = extract(page(html()))
    assert article.title == TITLE
    assert article.text.split("\n") == PARAGRAPHS
    assert article.declared_language == "fr"
    assert article.paragraphs_used == len(PARAGRAPHS)
    assert article.language is None  # another stage's work


def test_metadata_is_read_from_json_ld() -> None:
    data = {
        "@graph": [
            {"@type": "WebSite", "name": "Le Test"},
            {
                "@type": ["NewsArticle"],
                "headline": TITLE,
                "datePublished": "2024-02-14T18:05:00+01:00",
                "dateModified": "2024-02-16",
                "author": [{"name": "Par Zoé Petit"}, {"name": "Luc Roy"}, {"name": "https://x.y"}],
                "publisher": {"name": "Le Test"},
            },
        ]
    }
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    article = extract(page(html(head=head)))
    assert article.published == "2024-02-14T18:05:00+01:00"
    assert article.authors == ["Zoé Petit", "Luc Roy"]
    assert (article.title, article.site) == (TITLE, "Le Test")


def test_metadata_is_read_from_meta_tags() -> None:
    head = (
        "<meta property='og:title' content='Deux usines de puces pour le nord | Le Test'>"
        "<meta property='og:site_name' content='Le Test'><meta name=author content='Zoé Petit'>"
        "<meta property='article:published_time' content='2024-02-14'>"
        "<meta property='og:locale' content='fr_CA'>"
    )
    article = extract(page(html(head=head, lang="")))
    assert (article.title, article.site, article.published) == (TITLE, "Le Test", "2024-02-14")
    assert (article.authors, article.declared_language) == (["Zoé Petit"], "fr")


@pytest.mark.parametrize(
    ("tag", "title"),
    [
        ("Les puces - enfin ! | Le Test", "Les puces - enfin !"),
        ("Les puces – le grand dossier – news.example", "Les puces – le grand dossier"),
        ("Altman - Nvidia : le duel", "Altman - Nvidia : le duel"),
    ],
)
def test_only_the_sites_own_name_is_taken_off_a_title(tag: str, title: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    text = (
        f"<html><head><title>{tag}</title><meta property=og:site_name content='Le Test'></head>"
        f"<body><article>{body}</article></body></html>"
    )
    assert extract(page(text, "https://www.news.example/a")).title == title


@pytest.mark.parametrize(
    ("given", "title"),
    [
        (f"{TITLE} | Das Blatt | 14.02.2024", TITLE),
        (f"{TITLE} - Die neue News-Example-Zeitung", TITLE),
        (f"{TITLE} - chiffres et promesses", f"{TITLE} - chiffres et promesses"),
        ("Deux usines de puces…", TITLE),
        ("Deux usines de puces", "Deux usines de puces"),
    ],
)
def test_the_heading_on_the_page_completes_and_trims_the_declared_title(
    given: str, title: str
) -> None:
    head = f"<meta property='og:title' content='{given}'>"
    assert extract(page(html(head=head), "https://news-example.example/a")).title == title


def test_dregs_inside_the_article_are_dropped_with_a_reason() -> None:
    notices = ["Lire aussi : Les puces voyagent en train", "© 2024 Le Test. Tous droits réservés."]
    article = extract(page(html([*PARAGRAPHS[:2], notices[0], *PARAGRAPHS[2:], notices[1]])))
    assert article.text.split("\n") == PARAGRAPHS
    reasons = {piece.reason for piece in article.dropped}
    assert reasons <= {"related links", "footer", "title repeated"}


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "iso-8859-15", "utf-16", "utf-8-sig"])
def test_the_charset_is_found(charset: str) -> None:
    text = html(head="").replace('<meta charset="utf-8">', f"<meta charset={charset}>")
    assert extract(page(text.encode(charset))).text.split("\n") == PARAGRAPHS


def test_the_header_names_the_charset_where_the_page_does_not() -> None:
    text = "Компания построит два завода. " * 9
    assert decode(text.encode("koi8-r"), "koi8-r") == text
    assert decode(text.encode("cp1251"), "no-such-charset").count("\ufffd") == 0
    assert decode(b"caf\xc3\xa9", "iso-8859-1") == "café"  # valid UTF-8 beats a wrong header


def test_plain_text_and_markdown_need_no_name() -> None:
    text = "\n\n".join([TITLE, "Publié le 14 février 2024 à 18h05", *PARAGRAPHS])
    article = extract(page(text))
    assert (article.title, article.published) == (TITLE, "2024-02-14")
    assert article.text.split("\n") == PARAGRAPHS
    assert (article.paragraphs_used, article.paragraphs_total) == (4, 5)
    marked = "\n\n".join([f"# {TITLE}", *PARAGRAPHS[:3], "a *b* [c](https://x.example)"])
    assert extract(page(marked)).text.endswith("a b c")


def test_text_that_shows_tags_is_still_text() -> None:
    text = "Le langage HTML\n\nLa balise <p> ouvre un paragraphe, et </p> le ferme, dit-il encore."
    assert "<p>" in extract(page(text, "notes.txt")).text


def test_html_is_html_whatever_the_file_is_called() -> None:
    assert extract(page(html(), "page.txt")).title == TITLE
    assert extract(page(html(), "page.txt", content_type="text/plain")).title == TITLE
    fragment = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    assert extract(page(fragment, "page.html")).text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7\nsome text", "binary content (a PDF file)"),
        (b"PK\x03\x04rest", "binary content (a zip archive"),
        (b"\x89PNG\r\n\x1a\n....", "binary content (an image)"),
        (gzip.compress(b"text", mtime=0), "binary content (a gzip archive)"),
        (b"some text\x00more text", "binary content (NUL bytes)"),
        (bytes(range(1, 256)) * 9, "binary content (control characters)"),
        (random.Random(1).randbytes(4096), "binary content"),
        ("Comments are closed\n\n© 2024", "no article found"),
        ("***\n---", "no article found"),
        ("<html><body></body></html>", "no article found"),
        ("<html><body><div id=app></div><script>run()</script></body></html>", "no article found"),
        ("<html><body><p>Trop court.</p></body></html>", "no article found"),
        ("<html><body>" + "<p>a</p>" * 40_000 + "</body></html>", "not an article page"),
        ("<b>" * 200_000, "not an article page"),
    ],
)
def test_what_is_no_article_says_what_it_is(content: bytes | str, said: str) -> None:
    assert said in refused(content)


def test_a_page_of_links_is_an_index() -> None:
    entries = [f"Le numéro {n} de la série des grands titres du jour" for n in range(30)]
    links = "".join(f"<li><a href=/{n}>{entry}</a></li>" for n, entry in enumerate(entries))
    assert "no article found" in refused(f"<html><body><ul>{links}</ul></body></html>")
    teasers = "".join(
        f"<article><h2><a href=/{n}>{entry}</a></h2><p>Un court résumé du sujet {n}.</p></article>"
        for n, entry in enumerate(entries)
    )
    assert "no article found" in refused(f"<html><body><main>{teasers}</main></body></html>")


def test_comments_never_mix_into_the_article() -> None:
    chrome = (
        '<section id="comments" class="comments"><h2>2 commentaires</h2>'
        '<div class="comment"><p>Enfin un article clair sur ce sujet, merci beaucoup.</p></div>'
        "</section>"
    )
    assert "merci beaucoup" not in extract(page(html(chrome=chrome))).text


@pytest.mark.parametrize("inside", ["<span>mot </span>", "<b>mot</b><br>", "<a href=/>mot</a> "])
def test_flat_markup_without_end_takes_no_minute(inside: str) -> None:
    started = time.process_time()
    with pytest.raises(ContentError):
        extract(page(html([inside * 14_000, "x."])))
        raise ContentError("read in time")
    assert time.process_time() - started < 20


OPEN = ["<p>", "</p>", "<html>", "<article>", "<h1>", "<table><td>", "<script>", "<!--", "]]>"]
ODD = ["&#0;", "<meta charset=", "<script type=application/ld+json>{", "[" * 50, "\x00", "é"]
TAGS = st.sampled_from([*OPEN, *ODD, PARAGRAPHS[0]])


@settings(derandomize=True, max_examples=120, deadline=None)
@given(
    pieces=st.lists(TAGS, max_size=40), extra=st.binary(max_size=40), name=st.sampled_from("abc")
)
def test_any_bytes_give_an_article_or_one_line(pieces: list[str], extra: bytes, name: str) -> None:
    content = "".join(pieces).encode() + extra
    try:
        article = extract(page(content, name + ".html"))
    except ChipwireError as exc:
        assert str(exc)
    else:
        assert isinstance(article, Article)
        assert article.text.strip()


def test_a_short_page_without_spaces_keeps_its_paragraphs() -> None:
    lines = [
        "西山的新工厂从周一开始试产芯片。",
        "首批产品将在下个月交付给客户。",
        "公司目前没有公布具体的数量。",
        "当地居民希望多一些工作机会。",
        "市长当天下午参观了新的厂房。",
        "周边的道路目前仍在施工当中。",
    ]
    body = "".join(f"<p>{line}</p>" for line in lines)
    content = (
        '<html lang="zh"><head><title>新厂试产 – 西山报</title><meta property="og:type" '
        'content="article"></head><body><div id="content"><article><h1>新厂试产</h1>'
        f'<div class="meta"><time>2025-09-18</time> <span>编辑部</span></div><div>{body}</div>'
        '<div class="share"><span>分享</span> <a href="#">Facebook</a></div>'
        "</article></div></body></html>"
    )
    assert extract(page(content)).text.split("\n") == lines
