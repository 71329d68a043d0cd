"""Search finds what a journalist types, in any script, and no text is a syntax error."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.store import Filters, Store
from pipeline.store.folding import displayed, excerpt, fold, terms
from tests.pipeline.store.makers import TODAY, article_of, digest_of, page_of

ARTICLES = {
    "fr": "Les Émirats arabes unis financeraient l’usine de micropuces de Dresde.",
    "ja": "アラブ首長国連邦は半導体の工場に7兆ドルを投じる。ガス会社も加わる。",
    "zh": "阿联酋计划投资芯片工厂,总额七万亿美元。",
    "ar": "تموّل الإمارات العربية المتحدة مصنعًا للرقائق.",
    "ko": "아랍에미리트는 반도체 공장에 투자한다.",
    "de": "Die Straße zur Chipfabrik führt über Dresden; 50 % der Mittel fehlen.",
}


@pytest.fixture
def library(store: Store) -> Store:
    for language, text in ARTICLES.items():
        store.put_article(
            page_of(f"https://news.example/{language}"),
            article_of(text, f"Titel {language}", language),
        )
    return store


def found(store: Store, query: str, filters: Filters | None = None) -> list[str]:
    hits = store.search(query, filters or Filters())
    return [hit.url.rpartition("/")[2] for hit in hits]


@pytest.mark.parametrize(
    ("query", "languages"),
    [
        ("Emirats", {"fr"}),  # no accent
        ("E\u0301MIRATS", {"fr"}),  # decomposed, capitals
        ("l'usine", {"fr"}),  # another apostrophe
        ("puces", {"fr"}),  # a piece of a word
        ("Émirats Dresde", {"fr"}),  # both words, wherever they stand
        ("Émirats Paris", set()),
        ("strasse", {"de"}),
        ("Dresde", {"fr", "de"}),
        ("半導体", {"ja"}),
        ("7兆ドル", {"ja"}),
        ("兆", {"ja"}),  # one character
        ("半導", {"ja"}),  # two
        ("ガス", {"ja"}),
        ("カス", set()),  # the voicing mark tells words apart
        ("芯片", {"zh"}),
        ("投", {"ja", "zh"}),
        ("الإمارات", {"ar"}),
        ("الامارات", {"ar"}),  # without hamza
        ("تمول", {"ar"}),  # without shadda
        ("반도체", {"ko"}),
        ("에미리트", {"ko"}),  # inside a word, before its particle
        ("titel zh", {"zh"}),  # in the title
        ("50 %", {"de"}),
        ("_________", set()),  # no wildcard
    ],
)
def test_words_are_found(library: Store, query: str, languages: set[str]) -> None:
    assert set(found(library, query)) == languages


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'; DROP TABLE articles; --",
        'Emirats" OR "x',
        "NEAR(a b)",
        "folded : x",
        "a AND",
        "(((",
        "*",
        "^x",
        "a\x00b",
        "\ud800",
        "%",
        "兆%",
        "\\",
        "-Emirats",
        "a:b & c | !d <-> e",
        "🤖",
        "x" * 100_000,
        "mot " * 5_000,
    ],
)
def test_no_text_is_a_syntax_error(library: Store, query: str) -> None:
    library.search(query)
    assert found(library, "Emirats") == ["fr"]


def test_an_excerpt_shows_the_words_as_they_are_written(library: Store) -> None:
    (hit,) = library.search("emirats DRESDE usine")
    assert hit.excerpt.highlighted() == (
        "Les [Émirats] arabes unis financeraient l’[usine] de micropuces de [Dresde]."
    )
    for start, end in hit.excerpt.marks:
        assert hit.excerpt.text[start:end] in {"Émirats", "usine", "Dresde"}


def test_an_excerpt_starts_near_the_find_and_survives_letters_that_grow() -> None:
    text = "İß" * 500 + " Straße " + "ﬁ" * 500
    piece = excerpt(text, ["strasse"])
    assert "[Straße]" in piece.highlighted()
    assert len(piece.text) <= 240


@given(text=st.text(max_size=400), wanted=st.text(min_size=1, max_size=5))
def test_an_excerpt_of_any_text_marks_only_what_was_looked_for(text: str, wanted: str) -> None:
    shown = displayed(text)
    looked_for = terms(wanted)
    piece = excerpt(shown, looked_for)
    assert piece.text in shown
    for start, end in piece.marks:
        assert any(term in fold(piece.text[start:end]) for term in looked_for)
    if any(term in fold(shown) for term in looked_for):
        assert piece.marks


def test_whole_words_come_before_pieces(store: Store) -> None:
    for name, text in (("piece", "Des micropuces partout."), ("word", "Des puces rares.")):
        store.put_article(page_of(f"https://news.example/{name}"), article_of(text, "Sans"))
    assert found(store, "puces") == ["word", "piece"]


def test_statements_of_a_digest_are_found(library: Store) -> None:
    article = article_of("Le patron cherche des fonds.", "Levée")
    version = library.put_article(page_of("https://news.example/boss"), article)
    digest = digest_of(article, statement="The head of the firm seeks unprecedented sums.")
    library.put_digest(version.id, digest)
    (hit,) = library.search("unprecedented")
    assert (hit.digest_id, hit.version_id) == (digest.id, version.id)
    assert hit.in_digest
    assert "[unprecedented]" in hit.excerpt.highlighted()
    (hit,) = library.search("patron cherche")
    assert (hit.digest_id, hit.in_digest) == (digest.id, False)
    (hit,) = library.search("strasse")
    assert (hit.digest_id, hit.in_digest) == (None, False)


def test_filters_narrow_a_search(store: Store) -> None:
    for name, billions, actor, days in (
        ("small", 3, "tsmc", 0),
        ("large", 7000, "openai", 0),
        ("old", 7000, "openai", -30),
    ):
        article = article_of(f"Des puces: {name}.", name, "de" if name == "small" else "fr")
        page = page_of(f"https://news.example/{name}", TODAY + timedelta(days=days))
        version = store.put_article(page, article)
        store.put_digest(version.id, digest_of(article, billions=billions, actor=actor))

    def with_(**filters: object) -> set[str]:
        return set(found(store, "puces", Filters(**filters)))  # type: ignore[arg-type]

    assert with_() == {"small", "large", "old"}
    assert with_(actor="openai") == {"large", "old"}
    assert with_(actor="openai", since=TODAY) == {"large"}
    assert with_(actor="openai", until=TODAY) == {"old"}
    assert with_(actor="Des puces: small.") == {"small"}  # as it is written there
    assert with_(language="de") == {"small"}
    assert with_(min_amount=Decimal(10**12)) == {"large", "old"}
    assert with_(min_amount=Decimal(10**12), currency="EUR") == set()
    assert found(store, "", Filters(since=TODAY, actor="tsmc")) == ["small"]
    assert len(store.search("puces", limit=2)) == 2


def test_an_article_is_one_hit_and_old_words_say_so(store: Store) -> None:
    store.put_article(page_of(), article_of("Il aurait fraudé. Les puces manquent."))
    store.put_article(page_of(), article_of("Les puces manquent."))
    (retracted,) = store.search("fraude")
    assert (retracted.version, retracted.superseded) == (1, True)
    (current,) = store.search("manquent")
    assert current.article_id == retracted.article_id


def test_a_text_of_a_megabyte_is_found_to_its_end(store: Store) -> None:
    words = " ".join(f"mot{number}" for number in range(120_000))
    article = article_of(f"{words} aiguille")
    assert len(article.text) > 1_000_000
    version = store.put_article(page_of(), article)
    store.put_digest(version.id, digest_of(article))
    (hit,) = store.search("aiguille")
    assert "[aiguille]" in hit.excerpt.highlighted()
    assert store.article(version.id) == article
