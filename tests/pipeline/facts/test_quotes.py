"""Quotes are verbatim, with the right speaker, in every quotation style."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts.speech.quotes import find_quotes, find_scare_quotes
from pipeline.records import Sentence
from pipeline.story import Story, load_story

Cut = Callable[..., list[Sentence]]

# language, text, words of the first quote, what its speaker begins with, actor id
CASES = [
    ("fr", "« Nous allons bâtir vingt usines », a déclaré Jeanne Morel, porte-parole du groupe.",
     "Nous allons bâtir vingt usines", "Jeanne Morel", None),
    ("fr", "« La demande ne faiblit pas cette année, » confie une source proche des plans "
     "d’OpenAI.", "La demande ne faiblit pas cette année,",
     "une source proche des plans d’OpenAI", None),
    ("fr", "Interrogé hier, le patron de TSMC, CC Wei, a souri : il a déclaré que ce plan d'Altman "
     'était "trop cher et trop lent à bâtir".', "trop cher et trop lent à bâtir",
     "CC Wei", "cc-wei"),
    ("fr", "Sam Altman : « Il nous faut bien plus de puces. »",
     "Il nous faut bien plus de puces.", "Sam Altman", "sam-altman"),
    ("fr", "« Non », a répondu la ministre.", "Non", "la ministre", None),
    ("fr", "« Le calendrier tiendra bon cette fois », assure le directeur du site, Paul Rey.",
     "Le calendrier tiendra bon cette fois", "Paul Rey", None),
    ("fr", "« Le chantier avance comme prévu ici », a déclaré à l'AFP le préfet.",
     "Le chantier avance comme prévu ici", "le préfet", None),
    ("fr", "– Nous signons demain matin, dit Jeanne Morel.",
     "Nous signons demain matin,", "Jeanne Morel", None),
    ("fr", "– Nous signons demain matin, dit Jeanne Morel, directrice du fonds.",
     "Nous signons demain matin,", "Jeanne Morel", None),
    ("fr", "Selon Jeanne Morel, il s'agit d'« un pari fou et ruineux ».",
     "un pari fou et ruineux", "Jeanne Morel", None),
    ("en", '"We will need far more chips," Altman said on Tuesday.',
     "We will need far more chips,", "Altman", "sam-altman"),
    ("en", "“Nobody has signed anything yet,” said a spokesperson for TSMC.",
     "Nobody has signed anything yet,", "a spokesperson for TSMC", None),
    ("en", "Maria Lopez of the trade union said: “We were never asked about it.”",
     "We were never asked about it.", "Maria Lopez", None),
    ("en", "“This is one for the lawyers,” her deputy, Paul Rey, said.",
     "This is one for the lawyers,", "Paul Rey", None),
    ("en", "“No,” said Altman.", "No,", "Altman", "sam-altman"),
    ("en", "According to Maria Lopez, it was “a long and ugly fight”.",
     "a long and ugly fight", "Maria Lopez", None),
    ("en", "Altman told reporters the fabs were ‘a bet on the whole century’.",
     "a bet on the whole century", "Altman", "sam-altman"),
    ("en", "The plan is “far too slow to matter now”, argued analyst Maria Lopez.",
     "far too slow to matter now", "analyst Maria Lopez", None),
    ("de", "„Wir haben noch nichts unterschrieben“, sagte eine Sprecherin von TSMC am Montag.",
     "Wir haben noch nichts unterschrieben", "eine Sprecherin von TSMC", None),
    ("de", "»Das Werk wird nie gebaut werden«, so Minister Karl Brandt.",
     "Das Werk wird nie gebaut werden", "Minister Karl Brandt", None),
    ("de", "Am Montag sagte Karl Brandt: „Das Geld fehlt uns.“",
     "Das Geld fehlt uns.", "Karl Brandt", None),
    ("de", "„Der Bedarf steigt jedes Jahr“, führte Karl Brandt aus.",
     "Der Bedarf steigt jedes Jahr", "Karl Brandt", None),
    ("de", "Karl Brandt hat gesagt, es sei „ein Fass ohne jeden Boden“.",
     "ein Fass ohne jeden Boden", "Karl Brandt", None),
    ("de", "„Ja“, antwortete Altman.", "Ja", "Altman", "sam-altman"),
    ("de", "Laut Karl Brandt ist das „nur ein teurer Traum“.",
     "nur ein teurer Traum", "Karl Brandt", None),
    ("de", "Die Ökonomin Ute Kern erklärte: ‚Das wird sehr teuer.‘",
     "Das wird sehr teuer.", "Die Ökonomin Ute Kern", None),
    ("es", "«No hemos firmado ningún acuerdo», afirmó la portavoz de TSMC.",
     "No hemos firmado ningún acuerdo", "la portavoz de TSMC", None),
    ("es", "—No hemos firmado nada todavía —dijo Clara Ruiz—. Ya veremos.",
     "No hemos firmado nada todavía", "Clara Ruiz", None),
    ("es", "«Me dijo: “nunca lo haré” y se fue», contó Clara Ruiz.",
     "Me dijo: “nunca lo haré” y se fue", "Clara Ruiz", None),
    ("es", "Clara Ruiz ha explicado que se trata de “un plan serio y caro”.",
     "un plan serio y caro", "Clara Ruiz", None),
    ("es", "“La obra empezará este año”, ha asegurado el ministro.",
     "La obra empezará este año", "el ministro", None),
    ("es", "Según Clara Ruiz, es “una apuesta sin red alguna”.",
     "una apuesta sin red alguna", "Clara Ruiz", None),
    ("es", "“Sí”, respondió Altman.", "Sí", "Altman", "sam-altman"),
    ("es", "Ayer dijo Clara Ruiz: «Es hora de invertir más».",
     "Es hora de invertir más", "Clara Ruiz", None),
    ("it", "«Non abbiamo firmato alcun accordo», ha detto Anna Conti.",
     "Non abbiamo firmato alcun accordo", "Anna Conti", None),
    ("it", "“Il progetto va avanti bene”, spiega la portavoce di TSMC.",
     "Il progetto va avanti bene", "la portavoce di TSMC", None),
    ("it", "Anna Conti ha dichiarato: «Servono più soldi e tempo».",
     "Servono più soldi e tempo", "Anna Conti", None),
    ("it", "Secondo Anna Conti è “una scommessa davvero enorme”.",
     "una scommessa davvero enorme", "Anna Conti", None),
    ("it", "«No», ha risposto Altman.", "No", "Altman", "sam-altman"),
    ("it", "Dopo la riunione, racconta Anna Conti, «nessuno ha più parlato di soldi».",
     "nessuno ha più parlato di soldi", "Anna Conti", None),
    ("it", "«I conti non tornano ancora», ha aggiunto ieri il ministro.",
     "I conti non tornano ancora", "il ministro", None),
    ("it", "Altman: «Ci servono molti più chip».",
     "Ci servono molti più chip", "Altman", "sam-altman"),
    ("pt", "“Ainda não assinamos nenhum contrato”, disse a porta-voz da TSMC.",
     "Ainda não assinamos nenhum contrato", "a porta-voz da TSMC", None),
    ("pt", "– Não assinamos nada ainda – disse Rita Alves.",
     "Não assinamos nada ainda", "Rita Alves", None),
    ("pt", "Rita Alves afirmou que o plano é “caro demais e lento”.",
     "caro demais e lento", "Rita Alves", None),
    ("pt", "Rita Alves afirmou: “Falta dinheiro para a obra.”",
     "Falta dinheiro para a obra.", "Rita Alves", None),
    ("pt", "“Não”, respondeu Altman.", "Não", "Altman", "sam-altman"),
    ("pt", "Segundo Rita Alves, trata-se de “uma aposta muito alta”.",
     "uma aposta muito alta", "Rita Alves", None),
    ("pt", "“O prazo é curto demais”, disse à Reuters o analista Rui Dias.",
     "O prazo é curto demais", "o analista Rui Dias", None),
    ("pt", "«Precisamos de mais fábricas», garantiu Altman.",
     "Precisamos de mais fábricas", "Altman", "sam-altman"),
    ("nl", "“We hebben nog niets getekend”, zei Anna Visser.",
     "We hebben nog niets getekend", "Anna Visser", None),
    ("nl", "'We hebben nog niets getekend', aldus Anna Visser.",
     "We hebben nog niets getekend", "Anna Visser", None),
    ("nl", "Anna Visser zei: “Het geld is gewoon op.”",
     "Het geld is gewoon op.", "Anna Visser", None),
    ("nl", "„Dat is een slecht plan”, vindt minister Jan Bakker.",
     "Dat is een slecht plan", "minister Jan Bakker", None),
    ("nl", "Volgens Anna Visser is het “een gok met belastinggeld”.",
     "een gok met belastinggeld", "Anna Visser", None),
    ("nl", "“Nee”, antwoordde Altman.", "Nee", "Altman", "sam-altman"),
    ("nl", "Maandag zei Anna Visser: “We gaan gewoon door.”",
     "We gaan gewoon door.", "Anna Visser", None),
    ("nl", "“Er is veel meer nodig”, voegde Anna Visser toe.",
     "Er is veel meer nodig", "Anna Visser", None),
    ("pl", "„Niczego jeszcze nie podpisaliśmy” – powiedziała Anna Nowak.",
     "Niczego jeszcze nie podpisaliśmy", "Anna Nowak", None),
    ("pl", "– Niczego jeszcze nie podpisaliśmy – powiedziała Anna Nowak.",
     "Niczego jeszcze nie podpisaliśmy", "Anna Nowak", None),
    ("pl", "Anna Nowak powiedziała: „Brakuje nam pieniędzy na to.”",
     "Brakuje nam pieniędzy na to.", "Anna Nowak", None),
    ("pl", "„To jest bardzo zły plan”, ocenił minister Jan Kowal.",
     "To jest bardzo zły plan", "minister Jan Kowal", None),
    ("pl", "Według Anny Nowak to „zakład o wielkie pieniądze”.",
     "zakład o wielkie pieniądze", "Anny Nowak", None),
    ("pl", "„Nie” – odpowiedział Altman.", "Nie", "Altman", "sam-altman"),
    ("pl", "Anna Nowak dodała, że to „szansa dla całej branży”.",
     "szansa dla całej branży", "Anna Nowak", None),
    ("pl", "„Potrzeba nam więcej fabryk”, dodał wczoraj Altman.",
     "Potrzeba nam więcej fabryk", "Altman", "sam-altman"),
    ("sv", "”Vi har inte skrivit på än”, sade Anna Berg.",
     "Vi har inte skrivit på än", "Anna Berg", None),
    ("sv", "– Vi har inte skrivit på än, säger Anna Berg på bolaget.",
     "Vi har inte skrivit på än,", "Anna Berg", None),
    ("sv", "– Vi har inte skrivit på än, säger Anna Berg, ekonom vid bolaget.",
     "Vi har inte skrivit på än,", "Anna Berg", None),
    ("sv", "Anna Berg sa: ”Pengarna räcker inte till.”",
     "Pengarna räcker inte till.", "Anna Berg", None),
    ("sv", "”Det är en dålig plan”, menar ministern.",
     "Det är en dålig plan", "ministern", None),
    ("sv", "Enligt Anna Berg är det ”en chansning med skattepengar”.",
     "en chansning med skattepengar", "Anna Berg", None),
    ("sv", "”Nej”, svarade Altman.", "Nej", "Altman", "sam-altman"),
    ("sv", "Anna Berg har sagt att det är ”en helt ny tid”.",
     "en helt ny tid", "Anna Berg", None),
    ("sv", "»Vi behöver fler fabriker nu», sade Altman.",
     "Vi behöver fler fabriker nu", "Altman", "sam-altman"),
    ("ja", "アルトマン氏は「もっと多くの半導体が必要だ」と述べた。", "もっと多くの半導体が必要だ",
     "アルトマン", "sam-altman"),
    ("ja", "「工場はまだ決まっていない」と山田社長は述べた。", "工場はまだ決まっていない",
     "山田社長", None),
    ("ja", "会見に出席したという山田社長が「資金は足りている」と説明した。", "資金は足りている",
     "山田社長", None),
    ("ja", "「はい」と山田社長は答えた。", "はい", "山田社長", None),
    ("ja", "「計画は順調だ、と思う」（山田社長）", "計画は順調だ、と思う", "山田社長", None),
    ("ja", "不安もあるが、山田社長は「問題はない」と話す。", "問題はない", "山田社長", None),
    ("ja", "山田社長によると「来年には完成する」という。", "来年には完成する", "山田社長", None),
    ("ja", "アルトマン氏は「多すぎることはない」と指摘した。", "多すぎることはない",
     "アルトマン", "sam-altman"),
    ("zh", "奥特曼表示:“我们需要更多的芯片。”", "我们需要更多的芯片。", "奥特曼", "sam-altman"),
    ("zh", "“我们还没有签约。”发言人王丽表示。", "我们还没有签约。", "发言人王丽", None),
    ("zh", "“工厂明年开工”，王丽说。", "工厂明年开工", "王丽", None),
    ("zh", "王丽指出，“这个计划太贵了”。", "这个计划太贵了", "王丽", None),
    ("zh", "王丽在会上说：“资金已经到位。”", "资金已经到位。", "王丽", None),
    ("zh", "分析师李明认为，“需求不会下降”。", "需求不会下降", "分析师李明", None),
    ("zh", "「我們還沒有簽約。」王麗說。", "我們還沒有簽約。", "王麗", None),
    ("zh", "“不会。”奥特曼回答。", "不会。", "奥特曼", "sam-altman"),
    ("ko", "김민수 대표는 \"아직 계약하지 않았다\"고 말했다.", "아직 계약하지 않았다",
     "김민수 대표", None),
    ("ko", "“공장은 내년에 문을 연다”라고 김민수 대표가 밝혔다.", "공장은 내년에 문을 연다",
     "김민수 대표", None),
    ("ko", "회의를 마친 김민수 대표는 “자금은 충분하다”고 강조했다.", "자금은 충분하다",
     "김민수 대표", None),
    ("ko", "김민수 대표는 이날 “문제는 없다”고 설명했다.", "문제는 없다", "김민수 대표", None),
    ("ko", "김민수 대표는 “아니다”라고 답했다.", "아니다", "김민수 대표", None),
    ("ko", "이에 대해 회사 관계자는 “검토 중인 사안”이라고 전했다.", "검토 중인 사안",
     "회사 관계자", None),
    ("ko", "올트먼은 “더 많은 반도체가 필요하다”고 했다.", "더 많은 반도체가 필요하다",
     "올트먼", None),
    ("ko", "김민수 대표가 “지금이 기회”라며 투자를 늘렸다.", "지금이 기회", "김민수 대표", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "words", "speaker", "actor"), CASES)
def test_words_and_speaker(
    story: Story,
    sentences_of: Cut,
    language: str,
    text: str,
    words: str,
    speaker: str,
    actor: str | None,
) -> None:
    quote = find_quotes(text, sentences_of(text, language), story)[0]
    assert quote.text == words
    assert text[quote.start : quote.end] == words
    assert quote.speaker is not None
    assert quote.speaker.startswith(speaker)
    if actor is not None:
        assert quote.speaker_id == actor


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("fr", "Le projet « Tigris » avance.", ["Tigris"]),
        ("fr", "Une puce dite “neuromorphe”, donc sobre.", ["neuromorphe"]),
        ("fr", "Elle lit le roman « La route est longue et belle ».", []),
        ("fr", "Il qualifie l'accord de « folie pure ».", ["folie pure"]),
        ("fr", "Le projet « Tigris », annonce Altman, avance.", ["Tigris"]),
        ("fr", 'L\'écran de 5" et celui de 6" coûtent cher.', []),
        ("fr", "« Une phrase qui ne se ferme jamais", []),
        ("en", "Karl “The Hammer” Brandt won't stop the plan.", ["The Hammer"]),
        ("en", "It's the workers' plan, and that's 'fair' to them.", ["fair"]),
        ("de", "Die „Tigris“-Pläne sind alt.", ["Tigris"]),
        ("ja", "新計画「ティグリス」が進む。", ["ティグリス"]),
        ("ja", "展覧会『平和と未来のための大きな夢』が開かれる。", ["平和と未来のための大きな夢"]),
        ("zh", "所谓“星门”计划正在推进。", ["星门"]),
        ("ko", "새 계획 '별문'이 시작됐다.", ["별문"]),
    ],
)
def test_terms_and_scraps_are_no_quotes(
    story: Story, sentences_of: Cut, language: str, text: str, terms: list[str]
) -> None:
    sentences = sentences_of(text, language)
    assert find_quotes(text, sentences, story) == []
    found = find_scare_quotes(text, sentences, story)
    assert [mention.text for mention in found] == terms
    assert all(text[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "« Je le bâtirais volontiers », a dit Jeanne Morel, « et très bientôt. »"),
        ("fr", "– Je le bâtirais volontiers, a dit Jeanne Morel, et très bientôt."),
        ("en", "“I would gladly build it,” said Jeanne Morel, “and quite soon.”"),
        ("de", "„Ich würde es gern bauen“, sagte Jeanne Morel, „und zwar recht bald.“"),
        ("es", "—Lo haría con gusto —dijo Jeanne Morel—, y muy pronto."),
        ("it", "«Lo costruirei volentieri», ha detto Jeanne Morel, «e molto presto»."),
        ("pl", "– Chętnie to zbuduję – powiedziała Jeanne Morel. – I to szybko."),
        ("fr", "« Nous avons commencé hier.\n« Nous finirons demain », a dit Jeanne Morel."),
        ("en", "“We began the work yesterday.\n“We will end soon,” said Jeanne Morel."),
        ("ko", "Jeanne Morel은 “이것은 좋은 계획”이라며 “곧 시작한다”고 말했다."),
    ],
)
def test_parts_of_one_quote(story: Story, sentences_of: Cut, language: str, text: str) -> None:
    first, second = find_quotes(text, sentences_of(text, language), story)
    assert (first.continues, second.continues) == (None, 0)
    assert first.speaker == second.speaker == "Jeanne Morel"
    assert not second.doubt


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Sam Altman est venu. « Nous avons besoin de fonds », a-t-il déclaré."),
        ("fr", "Sam Altman est venu. « Nous avons besoin de fonds », dit-il."),
        ("en", "Sam Altman came. “We are in need of funds,” he said."),
        ("de", "Sam Altman kam. „Wir brauchen dringend mehr Geld“, sagte er."),
        ("nl", "Sam Altman kwam. “We hebben meer geld nodig”, zei hij."),
        ("sv", "Sam Altman kom. ”Vi behöver mer pengar”, sade han."),
        ("pt", "Sam Altman veio. “Precisamos de mais dinheiro agora”, disse ele."),
    ],
)
def test_a_pronoun_leaves_a_doubt(
    story: Story, sentences_of: Cut, language: str, text: str
) -> None:
    (quote,) = find_quotes(text, sentences_of(text, language), story)
    assert quote.speaker_id == "sam-altman"
    assert quote.doubt is not None
    assert "pronoun" in quote.doubt


def test_a_verb_without_subject_goes_on_with_the_speaker_before(
    story: Story, sentences_of: Cut
) -> None:
    text = "“El plan avanza muy bien”, dijo Clara Ruiz. “Pero falta mucho dinero”, añadió."
    first, second = find_quotes(text, sentences_of(text, "es"), story)
    assert first.speaker == second.speaker == "Clara Ruiz"
    assert second.doubt


def test_they_may_be_anybody(story: Story, sentences_of: Cut) -> None:
    text = "Sam Altman came. “We are in need of funds,” they said."
    (quote,) = find_quotes(text, sentences_of(text, "en"), story)
    assert quote.speaker is None


def test_an_unclosed_mark_swallows_nothing(story: Story, sentences_of: Cut) -> None:
    text = "Il parle de « folie.\n« Nous allons bien finir », dit Jeanne Morel.\nEt puis rien."
    quotes = find_quotes(text, sentences_of(text, "fr"), story)
    assert [quote.text for quote in quotes][-1] == "Nous allons bien finir"
    assert all("rien" not in quote.text for quote in quotes)


_MARKS = list("«»“”„\"'‘’「」")
PIECES = [
    *_MARKS,
    "– ",
    "\n",
    " dit ",
    " said ",
    "il",
    ", ",
    ". ",
    ": ",
    "selon ",
    "と述べた",
    "说",
]
PIECES += ["는 ", "라며 ", "Jeanne Morel", "Altman"]
_STORY = load_story("chip-initiative")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=40).map("".join),
    st.sampled_from(["fr", "en", "de", "es", "it", "pt", "nl", "pl", "sv", "ja", "zh", "ko", "ar"]),
)
def test_any_text_slices_back(text: str, language: str) -> None:
    sentences = [Sentence.alone(text, language)]
    quotes = find_quotes(text, sentences, _STORY)
    terms = find_scare_quotes(text, sentences, _STORY)
    for span in (*quotes, *terms):
        assert text[span.start : span.end] == span.text
    for index, quote in enumerate(quotes):
        assert quote.continues is None or quote.continues == index - 1


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We will not build that plant here,” Delacroix said and left the room.", "Delacroix"),
        ("Output fell “by a third of what was planned” over Taiwan, he added.", None),
    ],
)
def test_a_clause_is_no_speaker(story: Story, text: str, speaker: str | None) -> None:
    quote = find_quotes(text, [Sentence.alone(text, "en")], story)[0]
    assert quote.speaker == speaker


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("nl", "OpenAI praat met de stad. Het plan is af, meldde wethouder Marit de Boer. "
         "„Morgen weten we veel meer”, zei ze.", "Marit de Boer"),
        ("nl", "OpenAI praat met de stad. „Morgen weten we veel meer”, zei ze.", None),
        ("en", "OpenAI is in talks. “We will know more by tomorrow,” she said.", None),
        ("ja", "「土地はあるが水が足りない」と市の水道部長、林田茂氏は話した。", "林田茂氏"),
    ],
)  # fmt: skip
def test_she_is_a_person_and_no_company(
    story: Story, sentences_of: Cut, language: str, text: str, speaker: str | None
) -> None:
    quotes = find_quotes(text, sentences_of(text, language), story)
    assert [quote.speaker for quote in quotes] == [speaker]
