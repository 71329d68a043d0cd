"""The dregs of saved pages go with a reason, and nothing of the article goes with them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stages.clean import clean_paragraphs, clean_text
from pipeline.stages.datelines import read_dateline

BODY = [
    "La société a confirmé lundi qu'elle bâtirait deux usines dans le nord, pour 4 milliards.",
    "Les travaux commenceront au printemps. Le maire s'en réjouit.",
    "Des habitants s'inquiètent pourtant de l'eau que ces ateliers consommeront chaque été.",
]

BODIES = {
    "fr": BODY,
    "en": [
        "The company confirmed on Monday that it would build two plants in the north of Spain.",
        "Work begins in spring. The mayor is delighted.",
        "Neighbours worry about the water that the plants will need every summer.",
    ],
    "de": [
        "Das Unternehmen bestätigte am Montag, dass es zwei Werke im Norden des Landes bauen wird.",
        "Die Arbeiten beginnen im Frühjahr. Der Bürgermeister freut sich.",
        "Anwohner sorgen sich um das Wasser, das die Werke in jedem Sommer brauchen werden.",
    ],
    "ja": ["同社は月曜日、国の北部に二つの工場を建設すると発表した。", "工事は春に始まる。"],
    "zh": ["该公司周一证实，将在该国北部建设两座工厂。", "工程将于春季开始。"],
}


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Publié le 14 février 2024 à 18h05", "2024-02-14"),
        ("Par , publié le 3 mars 2025", "2025-03-03"),
        (
            "Published On: août 9, 2025//Categories: Puces, News//2 min read//410 words//",
            "2025-08-09",
        ),
        ("Publié le 1er avril 2024 par Zoé Petit", "2024-04-01"),
        ("Mis à jour le 15/02/2024", "2024-02-15"),
        ("Publié le 03/02/2024", "2024-02-03"),
        ("Publié le 14 février 2024, mis à jour le 16 février 2024 à 9h", "2024-02-14"),
        ("Updated Feb. 16, 2024 | Published Feb. 14, 2024", "2024-02-14"),
        ("Posted on February 14, 2024 by Jane Doe", "2024-02-14"),
        ("Published: 02/14/2024", "2024-02-14"),
        ("Von Hans Müller, veröffentlicht am 14. Februar 2024 um 18:05 Uhr", "2024-02-14"),
        ("Stand: 14.02.2024, 18:05 Uhr", "2024-02-14"),
        ("Publicado el 14 de febrero de 2024 a las 18:05", "2024-02-14"),
        ("Pubblicato il 14 febbraio 2024 alle ore 18:05", "2024-02-14"),
        ("Publicado em 14/02/2024 às 18h05", "2024-02-14"),
        ("Gepubliceerd op 14 februari 2024 om 18:05", "2024-02-14"),
        ("Opublikowano: 14 lutego 2024, 18:05", "2024-02-14"),
        ("Publicerad 14 februari 2024 kl. 18.05", "2024-02-14"),
        ("公開日：2024年2月14日 18:05", "2024-02-14"),
        ("发布时间：2024-02-14 18:05", "2024-02-14"),
        ("입력 2024.02.14. 18:05", "2024-02-14"),
        ("2024-02-14T18:05:00Z", "2024-02-14"),
    ],
)
def test_a_date_line_gives_the_day_of_publication(line: str, day: str) -> None:
    cleaned = clean_text("\n\n".join(["Un titre tout simple", line, *BODY]))
    assert cleaned.published == day
    assert [(piece.text, piece.reason) for piece in cleaned.dropped] == [(line, "date line")]
    assert cleaned.paragraphs == BODY


def test_a_date_that_could_be_american_is_not_guessed() -> None:
    dateline = read_dateline("Published: 03/02/2024")
    assert dateline is not None
    assert dateline.published is None


def test_a_byline_gives_the_authors() -> None:
    cleaned = clean_text("\n\n".join(["Un titre tout simple", "Par Zoé Petit et Luc Roy", *BODY]))
    assert cleaned.authors == ["Zoé Petit", "Luc Roy"]
    assert cleaned.paragraphs == BODY


NORMAL = {
    "fr": [
        "Le 14 février 2024, la société a annoncé un projet.",
        "PARIS, 14 février 2024 (Reuters) – Le groupe a confirmé son projet lundi.",
        "Par ailleurs, le groupe recrute.",
        "Nvidia en 2024",
        "« Newsletter », dit-il, est un mot anglais.",
        "Contact avec la presse : le groupe se tait.",
        "La publicité ne suffit plus à payer les serveurs.",
        "Abonnez-vous, dit-il, et vous verrez.",
        "“I said it on my podcast, and I stand by it,” he wrote.",
    ],
    "en": [
        "By 2030, the plant will employ 4,000 people.",
        "Share prices fell again on Friday.",
        "Comments by the minister were met with laughter.",
        "Read more than one report before you judge.",
        "Subscribe to our theory or not: the market will decide.",
        "Related questions remain open.",
        "Hosted by Macron, the summit ended on Friday.",
        "Copyright law is the next battlefield.",
    ],
    "de": [
        "In einigen Schulen ging es „heiß her“",
        "Von der Leyen reist nach Taiwan",
        "Anzeigen wegen Betrugs liegen vor.",
        "Kommentare des Kanzlers blieben aus.",
    ],
    "ja": ["広告の売上は3%増えた。"],
    "zh": ["分享数据的公司越来越多。"],
}


@pytest.mark.parametrize(
    ("language", "line"), [(language, line) for language, lines in NORMAL.items() for line in lines]
)
def test_a_normal_sentence_is_never_eaten(language: str, line: str) -> None:
    body = BODIES[language]
    for place in range(len(body) + 1):
        lines = ["AI: a title", *body[:place], line, *body[place:]]
        assert line in clean_text("\n\n".join(lines)).paragraphs


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("No Comments Yet", "comment notice"),
        ("Comments are closed.", "comment notice"),
        ("12 commentaires", "comment notice"),
        ("Commentaires (2)", "comment notice"),
        ("Die Kommentarfunktion ist geschlossen", "comment notice"),
        ("Partager sur Facebook", "share notice"),
        ("Facebook | Twitter | LinkedIn", "share notice"),
        ("Contactez-nous  –  Politique de confidentialité", "footer"),
        ("© 2024 La Gazette du Test. Tous droits réservés", "footer"),
        ("Impressum · Datenschutz · AGB", "footer"),
        ("Lire aussi : Les puces voyagent en train", "related links"),
        ("À lire aussi > Les puces voyagent en train", "related links"),
        ("Siehe auch: Die Chips fahren Bahn", "related links"),
        ("あわせて読みたい", "related links"),
        ("Kategorien:", "podcast notice"),
        ("Le Grand Test - Ein Podcast von Radio Test", "podcast notice"),
        ("Inscrivez-vous à notre newsletter pour ne rien manquer.", "newsletter box"),
        ("La suite après la publicité", "advertising notice"),
        ("Nous utilisons des cookies pour mesurer l'audience.", "cookie notice"),
        ("***", "no words"),
    ],
)
def test_chrome_goes_with_its_reason(line: str, reason: str) -> None:
    cleaned = clean_text("\n\n".join(["Un titre tout simple", *BODY, line]))
    assert [(piece.text, piece.reason) for piece in cleaned.dropped] == [
        (" ".join(line.split()), reason)
    ]
    assert cleaned.paragraphs == BODY
    assert cleaned.total == len(BODY) + 1


def test_the_links_under_a_heading_go_with_it() -> None:
    links = ["Le grand tri des déchets", "– Pourquoi la mer monte encore"]
    for heading in ("Pour aller plus loin:", "Lire aussi", "Sur le même sujet :"):
        text = "\n\n".join([*BODY, "\n".join([heading, *links]), "Comments are closed"])
        cleaned = clean_text(text)
        assert cleaned.paragraphs == BODY
        assert len(cleaned.dropped) == 4


def test_a_heading_of_the_article_that_sounds_like_links_stays() -> None:
    text = "\n\n".join([BODY[0], "Pour aller plus loin", *BODY[1:]])
    assert clean_text(text).paragraphs == [BODY[0], "Pour aller plus loin", *BODY[1:]]


def test_a_notice_glued_to_the_last_sentence_is_cut_off() -> None:
    notice = "Learn more about your ad choices. Visit megaphone.fm/adchoices"
    cleaned = clean_text(f"{BODY[0]}\n{BODY[1]} {notice}")
    assert cleaned.paragraphs == BODY[:2]
    assert [piece.text for piece in cleaned.dropped] == [notice]
    assert cleaned.total == 2


def test_notices_in_another_language_go_from_the_edges() -> None:
    notices = [
        "Mehr über unsere Werbepartner steht auf der Seite der Redaktion.",
        "Hosted on Soundbarn. See soundbarn.example/privacy for details.",
    ]
    cleaned = clean_text("\n\n".join([*BODY, *notices]))
    assert cleaned.paragraphs == BODY
    assert [piece.text for piece in cleaned.dropped] == notices


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("Les puces voyagent-elles en train ?", True),
        ("Des puces partout, des usines nulle part", True),
        ("Une percée !", True),
        ("半導体の工場を新設へ", True),
        ("La société bâtira deux usines dans le nord du pays.", False),
        ("Puces", False),
        ("Les chiffres du jour :", False),
    ],
)
def test_the_first_line_is_the_title_if_it_reads_like_one(first: str, title: bool) -> None:
    cleaned = clean_text("\n\n".join([first, *BODY]))
    assert cleaned.title == (first if title else None)
    assert cleaned.paragraphs == (BODY if title else [first, *BODY])


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "La société a confirmé lundi qu'elle bâtirait deux usines dans le\n"
        "nord du pays, pour un coût total qui dépasserait quatre milliards\n"
        "d'euros sur dix ans."
    )
    assert clean_text(wrapped).paragraphs == [" ".join(wrapped.split())]


def test_markdown_loses_its_signs_and_no_words() -> None:
    text = """---
title: "Le train des puces"
date: 2024-02-14
author: Zoé Petit
lang: fr
---
# Le train des puces

La **société** a [confirmé](https://news.example/a(b) "lien") deux *usines*,
dans le `nord` du pays, pour 4\\*2 milliards. Voir <https://news.example/>.

![une photo](photo.jpg)

## Le calendrier

- Printemps : les travaux
- Été : la fin

> « Nous irons vite », dit snake_case_name.
"""
    cleaned = clean_text(text, markdown=True)
    assert (cleaned.title, cleaned.published) == ("Le train des puces", "2024-02-14")
    assert (cleaned.authors, cleaned.declared_language) == (["Zoé Petit"], "fr")
    assert cleaned.paragraphs[0].startswith("La société a confirmé")
    assert cleaned.paragraphs[0].endswith("pour 4*2 milliards. Voir https://news.example/.")
    assert cleaned.paragraphs[1:] == [
        "Le calendrier",
        "Printemps : les travaux",
        "Été : la fin",
        "« Nous irons vite », dit snake_case_name.",
    ]


def test_the_title_is_not_repeated_in_the_text_of_a_page() -> None:
    cleaned = clean_paragraphs(["Le Titre", *BODY], "Le titre", set())
    assert cleaned.paragraphs == BODY
    assert cleaned.dropped[0].reason == "title repeated"


LINES = st.sampled_from(
    [
        "Lire aussi",
        "©",
        "12 commentaires",
        "Par , publié le",
        "\n",
        "# a",
        "[",
        "](",
        "**",
        "14/02/24",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(LINES, max_size=30).map("\n".join))


@settings(derandomize=True, max_examples=200, deadline=None)
@given(text=TEXTS, markdown=st.booleans())
def test_any_text_is_sorted_into_kept_and_dropped(text: str, markdown: bool) -> None:
    cleaned = clean_text(text, markdown=markdown)
    assert cleaned.total >= len(cleaned.paragraphs)
    assert all(line.strip() and "\n" not in line for line in cleaned.paragraphs)
    if not markdown:
        kept = "".join([cleaned.title or "", *cleaned.paragraphs])
        kept += "".join(piece.text for piece in cleaned.dropped)
        assert {c for c in text if c.isalnum()} == {c for c in kept if c.isalnum()}


@pytest.mark.parametrize(
    ("language", "offer"),
    [
        ("en", "Subscribe for $2 a month. Cancel any time."),
        ("en", "To continue reading, start your free trial."),
        ("fr", "S’abonner à partir de 2 €"),
        ("fr", "Abonnez-vous : 1 mois pour 1 €, sans engagement."),
        ("de", "6 Wochen für 2 Euro, danach 8,90 Euro im Monat."),
        ("de", "Jetzt weiterlesen: die ersten drei Monate für 3 Euro."),
        ("en", "Keep reading for £1 a week. You have 60% of this article left."),
        ("de", "Jetzt testen und 50 % sparen."),
        ("ja", "続きを読むには会員登録。初月100円。"),
    ],
)
def test_an_offer_to_subscribe_is_no_text(language: str, offer: str) -> None:
    cleaned = clean_text("\n\n".join(["A title of it", *BODIES[language], offer]))
    assert [d.reason for d in cleaned.dropped if d.text == offer] == ["subscription offer"]
    assert cleaned.paragraphs == BODIES[language]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Readers subscribe for $2 a month, and half of them cancel within a year."),
        ("en", "Subscribers will pay $2 more a month, the publisher said on Friday evening."),
        ("fr", "Pour continuer, le groupe doit trouver 4 milliards d'euros avant la fin de mai."),
        ("de", "Im Abo kostet der Dienst 20 Euro, wie das Unternehmen am Freitag mitteilte."),
        ("ja", "初回の投資額は3億円だったと同社は発表した。"),
    ],
)
def test_what_is_told_of_subscriptions_stays(language: str, told: str) -> None:
    cleaned = clean_text("\n\n".join(["A title of it", *BODIES[language], told]))
    assert told in cleaned.paragraphs
