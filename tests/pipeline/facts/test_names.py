"""Names outside the profile are found in every language, and other words are not taken for them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts.actors.find import find_actors
from pipeline.records import Actor, Article, Sentence
from pipeline.stages.segment import segment
from pipeline.story import Story, load_story


def actors_in(text: str, language: str, story: Story) -> list[Actor]:
    article = Article(
        language=language, text=text, title=None, paragraphs_used=1, paragraphs_total=1
    )
    return find_actors(text, segment(article), story)


def unknown(text: str, language: str, story: Story) -> list[Actor]:
    return [a for a in actors_in(text, language, story) if not a.known]


NAMED = [
    ("fr", "Selon Julia Hartmann, la demande faiblit.", {"Julia Hartmann": "person"}),
    ("fr", "M. Dubreuil a dit non au projet.", {"Dubreuil": "person"}),
    ("fr", "Le patron de la filiale, Ousmane Kaboré, a démissionné.", {"Ousmane Kaboré": "person"}),
    ("fr", "Elle étudie à l'Université de Genève.", {"Université de Genève": "organisation"}),
    ("fr", "C'est ce que le groupe Valmont a promis.", {"Valmont": "organisation"}),
    ("fr", "Pour Dominique de Lavergne, c'est exclu. Lavergne insiste.", {}),
    ("en", "Analyst Karen Oduya expects more.", {"Karen Oduya": "person"}),
    ("en", "“No,” said Priya Raman, 43, of Leeds.", {"Priya Raman": "person"}),
    ("en", "He works for Northgate Optics Inc. in Leeds.",
     {"Northgate Optics Inc.": "organisation"}),
    ("en", "She joined Hartwell University last year.", {"Hartwell University": "organisation"}),
    ("en", "A report by the Bank of Montrose was late.", {"Bank of Montrose": "organisation"}),
    ("en", "He met President Aylin Demirtas.", {"Aylin Demirtas": "person"}),
    ("de", "Konzernsprecherin Petra Vogelsang widersprach.", {"Petra Vogelsang": "person"}),
    ("de", "Herr Brandhuber schwieg dazu.", {"Brandhuber": "person"}),
    ("de", "Das sagte Jürgen Habicht am Montag.", {"Jürgen Habicht": "person"}),
    ("de", "Die Firma Lindquell wächst.", {"Lindquell": "organisation"}),
    ("de", "Er leitet die Kessler Werkzeuge GmbH in Ulm.",
     {"Kessler Werkzeuge GmbH": "organisation"}),
    ("de", "Die Universität Heidelberg forscht daran.", {"Universität Heidelberg": "organisation"}),
    ("es", "La analista Lucía Ferrando lo duda.", {"Lucía Ferrando": "person"}),
    ("es", "Lo dijo ayer Íñigo Berasategui.", {"Íñigo Berasategui": "person"}),
    ("es", "El señor Quintanar calla.", {"Quintanar": "person"}),
    ("es", "Habló en la Universidad de Oviedo.", {"Universidad de Oviedo": "organisation"}),
    ("es", "Trabaja en el Banco Levantino.", {"Banco Levantino": "organisation"}),
    ("es", "Es un plan de la empresa Tecnosur.", {"Tecnosur": "organisation"}),
    ("it", "Lo ha detto Chiara Bonvicini a Milano.", {"Chiara Bonvicini": "person"}),
    ("it", "Il ministro Ettore Malaspina è contrario.", {"Ettore Malaspina": "person"}),
    ("it", "La signora Castellani tace.", {"Castellani": "person"}),
    ("it", "Insegna all'Università di Pavia.", {"Università di Pavia": "organisation"}),
    ("it", "Il gruppo Ferrucci investe.", {"Ferrucci": "organisation"}),
    ("it", "Lavora per la Meccanica Lombarda S.p.A. da anni.",
     {"Meccanica Lombarda S.p.A.": "organisation"}),
    ("pt", "Segundo Tiago Figueira, o plano é caro.", {"Tiago Figueira": "person"}),
    ("pt", "A ministra Helena Sardinha não comentou.", {"Helena Sardinha": "person"}),
    ("pt", "A empresa Novamar cresce.", {"Novamar": "organisation"}),
    ("pt", "Estudou na Universidade de Coimbra.", {"Universidade de Coimbra": "organisation"}),
    ("pt", "É o que diz João da Cunha.", {"João da Cunha": "person"}),
    ("pt", "O Banco Atlântico recusou.", {"Banco Atlântico": "organisation"}),
    ("nl", "Volgens Sander de Vries is dat duur.", {"Sander de Vries": "person"}),
    ("nl", "Mevrouw Terpstra zwijgt.", {"Terpstra": "person"}),
    ("nl", "Minister Geert Hoekema weigert.", {"Geert Hoekema": "person"}),
    ("nl", "Het concern Waterlander groeit.", {"Waterlander": "organisation"}),
    ("nl", "Hij werkt bij Delta Optiek B.V. in Breda.", {"Delta Optiek B.V.": "organisation"}),
    ("nl", "De Universiteit van Tilburg doet mee.", {"Universiteit van Tilburg": "organisation"}),
    ("pl", "Powiedział to Andrzej Malinowski.", {"Andrzej Malinowski": "person"}),
    ("pl", "Pan Zawadzki milczy.", {"Zawadzki": "person"}),
    ("pl", "To plan firmy Nowotech.", {"Nowotech": "organisation"}),
    ("pl", "Minister Ewa Sobczak odmówiła.", {"Ewa Sobczak": "person"}),
    ("pl", "Wykłada na Uniwersytecie Śląskim.", {"Uniwersytecie Śląskim": "organisation"}),
    ("pl", "Analityk Krzysztof Bielak wątpi.", {"Krzysztof Bielak": "person"}),
    ("sv", "Enligt analytikern Karin Lindberg är det dyrt.", {"Karin Lindberg": "person"}),
    ("sv", "Det säger Torbjörn Ekwall.", {"Torbjörn Ekwall": "person"}),
    ("sv", "Finansminister Maud Hedlund tvekar.", {"Maud Hedlund": "person"}),
    ("sv", "Bolaget Nordkisel växer.", {"Nordkisel": "organisation"}),
    ("sv", "Hon arbetar på Västkust Optik AB i Lund.", {"Västkust Optik AB": "organisation"}),
    ("sv", "Han leder koncernen Bergvind.", {"Bergvind": "organisation"}),
    ("ja", "高梨亮介氏は首を振った。", {"高梨亮介": "person"}),
    ("ja", "エレン・カーバー報道官は答えなかった。", {"エレン・カーバー": "person"}),
    ("ja", "田中社長が会見した。", {"田中": "person"}),
    ("ja", "株式会社ミナト光学が参加する。", {"ミナト光学": "organisation"}),
    ("ja", "計画は、慶明大学が支援する。", {"慶明大学": "organisation"}),
    ("ja", "ノーマン・アイゼンさんは反対だ。", {"ノーマン・アイゼン": "person"}),
    ("zh", "分析师顾明澜认为成本太高。", {"顾明澜": "person"}),
    ("zh", "发言人柯琳·哈特表示无可奉告。", {"柯琳·哈特": "person"}),
    ("zh", "林志成先生没有回答。", {"林志成": "person"}),
    ("zh", "他在，东湖大学任教。", {"东湖大学": "organisation"}),
    ("zh", "Altera公司没有回应。", {"Altera": "organisation"}),
    ("zh", "财政部反对这一计划。", {"财政部": "organisation"}),
    ("zh", "会谈由塔赫农·本·扎耶德主持。", {}),
    ("ko", "김민수 연구원은 어렵다고 말했다.", {"김민수": "person"}),
    ("ko", "한빛전자가 참여한다.", {"한빛전자": "organisation"}),
    ("ko", "박서연 대표는 부인했다.", {"박서연": "person"}),
    ("ko", "도널드 트럼프 대통령이 서명했다.", {"도널드 트럼프": "person"}),
    ("ko", "폴 그린버그(Paul Greenberg)는 반대했다.", {"폴 그린버그": "person"}),
    ("ko", "국방부는 답하지 않았다.", {"국방부": "organisation"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), NAMED)
def test_names_outside_the_profile(
    story: Story, language: str, text: str, expected: dict[str, str]
) -> None:
    found = {a.name: a.type for a in unknown(text, language, story)}
    assert found.items() >= expected.items()
    if expected:
        assert len(found) == len(expected)


NOBODY = [
    ("fr", "Mais Hier, tout était calme. Le Président se tait."),
    ("fr", "Il habite rue Victor Hugo, près de l'aéroport Charles de Gaulle."),
    ("fr", "La puce H100 et le modèle GPT-4 coûtent cher."),
    ("fr", "Une crise de l'IA menace le PIB de la zone."),
    ("en", "Will Apple buy more? The Prime Minister may know."),
    ("en", "The Nobel Prize and the Super Bowl were on Sunday."),
    ("en", "Prices in New York and San Francisco rose. The CEO and the CFO left."),
    ("en", "Five Things You Should Know About Rising Chip Prices This Week"),
    ("de", "Der Minister sah die Angst der Menschen. Letzte Woche sagte Die Regierung nichts."),
    ("de", "In der Berliner Straße steht ein Haus. Die KI und die GPU kosten Geld."),
    ("de", "Ein Sprecher des Konzerns lehnte ab. Das Unternehmen wächst weiter."),
    ("es", "El Presidente habló. La calle Alcalá está cerrada."),
    ("es", "Ayer Lunes llovió en la plaza Mayor. El PIB de la zona sube."),
    ("it", "Il Presidente tace. In via Garibaldi non passa nessuno."),
    ("it", "La coppa del Mondo e il premio Strega sono in TV."),
    ("pt", "O Presidente falou. A avenida Paulista está fechada."),
    ("pt", "O prêmio Camões e a copa do Mundo ficam no Rio."),
    ("nl", "De Minister zweeg. In de Premier League wordt gespeeld."),
    ("nl", "De regering wil meer Chips en GPU-kaarten."),
    ("pl", "Minister milczy. Wczoraj Warszawa była cicha."),
    ("pl", "Cena układu H100 rośnie, a PKB spada."),
    ("sv", "Ministern teg. Regeringen vill ha fler GPU-kort."),
    ("sv", "I går regnade det i Göteborg. Den nya chefen är klar."),
    ("ja", "同社の社長は会見しなかった。大手銀行も参加しない。"),
    ("ja", "オープン・イノベーションが進む。副社長も同席した。"),
    ("zh", "这家公司没有回应。该集团的总裁任期将满。"),
    ("zh", "一家大学与多家银行参加。"),
    ("ko", "최고 경영자는 답하지 않았다. 시중은행도 참여한다."),
    ("ko", "모여든 기자들 앞에서 말했다. 어떻게 선수를 모았나."),
]


@pytest.mark.parametrize(("language", "text"), NOBODY)
def test_other_words_are_no_names(story: Story, language: str, text: str) -> None:
    assert [a.name for a in unknown(text, language, story)] == []


def test_surnames_and_cases_are_the_same_person(story: Story) -> None:
    for language, text, name, mentions in [
        ("en", "Karen Oduya left. Oduya’s firm grew.", "Karen Oduya", ["Karen Oduya", "Oduya"]),
        ("de", "Petra Vogelsang ging. Vogelsangs Firma wuchs.", "Petra Vogelsang",
         ["Petra Vogelsang", "Vogelsang"]),
        ("pl", "Dla Borisa Malona to cios. Malonowi żal.", "Boris Malon",
         ["Borisa Malona", "Malonowi"]),
        ("nl", "Sander de Vries kwam. De Vries zweeg.", "Sander de Vries", ["Sander de Vries"]),
        ("fr", "Mme Fabre part. Anne Fabre reste.", "Anne Fabre", ["Fabre", "Anne Fabre"]),
        ("ja", "ロイ・キーン氏が来た。キーン氏は話した。", "ロイ・キーン",
         ["ロイ・キーン", "キーン"]),
    ]:  # fmt: skip
        (actor,) = unknown(text, language, story)
        assert actor.name == name
        assert [m.text for m in actor.mentions][: len(mentions)] == mentions


def test_a_surname_that_is_a_word_or_shared_is_no_mention(story: Story) -> None:
    text = "Julia Petit parle. Petit à petit, tout change. Paul Martin et Anne Martin. Martin part."
    mentions = [m.text for a in unknown(text, "fr", story) for m in a.mentions]
    assert mentions == ["Julia Petit", "Paul Martin", "Anne Martin"]
    (su,) = actors_in("Lisa Su met them. Su agreed.", "en", story)
    assert [m.text for m in su.mentions] == ["Lisa Su", "Su"]


def test_an_acronym_is_what_it_stands_for(story: Story) -> None:
    text = "The Global Wafer Alliance (GWA) said so. GWA members agreed."
    (actor,) = unknown(text, "en", story)
    assert actor.name == "Global Wafer Alliance"
    assert [m.text for m in actor.mentions] == ["Global Wafer Alliance", "GWA", "GWA"]


def test_the_profile_wins_but_relatives_are_somebody_else(story: Story) -> None:
    text = "Samsung Electronics America hired Sam Altman. Jack Altman did not come."
    actors = actors_in(text, "en", story)
    assert [(a.name, a.known) for a in actors] == [
        ("Samsung", True), ("Sam Altman", True), ("Jack Altman", False),
    ]  # fmt: skip
    assert len({a.id for a in actors}) == 3
    assert actors[2].id == "x-jack-altman"


PIECES = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            [
                "Jean ",
                "Dupont ",
                "M. ",
                "A. ",
                "de ",
                "la ",
                "Le PDG de ",
                "TSMC ",
                ", ",
                ". ",
                "a dit ",
                "Selon ",
                "(ABC) ",
                "Bank of ",
                "financé par ",
                "Sam Altman ",
                "Altmans ",
                "société ",
                "X-Chef ",
                "氏",
                "社長",
                "田中",
                "김민수 ",
                "회장",
                "·",
                "・",
                "アルト",
                "斯",
                "总裁",
                "的",
                "İ",
                "\n",
                "'",
                "’",
                "Inc. ",
                "et ",
                "43 ",
                "von der ",
                "al-Assad ",
                "GmbH",
            ]
        ),
    ),
    max_size=25,
).map("".join)
STORY = load_story("chip-initiative")
LANGUAGES = ["fr", "en", "de", "es", "it", "pt", "nl", "pl", "sv", "ja", "zh", "ko", "ar", "und"]


@settings(deadline=None, max_examples=150)
@given(PIECES, st.sampled_from(LANGUAGES))
def test_every_span_slices_back(text: str, language: str) -> None:
    actors = find_actors(text, [Sentence.alone(text, language)] if text else [], STORY)
    assert len({actor.id for actor in actors}) == len(actors)
    for actor in actors:
        assert actor.mentions
        for span in (*actor.mentions, *actor.roles, *actor.titles):
            assert text[span.start : span.end] == span.text
            assert span.text
