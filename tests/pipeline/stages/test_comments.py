"""The comments of readers never mix into the article, whatever a page calls them."""

from __future__ import annotations

import pytest

from pipeline.records import Source
from pipeline.stages.extract import extract
from pipeline.stages.page import make_page

ARTICLE = [
    "Le conseil a voté lundi soir la vente de quarante hectares à un fabricant de puces.",
    "Le directeur a promis de publier chaque semaine la quantité d'eau prise à la rivière.",
    "Une étude sera rendue en juin, et les travaux ne commenceront pas avant l'automne.",
]
COMMENT = "Merci pour cet article, mais je ne crois pas un mot de ce que promet ce directeur."


def text_of(inside: str, lines: list[str] = ARTICLE) -> str:
    body = "".join(f"<p>{line}</p>" for line in lines)
    html = f"<html><body><article><h1>La vallée</h1>{body}{inside}</article></body></html>"
    return extract(make_page(Source(location="a.html", kind="file"), html.encode())).text


@pytest.mark.parametrize(
    "inside",
    [
        f"<section id=comments><p>{COMMENT}</p></section>",
        f"<ol class=commentlist><li><p>{COMMENT}</p></li></ol>",
        f"<div class=leserkommentare><p>{COMMENT}</p></div>",
        f"<div class='article-comments-section'><p>{COMMENT}</p></div>",
        f"<div data-component=user-comments><p>{COMMENT}</p></div>",
        f"<div itemprop=comment><p>{COMMENT}</p></div>",
        f"<div itemscope itemtype='https://schema.org/Comment'><p>{COMMENT}</p></div>",
        f"<section aria-label=Commentaires><p>{COMMENT}</p></section>",
        f"<reader-comments><p>{COMMENT}</p></reader-comments>",
        f"<h3>2 commentaires</h3><div><b>Luc</b><p>{COMMENT}</p></div><p>{COMMENT} Bis.</p>",
        f"<h4>3 Kommentare</h4><p>{COMMENT}</p>",
        f"<div id=disqus_thread>{f'<p>{COMMENT}</p>' * 40}</div>",
    ],
)
def test_comments_are_cut_wherever_they_stand(inside: str) -> None:
    assert text_of(inside).split("\n") == ARTICLE


@pytest.mark.parametrize(
    "inside",
    [
        f"<div class=kommentar><p>{COMMENT}</p></div>",
        f"<div class='reactions-open'><p>{COMMENT}</p></div>",
        f"<h3>Les commentaires du maire</h3><p>{COMMENT}</p>",
        f"<div aria-label='Commentaires du maire'><p>{COMMENT}</p></div>",
    ],
)
def test_what_only_sounds_like_comments_stays(inside: str) -> None:
    assert COMMENT in text_of(inside)


@pytest.mark.parametrize("called", ["class=reactions", "id=responses", "data-component=comments"])
def test_an_article_that_is_called_comments_is_still_an_article(called: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in ARTICLE)
    html = f"<html><body><div {called}><h2>Avis</h2>{body}</div></body></html>"
    page = make_page(Source(location="a.html", kind="file"), html.encode())
    assert all(line in extract(page).text for line in ARTICLE)
