"""Dates: absolute, partial, relative; and numbers that are none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts.dates import find_dates
from pipeline.records import Sentence
from tests.pipeline.facts.pieces import PIECES

FRIDAY = "2024-02-09"

DATE_WORDS = "2024|31|févr.|février|February|last|next|-|/|.|,|in|en|fin|年|月|日|mardi|ago|0"


def dates(text: str, language: str, published: str | None = FRIDAY) -> list[tuple[str, str]]:
    sentence = Sentence(
        index=3, start=10, end=10 + len(text), text=text, paragraph=1, language=language
    )
    found = find_dates([sentence], published)
    for mention in found:
        assert text[mention.start - 10 : mention.end - 10] == mention.text
        assert (mention.sentence, mention.event) == (3, text)
    return [(mention.text, mention.value) for mention in found]


@pytest.mark.parametrize(
    ("language", "text", "span", "value"),
    [
        ("fr", "annoncé le 22 janvier 2024", "22 janvier 2024", "2024-01-22"),
        ("fr", "le 1er février 2024", "1er février 2024", "2024-02-01"),
        ("fr", "juillet 21, 2024", "juillet 21, 2024", "2024-07-21"),
        ("fr", "depuis janvier 2023", "janvier 2023", "2023-01"),
        ("fr", "livrées en 2023", "2023", "2023"),
        ("fr", "pas avant au moins 2026.", "2026", "2026"),
        ("fr", "opérationnelle fin 2025", "fin 2025", "2025"),
        ("fr", "sur la période 2023-2025", "2023-2025", "2023/2025"),
        ("en", "on 9 February 2024", "9 February 2024", "2024-02-09"),
        ("en", "on Feb. 9, 2024", "Feb. 9, 2024", "2024-02-09"),
        ("en", "by the end of 2025", "the end of 2025", "2025"),
        ("en", "2024-02-09", "2024-02-09", "2024-02-09"),
        ("de", "am 9. Februar 2024", "9. Februar 2024", "2024-02-09"),
        ("de", "am 09.02.2024", "09.02.2024", "2024-02-09"),
        ("es", "el 9 de febrero de 2024", "9 de febrero de 2024", "2024-02-09"),
        ("it", "il 9 febbraio 2024", "9 febbraio 2024", "2024-02-09"),
        ("pt", "em 9 de fevereiro de 2024", "9 de fevereiro de 2024", "2024-02-09"),
        ("nl", "op 9 februari 2024", "9 februari 2024", "2024-02-09"),
        ("pl", "9 lutego 2024", "9 lutego 2024", "2024-02-09"),
        ("sv", "den 9 februari 2024", "9 februari 2024", "2024-02-09"),
        ("ja", "2024年2月9日に発表", "2024年2月9日", "2024-02-09"),
        ("zh", "2027年投产", "2027年", "2027"),
        ("ko", "2024년 2월 9일", "2024년 2월 9일", "2024-02-09"),
    ],
)
def test_absolute(language: str, text: str, span: str, value: str) -> None:
    assert dates(text, language) == [(span, value)]
    assert dates(text, language, None) == [(span, value)]


@pytest.mark.parametrize(
    ("language", "text", "span", "value"),
    [
        ("fr", "évincé fin novembre", "fin novembre", "2023-11"),
        ("fr", "arrivé en novembre dernier", "novembre dernier", "2023-11"),
        ("fr", "promis l’été dernier", "l’été dernier", "2023-22"),
        ("fr", "le mois dernier", "le mois dernier", "2024-01"),
        ("fr", "l'année dernière", "l'année dernière", "2023"),
        ("fr", "il y a deux ans", "il y a deux ans", "2022"),
        ("fr", "dit hier", "hier", "2024-02-08"),
        ("fr", "dit mardi", "mardi", "2024-02-06"),
        ("fr", "la semaine dernière", "la semaine dernière", "2024-01-29/2024-02-04"),
        ("en", "said on Friday", "Friday", "2024-02-09"),
        ("en", "last Friday", "last Friday", "2024-02-02"),
        ("en", "on Feb. 29", "Feb. 29", "2020-02-29"),
        ("en", "last month", "last month", "2024-01"),
        ("en", "by June", "June", "2024-06"),
        ("de", "letzte Woche", "letzte Woche", "2024-01-29/2024-02-04"),
        ("de", "im vergangenen November", "vergangenen November", "2023-11"),
        ("es", "el verano pasado", "el verano pasado", "2023-22"),
        ("it", "lo scorso novembre", "lo scorso novembre", "2023-11"),
        ("pt", "no mês passado", "no mês passado", "2024-01"),
        ("ja", "昨年の", "昨年", "2023"),
        ("zh", "上个月", "上个月", "2024-01"),
        ("ko", "지난달", "지난달", "2024-01"),
    ],
)
def test_relative_needs_the_publication_date(
    language: str, text: str, span: str, value: str
) -> None:
    assert dates(text, language) == [(span, value)]
    assert dates(text, language, None) == []


def test_two_years() -> None:
    text = "entre 2023 et 2027, de 45 milliards en 2023 à 400 milliards en 2027"
    assert [value for _, value in dates(text, "fr")] == ["2023", "2027", "2023", "2027"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "40 000 dollars, 1 200 emplois, 2 000 personnes, H100, 7 000 et 2024 euros"),
        ("fr", "plus de 2000 emplois pour 2000 personnes sur Mars"),
        ("en", "it may rise; 2,000 people; a march; version 2.0; 2048 GPUs; $2025"),
        ("en", "03/04/2026"),
        ("en", "31 February 2024 or 2024-13-45"),
        ("de", "in den vergangenen Jahren"),
        ("zh", "500年"),
        ("xx", "7 000"),
    ],
)
def test_no_date(language: str, text: str) -> None:
    assert dates(text, language) == []


@given(
    text=st.one_of(
        PIECES,
        st.lists(
            st.sampled_from(DATE_WORDS.split("|"))
        ).map(" ".join),
    ),
    language=st.sampled_from(["fr", "en", "de", "es", "zh", "ko", "xx"]),
    published=st.sampled_from([None, FRIDAY, "2024-02-29T10:00:00Z", "0001-01-01", "rubbish", ""]),
)  # fmt: skip
@settings(derandomize=True, max_examples=300, deadline=None)
def test_any_text(text: str, language: str, published: str | None) -> None:
    dates(text, language, published)


@pytest.mark.parametrize("piece", ["2024 ", "1/", "févr. ", "fin ", "il y a ", "le 1 ", "-"])
def test_time_grows_with_the_length(piece: str) -> None:
    start = time.perf_counter()
    dates(piece * (20_000 // len(piece)), "fr")
    assert time.perf_counter() - start < 4
