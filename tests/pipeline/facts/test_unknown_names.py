"""Names that no story profile has: one actor each, under the name that a reader would use."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.facts.actors.find import find_actors
from pipeline.records import Actor, Sentence
from pipeline.story import Story

Cut = Callable[..., list[Sentence]]


def actors(text: str, language: str, story: Story, cut: Cut) -> dict[str, Actor]:
    return {actor.name: actor for actor in find_actors(text, cut(text, language), story)}


@pytest.mark.parametrize(
    ("language", "text", "name", "actor_id", "mentions"),
    [
        ("pl", "Łukasz Wałęsa rozmawia z zarządem. Wałęsa nie chce czekać.", "Łukasz Wałęsa",
         "x-lukasz-walesa", ["Łukasz Wałęsa", "Wałęsa"]),
        ("pl", "Spotkano wczoraj Donalda Trumpa w hotelu.", "Donald Trump", "x-donald-trump",
         ["Donalda Trumpa"]),
        ("pl", "Rozmowa z Borisem Johnsonem trwała.", "Boris Johnson", "x-boris-johnson",
         ["Borisem Johnsonem"]),
        ("de", "Jan Weber leitet das Werk. Jan Webers Firma wächst. Weber zahlt gut.",
         "Jan Weber", "x-jan-weber", ["Jan Weber", "Jan Weber", "Weber"]),
        ("de", "Jan Webers Firma wächst. Jan Weber leitet das Werk.",
         "Jan Weber", "x-jan-weber", ["Jan Weber", "Jan Weber"]),
        ("de", "Gestern zahlte Theodor Weiss gut.", "Theodor Weiss", "x-theodor-weiss",
         ["Theodor Weiss"]),
        ("de", "Gestern zahlte Jörg Großmann gut.", "Jörg Großmann", "x-jorg-grossmann",
         ["Jörg Großmann"]),
        ("en", "Paul Rey (61 years old) met the union. Rey left.", "Paul Rey", "x-paul-rey",
         ["Paul Rey", "Rey"]),
        ("en", "Nadia Brolin-Vance, 54 years old, joined. Brolin-Vance left.",
         "Nadia Brolin-Vance", "x-nadia-brolin-vance", ["Nadia Brolin-Vance", "Brolin-Vance"]),
        ("en", "They met Ursula von der Leyen in May.", "Ursula von der Leyen",
         "x-ursula-von-der-leyen", ["Ursula von der Leyen"]),
        ("nl", "Zij sprak met Jan van den Berg.", "Jan van den Berg", "x-jan-van-den-berg",
         ["Jan van den Berg"]),
        ("pt", "Ela falou com João da Silva.", "João da Silva", "x-joao-da-silva",
         ["João da Silva"]),
    ],
)  # fmt: skip
def test_a_person_is_one_actor(
    story: Story, sentences_of: Cut, language: str, text: str, name: str, actor_id: str,
    mentions: list[str],
) -> None:  # fmt: skip
    actor = actors(text, language, story, sentences_of)[name]
    assert (actor.id, actor.type, actor.known) == (actor_id, "person", False)
    assert [mention.text for mention in actor.mentions] == mentions


@pytest.mark.parametrize("form", ["AG", "GmbH", "SE", "Inc", "Stiftung", "Institut"])
def test_a_german_company_is_not_its_founder(story: Story, sentences_of: Cut, form: str) -> None:
    found = actors(f"Gestern zahlte die Jan Weber {form} gut.", "de", story, sentences_of)
    assert "Jan Weber" not in found


def test_two_people_with_one_surname_stay_two(story: Story, sentences_of: Cut) -> None:
    text = "Hier Paul Rey est revenu. Puis Jean Rey l'a vu."
    assert list(actors(text, "fr", story, sentences_of)) == ["Paul Rey", "Jean Rey"]


@pytest.mark.parametrize(
    ("language", "text", "name", "titles"),
    [
        (
            "it",
            "Ieri Giulia Ferri, ministra dell'Economia, ha parlato.",
            "Giulia Ferri",
            ["ministra dell'Economia"],
        ),
        ("sv", "I går träffade Anna Lind, vd för Volvo, facket.", "Anna Lind", ["vd för Volvo"]),
        (
            "pt",
            "Ontem Ana Costa, ministra da Economia, falou.",
            "Ana Costa",
            ["ministra da Economia"],
        ),
        ("ja", "サム・アルトマンCEO（最高経営責任者）は語った。", "Sam Altman", ["CEO"]),
        ("ko", "샘 올트먼 최고경영자(CEO)는 말했다.", "Sam Altman", ["최고경영자(CEO)"]),
    ],
)
def test_titles_are_in_the_words_of_the_source(
    story: Story, sentences_of: Cut, language: str, text: str, name: str, titles: list[str]
) -> None:
    actor = actors(text, language, story, sentences_of)[name]
    assert [title.text for title in actor.titles] == titles
    assert all(text[title.start : title.end] == title.text for title in actor.titles)


def test_the_role_that_most_sentences_show(story: Story, sentences_of: Cut) -> None:
    text = "Le fonds Norvane a déclaré oui. Norvane finance l'usine. Norvane investit dans elle."
    actor = actors(text, "fr", story, sentences_of)["Norvane"]
    assert actor.role == "financier"
    assert [role.role for role in actor.roles].count("financier") >= 2


def test_people_are_found_beside_verbs_of_saying(story: Story, sentences_of: Cut) -> None:
    text = '"No," said Paul Rey. Later said Anna Lind.'
    assert list(actors(text, "en", story, sentences_of)) == ["Paul Rey", "Anna Lind"]


def test_a_word_for_any_company_is_no_name(story: Story, sentences_of: Cut) -> None:
    text = "某大公司与本公司合作。"
    assert actors(text, "zh", story, sentences_of) == {}


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Later the Securities and Exchange Commission met.",
         ["Securities and Exchange Commission"]),
        ("en", "Later the University of Leeds waited.", ["University of Leeds"]),
        ("en", "Later they paid Oxford University.", ["Oxford University"]),
        ("de", "Gestern zahlte die Norvane Werkzeuge AG an die Universität Leipzig.",
         ["Norvane Werkzeuge AG", "Universität Leipzig"]),
        ("ja", "彼は星光電機株式会社の社長だ。同社は大手企業だ。", ["星光電機"]),
    ],
)  # fmt: skip
def test_organisations_by_the_word_for_what_they_are(
    story: Story, sentences_of: Cut, language: str, text: str, names: list[str]
) -> None:
    found = actors(text, language, story, sentences_of)
    assert list(found) == names
    assert {actor.type for actor in found.values()} == {"organisation"}


def test_letters_behind_a_name_stand_for_it(story: Story, sentences_of: Cut) -> None:
    text = "Ils ont vu l'Agence nationale de la recherche (ANR). L'ANR attend."
    (actor,) = actors(text, "fr", story, sentences_of).values()
    assert actor.name == "Agence nationale de la recherche"
    assert [m.text for m in actor.mentions] == [actor.name, "ANR", "ANR"]


def test_who_makes_a_thing_is_its_foundry(story: Story, sentences_of: Cut) -> None:
    found = actors("Der Chip wurde von Intel gefertigt.", "de", story, sentences_of)
    assert [(role.role, role.text) for role in found["Intel"].roles] == [("foundry", "gefertigt")]
    found = actors("Der Chip wurde gefertigt, sagt Intel.", "de", story, sentences_of)
    assert "foundry" not in {role.role for role in found["Intel"].roles}


@pytest.mark.parametrize("kind", ["Foundation", "Capital"])
def test_a_foundation_is_not_its_founder(story: Story, sentences_of: Cut, kind: str) -> None:
    found = actors(f"Later the Jane Roe {kind} paid.", "en", story, sentences_of)
    assert [(a.name, a.type) for a in found.values()] == [(f"Jane Roe {kind}", "organisation")]
