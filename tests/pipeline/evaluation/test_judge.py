"""What a digest must hold: each way to be wrong lowers the score of its kind, and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.config import load_settings
from pipeline.evaluation.case import Case, Gold
from pipeline.evaluation.judge import judge
from pipeline.evaluation.run import evaluate
from pipeline.evaluation.score import Counts, Outcome, scores
from pipeline.records import Failure

PAGE = """Altman et ses puces

Selon Reuters, Sam Altman chercherait jusqu'à 7 000 milliards de dollars pour ses usines de puces.

TSMC dément avoir signé un accord avec OpenAI jeudi.

« Nous avons besoin de puces », a déclaré Sam Altman.
"""
RIGHT: dict[str, Any] = {
    "about": "a page",
    "state": "full",
    "relevance": "high",
    "money": ["up to 7e12 USD"],
    "dates": [],
    "actors": ["Reuters", "Sam Altman", "TSMC", "OpenAI"],
    "quotes": [{"starts": "Nous avons besoin", "speaker": "Sam Altman"}],
    "claims": [
        {"has": "TSMC dément", "how": "denied", "by": ["TSMC"]},
        {"has": "chercherait", "how": "reported", "by": ["Reuters"]},
    ],
    "must": ["TSMC dément", "7 000 milliards"],
    "never": ["Bitcoin"],
}


def outcome(**changes: Any) -> Outcome:
    gold = Gold.model_validate({**RIGHT, **changes})
    case = Case("fr/case", "fr", gold, PAGE.encode(), "fr/case.txt")
    (only,) = evaluate([case], load_settings(profile="none"))
    return only


def test_a_right_digest_has_no_differences() -> None:
    found = outcome()
    assert found.differences == []
    assert all(v.counts.score in (100, None) for v in found.verdicts)


@pytest.mark.parametrize(
    ("kind", "changes", "told"),
    [
        ("money", {"money": ["7e12 USD"]}, "money: 7000000000000 USD is missing"),
        ("money", {"money": ["up to 7e12 USD ?"]}, "money: up to 7000000000000 USD ? is missing"),
        ("money", {"money": []}, "money: up to 7000000000000 USD is none"),
        ("dates", {"dates": ["2024"]}, "dates: 2024 is missing"),
        ("actors", {"actors": ["Reuters", "Sam Altman", "TSMC"]}, "actors: OpenAI is none"),
        ("quotes", {"quotes": []}, "quotes: 'Nous avons besoin de puces' is none"),
        (
            "quotes",
            {"quotes": [{"starts": "Nous avons", "speaker": "CC Wei"}]},
            "quotes: 'Nous avons' is said by 'Sam Altman', not by 'CC Wei'",
        ),
        (
            "claims",
            {"claims": [{"has": "TSMC dément", "how": "asserted"}]},
            "claims: 'TSMC dément' is denied, not asserted",
        ),
        (
            "claims",
            {"claims": [{"has": "chercherait", "by": ["Bloomberg"]}]},
            "claims: 'chercherait' is said by ['Reuters'], not by ['Bloomberg']",
        ),
        ("must", {"must": ["Broadcom"]}, "must: 'Broadcom' is not shown"),
        ("never", {"never": ["dément"]}, "never: 'dément' is shown"),
        ("state", {"state": "paywalled"}, "state: full, not paywalled"),
        ("relevance", {"relevance": "low"}, "is high, not low"),
    ],
)
def test_what_differs_is_told(kind: str, changes: dict[str, Any], told: str) -> None:
    found = outcome(**changes)
    assert any(told in line for line in found.differences)
    wrong = [v.kind for v in found.verdicts if v.counts.score not in (100, None)]
    assert wrong == [kind]


def test_a_surname_names_the_speaker() -> None:
    page = "La fabrique de puces ouvre.\n\n« Nous voulons des puces », a dit Castel à Reuters.\n"
    gold = Gold.model_validate(
        {"about": "a", "quotes": [{"starts": "Nous", "speaker": "Bruno Castel"}]}
    )
    case = Case("fr/case", "fr", gold, page.encode(), "fr/case.txt")
    (only,) = evaluate([case], load_settings(profile="none"))
    assert only.differences == []


def test_what_is_not_asked_is_not_judged() -> None:
    found = judge(Gold(about="nothing"), Failure(source="x", stage="fetch", error="gone"))
    assert found == ()


def test_a_page_that_is_refused(tmp_path: Path) -> None:
    gold = Gold.model_validate({**RIGHT, "state": "refused", "relevance": "low"})
    case = Case("fr/case", "fr", gold, b" ", "fr/case.html")
    (found,) = evaluate([case], load_settings(profile="none"))
    kinds = {v.kind: v.counts for v in found.verdicts}
    assert kinds["state"].score == 100
    assert kinds["money"] == Counts(1, 0, 0)
    assert kinds["must"].score == 0


def test_scores_add_up_per_language() -> None:
    right, wrong = outcome(), outcome(money=["1 EUR"])._replace(language="de")
    sums = scores([right, wrong])
    assert list(sums) == ["de", "fr", "all"]
    assert (sums["fr"]["money"].score, sums["de"]["money"].score) == (100, 0)
    assert sums["all"]["money"].score == 50
    assert sums["de"]["dates"].score is None
