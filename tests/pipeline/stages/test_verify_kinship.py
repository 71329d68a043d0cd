"""Whether a candidate is a translation of this sentence, told by the words that go together."""

from __future__ import annotations

import pytest

from pipeline.stages.verify import Basis, verify
from pipeline.stages.verify.witnesses import weigh_words, witnesses
from pipeline.story import Story

MINISTER = "The minister said the government would raise taxes on large companies next year."
POLICE = "The police found two old cars near the bridge after a long search in the rain."
OF_THE_MINISTER = [
    ("de", "Der Minister sagte, die Regierung werde die Steuern großer Firmen 2030 erhöhen."),
    ("fr", "Le ministre a dit que le gouvernement augmenterait les impôts des grandes sociétés."),
    ("nl", "De minister zei dat de regering de belasting op grote bedrijven zou verhogen."),
    ("zh", "部长表示，政府明年将提高大公司的税收，许多公司对此表示反对。"),
    ("ja", "大臣は、政府が来年、大企業に対する税金を引き上げるだろうと述べた。"),
    ("ko", "장관은 정부가 내년에 대기업의 세금을 인상할 계획이며 경제 성장이 필요하다고 말했다."),
    ("ar", "قال الوزير إن الحكومة سترفع الضرائب على الشركات الكبيرة في العام المقبل."),
]


def failed(
    story: Story, language: str, source: str, candidate: str, context: str = ""
) -> list[str]:
    basis = Basis(language, "en", story, context=context)
    return verify(source, candidate, basis).failed


@pytest.mark.parametrize(("language", "source"), OF_THE_MINISTER)
def test_another_sentence_of_the_same_length_fails(
    story: Story, language: str, source: str
) -> None:
    assert "length" in failed(story, language, source, POLICE)
    assert "length" not in failed(story, language, source, MINISTER)
    assert (
        weigh_words(source, MINISTER, language).score > weigh_words(source, POLICE, language).score
    )


@pytest.mark.parametrize(("language", "source"), OF_THE_MINISTER)
def test_a_made_up_second_sentence_fails(story: Story, language: str, source: str) -> None:
    added = f"{MINISTER} {POLICE}"
    assert "length" in failed(story, language, source, added)


def test_one_sentence_may_become_two(story: Story) -> None:
    source = "Die Firma baut ein Werk in Dresden, und die Stadt zahlt für die neue Straße dorthin."
    split = "The company is building a plant in Dresden. The city is paying for the new road to it."
    assert failed(story, "de", source, split) == []


def test_a_headline_needs_no_full_stop(story: Story) -> None:
    source = "Die Regierung will die Steuern großer Firmen erhöhen."
    assert failed(story, "de", source, "Government to raise taxes on large companies") == []
    cut = "The government wants to raise the taxes"
    assert failed(story, "de", source, cut) == ["length"]


def test_a_lost_no_fails_where_all_the_rest_is_there(story: Story) -> None:
    source = "Der Minister will nicht sagen, wer die Firma kauft."
    lost = "The minister wants to say who is buying the company."
    assert failed(story, "de", source, lost) == ["negation"]


@pytest.mark.parametrize(
    ("language", "source", "candidate"),
    [
        ("pt", "Vinte porcento dos alunos estudam.", "Twenty per cent of the pupils study."),
        ("de", "Sie führt mit 20 Prozentpunkten.", "She leads by 20 points."),
        ("zh", "三成学生在学习。", "30 percent of the students are studying."),
    ],
)
def test_shares_are_written_in_many_ways(
    story: Story, language: str, source: str, candidate: str
) -> None:
    assert "numbers" not in failed(story, language, source, candidate)
    assert "numbers" in failed(story, language, source, candidate.replace("0", "7", 1) + " 7")


def test_who_is_named_nearby_may_be_named_again(story: Story) -> None:
    source, candidate = "大統領は質問に答えなかった。", "Cameron did not answer the question."
    assert failed(story, "ja", source, candidate, f"キャメロンが来た。{source}") == []
    assert failed(story, "ja", source, candidate, source) == ["names"]


@pytest.mark.parametrize("language", [language for language, _ in OF_THE_MINISTER])
def test_the_tables_say_more_of_a_word_than_chance(language: str) -> None:
    table = witnesses(language)
    assert len(table) > 1000
    assert all(row.there > 0 > row.missing and row.keys for row in table.values())
