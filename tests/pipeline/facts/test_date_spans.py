"""Spans of dates, parts of months and years, numbers of weeks, and centuries."""

from __future__ import annotations

import pytest

from pipeline.facts.dates.find import find_dates
from pipeline.records import Sentence

PUBLISHED = "2026-06-17"  # a Wednesday


def dates(text: str, language: str) -> list[tuple[str, str]]:
    found = find_dates([Sentence.alone(text, language)], PUBLISHED)
    assert all(text[m.start : m.end] == m.text for m in found)
    return [(m.text, m.value) for m in found]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "Exports fell from 2023 to May 2025", "2023/2025-05"),
        ("en", "spending doubles between 2023 and 2027", "2023/2027"),
        ("en", "open from November to 5 February 2017", "2016-11/2017-02-05"),
        ("en", "The ministers met from Tuesday to Thursday", "2026-06-09/2026-06-11"),
        ("en", "from 3 to 5 May 2026", "2026-05-03/2026-05-05"),
        ("fr", "les effectifs ont baissé de 2014 à mai 2018", "2014/2018-05"),
        ("fr", "entre janvier 2025 et aujourd'hui", "2025-01/2026-06-17"),
        ("de", "vom 14.10. bis zum 15.11.2018", "2018-10-14/2018-11-15"),
        ("de", "vom 20.12. - 15.1.2019", "2018-12-20/2019-01-15"),
        ("es", "de 2014 hasta mayo de 2018", "2014/2018-05"),
        ("it", "dal 2014 a maggio 2018", "2014/2018-05"),
        ("pt", "de 2014 a 2018", "2014/2018"),
        ("nl", "tussen 3 en 12 sept 2025", "2025-09-03/2025-09-12"),
        ("sv", "från 2014 till 2018", "2014/2018"),
        ("pl", "od 2014 do 2018 roku", "2014/2018"),
        ("ja", "2025年6月から2026年3月まで", "2025-06/2026-03"),
        ("zh", "2018/1/10-2018/7/10", "2018-01-10/2018-07-10"),
        ("ko", "올해 1~9월 수출액", "2026-01/2026-09"),
        ("ar", "من 2014 إلى 2018", "2014/2018"),
    ],
)
def test_two_dates_are_the_ends_of_a_span(language: str, text: str, value: str) -> None:
    assert [found for _, found in dates(text, language)] == [value]


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "The launch was postponed from 2025 to 2026.", ["2025", "2026"]),
        ("fr", "La mise en service est reportée de 2026 à 2027.", ["2026", "2027"]),
        ("de", "Der Start wurde von Mai 2025 auf Juni 2026 verlegt.", ["2025-05", "2026-06"]),
        ("en", "It grew from 12 in 2023 to 15 in 2025.", ["2023", "2025"]),
        ("ja", "2025年6月と2026年3月", ["2025-06", "2026-03"]),
    ],
)
def test_what_moves_or_grows_is_no_span(language: str, text: str, values: list[str]) -> None:
    assert [value for _, value in dates(text, language)] == values


@pytest.mark.parametrize(
    ("language", "text", "mention", "value"),
    [
        ("en", "in the first nine months of 2025", "the first nine months of 2025",
         "2025-01/2025-09"),
        ("en", "the last two months of last year", "the last two months of last year",
         "2025-11/2025-12"),
        ("fr", "sur les neuf premiers mois de l'année", "les neuf premiers mois de l'année",
         "2026-01/2026-09"),
        ("de", "in den ersten neun Monaten 2025", "den ersten neun Monaten 2025",
         "2025-01/2025-09"),
        ("es", "los nueve primeros meses de 2025", "los nueve primeros meses de 2025",
         "2025-01/2025-09"),
        ("it", "nei primi nove mesi del 2025", "primi nove mesi del 2025", "2025-01/2025-09"),
        ("pt", "nos primeiros nove meses de 2025", "primeiros nove meses de 2025",
         "2025-01/2025-09"),
        ("nl", "de eerste negen maanden van 2025", "de eerste negen maanden van 2025",
         "2025-01/2025-09"),
        ("sv", "under årets första nio månader", "årets första nio månader", "2026-01/2026-09"),
        ("pl", "w pierwszych dziewięciu miesiącach 2025 roku",
         "pierwszych dziewięciu miesiącach 2025", "2025-01/2025-09"),
        ("zh", "2025年前9个月", "2025年前9个月", "2025-01/2025-09"),
        ("en", "in the first quarter of the year", "the first quarter of the year",
         "2026-01/2026-03"),
        ("fr", "la seconde quinzaine d'avril 2025", "la seconde quinzaine d'avril 2025",
         "2025-04-16/2025-04-30"),
        ("en", "the first ten days of May 2025", "the first ten days of May 2025",
         "2025-05-01/2025-05-10"),
        ("ja", "2025年7月第3月曜日", "2025年7月第3月曜日", "2025-07-21"),
        ("zh", "2025年7月的第一周", "2025年7月的第一周", "2025-06-30/2025-07-06"),
        ("ko", "7월 첫째 주", "7월 첫째 주", "2026-06-29/2026-07-05"),
    ],
)  # fmt: skip
def test_part_of_a_month_or_year(language: str, text: str, mention: str, value: str) -> None:
    assert dates(text, language) == [(mention, value)]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("de", "in KW 12", "2026-03-16/2026-03-22"),
        ("de", "in der KW 12/2025", "2025-03-17/2025-03-23"),
        ("sv", "vecka 26", "2026-06-22/2026-06-28"),
        ("nl", "in week 12", "2026-03-16/2026-03-22"),
        ("en", "in week 12 of 2025", "2025-03-17/2025-03-23"),
    ],
)
def test_number_of_a_week(language: str, text: str, value: str) -> None:
    assert [found for _, found in dates(text, language)] == [value]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "since the late 19th century", "18XX"),
        ("en", "in the twenty-first century", "20XX"),
        ("fr", "au début du XXe siècle", "19XX"),
        ("de", "Ende des 19. Jahrhunderts", "18XX"),
        ("es", "del siglo XXI", "20XX"),
        ("it", "nel XX secolo", "19XX"),
        ("pt", "no século XIX", "18XX"),
        ("nl", "in de 19e eeuw", "18XX"),
        ("sv", "på 1900-talet", "19XX"),
        ("sv", "på 1990-talet", "199X"),
        ("pl", "w XX wieku", "19XX"),
        ("ja", "21世紀", "20XX"),
        ("zh", "二十一世纪", "20XX"),
        ("zh", "上世纪八十年代", "198X"),
        ("ko", "21세기", "20XX"),
        ("ar", "في القرن العشرين", "19XX"),
        ("ar", "في ثمانينيات القرن الماضي", "198X"),
        ("es", "los años 30 del siglo XX", "193X"),
    ],
)
def test_centuries_and_decades(language: str, text: str, value: str) -> None:
    assert [found for _, found in dates(text, language)] == [value]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "the talks on Friday after next", "2026-06-26"),
        ("de", "am übernächsten Freitag", "2026-06-26"),
        ("de", "am vorletzten Freitag", "2026-06-05"),
        ("en", "prices fell over the weekend", "2026-06-13/2026-06-14"),
        ("de", "am Wochenende wird gewählt", "2026-06-20/2026-06-21"),
        ("pt", "a votação foi adiada para quinta e ocorreu na terça.", "2026-06-16"),
        ("ar", "أعلنت الشركة اليوم عن مشروع", "2026-06-17"),
        ("de", "am 28.Oktober 2025", "2025-10-28"),
        ("nl", "tot dec-2025", "2025-12"),
    ],
)
def test_days_that_are_reckoned(language: str, text: str, value: str) -> None:
    assert [found for _, found in dates(text, language)] == [value]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "na segunda etapa do projeto"),
        ("ar", "في اليوم التالي"),
        ("en", "the first two games of the series"),
        ("en", "week 12 of the pregnancy"),
        ("fr", "les trois premiers jours de la grève"),
        ("de", "die ersten zwei Spiele der Saison"),
        ("it", "passò da 3 a 5 milioni"),
    ],
)
def test_no_date(language: str, text: str) -> None:
    assert dates(text, language) == []


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "from Tuesday to Monday, Friday after next, over the weekend, the last week of May"),
        ("en", "from 29 February to 5 March 2025"),
        ("de", "von Freitag bis Montag, KW 53, am vorletzten Freitag, die ersten zwei Wochen"),
        ("zh", "2月29日-3月1日，从周五到周一"),
    ],
)
def test_the_ends_of_the_calendar_raise_nothing(published: str, language: str, text: str) -> None:
    found = find_dates([Sentence.alone(text, language)], published)
    assert all(text[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "The opening was postponed from 20 June to 4 July.", ["2026-06-20", "2026-07-04"]),
        ("en", "The opening was delayed until 4 July.", ["2026-07-04"]),
        ("en", "The fair was pushed back from 10 to 24 July.", ["2026-07-10", "2026-07-24"]),
        ("fr", "Le salon a été reporté du 20 juin au 4 juillet.", ["2026-06-20", "2026-07-04"]),
        ("de", "Die Messe wurde vom 20. Juni auf den 4. Juli verlegt.",
         ["2026-06-20", "2026-07-04"]),
        ("es", "La feria se aplazó del 20 de junio al 4 de julio.", ["2026-06-20", "2026-07-04"]),
        ("it", "La fiera è slittata dal 20 giugno al 4 luglio.", ["2026-06-20", "2026-07-04"]),
        ("pt", "A feira foi adiada de 20 de junho para 4 de julho.",
         ["2026-06-20", "2026-07-04"]),
        ("nl", "De beurs is verplaatst van 20 juni naar 4 juli.", ["2026-06-20", "2026-07-04"]),
        ("pl", "Targi przesunięto z 20 czerwca na 4 lipca.", ["2026-06-20", "2026-07-04"]),
        ("sv", "Mässan sköts upp från den 20 juni till den 4 juli.",
         ["2026-06-20", "2026-07-04"]),
        ("ja", "見本市は6月20日から7月4日に延期された。", ["2026-06-20", "2026-07-04"]),
        ("ko", "박람회는 6월 20일에서 7월 4일로 연기됐다.", ["2026-06-20", "2026-07-04"]),
        ("zh", "展会从6月20日推迟到7月4日。", ["2026-06-20", "2026-07-04"]),
        ("en", "The opening was postponed from February to May.", ["2026-02", "2026-05"]),
        ("en", "The fair ran from 4 to 20 May.", ["2026-05-04/2026-05-20"]),
    ],
)  # fmt: skip
def test_a_postponement_is_two_days_near_the_publication(
    language: str, text: str, values: list[str]
) -> None:
    assert [value for _, value in dates(text, language)] == values
