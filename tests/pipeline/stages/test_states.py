"""What kind of page was got, and what is done with each: digested, in part, or refused."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from pipeline.errors import ChipwireError, ContentError
from pipeline.records import Article, Source
from pipeline.stages.extract import extract
from pipeline.stages.page import make_page

KINDS = Path(__file__).resolve().parents[3] / "samples" / "kinds"
RUNNING = [
    "Le conseil a voté lundi soir, après quatre heures de débat, la construction de deux ateliers.",
    "Le maire assure que les travaux commenceront au printemps et dureront trois ans au moins.",
    "Les riverains demandent combien d'eau sera prise à la rivière pendant les mois d'été.",
    "Une étude sera publiée en juin, promet l'entreprise, qui n'a pas donné d'autre chiffre.",
]


def read(content: bytes | str, url: str | None = None) -> Article:
    data = content.encode() if isinstance(content, str) else content
    source = Source(location=url or "page.html", kind="url" if url else "file")
    return extract(make_page(source, data, final_url=url))


def refused(content: bytes | str) -> str:
    with pytest.raises(ContentError) as caught:
        read(content)
    return str(caught.value)


def html(
    lines: list[str], data: dict[str, object] | None = None, head: str = "", tail: str = ""
) -> str:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f"<html lang=fr><head><title>Deux ateliers</title>{head}{script}</head><body>"
        f"<main><article><h1>Deux ateliers</h1>{body}</article>{tail}</main></body></html>"
    )


def news(**fields: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": "Deux ateliers", **fields}


@pytest.mark.parametrize(
    ("name", "state", "used", "total"),
    [
        ("fr/paywalled", "paywalled", 2, 11),
        ("de/teaser", "teaser", 2, 21),
        ("en/live-blog", "live blog", None, None),
        ("es/video", "video", None, None),
        ("en/podcast", "video", 2, None),
        ("nl/locked-but-whole", "full", 5, 5),
        ("sv/correction", "full", 4, None),
        ("fr/english-chrome", "full", 5, 8),
    ],
)
def test_a_page_says_how_much_of_the_article_it_is(
    name: str, state: str, used: int | None, total: int | None
) -> None:
    article = read((KINDS / f"{name}.html").read_bytes())
    assert article.input_state == state
    assert used in (None, article.paragraphs_used)
    assert total in (None, article.paragraphs_total)
    assert article.paragraphs_used <= article.paragraphs_total


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("it/script-shell", "only a browser can build"),
        ("pt/index", "an index page"),
        ("pl/error-404", "an error page"),
        ("ja/soft-404", "an error page"),
        ("en/soft-404", "an error page"),
    ],
)
def test_a_page_that_is_no_article_is_refused_with_the_reason(name: str, reason: str) -> None:
    assert reason in refused((KINDS / f"{name}.html").read_bytes())


def test_no_article_is_refused_for_what_it_is_about() -> None:
    title = "<meta property=og:type content=website><h1>Erreur 404 : le film qui fait rire</h1>"
    long = [f"{line} Et voici la suite du récit, numéro {n}." for n in range(3) for line in RUNNING]
    assert read(html(long, head=title)).input_state == "full"
    links = "".join(f"<a href=/{n}>Un titre de la une du jour numéro {n}</a> " for n in range(40))
    assert read(html(RUNNING, news(), tail=f"<aside>{links}</aside>")).input_state == "full"
    phrase = "<p>Déjà abonné ? Connectez-vous.</p><noscript>Veuillez activer JavaScript.</noscript>"
    assert read(html(long, news(), tail=phrase)).input_state == "full"


def test_an_error_page_that_calls_itself_an_article_is_still_one() -> None:
    head = "<meta property=og:type content=article><meta property=og:title content='404'>"
    page = html(["La page demandée a peut-être été déplacée."], head=head)
    page = page.replace("Deux ateliers", "Page introuvable")
    assert "an error page" in refused(page)


def test_a_locked_article_that_is_there_is_full() -> None:
    part = {"isAccessibleForFree": False, "cssSelector": ".suite"}
    locked = news(isAccessibleForFree="False", hasPart=part)
    rest = "".join(f"<p class=suite>{line}</p>" for line in RUNNING)
    assert read(html([*RUNNING, rest], locked)).input_state == "full"
    assert read(html(RUNNING, locked)).input_state == "paywalled"


def test_the_words_that_a_publisher_counts_tell_what_is_missing() -> None:
    words = sum(len(line.split()) for line in RUNNING)
    whole = read(html(RUNNING, news(isAccessibleForFree=False, wordCount=words)))
    assert (whole.input_state, whole.paragraphs_total) == ("full", 5)  # with the headline
    part = read(html(RUNNING[:2], news(isAccessibleForFree=False, wordCount=10 * words)))
    assert part.input_state == "paywalled"
    assert part.paragraphs_total > 15


def test_a_count_of_characters_is_not_taken_for_words() -> None:
    characters = sum(map(len, RUNNING))
    article = read(html(RUNNING, news(isAccessibleForFree=False, wordCount=characters)))
    assert article.input_state == "full"


def test_a_meta_tag_locks_too() -> None:
    tier = "<meta property=article:content_tier content=locked>"
    cut = [*RUNNING[:1], "Le projet, que personne n'attendait plus dans la vallée, prévoit que..."]
    assert read(html(cut, news(), head=tier)).input_state == "paywalled"
    assert read(html(cut, news())).input_state == "teaser"
    assert read(html(RUNNING, news(), head=tier)).input_state == "full"


def test_the_page_says_more_of_itself() -> None:
    data = news(
        datePublished="2024-02-14T18:05:00+01:00",
        dateModified="2024-02-16T09:00:00+01:00",
        articleSection=["Économie", "Industrie"],
    )
    head = "<link rel=canonical href=/eco/ateliers#haut>"
    article = read(html(RUNNING, data, head), "https://news.example/eco/ateliers?print=1")
    assert article.modified == "2024-02-16T09:00:00+01:00"
    assert article.section == "Économie"
    assert article.canonical_url == "https://news.example/eco/ateliers"


def test_a_correction_stays_and_is_marked() -> None:
    article = read((KINDS / "sv" / "correction.html").read_bytes())
    assert [span.text for span in article.corrections] == [article.text.split("\n")[-1]]
    assert all(article.text[s.start : s.end] == s.text for s in article.corrections)
    assert "väntat" not in article.text  # a comment
    assert read(html([*RUNNING, "La correction des copies prend du temps."])).corrections == []


@pytest.mark.parametrize(
    "notice",
    [
        "Correction: an earlier version of this article gave the wrong year.",
        "Rectificatif – Le montant était de 4 milliards.",
        "In einer früheren Version dieses Artikels stand ein falscher Betrag.",
        "Fe de errores: la cifra era de cuatro mil millones.",
        "【訂正】初出時、金額に誤りがありました。",
        "更正：此前版本的金额有误。",
        "[정정] 금액을 바로잡습니다.",
    ],
)
def test_corrections_are_known_in_many_languages(notice: str) -> None:
    assert [span.text for span in read(html([*RUNNING, notice])).corrections] == [notice]


def test_the_headline_is_what_most_of_the_page_repeats() -> None:
    head = (
        "<meta property=og:title content='Deux ateliers pour la vallée'>"
        "<meta name=twitter:title content='Deux ateliers pour la vallée'>"
    )
    data = {"@type": "NewsArticle", "headline": "Vallée industrie ateliers 2024"}
    page = html(RUNNING, data, head).replace(
        "<h1>Deux ateliers</h1>", "<h1>Deux ateliers pour la vallée</h1>"
    )
    assert read(page).title == "Deux ateliers pour la vallée"


def test_links_to_other_articles_and_a_kicker_go() -> None:
    link = "<a href=/autre>Ce que coûte vraiment une salle blanche</a>"
    lines = ["Industrie Deux ateliers pour la vallée", *RUNNING[:2], link, *RUNNING[2:]]
    article = read(html(lines, news(headline="Deux ateliers pour la vallée")))
    assert article.text.split("\n") == RUNNING
    assert "Ce que coûte vraiment une salle blanche" in {d.text for d in article.dropped}


PIECES = [b"<", b"</p>", b"<script>", b"<!--", b"<table><td>", b"\x00", b"\xff", b"<template>"]
PIECES += [b'"wordCount": 0,', b'"wordCount": 99999999999,', b'"isAccessibleForFree": false,']
PIECES += [b'"author": [[["x"]], {"name": {"a": 1}}],', b'"articleSection": [[1]],', b"{" * 200]
PIECES += [b'"@type": ["LiveBlogPosting", null, 3],', b'"hasPart": [{"cssSelector": "..,#"}],']
PIECES += [b"<link rel=canonical href='http://['>", b"Il vous reste 100 % de cet article"]


@pytest.mark.parametrize("seed", range(80))
def test_a_mutated_page_is_an_article_or_one_line(seed: int) -> None:
    chance = random.Random(seed)
    pages = sorted(KINDS.glob("*/*.html"))
    content = bytearray(chance.choice(pages).read_bytes())
    for _ in range(chance.choice((1, 5, 20))):
        place = chance.randrange(len(content) + 1)
        cut = chance.choice((0, 0, chance.randrange(200)))
        content[place : place + cut] = chance.choice(PIECES)
    try:
        article = read(bytes(content), chance.choice((None, "https://news.example/a", "http://[")))
    except ChipwireError as exc:
        assert "\n" not in str(exc)
    else:
        assert article.text.strip()
