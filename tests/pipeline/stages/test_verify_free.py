"""A free translation passes the checks, and the error beside it still fails."""

from __future__ import annotations

import pytest

from pipeline.stages.verify import Basis, verify
from pipeline.stages.verify.allusions import alluded
from pipeline.stages.verify.clock import find_moments
from pipeline.story import Story


def failed(story: Story, pair: str, source: str, candidate: str, context: str = "") -> list[str]:
    source_language, target_language = pair.split("-")
    basis = Basis(source_language, target_language, story, context=context)
    return verify(source, candidate, basis).failed


FREE = [
    # a no that other words say
    ("de-en", "Er kaufte Boden, ohne ihn zu nutzen, und gab den Bau auf.",
     "He bought land but did not use it, and abandoned the building."),
    ("pl-en", "Kupił ziemię bez pytania i zaniechał budowy.",
     "He bought the land and did not ask, and abandoned the building."),
    ("fr-en", "Le moment était le plus mauvais pour le ministre.",
     "It could not have come at a worse time for the minister."),
    ("de-en", "Die Fabrik öffnet nur dann, wenn es Strom gibt.",
     "The factory won't open unless there is power."),
    ("es-en", "El anuncio no es más que un pretexto.", "The announcement is simply a pretext."),
    ("nl-en", "De chips zijn niet ouder dan drie jaar.", "The chips are three years old at most."),
    ("de-en", "So wohl hat sie sich nie gefühlt.",
     "She felt the most comfortable she has ever been."),
    ("ko-en", "공장은 절반밖에 안 된다.", "The factory is just half as big."),
    ("ja-en", "問題ありません。", "All is well."),
    # times reckoned from another time of the story
    ("it-en", "Disse che sarebbe tornato il mese successivo.",
     "He said he would return next month."),
    ("es-en", "Había trabajado allí el año anterior.", "He had worked there last year."),
    ("zh-en", "比赛第二天开始。", "The match begins tomorrow."),
    # who says so
    ("ko-en", "우리는 준비가 되어 있습니다.\"라고 덧붙였다.", "And we are ready for it now.\""),
    ("zh-en", "部长表示：“工厂已经准备好了。”", "Minister: 'The factory is ready'"),
    ("fr-en", "Cela montre que l'usine fonctionne.", "This is proof that the factory works."),
    ("es-en", "La fábrica cerró, teniendo en cuenta que no había agua.",
     "The factory closed, given that there was no water."),
    ("ja-en", "大臣は新しい工場を建てたいと考えている。",
     "The minister wants to build a new factory."),
    ("de-en", "Laut den neuen Plänen der Regierung werden zwei Fabriken gebaut.",
     "Two factories will be built under new government plans."),
    # what may be
    ("ja-en", "これはおかしなことに思えるかもしれません。", "It sounds strange."),
    ("de-en", "Die Daten zeigen, wie man Wälder erhalten kann.",
     "The data will help show how best to maintain woodlands."),
    ("pl-en", "Fabryka ma być gotowa w maju.", "The factory will be ready in May."),
    # numbers and times
    ("ja-en", "工場は午後5時半に開く。", "The factory opens at 5.30 p.m."),
    ("zh-en", "工厂下午5：30开门。", "The factory opens at 5:30 p.m."),
    ("ja-en", "1950～53年の戦争が終わった。", "The war of 1950-53 ended."),
    ("pl-en", "Czterdziestodwuletni inżynier odszedł.", "The engineer, 42, left."),
    # the form
    ("it-en", "No, no, no, no.", "No, no, no, no."),
    ("sv-en", "Fabriken arbetar enligt \"just-in-time\"-metoden.",
     "The factory works by the \"just-in-time\" method."),
    ("zh-en", "他告诉《明镜》周刊，工厂已经关闭。",
     "He told Der Spiegel that the factory had closed."),
]  # fmt: skip


@pytest.mark.parametrize(("pair", "source", "candidate"), FREE)
def test_a_free_translation_passes(story: Story, pair: str, source: str, candidate: str) -> None:
    assert failed(story, pair, source, candidate) == []


WRONG = [
    ("negation", "de-en", "Er kaufte Boden und gab den Bau auf.",
     "He did not buy land and abandoned the building."),
    ("negation", "fr-en", "L'usine compte plus de mille ouvriers.",
     "The factory has not more than a thousand workers."),
    ("negation", "de-en", "Die Fabrik öffnet, wenn es Strom gibt.",
     "The factory won't open when there is power."),
    ("negation", "nl-en", "De chips zijn niet duur.", "The chips are expensive."),
    ("negation", "de-en", "Die Chips sind nicht so teuer.", "The chips are expensive."),
    ("negation", "fr-en", "L'usine n'a pas plus de mille ouvriers.",
     "The factory has more than a thousand workers."),
    ("dates", "it-en", "Disse che sarebbe tornato.", "He said he would return next month."),
    ("dates", "es-en", "Había trabajado allí el año anterior.", "He will work there next year."),
    ("dates", "fr-en", "TSMC a refusé il y a des mois.", "TSMC refused last month."),
    ("attribution", "ko-en", "\"우리는 준비가 되어 있습니다.\"라고 덧붙였다.",
     "\"We are ready now."),
    ("attribution", "fr-en", "Le ministre affirme que l'usine fonctionne.", "The factory works."),
    ("modality", "zh-en", "工厂可能会关闭。", "The factory is closing."),
    ("numbers", "ja-en", "工場は午後5時半に開く。", "The factory opens at 5.40 p.m."),
    ("numbers", "pl-en", "Czterdziestodwuletni inżynier odszedł.", "The engineer, 43, left."),
    ("language", "sv-en", "Fabriken bygger stora nya maskiner här.",
     "The factory bygger stora nya maskiner here."),
    ("names", "zh-en", "他告诉《明镜》周刊，工厂已经关闭。",
     "He told the Kowalski that the factory had closed."),
]  # fmt: skip


@pytest.mark.parametrize(("check", "pair", "source", "candidate"), WRONG)
def test_the_error_beside_it_fails(
    story: Story, check: str, pair: str, source: str, candidate: str
) -> None:
    assert check in failed(story, pair, source, candidate)


SOURCE = "Le ministre a annoncé que la nouvelle usine ouvrira au printemps près de la frontière."


@pytest.mark.parametrize(
    "candidate",
    [
        "The minister has announced that the new factory will open in spring near the border",
        "Minister announces new factory near border to open in spring",
    ],
)
def test_a_whole_sentence_may_lack_its_full_stop(story: Story, candidate: str) -> None:
    assert failed(story, "fr-en", SOURCE, candidate) == []


@pytest.mark.parametrize(
    "candidate",
    [
        "The minister has announced that the new",  # too short
        "The minister has announced to all of us that the new factory will be",  # a dangling word
        "The minister has announced that the new factory is opening",  # another one
        "The minister has officially announced that the new factory hall",  # no end of the source
        "The minister announced (that the new factory will open in spring near the border",
    ],
)
def test_a_sentence_without_its_end_was_cut_off(story: Story, candidate: str) -> None:
    assert "length" in failed(story, "fr-en", SOURCE, candidate)


def test_polish_writes_numbers_into_words() -> None:
    found = alluded("dwudziestopięcioletni syn i trzydziesty czwarty mecz", "pl", [])
    assert found[25] == 1
    assert found[34] == 1


@pytest.mark.parametrize(
    ("language", "text", "minutes"),
    [("ja", "5時半", 330), ("ko", "5시 반", 330), ("zh", "下午5：30", 330), ("ja", "5時", 300)],
)
def test_half_past_is_a_time(language: str, text: str, minutes: int) -> None:
    times = [moment.value for moment in find_moments(text, language) if moment.kind == "time"]
    assert times == [minutes]


@pytest.mark.parametrize(
    ("pair", "source", "candidate"),
    [
        ("it-en", "La fabbrica assume operai non vedenti.", "The factory hires blind workers."),
        ("it-en", "Non importa quanto costi: la fabbrica apre.", "However dear, the plant opens."),
        (
            "fr-en",
            "La nouvelle usine est moins grande que la vieille.",
            "The new factory is not as big as the old one.",
        ),
        (
            "nl-en",
            "De muur zorgt dat het water de fabriek niet bereikt.",
            "The wall keeps the water from the factory.",
        ),
        (
            "ko-en",
            "공장이 월요일에 문을 연다는 것을 잊지 마세요.",
            "Remember that the plant opens on Monday.",
        ),
        (
            "de-en",
            "Das Werk kaufte das Land, anders als die Stadt.",
            "The plant, though not the town, bought the land.",
        ),
    ],
)
def test_a_no_may_be_said_in_other_words(
    story: Story, pair: str, source: str, candidate: str
) -> None:
    assert "negation" not in failed(story, pair, source, candidate)


def test_a_plain_no_may_not_be_lost_or_added(story: Story) -> None:
    source = "La fabbrica non assume operai."
    assert "negation" in failed(story, "it-en", source, "The factory hires workers.")
    source = "La nouvelle usine est grande."
    assert "negation" in failed(story, "fr-en", source, "The new factory is not big.")
