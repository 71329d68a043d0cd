"""The scoring of the evaluation, on rows made up here."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.evaluation.amounts import money
from tests.evaluation import facts
from tests.evaluation.edtf import covered, half_open
from tests.evaluation.reasons import UNEXPLAINED, explain
from tests.evaluation.recognizers_data import printed, span
from tests.evaluation.report import HEAD, differences, line, table
from tests.evaluation.score import Expected, Given, Row, Tally, judge, judge_sets
from tests.evaluation.units import units, values

TEXT = "Elle paie 3 euros, puis 2 dollars."
EUROS = Expected(10, 17, frozenset({"3 EUR"}), "Euro")
DOLLARS = Expected(24, 33, frozenset({"2 USD", "2 CAD"}), "Dollar")


def row(*expected: Expected, text: str = TEXT, **more: object) -> Row:
    fields: dict[str, object] = {"family": "made up", "kind": "money", "language": "fr"}
    return Row(**{**fields, "text": text, "expected": expected, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "found", "right", "exact"),
    [
        ([Given(10, 17, "3 EUR"), Given(24, 33, "2 CAD")], 2, 2, True),
        ([Given(24, 33, "2 USD"), Given(10, 17, "3 EUR")], 2, 2, True),
        ([Given(10, 17, "3 EUR")], 1, 1, False),
        ([Given(10, 17, "3 USD"), Given(24, 33, "2 USD")], 1, 1, False),
        ([Given(24, 33, "3 EUR"), Given(10, 17, "2 USD")], 0, 0, False),
        ([Given(10, 17, "3 EUR"), Given(10, 17, "3 EUR")], 1, 1, False),
        ([], 0, 0, False),
    ],
)
def test_a_fact_counts_once_where_it_stands(
    given: list[Given], found: int, right: int, exact: bool
) -> None:
    outcome = judge(row(EUROS, DOLLARS), given)
    assert (outcome.found, outcome.right, outcome.exact) == (found, right, exact)


def test_places_do_not_matter_where_the_whole_text_is_meant() -> None:
    assert judge(row(EUROS, whole=True), [Given(0, 3, "3 EUR")]).exact


def test_an_empty_row_is_exact_only_without_answers() -> None:
    assert judge(row(), []).exact
    assert not judge(row(), [Given(0, 1, "3 EUR")]).exact


def test_sums() -> None:
    tally = Tally()
    tally.add(judge(row(EUROS, DOLLARS), [Given(10, 17, "3 EUR"), Given(24, 33, "9 USD")]))
    tally.add(judge(row(EUROS), [Given(10, 17, "3 EUR")]))
    assert (tally.precision, tally.recall, tally.exact_rate) == (2 / 3, 2 / 3, 0.5)
    assert [len(failure.missing) for failure in tally.failures] == [1]
    assert (Tally().precision, Tally().recall, Tally().exact_rate) == (None, None, None)


def test_sets_ask_only_for_what_is_not_weak() -> None:
    here = [Given(0, 1, "2000000000"), Given(5, 9, "1500000", weak=True)]
    there = [Given(0, 1, "2000000000"), Given(5, 9, "1500000")]
    assert judge_sets(row(), here, there).exact
    assert not judge_sets(row(), here[:1], there).exact
    assert not judge_sets(row(), [Given(0, 1, "2000000")], there).exact


@pytest.mark.parametrize(
    ("low", "high", "currency", "written"),
    [
        ("7E+12", "7E+12", "USD", "7000000000000 USD"),
        ("0.50", "0.50", "EUR", "0.5 EUR"),
        ("10", "20.0", None, "10..20 ?"),
        ("0", "-0", "EUR", "0 EUR"),
    ],
)
def test_one_way_to_write_an_amount(
    low: str, high: str, currency: str | None, written: str
) -> None:
    assert money(Decimal(low), Decimal(high), currency) == written


def test_units() -> None:
    assert units("recognizers", "Dólar canadiense") == ["CAD"]
    assert units("recognizers", "SEK") == ["SEK"]
    assert units("recognizers", "Peseta") == []
    assert units("recognizers", "Bogus unit") is None
    assert units("price-parser", "nzd") == ["NZD"]
    assert units("quantulum3", "cup") is None
    assert values(["USD/100", "?/100"], Decimal(5), Decimal(5)) == {"0.05 USD", "0.05 ?"}


@pytest.mark.parametrize(
    ("value", "language", "read"),
    [("20000,15", "fr", "20000.15"), ("1.250,5", "de", "1250.5"), ("1.5", "en", "1.5")],
)
def test_values_are_printed_in_the_way_of_the_culture(value: str, language: str, read: str) -> None:
    assert printed(value, language) == Decimal(read)
    assert printed(None, language) is None
    assert printed("not resolved", language) is None


def test_wrong_offsets_are_searched_for() -> None:
    assert span(TEXT, {"Text": "3 Euros", "Start": 10, "End": 16}) == (10, 17)
    assert span(TEXT, {"Text": "2 dollars", "Start": 3, "End": 11}) == (24, 33)
    assert span(TEXT, {"Text": "9 yen", "Start": 90, "End": 95}) == (0, len(TEXT))


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2024-02", "2024-02-01/2024-02-29"),
        ("2026", "2026-01-01/2026-12-31"),
        ("2023/2027", "2023-01-01/2027-12-31"),
        ("2024-02-09", "2024-02-09/2024-02-09"),
        ("199X", "1990-01-01/1999-12-31"),
        ("2024-22", "2024-22"),
        ("0000", "0000"),
        ("2024-02-09/..", "2024-02-09/.."),
    ],
)
def test_the_days_a_date_covers(value: str, days: str) -> None:
    assert covered(value) == days


def test_the_end_of_a_half_open_span_is_left_out() -> None:
    assert half_open("2016-09-01", "2016-10-01") == covered("2016-09")
    assert half_open("2016-09-01", "2016-09-01") is None
    assert half_open("2016-02-30", "2016-10-01") is None


def test_reasons() -> None:
    minus = row(Expected(0, 4, frozenset({"-5 USD"})))
    assert "sign" in explain(judge(minus, [Given(0, 4, "5 USD")])).name
    day = Expected(0, 9, frozenset({covered("2013-07-04")}))
    date = row(day, kind="dates", language="en", text="on the fourth of July")
    assert "ahead" in explain(judge(date, [Given(7, 21, covered("2012-07-04"))])).name
    assert explain(judge(date, [])) == UNEXPLAINED
    weeks = Expected(0, 9, frozenset({"2024-01-22/2024-02-04"}))
    lately = row(weeks, kind="dates", text="the last 2 weeks", reference="2024-02-09")
    counted = explain(judge(lately, [Given(0, 9, "2024-01-26/2024-02-09")])).name
    assert "whole ones" in counted
    pair = row(kind="scale", text="1,2 milliard", translation="almost 1.25 billion")
    sides = [Given(0, 1, "1200000000")], [Given(0, 1, "1250000000")]
    assert "rounds" in explain(judge_sets(pair, *sides)).name
    assert explain(judge_sets(pair, *sides)).cause == "label"


def test_rows_are_named_by_a_hash_of_file_and_text() -> None:
    assert row(source="a").id != row(source="b").id
    assert row(source="a").id == row(EUROS, source="a").id
    assert len(row().id) == 12


def test_the_table_is_aligned() -> None:
    tally = Tally()
    tally.add(judge(row(EUROS), []))
    cells = line(("made up", "fr"), 2, tally, ("library", tally))
    lines = table([cells, line(("made up", "日本"), 0, Tally(), None)]).splitlines()
    assert len(cells) == len(HEAD)
    assert lines[0].index("language") == lines[2].index("fr")
    assert len(lines[2]) == len(lines[0])
    assert differences(tally.failures).split() == ["fr", "made", "up", "1", "unexplained"]
    assert "missed: 3 EUR" in differences(tally.failures, examples=1)
    assert differences([]) == "none"


def test_no_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert facts.main(["no/such/folder"]) == 2
    printed_out = capsys.readouterr()
    assert printed_out.out == ""
    assert printed_out.err.count("\n") == 1
