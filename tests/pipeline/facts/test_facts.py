"""All facts of an article: every span is what the article says there; no text is too strange."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from pipeline.facts import find_facts
from pipeline.facts.country import country_of
from pipeline.records import Article, Facts, Sentence
from pipeline.stages.segment import segment
from pipeline.story import Story, load_story
from tests.pipeline.facts.pieces import WORDS

STORY = load_story("chip-initiative")
LANGUAGES = "fr en de es it pt pt-BR nl pl sv ja zh ko ar xx".split()  # noqa: SIM905
PIECES = st.sampled_from(
    [*WORDS, "« ", " »", "“", "”", "„", '"', "– ", "a déclaré", "selon", "said", "laut", "says",
     "表示", "と述べた", "。", " Jane Doe", " le PDG de TSMC", ", CC Wei,", "奥特曼",
     "サム・アルトマン", "올트먼", " he ", "\n", "hier", "février 2024"]
)  # fmt: skip


def spans(record: BaseModel) -> Iterator[tuple[str, int, int]]:
    """Yield every text with offsets in a record and in the records it holds."""
    values = dict(record)
    if "start" in values and "end" in values:
        yield values["text"], values["start"], values["end"]
    for value in values.values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, BaseModel):
                yield from spans(item)


def facts_of(text: str, language: str) -> Facts:
    article = Article(
        title=None, published="2024-02-09", language=language, text=text, paragraphs_used=1,
        paragraphs_total=1,
    )  # fmt: skip
    sentence = Sentence(index=0, start=0, end=len(text), text=text, paragraph=0, language=language)
    return find_facts(article, [sentence], STORY, "en")


def test_a_namesake_is_not_quoted_as_the_actor() -> None:
    text = "Joris Altman a marqué deux buts. « Je visais la tribune », a déclaré Altman à Lyon."
    facts = facts_of(text, "fr")
    assert [actor.name for actor in facts.actors] == ["Joris Altman"]
    assert [quote.speaker_id for quote in facts.quotes] == [None]
    assert [claim.attributed_to for claim in facts.claims] == [["Altman"]]


@settings(deadline=None, max_examples=80)
@given(
    st.lists(PIECES | st.text(max_size=8), max_size=14).map("".join),
    st.sampled_from(LANGUAGES),
)
def test_every_span_is_what_the_article_says_there(text: str, language: str) -> None:
    for words, start, end in spans(facts_of(text, language)):
        assert text[start:end] == words


@settings(deadline=None, max_examples=30)
@given(
    st.lists(PIECES, max_size=14).map("".join),
    st.sampled_from(LANGUAGES),
)
def test_the_same_text_has_the_same_facts(text: str, language: str) -> None:
    assert facts_of(text, language) == facts_of(text, language)


@pytest.mark.parametrize(
    ("site", "declared", "country"),
    [
        ("www.smh.com.au", "en", "AU"),
        ("www.bbc.co.uk", None, "GB"),
        ("openai.example.ai", "en", None),
        ("www.lapresse.ca", "fr-CA", "CA"),
        ("news.example.com", "pt-BR", "BR"),
        (None, None, None),
    ],
)
def test_the_country_of_a_page(site: str | None, declared: str | None, country: str | None) -> None:
    article = Article(
        title=None, site=site, declared_language=declared, text="", paragraphs_used=0,
        paragraphs_total=0,
    )  # fmt: skip
    assert country_of(article) == country


def test_a_dollar_on_a_canadian_page_is_canadian_and_says_so(story: Story) -> None:
    text = "L'usine coûte 3 milliards de dollars."
    article = Article(
        title=None, site="www.lapresse.ca", declared_language="fr", language="fr", text=text,
        paragraphs_used=1, paragraphs_total=1,
    )  # fmt: skip
    money = find_facts(article, [Sentence.alone(text, "fr")], story, "en").money[0]
    assert money.currency == "CAD"
    assert money.doubt is not None


def test_the_facts_of_a_whole_article(
    story: Story, sentences_of: Callable[..., list[Sentence]]
) -> None:
    text = (
        "Selon Les Echos, qui citent le Wall Street Journal, le PDG d'OpenAI, Sam Altman, "
        "chercherait 7 billions de dollars d'ici fin 2027.\n"
        "« Personne n'a encore payé », a répondu Jeanne Morel, analyste au cabinet Alpha Conseil."
    )
    article = Article(
        title=None, published="2024-02-09", language="fr", text=text, paragraphs_used=2,
        paragraphs_total=2,
    )  # fmt: skip
    facts = find_facts(article, sentences_of(text, "fr"), story, "en")
    assert [(m.rendered, m.scale) for m in facts.money] == [("$7 trillion", "long")]
    assert [d.value for d in facts.dates] == ["2027"]
    assert [voice.name for voice in facts.claims[0].chain] == ["Les Echos", "Wall Street Journal"]
    assert facts.quotes[0].speaker == "Jeanne Morel"
    known = {a.name: a.known for a in facts.actors}
    assert known["Sam Altman"] and known["Jeanne Morel"] is False
    altman = next(a for a in facts.actors if a.id == "sam-altman")
    assert [t.text for t in altman.titles] == ["le PDG d'OpenAI"]
    assert segment(article)  # the article can be cut as well
