"""Condensed statements: which sentences they rest on, and what is wrong with those that do not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stages.verify import find_support, verify_condensed
from pipeline.story import Story, load_story

EN = [
    "Sam Altman met investors in Abu Dhabi on Tuesday, according to the Financial Times.",
    "The head of OpenAI, who came from Tokyo, wants to raise up to $7 trillion for chip plants.",
    "TSMC would build and run the plants, the newspaper reported.",
    "The talks have not led to any agreement.",
    "Nvidia shares rose 3.5 percent to 721 dollars on Wednesday, while AMD lost 1.2 percent.",
    "He will travel to Seoul next month to see the managers of Samsung.",
    "The weather in Abu Dhabi was mild.",
]
FR = [
    "Selon Les Echos, Nvidia pourrait racheter une jeune entreprise de Grenoble (Isère).",
    "Le groupe, qui emploie 26 000 personnes, n'a pas souhaité commenter.",
    "La transaction porterait sur 1,2 milliard d'euros et serait conclue en mars.",
    "Les syndicats craignent la fermeture du site de Lyon.",
    "Le titre a gagné 4 % à la Bourse de New York.",
]
DE = [
    "Der Chiphersteller Infineon baut in Dresden eine neue Fabrik für fünf Milliarden Euro.",
    "Die Bundesregierung hat die Förderung noch nicht genehmigt.",
    "Rund 1000 Arbeitsplätze sollen bis 2026 entstehen, sagte Vorstandschef Jochen Hanebeck.",
    "Am Rande der Feier protestierten Anwohner.",
]
ES = [
    "El Gobierno español destinará 12.250 millones de euros a la industria de los chips.",
    "La ministra de Economía no descartó nuevas ayudas para Cataluña.",
    "Broadcom había anunciado una planta en España en 2023.",
]
PL = [
    "Intel wybuduje pod Wrocławiem zakład za 4,6 miliarda dolarów.",
    "Komisja Europejska nie wydała jeszcze zgody na pomoc publiczną.",
    "Prace mają ruszyć w 2025 roku.",
]
JA = [
    "ソフトバンクグループは人工知能向け半導体に1000億ドルを投じる計画だ。",
    "孫正義会長は中東の投資家と協議している。",
    "同社はコメントしなかった。",
]
ZH = [
    "台积电将在日本熊本建设第二座工厂，总投资超过200亿美元。",
    "公司没有公布新工厂的产能。",
    "索尼和丰田将参与投资。",
]
ARTICLES = {"en": EN, "fr": FR, "de": DE, "es": ES, "pl": PL, "ja": JA, "zh": ZH}

FAITHFUL = [
    ("en", "The head of OpenAI wants to raise up to $7 trillion for chip plants.", (1,)),
    ("en", "The talks have not led to any agreement and Nvidia shares rose 3.5 percent.", (3, 4)),
    ("en", "AMD lost 1.2 percent, while Nvidia shares rose 3.5 percent to 721 dollars.", (4,)),
    ("en", "According to the Financial Times, Sam Altman met investors in Abu Dhabi.", (0,)),
    ("en", "TSMC would build and run the plants, the newspaper reported.", (2,)),
    ("fr", "Selon Les Echos, Nvidia pourrait racheter une entreprise de Grenoble.", (0,)),
    ("fr", "Le groupe n'a pas souhaité commenter et le titre a gagné 4 %.", (1, 4)),
    ("fr", "Les syndicats craignent la fermeture du site.", (3,)),
    ("de", "Infineon baut in Dresden eine neue Fabrik für fünf Milliarden Euro.", (0,)),
    ("de", "Die Regierung hat die Förderung noch nicht genehmigt.", (1,)),
    ("es", "El Gobierno destinará 12.250 millones de euros a los chips.", (0,)),
    ("es", "La ministra no descartó nuevas ayudas para Cataluña.", (1,)),
    (
        "pl",
        "Intel wybuduje zakład za 4,6 miliarda dolarów, a prace mają ruszyć w 2025 roku.",
        (0, 2),
    ),
    ("ja", "ソフトバンクグループは半導体に1000億ドルを投じる計画だ。", (0,)),
    ("ja", "孫正義会長は投資家と協議している。", (1,)),
    ("zh", "台积电将在日本建设第二座工厂，总投资超过200亿美元。", (0,)),
    ("zh", "公司没有公布产能，索尼和丰田将参与投资。", (1, 2)),
]


@pytest.fixture(scope="module")
def story() -> Story:
    return load_story("chip-initiative")


@pytest.mark.parametrize(("language", "statement", "expected"), FAITHFUL)
def test_a_faithful_statement_rests_on_its_sentences(
    story: Story, language: str, statement: str, expected: tuple[int, ...]
) -> None:
    checks, support = verify_condensed(
        statement, ARTICLES[language], language=language, story=story
    )
    assert checks.failed == []
    assert support.sentences == expected


BROKEN = [
    ("en", "The head of OpenAI wants to raise up to $7 billion for chip plants.", "numbers"),
    ("en", "The head of OpenAI wants to raise $7 trillion for chip plants.", "numbers"),
    ("en", "AMD lost 3.5 percent, while Nvidia shares rose to 721 dollars.", "numbers"),
    ("en", "The head of OpenAI wants to raise up to €7 trillion for chip plants.", "numbers"),
    ("en", "The head of Anthropic wants to raise up to $7 trillion for chip plants.", "names"),
    ("en", "The weather in Nairobi was mild.", "names"),
    ("en", "He will travel to Seoul last month to see the managers of Samsung.", "dates"),
    ("en", "The talks have led to an agreement.", "negation"),
    ("en", "The weather in Abu Dhabi was not mild.", "negation"),
    ("en", "TSMC will build and run the plants, the newspaper reported.", "modality"),
    ("en", "Sam Altman met investors in Abu Dhabi on Tuesday.", "attribution"),
    ("en", "The weather in Abu Dhabi was ruined by an enormous sandstorm yesterday.", "length"),
    ("en", "Thousands marched through the capital against the pension reform.", "length"),
    ("en", "", "length"),
    ("fr", "Le groupe a souhaité commenter.", "negation"),
    ("fr", "Selon Les Echos, Nvidia va racheter une jeune entreprise de Grenoble.", "modality"),
    ("fr", "Nvidia pourrait racheter une jeune entreprise de Grenoble.", "attribution"),
    (
        "fr",
        "La transaction porterait sur 1,2 million d'euros et serait conclue en mars.",
        "numbers",
    ),
    ("fr", "La transaction porterait sur 1,2 milliard d'euros et serait conclue en mai.", "dates"),
    ("fr", "Les syndicats craignent la fermeture du site de Nantes.", "names"),
    ("de", "Die Bundesregierung hat die Förderung genehmigt.", "negation"),
    ("de", "Infineon baut in Dresden eine neue Fabrik für fünf Millionen Euro.", "numbers"),
    ("de", "Infineon baut in München eine neue Fabrik für fünf Milliarden Euro.", "names"),
    ("es", "La ministra de Economía descartó nuevas ayudas para Cataluña.", "negation"),
    ("es", "Intel había anunciado una planta en España en 2023.", "names"),
    ("pl", "Komisja Europejska wydała zgodę na pomoc publiczną.", "negation"),
    ("pl", "Prace mają ruszyć w 2027 roku.", "numbers"),
    ("ja", "ソフトバンクグループは人工知能向け半導体に100億ドルを投じる計画だ。", "numbers"),
    ("ja", "同社はコメントした。", "negation"),
    ("zh", "台积电将在日本熊本建设第二座工厂，总投资超过20亿美元。", "numbers"),
    ("zh", "公司公布了新工厂的产能。", "negation"),
]


@pytest.mark.parametrize(("language", "statement", "check"), BROKEN)
def test_a_broken_statement_has_no_support(
    story: Story, language: str, statement: str, check: str
) -> None:
    checks, support = verify_condensed(
        statement, ARTICLES[language], language=language, story=story
    )
    assert check in checks.failed
    assert support.sentences == ()


def test_a_name_may_stand_for_a_pronoun_of_the_sentence_after_it(story: Story) -> None:
    article = ["Sam Altman is in Japan.", "He will travel to Seoul next month to meet managers."]
    resolved = find_support("Sam Altman will travel to Seoul next month.", article, "en", story)
    assert resolved.sentences == (0, 1)
    exchanged = ["Sam Altman is in Japan.", "Lisa Su will travel to Seoul next month."]
    assert not find_support(
        "Sam Altman will travel to Seoul next month.", exchanged, "en", story
    ).sentences


def test_sentences_that_add_nothing_are_no_evidence(story: Story) -> None:
    article = [*EN, EN[3], "The talks were long."]
    assert find_support(EN[3], article, "en", story).sentences == (3,)


def test_halves_of_two_articles_make_no_statement(story: Story) -> None:
    mixed = "The talks have not led to a rise of the minimum wage in the hotels of Brittany."
    assert not find_support(mixed, EN, "en", story).sentences


def test_the_share_says_how_much_is_held(story: Story) -> None:
    assert find_support(EN[4], EN, "en", story).share == pytest.approx(1)
    assert find_support("Bees sleep.", EN, "en", story).share < 0.5
    assert find_support("Bees sleep.", [], "en", story) == ((), 0.0)


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=80),
    st.lists(st.text(max_size=80), max_size=4),
    st.sampled_from(["en", "fr", "ar", "ja", "ko", "xx", ""]),
)
def test_no_input_raises(statement: str, sentences: list[str], language: str) -> None:
    story = load_story("chip-initiative")
    support = find_support(statement, sentences, language, story)
    assert 0 <= support.share <= 1 + 1e-9
    assert all(0 <= index < len(sentences) for index in support.sentences)
