"""Which language an article is in, by paragraph and as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Article, Dropped
from pipeline.stages.language import detect_language, detect_text

TEXTS = {
    "fr": "La société a confirmé lundi qu'elle bâtirait deux usines dans le nord du pays.",
    "en": "The company confirmed on Monday that it would build two plants in the north.",
    "de": "Das Unternehmen bestätigte am Montag, dass es zwei Werke im Norden bauen wird.",
    "es": "La empresa confirmó el lunes que construirá dos fábricas en el norte del país.",
    "it": "L'azienda ha confermato lunedì che costruirà due stabilimenti nel nord del paese.",
    "pt": "A empresa confirmou na segunda-feira que vai construir duas fábricas no norte do país.",
    "nl": "Het bedrijf bevestigde maandag dat het twee fabrieken in het noorden zal bouwen.",
    "pl": "Spółka potwierdziła w poniedziałek, że zbuduje dwie fabryki na północy kraju.",
    "sv": "Företaget bekräftade i måndags att det ska bygga två fabriker i norra delen av landet.",
    "ja": "同社は月曜日、国の北部に二つの工場を建設すると発表した。",
    "zh": "该公司周一证实，将在该国北部建设两座工厂。",
    "ko": "이 회사는 월요일에 북부에 공장 두 곳을 짓겠다고 밝혔다.",
    "ru": "Компания подтвердила в понедельник, что построит два завода на севере страны.",
    "uk": "Компанія підтвердила в понеділок, що збудує два заводи на півночі країни.",
    "ar": "أكدت الشركة يوم الاثنين أنها ستبني مصنعين في شمال البلاد.",
    "el": "Η εταιρεία επιβεβαίωσε τη Δευτέρα ότι θα κατασκευάσει δύο εργοστάσια.",
    "he": "החברה אישרה ביום שני כי תקים שני מפעלים בצפון המדינה.",
    "hi": "कंपनी ने सोमवार को पुष्टि की कि वह देश के उत्तर में दो कारखाने बनाएगी।",
}


def article(text: str, **fields: object) -> Article:
    return Article(title=None, paragraphs_used=1, paragraphs_total=1, text=text, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", TEXTS)
def test_one_sentence_is_enough(language: str) -> None:
    found = detect_language(article(TEXTS[language]))
    assert found.language == language
    assert found.language_confidence > 0.9
    assert found.other_languages == []
    assert detect_text(TEXTS[language])[0] == language


def test_traditional_chinese_and_transliterated_names_are_chinese() -> None:
    assert detect_text("該公司週一證實，將在該國北部建設兩座工廠。")[0] == "zh"
    assert detect_text("薩姆・奧特曼週一說，公司將在北部建設兩座工廠。")[0] == "zh"


def test_a_german_page_around_a_french_article_is_french() -> None:
    dropped = [
        Dropped(text="Ein Podcast von Radio Test", reason="podcast notice"),
        Dropped(text="Kategorien:", reason="podcast notice"),
        Dropped(text="Visit megaphone.fm/adchoices", reason="advertising notice"),
    ]
    found = detect_language(article(TEXTS["fr"], declared_language="de", dropped=dropped))
    assert found.language == "fr"
    assert sorted(found.other_languages) == ["de", "en"]


def test_a_quoted_foreign_paragraph_keeps_its_own_language() -> None:
    text = "\n".join([TEXTS["fr"], TEXTS["en"], TEXTS["fr"] + " " + TEXTS["fr"]])
    found = detect_language(article(text))
    assert found.language == "fr"
    assert found.other_languages == ["en"]
    assert [span.language for span in found.language_spans] == ["fr", "en", "fr"]
    assert [text[s.start : s.end] for s in found.language_spans] == text.split("\n")


def test_a_short_heading_is_read_in_the_light_of_the_article() -> None:
    text = "\n".join(["Le plan d'Altman pour les puces", TEXTS["fr"], "OK", "半導体", TEXTS["fr"]])
    found = detect_language(article(text))
    assert found.language_spans[0].language in {"fr", None}
    assert found.language_spans[2].language is None
    assert found.other_languages == []
    heading = detect_language(article("半導体工場建設計画\n" + TEXTS["ja"]))
    assert [span.language for span in heading.language_spans] == ["ja", "ja"]


def test_letters_of_another_script_around_a_text_do_not_make_its_language() -> None:
    assert detect_text("Breaking News from the City Desk: " + TEXTS["ar"])[0] == "ar"
    assert detect_text("OpenAI CEO Sam Altman " + TEXTS["ru"])[0] == "ru"
    assert detect_text(TEXTS["ar"] + " (工廠)")[0] == "ar"
    quoting = "Shirkaddu waxay sheegtay Isniintii inay dhisi doonto laba warshadood («مصنعين»)."
    assert detect_text(quoting)[0] == "so"


def test_a_short_foreign_line_at_the_edge_of_an_article_keeps_its_language() -> None:
    text = "\n".join(
        [TEXTS["de"], TEXTS["de"], "Sign up for our morning briefing and never miss out"]
    )
    spans = detect_language(article(text)).language_spans
    assert [span.language for span in spans] == ["de", "de", "en"]


def test_chinese_among_japanese_paragraphs_is_chinese() -> None:
    found = detect_language(
        article("\n".join([TEXTS["ja"] * 3, "该公司的电视战胜了对手", TEXTS["ja"]]))
    )
    assert [span.language for span in found.language_spans] == ["ja", "zh", "ja"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("is", "Fyrirtækið staðfesti á mánudag að það ætli að reisa tvær verksmiðjur."),
        ("eu", "Enpresak astelehenean baieztatu zuen bi lantegi eraikiko dituela."),
        ("sr", "Компанија је у понедељак потврдила да ће изградити две фабрике."),
        ("be", "Кампанія пацвердзіла ў панядзелак, што пабудуе два заводы."),
        ("da", "Selskabet bekræftede mandag, at det vil bygge to fabrikker i nord."),
        ("no", "Selskapet bekreftet mandag at det skal bygge to fabrikker i nord."),
        ("mk", "Компанијата потврди во понеделникот дека ќе изгради две фабрики на северот."),
        ("id", "Perusahaan itu mengatakan pada hari Senin bahwa dua pabrik akan dibangun."),
        ("ms", "Syarikat itu mengesahkan pada Isnin bahawa dua kilang akan dibina di utara."),
        ("mi", "I kī te kamupene i te Mane ka hangaia e ia ngā wheketere e rua."),
    ],
)
def test_small_languages_are_told(language: str, text: str) -> None:
    assert detect_text(text)[0] == language


@pytest.mark.parametrize("text", ["", "ok", "2024 – 7 000 000 $", "🙂🙂", "A B C"])
def test_text_that_does_not_tell_has_no_language(text: str) -> None:
    found = detect_language(article(text))
    assert (found.language, found.language_confidence) == (None, 0.0)
    assert all(span.language is None for span in found.language_spans)


def test_the_pages_own_word_is_the_last_resort_and_says_so() -> None:
    found = detect_language(article("ok", declared_language="fr-CA"))
    assert found.language == "fr"
    assert 0 < found.language_confidence < 0.5


def test_the_answer_is_the_same_every_time() -> None:
    text = "\n".join(["Nur ein Test ok", "Bla bla test", *TEXTS.values()])
    assert len({detect_language(article(text)).model_dump_json() for _ in range(3)}) == 1


@settings(derandomize=True, max_examples=60, deadline=None)
@given(text=st.text(max_size=300), declared=st.none() | st.text(max_size=8))
def test_any_text_gets_an_answer(text: str, declared: str | None) -> None:
    found = detect_language(article(text, declared_language=declared))
    assert 0 <= found.language_confidence <= 1
    assert all(text[s.start : s.end].strip() for s in found.language_spans)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Selon le Wall Street Journal, Sam Altman chercherait 7 billions de dollars."),
        ("de", "Laut Financial Times will Sam Altman mit Taiwan Semiconductor sprechen."),
        ("es", "El diario New York Times dice que Sam Altman busca fondos para OpenAI."),
        ("it", "Sam Altman ha parlato con Goldman Sachs e con Morgan Stanley."),
    ],
)
def test_english_names_make_no_text_english(language: str, text: str) -> None:
    assert detect_text(text)[0] == language
