"""Who is who: roles over time, who says and who denies."""

from __future__ import annotations

import pytest

from pipeline.briefing_records import Briefing, Who
from tests.pipeline.briefing.makers import brief, page


def actor(made: Briefing, actor_id: str) -> Who:
    return next(who for who in made.actors if who.id == actor_id)


def test_roles_have_days_and_proofs_and_sayings_their_speaker() -> None:
    made = brief(
        {
            "a.example/1": page(
                "en",
                "2024-03-01",
                "Nvidia",
                "Jensen Huang, the chief executive of Nvidia, said that demand was strong.",
            ),
            "b.example/1": page(
                "fr",
                "2024-04-01",
                "Nvidia",
                "Selon Jensen Huang, la demande de puces reste forte.",
            ),
        }
    )
    huang = actor(made, "jensen-huang")
    assert len(huang.sources) == 2
    rival = next(role for role in huang.roles if role.text == "rival")
    assert (rival.first, rival.last, len(rival.proofs)) == ("2024-03-01", "2024-04-01", 2)
    assert any("chief executive" in role.text for role in huang.roles)
    assert [saying.published[:10] for saying in huang.said if saying.published] == [
        "2024-03-01",
        "2024-04-01",
    ]
    assert huang.denied == []


def test_a_denial_is_not_among_what_somebody_says() -> None:
    made = brief(
        {
            "a.example/1": page(
                "de",
                "2024-03-01",
                "Intel",
                "Intel dementierte, dass das Werk in Magdeburg verkauft wird.",
            )
        }
    )
    intel = actor(made, "intel")
    assert intel.said == []
    assert len(intel.denied) == 1


@pytest.mark.parametrize(
    ("speaker", "theirs"),
    [
        ("TSMC", True),
        ("Le fondeur taïwanais TSMC", True),
        ("Un cadre de TSMC", False),
        ("Une source proche de TSMC", False),
    ],
)
def test_who_belongs_to_somebody_is_somebody_else(speaker: str, theirs: bool) -> None:
    text = f"{speaker} dément avoir conclu un accord avec Sam Altman sur des usines."
    tsmc = actor(brief({"a.example/1": page("fr", "2024-03-01", "Accord", text)}), "tsmc")
    assert bool(tsmc.denied) is theirs
