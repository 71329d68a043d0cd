"""Sentences: where they end in twelve languages, and that no character is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Article, LanguageSpan
from pipeline.stages.segment import segment, split

SENTENCES: dict[str, list[str]] = {
    "fr": [
        "M. Altman et J.-P. Martin ont rencontré C.C. Wei en févr. 2026 à Taïwan.",
        "Le marché vaut 1,44 billion de dollars, p. ex. selon l'A.F.P. et d'autres agences.",
        "« Où irons-nous ? Que ferons-nous ? » a demandé le patron.",
        "Il a répondu : « Nous verrons. Rien ne presse. »",
        "Pourquoi pas…",
        "Henri V. Dupont et X. Leroy en parlent dans le vol. IV.",
        "Mme Lagarde et le Dr. Petit visitent l'usine n. 3 des U.S. Army Labs !",
        "Une usine, etc.",
        "Le reste suivra.",
    ],
    "en": [
        "Mr. Altman met J. P. Morgan's team at 3.30 p.m. on Feb. 9, 2024, in the U.S. Senate.",
        '"We need more chips. Many more," he said.',
        "Nvidia Inc. rose 3.5% and Apple Corp. fell, e.g. by $1.2 bn. in a day.",
        "He lives in the U.S.",
        "The company does not.",
        "“Is it too late?” she asked.",
        "xAI is building No. 1 in Memphis.",
        "iPhone sales fell...",
        "Then they rose!",
    ],
    "de": [
        "Dr. Meyer sprach am 14. Februar über 7 Bio. Dollar, d. h. 7.000 Mrd. Dollar.",
        "„Wann kommt das? Niemand weiß es“, sagte Hr. Schulz.",
        "Das ist z. B. im 21. Jahrhundert neu.",
        "Die Nr. 1 bleibt TSMC usw.",
        "Der Rest folgt bzw. entfällt.",
        "»Nein!«, rief er.",
        "Kommt das Werk?",
        "Ja.",
    ],
    "es": [
        "El Sr. Altman viajó a EE. UU. el 9 de feb. de 2024.",
        "Busca 7 billones de dólares, p. ej. en los Emiratos Árabes.",
        "—¿Cuándo llegará? —preguntó la Dra. Ruiz.",
        "¡Nadie lo sabe!",
        "El valor es de 1.440.000 millones.",
        "«No es cierto. Es falso», dijo el portavoz.",
        "La empresa Broadcom Inc. no respondió.",
    ],
    "it": [
        "Il sig. Rossi e il dott. Bianchi valutano 7.000 mld. di dollari.",
        "«Quando? Dove?», ha chiesto l'on. Verdi.",
        "La S.p.A. Ansaldo è al n. 2 in Italia.",
        "È vero?",
        "Forse…",
        "Domani si saprà.",
    ],
    "pt": [
        "O Sr. Altman esteve nos E.U.A. com a Dra. Souza em 9 de fev. de 2024.",
        "O valor é de US$ 1,5 tri, p. ex. em 2027.",
        "“Quando chega? Ninguém sabe”, disse o prof. Lima.",
        "É possível!",
        "A Embraer S.A. não comentou.",
    ],
    "nl": [
        "Dhr. Jansen en mw. De Vries spraken op 9 feb. 2024 met o.a. ASML.",
        "Het gaat om 7.000 mld. dollar, bijv. voor fabrieken.",
        "‘Komt het? Niemand weet het’, zei prof. Bakker.",
        "Zeker weten!",
        "De rest volgt.",
    ],
    "pl": [
        "Prof. Nowak i dr Kowalski byli 14. lutego w Warszawie, m.in. w tzw. fabryce.",
        "Kwota to 7 bln. dolarów, tj. ok. 28 bln zł.",
        "„Kiedy? Nie wiem”, powiedział św. Mikołaj.",
        "To prawda!",
        "W 2026 r. Intel otworzy zakład.",
    ],
    "sv": [
        "Dr. Berg och prof. Lind talade kl. 10 om bl.a. kretsar, t.ex. från Intel.",
        "Summan är ca. 7 000 mdr. kronor.",
        "”När? Ingen vet”, sade hon.",
        "Det är sant!",
        "Resten följer.",
    ],
    "ja": [
        "アルトマン氏は7兆ドルを求めている。",
        "「いつ来るのか。誰も知らない。」と社長は述べた。",
        "本当か？",
        "株価は3.5%上昇した！",
        "同社は「問題ない」とした。",
    ],
    "zh": [
        "奥尔特曼正在寻求7万亿美元。",
        "“什么时候来？没有人知道。”他说。",
        "真的吗？",
        "股价上涨了3.5%！",
        "该公司没有回应……",
        "其他公司也一样。",
    ],
    "ko": [
        "올트먼은 7조 달러를 원한다.",
        '"언제 오는가? 아무도 모른다."라고 그는 말했다.',
        "정말인가?",
        "주가는 3.5% 올랐다!",
        "회사는 답하지 않았다.",
    ],
}


@pytest.mark.parametrize("language", SENTENCES)
def test_sentences_of_a_language_are_found(language: str) -> None:
    expected = SENTENCES[language]
    text = ("" if language in {"ja", "zh"} else " ").join(expected)
    assert [text[start:end] for start, end in split(text, language)] == expected


def article(text: str, **fields: object) -> Article:
    return Article(title=None, paragraphs_used=1, paragraphs_total=1, text=text, **fields)  # type: ignore[arg-type]


def test_paragraphs_are_never_crossed_and_offsets_are_exact() -> None:
    text = "Un titre sans point\nPremière phrase. Deuxième phrase.\n\n  \nTroisième 🙂 phrase."
    sentences = segment(article(text, language="fr"))
    assert [sentence.text for sentence in sentences] == [
        "Un titre sans point",
        "Première phrase.",
        "Deuxième phrase.",
        "Troisième 🙂 phrase.",
    ]
    assert [sentence.paragraph for sentence in sentences] == [0, 1, 1, 2]
    assert [sentence.index for sentence in sentences] == [0, 1, 2, 3]
    assert all(text[s.start : s.end] == s.text for s in sentences)


def test_the_language_is_the_paragraphs_then_the_articles_then_und() -> None:
    text = "Hello there.\nOui."
    spans = [
        LanguageSpan(start=0, end=12, language="en", confidence=1.0),
        LanguageSpan(start=13, end=17, language=None, confidence=0.0),
    ]
    found = segment(article(text, language="fr", language_spans=spans))
    assert [sentence.language for sentence in found] == ["en", "fr"]
    assert [sentence.language for sentence in segment(article(text))] == ["und", "und"]


def test_a_full_stop_inside_a_number_or_an_address_ends_nothing() -> None:
    text = "See www.example.com for 3.14 and v2.0.1 notes, a 7.000.000 rise"
    assert split(text, "en") == [(0, len(text))]


def test_no_text_gives_no_sentences() -> None:
    assert segment(article("")) == []
    assert segment(article(" \n \n")) == []


WORDS = st.sampled_from(
    [
        *"aA1.!?…\"'«»“”„「」。？ \u00a0\n-—,",
        "M.",
        "U.S.",
        " The ",
        "Mrd. ",
        "é",
        "漢",
        "🙂",
        "\u0301",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map("".join))


@settings(derandomize=True, max_examples=300, deadline=None)
@given(text=TEXTS, language=st.sampled_from([*SENTENCES, "und", "xx"]))
def test_every_character_that_is_not_blank_is_in_one_sentence(text: str, language: str) -> None:
    sentences = segment(article(text, language=language))
    covered = [position for s in sentences for position in range(s.start, s.end)]
    assert len(covered) == len(set(covered))
    assert all(text[s.start : s.end] == s.text and s.text.strip() for s in sentences)
    assert not any("\n" in s.text for s in sentences)
    blank = set(range(len(text))) - set(covered)
    assert not "".join(text[position] for position in blank).strip()


@pytest.mark.parametrize("unit", ["a. ", "« ", '"A. ', "J.", "。", "? » ", "„A. “ b ", "1. "])
def test_time_is_linear_in_the_text(unit: str) -> None:
    split(unit * 20_000, "de")  # a quadratic pass would take minutes
