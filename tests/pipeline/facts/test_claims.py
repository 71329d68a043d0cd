"""Claims say who says so, in which order, and how firmly."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts.speech.claims import find_claims
from pipeline.records import Sentence
from pipeline.story import Story, load_story

Cut = Callable[..., list[Sentence]]

CASES = [
    ("fr", "Selon le Wall Street Journal, il chercherait des fonds.", "reported",
     ["Wall Street Journal"]),
    ("fr", "Le marché croît, selon les estimations d’AMD, qui vend des puces.", "reported",
     ["AMD"]),
    ("fr", "Selon un cadre supérieur de TSMC, rien n'est signé.", "reported",
     ["un cadre supérieur de TSMC"]),
    ("fr", "Selon les données de la Banque Centrale du Chili, le cuivre monte.", "reported",
     ["Banque Centrale du Chili"]),
    ("fr", "Une personne liée aux projets d'Altman a déclaré que tout va bien.", "reported",
     ["Une personne liée aux projets d'Altman"]),
    ("fr", "TSMC exploiterait les usines dès 2026.", "conditional", []),
    ("fr", "TSMC dément tout accord avec OpenAI.", "denied", ["TSMC"]),
    ("fr", "Le groupe envisage trois usines.", "planned", []),
    ("fr", "L'accord est proche, a indiqué lundi la ministre.", "reported", ["la ministre"]),
    ("fr", "Le projet verra peut-être le jour.", "hedged", []),
    ("en", "According to Bloomberg, the fund would invest.", "reported", ["Bloomberg"]),
    ("en", "Reuters reported that the deal is close.", "reported", ["Reuters"]),
    ("en", "The company denied any talks.", "denied", ["The company"]),
    ("ja", "ラピダスは受注したとの報道を否定した。", "denied", ["Rapidus"]),
    ("ja", "ロイターは工場が建つと伝えていた。", "reported", ["Reuters"]),
    ("ko", "오픈AI가 공장을 짓는다고 로이터가 보도했다.", "reported", ["Reuters"]),
    ("ko", "“공장보다 전력이 먼저입니다”라고 박지훈 교수는 말했다.", "reported", ["박지훈 교수"]),
    ("en", "Nvidia, which buys most of the memory, denied any talks.", "denied", ["Nvidia"]),
    ("fr", "Le patron d'OpenAI, lui, jure qu'il a le temps.", "reported", ["Le patron d'OpenAI"]),
    ("de", "Der Konzern wies den Bericht des Blattes zurück.", "denied", []),
    ("en", "The deal is near, said Maria Lopez, who leads the talks.", "reported",
     ["Maria Lopez"]),
    ("en", "Maria Lopez, head of the union, said the plan is dead.", "reported", ["Maria Lopez"]),
    ("en", "The group reportedly wants three plants.", "conditional", []),
    ("en", "The group plans to build three plants.", "planned", []),
    ("en", "In Berlin, officials said the plan is dead.", "reported", ["officials"]),
    ("de", "Laut Bloomberg, das Insider zitiert, ist der Plan fertig.", "reported", ["Bloomberg"]),
    ("de", "Laut Bloomberg plant Altman ein neues Werk.", "reported", ["Bloomberg"]),
    ("de", "Altman soll sieben Billionen Dollar suchen.", "conditional", []),
    ("de", "Insidern zufolge ist der Plan fertig.", "reported", ["Insidern"]),
    ("de", "Der Plan sei fertig, sagte Minister Karl Brandt am Montag.", "reported",
     ["Minister Karl Brandt"]),
    ("de", "Am Montag erklärte Karl Brandt, dass der Plan fertig ist.", "reported",
     ["Karl Brandt"]),
    ("de", "Die Firma dementierte jede Absprache.", "denied", ["Die Firma"]),
    ("de", "Das Werk wird vielleicht nie gebaut.", "hedged", []),
    ("es", "Según Reuters, el fondo invertirá.", "reported", ["Reuters"]),
    ("es", "La ministra ha asegurado que no hay dinero.", "reported", ["La ministra"]),
    ("es", "El fondo podría invertir en Asia.", "conditional", []),
    ("es", "TSMC desmiente el acuerdo.", "denied", ["TSMC"]),
    ("es", "El grupo planea tres fábricas.", "planned", []),
    ("es", "El acuerdo está cerca, afirmó ayer Clara Ruiz.", "reported", ["Clara Ruiz"]),
    ("es", "Quizá no haya acuerdo.", "hedged", []),
    ("es", "De acuerdo con Clara Ruiz, falta dinero.", "reported", ["Clara Ruiz"]),
    ("it", "Il progetto sarebbe pronto.", "conditional", []),
    ("it", "Secondo Bloomberg, il fondo investe.", "reported", ["Bloomberg"]),
    ("it", "La ministra ha detto che mancano i soldi.", "reported", ["La ministra"]),
    ("it", "TSMC smentisce ogni accordo.", "denied", ["TSMC"]),
    ("it", "Il gruppo prevede tre fabbriche.", "planned", []),
    ("it", "L'accordo è vicino, ha spiegato ieri Anna Conti.", "reported", ["Anna Conti"]),
    ("it", "Forse non ci sarà un accordo.", "hedged", []),
    ("it", "Stando a Reuters, mancano i soldi.", "reported", ["Reuters"]),
    ("pt", "Segundo a Bloomberg, o fundo investiria.", "reported", ["Bloomberg"]),
    ("pt", "A ministra afirmou que falta dinheiro.", "reported", ["A ministra"]),
    ("pt", "O fundo poderia investir na Ásia.", "conditional", []),
    ("pt", "A TSMC nega qualquer acordo.", "denied", ["TSMC"]),
    ("pt", "O grupo planeja três fábricas.", "planned", []),
    ("pt", "O acordo está perto, disse ontem Rita Alves.", "reported", ["Rita Alves"]),
    ("pt", "Talvez não haja acordo.", "hedged", []),
    ("pt", "De acordo com a Reuters, falta dinheiro.", "reported", ["Reuters"]),
    ("nl", "Volgens Reuters zoekt Altman geld.", "reported", ["Reuters"]),
    ("nl", "Volgens een woordvoerder van TSMC is er niets getekend.", "reported",
     ["een woordvoerder van TSMC"]),
    ("nl", "De minister zei dat er geen geld is.", "reported", ["De minister"]),
    ("nl", "Altman zou geld zoeken in Azië.", "conditional", []),
    ("nl", "TSMC ontkent elke afspraak.", "denied", ["TSMC"]),
    ("nl", "Het bedrijf is van plan drie fabrieken te bouwen.", "planned", []),
    ("nl", "Het plan komt er misschien nooit.", "hedged", []),
    ("nl", "Het akkoord is dichtbij, aldus Anna Visser.", "reported", ["Anna Visser"]),
    ("pl", "Według Reutersa Altman szuka pieniędzy.", "reported", ["Reuters"]),
    ("pl", "Minister powiedział, że nie ma pieniędzy.", "reported", ["Minister"]),
    ("pl", "Altman miałby szukać pieniędzy w Azji.", "conditional", []),
    ("pl", "TSMC zaprzecza wszelkim rozmowom.", "denied", ["TSMC"]),
    ("pl", "Firma zamierza zbudować trzy fabryki.", "planned", []),
    ("pl", "Być może umowy nie ma.", "hedged", []),
    ("pl", "Umowa jest blisko, podała wczoraj Anna Nowak.", "reported", ["Anna Nowak"]),
    ("pl", "Zdaniem Anny Nowak, brakuje pieniędzy.", "reported", ["Anny Nowak"]),
    ("sv", "Enligt Reuters söker Altman pengar.", "reported", ["Reuters"]),
    ("sv", "Ministern säger att pengarna är slut.", "reported", ["Ministern"]),
    ("sv", "Altman lär söka pengar i Asien.", "conditional", []),
    ("sv", "TSMC förnekar alla samtal.", "denied", ["TSMC"]),
    ("sv", "Bolaget planerar tre fabriker.", "planned", []),
    ("sv", "Avtalet blir kanske aldrig av.", "hedged", []),
    ("sv", "Avtalet är nära, sade Anna Berg i går.", "reported", ["Anna Berg"]),
    ("sv", "Bolaget skulle bygga tre fabriker.", "conditional", []),
    ("ja", "ロイターによると、交渉は近く終わる。", "reported", ["Reuters"]),
    ("ja", "山田社長は、資金が足りないと述べた。", "reported", ["山田社長"]),
    ("ja", "工場は来年に完成するとみられる。", "conditional", []),
    ("ja", "TSMCは合意を否定した。", "denied", []),
    ("ja", "同社は三つの工場を計画している。", "planned", []),
    ("ja", "合意はおそらくない。", "hedged", []),
    ("ja", "関係者の話では、契約は近い。", "reported", ["関係者"]),
    ("ja", "アルトマン氏は資金が必要だと語った。", "reported", ["Sam Altman"]),
    ("zh", "据路透社报道，谈判接近尾声。", "reported", ["Reuters"]),
    ("zh", "发言人王丽表示，资金不足。", "reported", ["发言人王丽"]),
    ("zh", "据称，工厂已经开工。", "conditional", []),
    ("zh", "台积电否认达成协议。", "denied", ["TSMC"]),
    ("zh", "该公司计划建三座工厂。", "planned", []),
    ("zh", "协议似乎还很远。", "hedged", []),
    ("zh", "据知情人士透露，合同已签。", "reported", ["知情人士"]),
    ("zh", "奥特曼说，资金不足。", "reported", ["Sam Altman"]),
    ("ko", "로이터에 따르면 협상은 곧 끝난다.", "reported", ["Reuters"]),
    ("ko", "김민수 대표는 자금이 부족하다고 말했다.", "reported", ["김민수 대표"]),
    ("ko", "공장은 이미 문을 연 것으로 알려졌다.", "conditional", []),
    ("ko", "TSMC는 합의를 부인했다.", "denied", ["TSMC"]),
    ("ko", "회사는 공장 세 곳을 지을 계획이다.", "planned", []),
    ("ko", "합의는 아마 없다.", "hedged", []),
    ("ko", "관계자에 따르면 계약이 임박했다.", "reported", ["관계자"]),
    ("ko", "회사는 계약을 맺었다고 밝혔다.", "reported", ["회사"]),
    ("ar", "وفقا لرويترز فإن الاتفاق قريب.", "reported", None),
    ("ar", "نفت الشركة أي محادثات.", "denied", None),
    ("ar", "ربما لا يوجد اتفاق.", "hedged", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "modality", "sources"), CASES)
def test_modality_and_source(
    story: Story,
    sentences_of: Cut,
    language: str,
    text: str,
    modality: str,
    sources: list[str] | None,
) -> None:
    (claim,) = find_claims(sentences_of(text, language), story)
    assert claim.modality == modality
    if sources is not None:
        assert claim.attributed_to == sources
    for span in (*claim.cues, *claim.chain):
        assert text[span.start : span.end] == span.text


CHAINS = [
    ("fr", "Selon Les Echos, qui citent le Wall Street Journal, le plan avance.",
     ["Les Echos", "Wall Street Journal"]),
    ("fr", "Le plan avance, rapporte Reuters, citant deux sources proches du dossier.",
     ["Reuters", "deux sources proches du dossier"]),
    ("fr", "Le plan avance, selon des sources citées par Bloomberg.",
     ["Bloomberg", "des sources"]),
    ("fr", "Altman a déclaré à Reuters que le plan avance.", ["Reuters", "Sam Altman"]),
    ("en", "Reuters reported, citing people familiar with the matter, that talks go on.",
     ["Reuters", "people familiar with the matter"]),
    ("en", "Les Echos, citing the Wall Street Journal, said talks go on.",
     ["Les Echos", "Wall Street Journal"]),
    ("en", "Altman told Reuters that talks go on.", ["Reuters", "Sam Altman"]),
    ("en", "Altman said talks go on, according to Bloomberg.", ["Bloomberg", "Sam Altman"]),
    ("de", "Der Plan ist fertig, berichtet Bloomberg unter Berufung auf zwei Insider.",
     ["Bloomberg", "zwei Insider"]),
    ("es", "El plan avanza, según informó Reuters citando a dos fuentes.",
     ["Reuters", "dos fuentes"]),
    ("it", "Secondo Bloomberg, che cita fonti vicine al dossier, il piano va avanti.",
     ["Bloomberg", "fonti vicine al dossier"]),
    ("pt", "Segundo a Bloomberg, que cita duas fontes, o plano avança.",
     ["Bloomberg", "duas fontes"]),
    ("nl", "Het plan is klaar, meldt Reuters met een beroep op twee bronnen.",
     ["Reuters", "twee bronnen"]),
    ("pl", "Plan jest gotowy, podaje Reuters, powołując się na dwa źródła.",
     ["Reuters", "dwa źródła"]),
    ("sv", "Planen är klar, skriver Reuters med hänvisning till två källor.",
     ["Reuters", "två källor"]),
    ("ja", "ロイターが関係者の話として、計画が進んでいると報じた。", ["Reuters", "関係者"]),
    ("zh", "彭博社援引知情人士报道，计划已经完成。", ["Bloomberg", "知情人士"]),
    ("ko", "로이터는 소식통을 인용해 계획이 끝났다고 보도했다.", ["Reuters", "소식통"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "names"), CHAINS)
def test_the_chain_leads_from_who_tells_to_who_knows(
    story: Story, sentences_of: Cut, language: str, text: str, names: list[str]
) -> None:
    (claim,) = find_claims(sentences_of(text, language), story)
    assert [voice.name for voice in claim.chain] == names
    assert claim.attributed_to == names
    known = {actor.name: actor.id for actor in story.actors}
    for voice in claim.chain:
        assert text[voice.start : voice.end] == voice.text
        assert voice.actor_id == known.get(voice.name)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "OpenAI construit une usine."),
        ("fr", "Le prix considérait tout."),
        ("fr", "Les ventes ont doublé en 2023."),
        ("en", "I would like a cup of tea."),
        ("en", "Could you open the door?"),
        ("en", "Prices rose in May 2024."),
        ("de", "Ich habe das Werk gestern besucht."),
        ("es", "La refinería de Bilbao es grande."),
        ("pt", "A maioria da diretoria saiu."),
        ("zh", "OpenAI未回应置评请求。"),
        ("zh", "软银拒绝评论此事。"),
    ],
)
def test_plain_assertions_are_no_claims(
    story: Story, sentences_of: Cut, language: str, text: str
) -> None:
    assert find_claims(sentences_of(text, language), story) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Un communiqué sur Sam Altman, qui indiquait des doutes."),
        ("en", "Altman was told to wait outside."),
        ("en", "“We have always said it is ours,” the sign reads."),
        ("de", "Der Plan wurde am Montag erklärt."),
        ("de", "Das Gesetz, das Englisch zur Amtssprache erklärt, kommt bald."),
    ],
)
def test_nobody_says_it(story: Story, sentences_of: Cut, language: str, text: str) -> None:
    claims = find_claims(sentences_of(text, language), story)
    assert all(not claim.attributed_to for claim in claims)


def test_a_pronoun_is_the_last_person_named(story: Story, sentences_of: Cut) -> None:
    text = "Altman came to Berlin. He said the plan is dead."
    (claim,) = find_claims(sentences_of(text, "en"), story)
    (voice,) = claim.chain
    assert (voice.text, voice.name, voice.actor_id) == ("He", "Sam Altman", "sam-altman")


_PIECES = ["selon ", "a dit ", "Reuters", "il ", ", ", ". ", "citing ", "said ", "würde ", "»", "«"]
_PIECES += ["によると", "据", "说", "는 ", "말했다", "cité par ", "-t-il", "would like ", "İ"]
_STORY = load_story("chip-initiative")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=4)), max_size=20).map(
            "".join
        ),
        max_size=3,
    ),
    st.sampled_from(["fr", "en", "de", "es", "it", "pt", "nl", "pl", "sv", "ja", "zh", "ko", "ar"]),
)
def test_any_text_slices_back(texts: list[str], language: str) -> None:
    sentences: list[Sentence] = []
    for index, text in enumerate(texts):
        start = sentences[-1].end + 1 if sentences else 0
        alone = Sentence.alone(text, language)
        moved = {"index": index, "start": start, "end": start + len(text)}
        sentences.append(alone.model_copy(update=moved))
    article = "\n".join(texts)
    for claim in find_claims(sentences, _STORY):
        for span in (*claim.cues, *claim.chain):
            assert article[span.start : span.end] == span.text


def test_who_a_pronoun_stands_for_is_doubted(story: Story) -> None:
    first = Sentence.alone("“工厂很贵。”分析师顾明澜说，“我们要等。”", "zh")
    text, start = "她估计，工程要花五百亿美元。", first.end + 1
    second = Sentence(
        index=1, start=start, end=start + len(text), text=text, paragraph=0, language="zh"
    )
    voice = find_claims([first, second], story)[-1].chain[0]
    assert voice.name == "分析师顾明澜"
    assert voice.doubt is not None


def test_a_chinese_speaker_ends_before_the_time_and_the_place(story: Story) -> None:
    text = "该公司总裁魏哲家上月在业绩说明会上说过，今年不再扩产。"
    claim = find_claims([Sentence.alone(text, "zh")], story)[0]
    assert claim.attributed_to == ["CC Wei"]
    text = "部长雷蒙多据称已听取他的介绍。"
    assert find_claims([Sentence.alone(text, "zh")], story)[0].attributed_to == []


def test_german_indirect_speech_goes_on(story: Story, sentences_of: Cut) -> None:
    text = (
        "Das Werk werde teuer, sagte die Planerin Karla Jost am Montag. Die Leitung koste zwei "
        "Milliarden Euro. Davon habe sie erst spät erfahren. Die Stadt liegt an der Elbe. "
        "Der Bau beginne bald, er sei genehmigt."
    )
    claims = {c.sentence: c for c in find_claims(sentences_of(text, "de"), story)}
    speaker = claims[0].attributed_to
    assert claims[1].attributed_to == claims[2].attributed_to == speaker != []
    assert claims[1].modality == "reported"
    assert claims[1].chain[0].doubt
    assert 3 not in claims
    assert (claims[4].modality, claims[4].attributed_to) == ("reported", [])


@pytest.mark.parametrize(
    ("language", "text", "by"),
    [
        ("pl", "Według Altmana nowe huty ruszą za rok.", ["Sam Altman"]),
        ("pl", "Zdaniem analityka Jana Koska ceny spadną.", ["analityka Jana Koska"]),
        ("es", "El plan cuesta poco, según fuentes de Hacienda.", ["fuentes de Hacienda"]),
        ("it", "Il piano costa troppo, stima lo studio Ferri.", ["lo studio Ferri"]),
        ("zh", "农户周小兰说，今年雨水太多。", ["周小兰"]),
        ("en", "In Wales, where ministers announced £2 million, few believed it.", ["ministers"]),
    ],
)
def test_a_speaker_is_named_in_full_and_no_further(
    story: Story, sentences_of: Cut, language: str, text: str, by: list[str]
) -> None:
    assert [c.attributed_to for c in find_claims(sentences_of(text, language), story)] == [by]
