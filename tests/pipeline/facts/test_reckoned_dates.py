"""Dates that are reckoned from the day of publication: which winter, which May, which Friday."""

from __future__ import annotations

import pytest

from pipeline.facts.dates.find import find_dates
from pipeline.records import Sentence

WEDNESDAY = "2026-06-17"


def dates(text: str, language: str, published: str = WEDNESDAY) -> list[str]:
    return [m.value for m in find_dates([Sentence.alone(text, language)], published)]


@pytest.mark.parametrize(
    ("published", "text", "value"),
    [
        ("2026-01-17", "Work began last winter.", "2024-24"),
        ("2026-06-17", "Work began last winter.", "2025-24"),
        ("2026-12-17", "Work began last winter.", "2025-24"),
        ("2026-01-17", "Work begins this winter.", "2025-24"),
        ("2026-02-17", "It opens next winter.", "2026-24"),
        ("2026-06-17", "It opened at the end of the winter.", "2025-24"),
        ("2026-06-17", "It opened last summer.", "2025-22"),
        ("2026-09-17", "It opened this summer.", "2026-22"),
        ("2026-06-17", "It will open at the end of the summer.", "2026-22"),
        ("2026-02-17", "It closed at the end of the summer.", "2025-22"),
        ("2026-08-17", "It will open at the end of the spring.", "2027-21"),
    ],
)
def test_a_winter_is_that_of_the_year_it_begins_in(published: str, text: str, value: str) -> None:
    assert dates(text, "en", published) == [value]


@pytest.mark.parametrize(
    ("published", "text", "values"),
    [
        ("2026-02-10", "The vote was postponed from 15 February to 3 March.",
         ["2026-02-15", "2026-03-03"]),
        ("2026-06-17", "The vote was postponed from 15 February to 3 March.",
         ["2027-02-15", "2027-03-03"]),
        ("2026-04-01", "The vote was postponed from 15 February to 3 March.",
         ["2026-02-15", "2026-03-03"]),
        ("2026-12-10", "The vote was postponed from 15 to 29 December.",
         ["2026-12-15", "2026-12-29"]),
        ("2026-12-10", "The vote was postponed from December to January.",
         ["2026-12", "2027-01"]),
        ("2026-12-10", "The vote was postponed from 15 February 2026 to 3 March 2027.",
         ["2026-02-15", "2027-03-03"]),
        ("2026-12-10", "The vote was postponed to 3 January.", ["2027-01-03"]),
    ],
)  # fmt: skip
def test_what_is_moved_has_two_days(published: str, text: str, values: list[str]) -> None:
    assert dates(text, "en", published) == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It was signed last May.", "2026-05"),
        ("It was signed last June.", "2025-06"),
        ("It was signed last July.", "2025-07"),
        ("It opens next June.", "2027-06"),
        ("It opens next May.", "2027-05"),
        ("It opened this May.", "2026-05"),
        ("They met this Monday.", "2026-06-15"),
        ("They meet this Friday.", "2026-06-19"),
        ("They meet on Friday after next.", "2026-06-26"),
        ("They met last Wednesday.", "2026-06-10"),
        ("They will meet next Wednesday.", "2026-06-24"),
        ("They met on Wednesday.", "2026-06-17"),
        ("They met on Friday 13.", "2026-03-13"),
        ("They met on the 9th.", "2026-06-09"),
        ("They will meet on the 9th.", "2026-07-09"),
        ("They meet on the 29th.", "2026-06-29"),
        ("It happened on 29 February.", "2024-02-29"),
        ("On Sunday, 14 June, the plant closed.", "2026-06-14"),
        ("On Monday, 14 June, the plant closed.", "2027-06-14"),
    ],
)
def test_the_day_of_publication_decides_which_one(text: str, value: str) -> None:
    assert dates(text, "en") == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The fair ran from 3 to 5 May.", "2026-05-03/2026-05-05"),
        ("The fair will run from 3 to 5 May.", "2027-05-03/2027-05-05"),
        ("The fair ran from 28 December to 3 January.", "2025-12-28/2026-01-03"),
        ("Sales fell from November to January.", "2025-11/2026-01"),
        ("Prices rose over the last three months.", "2026-03-17/2026-06-16"),
        ("Prices rose in the past two weeks.", "2026-06-03/2026-06-16"),
        ("Prices will rise in the next three days.", "2026-06-18/2026-06-20"),
        ("It is open from November to 5 February 2017.", "2016-11/2017-02-05"),
        ("It is open from 3 January to 5 February 2017.", "2017-01-03/2017-02-05"),
        ("It opened over the weekend.", "2026-06-13/2026-06-14"),
        ("It will open at the weekend.", "2026-06-20/2026-06-21"),
    ],
)
def test_spans_without_a_year_are_the_nearest(text: str, value: str) -> None:
    assert dates(text, "en") == [value]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "It was signed on the 5th of last month.", "2026-05-05"),
        ("en", "The minister left on Tuesday of last week.", "2026-06-09"),
        ("en", "It was signed in March of last year.", "2025-03"),
        ("en", "Sales rose in the third quarter of last year.", "2025-07/2025-09"),
        ("en", "On the third Monday of May the plant closed.", "2026-05-18"),
        ("en", "On the last Friday of May it closed.", "2026-05-29"),
        ("en", "On the last Friday in May 2025 it closed.", "2025-05-30"),
        ("es", "El último viernes de mayo de 2025 cerró.", "2025-05-30"),
        ("de", "Am letzten Freitag im Mai 2025 schloss es.", "2025-05-30"),
        ("en", "On the last Friday of last month it closed.", "2026-05-29"),
        ("en", "On the last day of May the plant closed.", "2026-05-31"),
        ("en", "On the first day of May 2025 it closed.", "2025-05-01"),
        ("en", "In the first week of May 2025 it closed.", "2025-04-28/2025-05-04"),
        ("en", "In the last week of May 2025 it closed.", "2025-05-26/2025-06-01"),
        ("en", "In the first three months of 2025 it grew.", "2025-01/2025-03"),
        ("en", "In the last two weeks of May 2025 it grew.", "2025-05-19/2025-06-01"),
        ("en", "In the second half of May 2025 it grew.", "2025-05-16/2025-05-31"),
        ("fr", "Dans la seconde quinzaine de mai 2025 il a grandi.", "2025-05-16/2025-05-31"),
        ("de", "In KW 24 wurde geliefert.", "2026-06-08/2026-06-14"),
        ("de", "In KW 30 wurde geliefert.", "2025-07-21/2025-07-27"),
        ("de", "In KW 30 wird geliefert.", "2026-07-20/2026-07-26"),
        ("fr", "Il a été ouvert dans la première quinzaine d'avril.", "2026-04-01/2026-04-15"),
        ("es", "Se reunieron el martes de la semana pasada.", "2026-06-09"),
        ("it", "Si sono incontrati il 5 del mese scorso.", "2026-05-05"),
        ("pt", "Subiu no terceiro trimestre do ano passado.", "2025-07/2025-09"),
        ("pl", "Podpisano ją 5 maja ubiegłego roku.", "2025-05-05"),
        ("sv", "Avtalet slöts i mars förra året.", "2025-03"),
        ("nl", "Ze kwamen dinsdag van vorige week bijeen.", "2026-06-09"),
        ("ja", "工場は来月5日に動き出す。", "2026-07-05"),
        ("ja", "先週火曜日に発表した。", "2026-06-09"),
        ("zh", "去年第三季度营收增长。", "2025-07/2025-09"),
        ("zh", "上个月5日签署。", "2026-05-05"),
        ("ko", "공장은 7월 첫째 주에 문을 연다.", "2026-06-29/2026-07-05"),
        ("ar", "في مارس من العام الماضي", "2025-03"),
    ],
)
def test_parts_of_a_reckoned_time(language: str, text: str, value: str) -> None:
    assert dates(text, language) == [value]


@pytest.mark.parametrize(
    ("country", "value"),
    [("US", "2026-05-03/2026-05-07"), ("GB", "2026-05-03/2026-07-05")],
)
def test_the_country_decides_which_number_is_the_month(country: str, value: str) -> None:
    text = {"US": "Open 5/3-5/7/2026.", "GB": "Open 3/5-5/7/2026."}[country]
    found = find_dates([Sentence.alone(text, "en")], WEDNESDAY, country)
    assert [m.value for m in found] == [value]


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "The plant (2014) is old.", ["2014"]),
        ("en", "The plant (2014, rebuilt 2019) is old.", ["2014"]),
        ("en", "The plant (2015 chips a day) is old.", []),
        ("en", "In 2001 the plant opened.", ["2001"]),
        ("fr", "Ils se sont vus le 05/2 à Lyon.", ["2026-02-05"]),
        ("fr", "Ils se sont vus le 5/02 à Lyon.", ["2026-02-05"]),
    ],
)
def test_a_year_or_a_day_in_figures(language: str, text: str, values: list[str]) -> None:
    assert dates(text, language) == values
