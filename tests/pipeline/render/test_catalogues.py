"""The gettext catalogues: whole, in step with the code, and said in every language."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from pipeline.briefing_records import NewsKind, Order, Precision, Standing
from pipeline.records import Checks, InputState, Modality, Status
from pipeline.render.labels import LABELS
from pipeline.render.notes import NOTES, told
from pipeline.render.phrases import DOMAIN, LOCALE, load_phrases
from pipeline.story import load_story

ROOT = Path(__file__).parents[3]
PARTS = ("pipeline/render", "pipeline/site", "pipeline/charts")
LANGUAGES = ["de", "es", "fr", "it", "pt"]
COMMAND = re.compile(r"^pybabel .*$", re.MULTILINE)


def commands() -> list[list[str]]:
    """Return what the documentation tells to type."""
    page = (ROOT / "docs" / "adding-a-language.md").read_text(encoding="utf-8")
    return [shlex.split(line) for line in COMMAND.findall(page.replace("\\\n", " "))]


def catalogue(place: Path) -> Catalog:
    with place.open("rb") as stream:
        return read_po(stream)


def messages(found: Catalog) -> dict[tuple[str | None, str | tuple[str, ...]], Message]:
    return {(one.context, one.id): one for one in found if one.id}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Return all that code and templates say, as the documented command finds it."""
    made = tmp_path_factory.mktemp("babel") / "chipwire.pot"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        CommandLineInterface().run([str(made) if x == "chipwire.pot" else x for x in commands()[0]])
    return catalogue(made)


def places(text: str) -> set[str]:
    """Return what a phrase has a place for."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_there_are_catalogues_of_the_target_languages() -> None:
    assert sorted(path.name for path in LOCALE.iterdir() if path.is_dir()) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_what_is_said_and_nothing_else(language: str, template: Catalog) -> None:
    found = catalogue(LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po")
    assert messages(found).keys() == messages(template).keys()
    assert len(messages(found)) > 300
    assert not found.obsolete
    assert not any(message.fuzzy for message in found if message.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_translated_with_its_places(language: str) -> None:
    found = catalogue(LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po")
    for message in messages(found).values():
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(form.strip() for form in forms), message.id
        if message.pluralizable:
            assert len(forms) == found.num_plurals
            assert places(forms[-1]) == places(message.id[-1])
            assert all(places(form) | {"count"} == places(forms[-1]) | {"count"} for form in forms)
        else:
            assert places(message.string) == places(message.id)


def said_in_formatted_texts(tree: ast.AST) -> Iterator[str]:
    """Yield the calls that Babel does not see, for they stand inside an f-string."""
    for text in ast.walk(tree):
        for call in ast.walk(text) if isinstance(text, ast.JoinedStr) else ():
            called = call.func if isinstance(call, ast.Call) else None
            name = getattr(called, "id", None) or getattr(called, "attr", None)
            if name in ("say", "ngettext", "pgettext"):
                yield f"{name}, line {call.lineno}"  # type: ignore[attr-defined]


def test_nothing_is_said_where_babel_does_not_look() -> None:
    files = [path for part in PARTS for path in (ROOT / part).rglob("*.py")]
    assert len(files) > 40
    for path in files:
        hidden = list(said_in_formatted_texts(ast.parse(path.read_text(encoding="utf-8"))))
        assert hidden == [], path


def test_every_value_that_is_shown_has_a_label() -> None:
    slots = tomllib.loads((ROOT / "pipeline/briefing/data/slots.toml").read_text(encoding="utf-8"))
    roles = {
        actor.role
        for path in (ROOT / "configs" / "stories").glob("*.toml")
        for actor in load_story(path.stem).actors
    }
    states = set(get_args(InputState)) - {"full"}
    for table, values in {
        "sum": {slot["label"] for slot in slots.values()},
        "role": roles - {"other"},
        "check": set(Checks.model_fields),
        "status": set(get_args(Status)),
        "modality": set(get_args(Modality)),
        "claim": set(get_args(Modality)),
        "firmness": set(get_args(Modality)),
        "state": states,
        "input state": states,
        "precision": set(get_args(Precision)),
        "exact date": set(get_args(Precision)),
        "exact to": set(get_args(Precision)) - {"day"},
        "standing": set(get_args(Standing)),
        "order": set(get_args(Order)),
        "difference": set(get_args(Order)),
        "news kind": set(get_args(NewsKind)),
    }.items():
        assert LABELS[table].keys() == values, table


@pytest.mark.parametrize(
    ("note", "french"),
    [
        (
            "shown in the original: no translation passed the checks (numbers, names)",
            "montré dans l’original : aucune traduction n’a passé les contrôles (nombres, noms)",
        ),
        (
            "doubtful amount '2 trillions': French 'trillion' is 10^18 by rule; read as an "
            "anglicism for 10^12; currency implied by the article's other amounts",
            "montant douteux « 2 trillions » : « trillion » (français) vaut 10^18 selon la règle ; "
            "lu comme un anglicisme pour 10^12; monnaie déduite des autres montants de l’article",
        ),
        (
            "paywalled: based on 2 of about 9 paragraphs",
            "article payant : fondé sur 2 paragraphes sur 9 environ",
        ),
        (
            "condensed from translations (de to en)",
            "condensé à partir de traductions (allemand vers anglais)",
        ),
        (
            "'$' is read as CAD, the dollar of CA; read as the article's other numbers are",
            "« $ » est lu comme CAD, le dollar du pays CA; "
            "lu comme les autres nombres de l’article",
        ),
    ],
)
def test_a_note_is_told_in_the_language_of_the_reader(note: str, french: str) -> None:
    assert told(note, load_phrases("fr")) == (french, "fr")
    assert told(note, load_phrases("en")) == (note, "en")


@pytest.mark.parametrize(
    "note",
    [
        "shown in the original: no model reads xx",
        "not condensed: weights of opus-mt-fr-en are missing",
        "speaker of the sentence before; and more",
        "; " * 2_000,
        "doubtful amount '" * 500,
        "",
    ],
)
def test_a_note_that_is_not_known_stays_english_as_a_whole(note: str) -> None:
    assert told(note, load_phrases("fr")) == (note, "en")


def test_what_an_article_writes_into_a_note_is_not_filled_in() -> None:
    note = "speaker named by the pronoun '{number} {words}'"
    assert (
        told(note, load_phrases("de")).text
        == "Sprecher durch das Pronomen „{number} {words}“ genannt"
    )


def test_every_note_can_be_told_in_every_language() -> None:
    for language in LANGUAGES:
        say = load_phrases(language)
        for text in NOTES:
            assert say(text) != text, text


def test_a_language_without_a_catalogue_is_given_english() -> None:
    for language in ("da", "und", "", "../fr", "x-klingon"):
        assert load_phrases(language).language == "en"
    assert load_phrases("pt-BR").language == "pt"


def test_the_documentation_adds_a_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: Catalog
) -> None:
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part)
    monkeypatch.chdir(tmp_path)
    extract, init, update = commands()
    CommandLineInterface().run(extract)
    CommandLineInterface().run(init)
    made = Path("pipeline/render/locale/da/LC_MESSAGES/chipwire.po")
    text = made.read_text(encoding="utf-8")
    made.write_text(
        text.replace('msgid "Withheld"\nmsgstr ""', 'msgid "Withheld"\nmsgstr "Udeladt"')
    )
    assert messages(catalogue(made)).keys() == messages(template).keys()
    CommandLineInterface().run(update)
    assert messages(catalogue(made))[None, "Withheld"].string == "Udeladt"
    french = Path("pipeline/render/locale/fr/LC_MESSAGES/chipwire.po")
    kept = messages(catalogue(LOCALE / "fr" / "LC_MESSAGES" / "chipwire.po"))
    assert {k: m.string for k, m in messages(catalogue(french)).items()} == {
        k: m.string for k, m in kept.items()
    }
    monkeypatch.setattr("pipeline.render.phrases.LOCALE", tmp_path / "pipeline/render/locale")
    load_phrases.cache_clear()
    say = load_phrases("da")
    load_phrases.cache_clear()
    assert (say.language, say("Withheld"), say("Money")) == ("da", "Udeladt", "Money")
