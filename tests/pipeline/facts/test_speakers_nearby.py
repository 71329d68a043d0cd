"""Who says a quote that has no verb of saying beside it, or a pronoun."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.facts.speech.claims import find_claims
from pipeline.facts.speech.quotes import read_quotes
from pipeline.records import Quote, Sentence
from pipeline.story import Story

Cut = Callable[..., list[Sentence]]


def quotes(text: str, language: str, story: Story, cut: Cut) -> list[Quote]:
    return read_quotes(text, cut(text, language), story)[0]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("en", 'Sam Altman sees it as a gamble: "We will see what it brings us."', "Sam Altman"),
        ("fr", "Paul Rey y voit un pari : « Nous verrons bien ce qu'il donne. »", "Paul Rey"),
        ("en", 'Paul Rey, of the union, put it plainly: "The plant will not close this year."',
         "Paul Rey"),
    ],
)  # fmt: skip
def test_the_one_person_of_a_sentence_before_a_colon_speaks(
    story: Story, sentences_of: Cut, language: str, text: str, speaker: str
) -> None:
    (quote,) = quotes(text, language, story, sentences_of)
    assert quote.speaker == speaker
    assert quote.doubt == "named in the sentence before the colon"


def test_of_two_people_before_a_colon_neither_is_known_to_speak(
    story: Story, sentences_of: Cut
) -> None:
    text = 'Anna Rey and Paul Weber see it as a gamble: "We will see what it brings us."'
    assert [q.speaker for q in quotes(text, "en", story, sentences_of)] == [None]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("fr", "Le patron de TSMC : « Nous ne participons à aucun projet. »", "Le patron de TSMC"),
        ("fr", "CC Wei : « Nous ne participons à aucun projet. »", "CC Wei"),
        ("fr", "Et voilà la réponse : « Nous ne participons à aucun projet. »", None),
        ("zh", "发言人：“我们没有签署任何协议。”", "发言人"),
        ("ja", "「工場は来年動き出す」（山田太郎社長）", "山田太郎社長"),
    ],
)
def test_a_name_beside_a_colon_or_in_brackets_speaks(
    story: Story, sentences_of: Cut, language: str, text: str, speaker: str | None
) -> None:
    (quote,) = quotes(text, language, story, sentences_of)
    assert quote.speaker == speaker
    assert quote.doubt is None


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("en", 'Paul Rey leads the union. "The plant will not close," he said.', "Paul Rey"),
        ("en", 'Paul Rey leads the union. Anna Lind is its lawyer. "We agree," she said.',
         "Anna Lind"),
        ("fr", "Jeanne Morel dirige le syndicat. « L'usine ne fermera pas », a-t-elle déclaré.",
         "Jeanne Morel"),
        ("fr", "Jeanne Morel a parlé hier. Elle y voit un pari : « Nous verrons ce qu'il donne. »",
         "Jeanne Morel"),
    ],
)  # fmt: skip
def test_a_pronoun_stands_for_the_last_full_name_and_says_so(
    story: Story, sentences_of: Cut, language: str, text: str, speaker: str
) -> None:
    (quote,) = quotes(text, language, story, sentences_of)
    assert (quote.speaker, quote.speaker_id) == (speaker, None)
    assert "speaker named by the pronoun" in (quote.doubt or "")


def test_a_town_is_not_whom_a_pronoun_stands_for(story: Story, sentences_of: Cut) -> None:
    text = 'The plant in San Diego closed. "The plant will not open this year," she said.'
    assert [q.speaker for q in quotes(text, "en", story, sentences_of)] == [None]


@pytest.mark.parametrize(
    ("language", "text", "speakers"),
    [
        ("en", '"We will see what it brings," Paul Rey, her deputy, said.', ["Paul Rey"]),
        ("en", '"We will see what it brings," her deputy, Paul Rey, said on Monday.', ["Paul Rey"]),
        ("en", '"We will see what it brings," which nobody said.', [None]),
        ("de", "„Wir werden sehen, was es bringt“, sagte am Montag der Sprecher von TSMC.",
         ["der Sprecher von TSMC"]),
        ("nl", '"We zullen zien wat het brengt", zei Anna de Vries maandag.', ["Anna de Vries"]),
        ("it", "«Non firmeremo nulla», ha detto la ministra Giulia Ferri.",
         ["la ministra Giulia Ferri"]),
        ("pl", "„Nie podpiszemy niczego” – powiedziała Anna Nowak.", ["Anna Nowak"]),
        ("es", "—No firmaremos nada este año —dijo Ana Ruiz—, esperaremos al próximo.",
         ["Ana Ruiz", "Ana Ruiz"]),
        ("ja", "山田太郎社長は語った。「工場は来年には必ず動き出すと思います」", ["山田太郎社長"]),
        ("ja", "「来年には必ず動き出すと私たちは思います」。山田太郎社長はこう話す。",
         ["山田太郎社長"]),
        ("ja", "「工場は来年動き出す」と市の部長、林田茂氏は話した。", ["林田茂氏"]),
        ("zh", "王丽华周一在会上表示：“工厂明年开工。”", ["王丽华"]),
        ("zh", "昨天上午王丽华说：“工厂明年开工，不会推迟。”", ["王丽华"]),
        ("zh", "王丽华说过很多次“工厂明年开工，不会推迟”。", ["王丽华"]),
        ("ja", "9日、山田太郎社長は「工場は来年には必ず動き出す」と述べた。", ["山田太郎社長"]),
        ("zh", "“工厂明年开工，”台积电发言人王丽华说。", ["台积电发言人王丽华"]),
        ("ko", '박지훈 교수는 "공장보다 전력이 먼저입니다"라며 "내년에는 바뀔 것"이라고 말했다.',
         ["박지훈 교수", "박지훈 교수"]),
    ],
)  # fmt: skip
def test_the_speaker_beside_a_quote(
    story: Story, sentences_of: Cut, language: str, text: str, speakers: list[str | None]
) -> None:
    assert [q.speaker for q in quotes(text, language, story, sentences_of)] == speakers


@pytest.mark.parametrize(
    ("language", "text", "sources", "modality", "cues"),
    [
        ("zh", "台积电董事长刘德音周一在台北表示，工厂明年开工。", ["台积电董事长刘德音"],
         "reported", ["表示"]),
        ("zh", "店主王桂兰说，生意不好。", ["王桂兰"], "reported", ["说"]),
        ("ja", "ロイターは関係者の話として、工場が建つと伝えた。", ["Reuters", "関係者"],
         "reported", ["の話として", "と伝えた"]),
        ("ko", "로이터에 따르면 오픈AI가 공장을 짓는다.", ["Reuters"], "reported", ["에 따르면"]),
        ("en", "Reuters, citing Bloomberg, reported that the deal is close.",
         ["Reuters", "Bloomberg"], "reported", ["citing", "reported"]),
        ("fr", "Selon Les Echos, qui citent le Wall Street Journal, l'accord est proche.",
         ["Les Echos", "Wall Street Journal"], "reported", ["Selon", "qui citent"]),
        ("de", "TSMC habe nichts unterschrieben, teilte der Konzern mit.", ["der Konzern"],
         "reported", ["habe", "teilte"]),
        ("pl", "Umowa ma być blisko, powiedziała rzeczniczka TSMC.", ["TSMC"],
         "reported", ["ma być", "powiedziała"]),
        ("it", "L'accordo sarebbe vicino.", [], "conditional", ["sarebbe"]),
    ],
)  # fmt: skip
def test_who_says_a_sentence_and_by_which_words(
    story: Story, sentences_of: Cut, language: str, text: str, sources: list[str], modality: str,
    cues: list[str],
) -> None:  # fmt: skip
    (claim,) = find_claims(sentences_of(text, language), story)
    assert (claim.attributed_to, claim.modality) == (sources, modality)
    assert [cue.text for cue in claim.cues] == cues
    assert all(text[cue.start : cue.end] == cue.text for cue in claim.cues)


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("fr", "« Nous avons tout vérifié.\n« Rien ne manque à l'appel », a dit Jeanne Morel.",
         [("Nous avons tout vérifié.", None), ("Rien ne manque à l'appel", 0)]),
        ("fr", "« Nous avons », a dit Jeanne Morel, « tout vérifié hier soir ».",
         [("Nous avons", None), ("tout vérifié hier soir", 0)]),
        ("fr", "– Nous ne signerons pas, a dit Jeanne Morel, la patronne du site.",
         [("Nous ne signerons pas,", None)]),
        ("fr", "– Nous ne signerons pas, a dit Jeanne Morel, mais nous attendrons.",
         [("Nous ne signerons pas,", None), ("mais nous attendrons.", 0)]),
        ("fr", "– Nous ne signerons pas, a dit Jeanne Morel. Nous attendrons.",
         [("Nous ne signerons pas,", None), ("Nous attendrons.", 0)]),
    ],
)  # fmt: skip
def test_the_parts_of_one_quote_have_one_speaker(
    story: Story, sentences_of: Cut, language: str, text: str,
    parts: list[tuple[str, int | None]],
) -> None:  # fmt: skip
    found = quotes(text, language, story, sentences_of)
    assert [(q.text, q.continues) for q in found] == parts
    assert {q.speaker for q in found} == {"Jeanne Morel"}


@pytest.mark.parametrize(
    ("text", "speaker", "doubt"),
    [
        ('Paul Rey said on Monday that he was glad. "Nothing is missing from the plant."',
         "Paul Rey", "speaker of the sentence before"),
        ('Paul Rey said on Monday that he was glad.\n"Nothing is missing from the plant."',
         "Paul Rey", "speaker of the sentence before"),
        ('Paul Rey spoke on Monday. "Nothing is missing from the plant."', None, None),
    ],
)  # fmt: skip
def test_the_sentence_before_may_say_who_speaks(
    story: Story, sentences_of: Cut, text: str, speaker: str | None, doubt: str | None
) -> None:
    (quote,) = quotes(text, "en", story, sentences_of)
    assert (quote.speaker, quote.doubt) == (speaker, doubt)


def test_a_second_quote_goes_on_with_a_doubt(story: Story, sentences_of: Cut) -> None:
    text = "« Nous avons tout vérifié », a dit Jeanne Morel. Puis : « Rien ne manque à l'appel. »"
    found = quotes(text, "fr", story, sentences_of)
    assert [q.speaker for q in found] == ["Jeanne Morel", "Jeanne Morel"]
    assert [q.doubt for q in found] == [None, "goes on from the quote before"]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "He called it “a ‘new’ day for “all” of us”, said Paul Rey.",
         "a ‘new’ day for “all” of us"),
        ("de", "»Wir werden alles prüfen«, sagte Jan Weber.", "Wir werden alles prüfen"),
        ("en", "'We will check everything,' said Paul Rey.", "We will check everything,"),
        ("en", 'The 6" pipe broke. "We will fix the pipe," said Paul Rey.',
         "We will fix the pipe,"),
    ],
)  # fmt: skip
def test_marks_are_paired_as_a_reader_does(
    story: Story, sentences_of: Cut, language: str, text: str, words: str
) -> None:
    (quote,) = quotes(text, language, story, sentences_of)
    assert quote.text == words
    assert quote.speaker in ("Paul Rey", "Jan Weber")


def test_german_indirect_speech_goes_on(story: Story, sentences_of: Cut) -> None:
    text = "TSMC teilte mit, das Werk laufe. Es gebe keine Pannen."
    first, second = find_claims(sentences_of(text, "de"), story)
    assert first.attributed_to == second.attributed_to == ["TSMC"]
    assert [cue.text for cue in second.cues] == ["gebe"]
    (voice,) = second.chain
    assert (voice.text, voice.actor_id) == ("gebe", "tsmc")
    assert voice.doubt == "indirect speech that goes on from the sentence before"
    assert text[voice.start : voice.end] == "gebe"


@pytest.mark.parametrize(
    ("before", "speaker"),
    [("", None), ("Jeanne Morel est partie.\n", "Jeanne Morel"), ("CC Wei est parti.\n", "CC Wei")],
)
def test_nobody_is_named_by_the_words_of_a_quote(
    story: Story, sentences_of: Cut, before: str, speaker: str | None
) -> None:
    text = f"{before}– Nous ne signerons pas, a-t-elle dit, nous attendrons."
    found = quotes(text, "fr", story, sentences_of)
    assert [(q.text, q.speaker) for q in found] == [
        ("Nous ne signerons pas,", speaker),
        ("nous attendrons.", speaker),
    ]


@pytest.mark.parametrize(
    ("language", "text", "sources"),
    [
        ("fr", "« L'accord est proche », a dit Jeanne Morel, selon Reuters.",
         ["Reuters", "Jeanne Morel"]),
        ("en", '"The deal is close," said Jane Roe.', ["Jane Roe"]),
        ("en", '"Nvidia said the deal is close," Jane Roe said.', ["Jane Roe"]),
    ],
)  # fmt: skip
def test_who_is_quoted_saying_is_not_who_says_it(
    story: Story, sentences_of: Cut, language: str, text: str, sources: list[str]
) -> None:
    (claim,) = find_claims(sentences_of(text, language), story)
    assert claim.attributed_to == sources
