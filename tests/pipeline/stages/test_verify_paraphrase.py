"""Translations that say the same in other words pass; what changes the sense does not."""

from __future__ import annotations

import pytest

from pipeline.facts.speech.words import conditional_cues
from pipeline.stages.verify import Basis, verify
from pipeline.stages.verify.clock import find_moments
from pipeline.story import Story

SAME = [
    ("de-en", "Die Halle wird nicht mehr genutzt.", "The hall has been abandoned."),
    ("fr-en", "La ligne n'est plus en service.", "The line has been retired from service."),
    ("it-en", "La linea non è più in funzione.", "The line is out of service today."),
    ("es-en", "La planta ya no funciona.", "The plant has closed down."),
    ("pt-en", "A fábrica já não funciona.", "The factory has closed down."),
    ("nl-en", "De fabriek draait niet langer.", "The factory has closed down."),
    ("sv-en", "Fabriken är inte längre i drift.", "The factory has been shut down."),
    ("pl-en", "Zakład już nie działa.", "The plant has closed down."),
    ("ko-en", "공장은 더 이상 가동되지 않는다.", "The factory has been shut down."),
    ("ja-en", "工場はもはや稼働していない。", "The factory has been shut down."),
    ("ar-en", "لم يعد المصنع يعمل.", "The factory has been shut down."),
    ("fr-en", "Le conseil n'a pas pris de décision.", "The board postponed its decision."),
    ("fr-en", "Le dernier four date du XIXe siècle.", "The last kiln is from the 1800s."),
    ("ja-en", "会議は午後10時8分に始まった。", "The meeting began at 10:08 p.m."),
    ("zh-en", "会议于晚上 11 点 35 分结束。", "The meeting ended at 11:35 p.m."),
    ("ko-en", "회의는 12시에 시작됐다.", "The meeting began at 1200 GMT."),
    ("ja-en", "身長は6フィート6インチだ。", "He is a 6-foot-6 man."),
    ("ja-en", "会社は1億ドル以上を投資した。", "The company invested more than $100 million."),
    ("fr-en", "Le jeton vaut une livre.", "The token is worth one pound."),
    ("fr-en", "Il a gagné en Formule\u00a01.", "He won in F1."),
    ("it-en", "Il lotto era arrivato due settimane prima.", "The lot came two weeks ago."),
    ("nl-en", "Vermoed wordt dat de brand is aangestoken.",
     "The fire is believed to have been started on purpose."),
    ("es-en", "La perfumería abre hoy sus puertas.", "The perfume shop opens its doors today."),
    ("zh-en", "证据可能会丢失，公司名称已经更改。",
     "Evidence may be lost, and the company's name has changed."),
    ("pt-en", "O navio, que precisa de obras, partiu ontem.",
     "The ship, which needs work, left yesterday."),
]  # fmt: skip
CHANGED = [
    ("numbers", "de-en", "Im Labor sind es 20 °C.", "It is 20 °F in the lab."),
    ("numbers", "ja-en", "室温は20℃だ。", "The room is at 20 °F."),
    ("numbers", "fr-en", "Des milliers, voire des millions de puces sont perdues.",
     "Thousands, even billions of chips are lost."),
    ("numbers", "fr-en", "Le jeton vaut une livre.", "The token is worth two pounds."),
    ("numbers", "fr-en", "L'usine a coûté au moins 3 milliards d'euros.",
     "The plant cost more than 3 billion euros."),
    ("dates", "pl-en", "Fabryka rusza w listopadzie.", "The factory starts in February."),
    ("dates", "zh-en", "工厂自二月以来停产。", "The factory has been closed since June."),
    ("dates", "fr-en", "Cette semaine s'ouvre la prochaine étape.",
     "Next week the coming stage begins."),
    ("dates", "fr-en", "Samedi matin, dimanche et samedi soir.",
     "On Saturday morning, on Sunday and on Monday evening."),
    ("negation", "de-en", "Die Halle wird nicht genutzt.", "The hall is used."),
]  # fmt: skip


@pytest.mark.parametrize(("pair", "source", "candidate"), SAME)
def test_other_words_for_the_same_pass(
    story: Story, pair: str, source: str, candidate: str
) -> None:
    source_language, target_language = pair.split("-")
    checks = verify(source, candidate, Basis(source_language, target_language, story))
    assert checks.failed == []


@pytest.mark.parametrize(("check", "pair", "source", "candidate"), CHANGED)
def test_another_sense_does_not_pass(
    story: Story, check: str, pair: str, source: str, candidate: str
) -> None:
    source_language, target_language = pair.split("-")
    checks = verify(source, candidate, Basis(source_language, target_language, story))
    assert checks.failed == [check]


@pytest.mark.parametrize(
    ("language", "text", "cues"),
    [
        ("es", "Hay una avería en la perfumería.", []),
        ("es", "La planta de Almería crece.", []),
        ("es", "La empresa compraría la planta.", ["compraría"]),
        ("pt", "A pescaria rendeu a Ejaria um prémio.", []),
        ("pt", "A empresa compraria a fábrica.", ["compraria"]),
        ("de", "Es geht um die Würde.", []),
        ("de", "Intel würde bauen.", ["würde"]),
    ],
)
def test_a_noun_or_name_is_no_conditional(language: str, text: str, cues: list[str]) -> None:
    assert [cue.group() for cue in conditional_cues(text, language)] == cues


@pytest.mark.parametrize(
    ("language", "text", "kind", "value"),
    [
        ("en", "in the 1800s", "century", 19),
        ("ar", "في الثمانينيات", "decade", 80),
        ("pl", "w listopadzie", "month", 11),
        ("zh", "十二月", "month", 12),
        ("en", "at 1530 GMT", "time", 210),
    ],
)
def test_a_time_is_read_in_another_form(language: str, text: str, kind: str, value: int) -> None:
    assert (kind, value) in {(moment.kind, moment.value) for moment in find_moments(text, language)}


def test_a_name_restored_at_the_beginning_passes_beside_a_plain_first_word(story: Story) -> None:
    context = "Kowalski kam an. Entonces Kowalski llegó. Una fábrica abrió; una nave ardió."
    basis = Basis("es", "en", story, context=context)
    assert verify("Una vez allí, abrió la nave.", "Kowalski then opened the shed.", basis).names
