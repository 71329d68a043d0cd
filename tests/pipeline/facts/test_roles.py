"""What actors do, and their titles, are read from the words beside them."""

from __future__ import annotations

import pytest

from pipeline.facts.actors.find import find_actors
from pipeline.records import Actor, Article
from pipeline.stages.segment import segment
from pipeline.story import Story


def actors_in(text: str, language: str, story: Story) -> list[Actor]:
    article = Article(
        language=language, text=text, title=None, paragraphs_used=1, paragraphs_total=1
    )
    return find_actors(text, segment(article), story)


ROLES = [
    ("fr", "SoftBank et MGX pourraient financer l'usine.",
     {("SoftBank", "financier", "financer"), ("MGX", "financier", "financer")}),
    ("fr", "Les puces conçues avec Broadcom seront gravées par TSMC.",
     {("Broadcom", "designer", "conçues avec"), ("TSMC", "foundry", "gravées par")}),
    ("fr", "Le PDG de TSMC, CC Wei, a déclaré le contraire.", {("CC Wei", "source", "a déclaré")}),
    ("fr", "Selon Bloomberg, l'usine est prête.", {("Bloomberg", "source", "Selon")}),
    ("fr", "Il faut l'approbation du Département du Commerce et les capitaux d'Oracle.",
     {("US Department of Commerce", "regulator", "approbation du"),
      ("Oracle", "financier", "capitaux d'")}),
    ("fr", "Une usine ouvre près de Nvidia.", set()),
    ("en", "Micron will supply the memory to its rival Nvidia.",
     {("Micron", "memory supplier", "supply the memory"), ("Nvidia", "rival", "rival")}),
    ("en", "Chips made by Samsung must be approved by the FTC.",
     {("Samsung", "foundry", "made by"), ("Federal Trade Commission", "regulator", "approved by")}),
    ("en", "SoftBank would not invest in the plan.", {("SoftBank", "financier", "invest")}),
    ("en", "People at Intel met friends of Google.", set()),
    ("de", "SoftBank wird das Projekt finanzieren.", {("SoftBank", "financier", "finanzieren")}),
    ("de", "Die von TSMC gefertigten Chips sind teuer.", {("TSMC", "foundry", "gefertigten")}),
    ("de", "Der Rivale Nvidia schweigt.", {("Nvidia", "rival", "Rivale")}),
    ("es", "TSMC fabricará los chips financiados por SoftBank.",
     {("TSMC", "foundry", "fabricará"), ("SoftBank", "financier", "financiados por")}),
    ("es", "Sam Altman, consejero delegado de OpenAI, dijo que no.",
     {("Sam Altman", "source", "dijo")}),
    ("fr", "Le ministre de l'Économie, Bruno Lemercier, devra donner son accord.",
     {("Bruno Lemercier", "regulator", "donner son accord")}),
    ("es", "Según Reuters, no hay acuerdo.", {("Reuters", "source", "Según")}),
    ("it", "I chip saranno prodotti da Samsung e progettati con Broadcom.",
     {("Samsung", "foundry", "prodotti da"), ("Broadcom", "designer", "progettati con")}),
    ("it", "Microsoft potrebbe comprare i chip.", {("Microsoft", "customer", "comprare")}),
    ("pt", "A TSMC fabricará os chips projetados com Broadcom.",
     {("TSMC", "foundry", "fabricará"), ("Broadcom", "designer", "projetados com")}),
    ("pt", "SoftBank não investirá.", {("SoftBank", "financier", "investirá")}),
    ("nl", "De chips worden door TSMC gemaakt.", {}),
    ("nl", "De door TSMC gemaakte chips zijn duur.", {("TSMC", "foundry", "gemaakte")}),
    ("nl", "Volgens Reuters wil SoftBank investeren.",
     {("Reuters", "source", "Volgens"), ("SoftBank", "financier", "investeren")}),
    ("pl", "Układy wyprodukowane przez TSMC są drogie.",
     {("TSMC", "foundry", "wyprodukowane przez")}),
    ("pl", "SoftBank może sfinansować projekt.", {("SoftBank", "financier", "sfinansować")}),
    ("sv", "TSMC ska tillverka chippen, enligt Reuters.",
     {("TSMC", "foundry", "tillverka"), ("Reuters", "source", "enligt")}),
    ("sv", "Pengar från SoftBank saknas.", {("SoftBank", "financier", "Pengar från")}),
    ("ja", "TSMCが製造し、ソフトバンクが出資する。",
     {("TSMC", "foundry", "製造"), ("SoftBank", "financier", "出資")}),
    ("ja", "ロイターによると、計画は未定だ。", {("Reuters", "source", "によると")}),
    ("zh", "芯片将由三星代工，软银将出资。",
     {("Samsung", "foundry", "代工"), ("SoftBank", "financier", "出资")}),
    ("ko", "삼성전자가 칩을 생산한다.", {("Samsung", "foundry", "생산")}),
    ("ko", "소프트뱅크는 공장에 투자한다.", {("SoftBank", "financier", "투자")}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), ROLES)
def test_roles(story: Story, language: str, text: str, expected: set[tuple[str, str, str]]) -> None:
    actors = actors_in(text, language, story)
    found = {(a.name, role.role, role.text) for a in actors for role in a.roles}
    assert found >= set(expected)
    if expected == set():
        assert not found


TITLES = [
    ("fr", "Le PDG de TSMC, CC Wei, a refusé.", "CC Wei", "Le PDG de TSMC"),
    ("fr", "C'est l'ancien patron d'OpenAI Sam Altman.", "Sam Altman", "l'ancien patron d'OpenAI"),
    ("en", "TSMC CEO C.C. Wei declined.", "CC Wei", "TSMC CEO"),
    ("en", "Sam Altman, OpenAI's chief executive, agreed.", "Sam Altman",
     "OpenAI's chief executive"),
    ("de", "OpenAI-Chef Sam Altman schweigt.", "Sam Altman", "OpenAI-Chef"),
    ("de", "Jensen Huang, der Chef von Nvidia, schweigt.", "Jensen Huang", "der Chef von Nvidia"),
    ("es", "Sam Altman, consejero delegado de OpenAI, calla.", "Sam Altman",
     "consejero delegado de OpenAI"),
    ("it", "L'ad di Nvidia Jensen Huang tace.", "Jensen Huang", "L'ad di Nvidia"),
    ("pt", "O presidente-executivo da OpenAI, Sam Altman, calou-se.", "Sam Altman",
     "O presidente-executivo da OpenAI"),
    ("nl", "Nvidia-ceo Jensen Huang zwijgt.", "Jensen Huang", "Nvidia-ceo"),
    ("pl", "Prezes OpenAI Sam Altman milczy.", "Sam Altman", "Prezes OpenAI"),
    ("sv", "Nvidias vd Jensen Huang tiger.", "Jensen Huang", "Nvidias vd"),
    ("zh", "台積電總裁魏哲家表示不知情。", "CC Wei", "台積電總裁"),
    ("ja", "オープンAIのサム・アルトマンCEOが来日した。", "Sam Altman", "CEO"),
    ("ko", "오픈AI의 샘 올트먼 최고경영자(CEO)가 왔다.", "Sam Altman", "최고경영자(CEO)"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "name", "title"), TITLES)
def test_titles(story: Story, language: str, text: str, name: str, title: str) -> None:
    actors = actors_in(text, language, story)
    assert {t.text for a in actors if a.name == name for t in a.titles} == {title}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Selon le PDG de TSMC, Sam Altman veut trop."),
        ("en", "A spokesman for Mr. Altman declined."),
        ("en", "According to the CEO of TSMC, Sam Altman wants too much."),
        ("it", "C'erano Sam Altman, il ministro Ettore Malaspina, e altri."),
    ],
)
def test_the_title_of_somebody_else(story: Story, language: str, text: str) -> None:
    actors = actors_in(text, language, story)
    assert [t.text for a in actors if a.id == "sam-altman" for t in a.titles] == []


def test_an_unknown_actor_has_the_role_of_most_sentences(story: Story) -> None:
    text = "Julia Hartmann a dit non. Selon Julia Hartmann, c'est cher. Le groupe Valmont investit."
    actors = actors_in(text, "fr", story)
    assert [(a.name, a.role) for a in actors] == [
        ("Julia Hartmann", "source"),
        ("Valmont", "financier"),
    ]


def test_countries_are_actors_only_where_they_act(story: Story) -> None:
    for text, expected in [("Japan said no.", ["Japan"]), ("It rained in Japan.", [])]:
        actors = actors_in(text, "en", story)
        assert [a.name for a in actors] == expected
        assert all(a.type == "place" for a in actors)
