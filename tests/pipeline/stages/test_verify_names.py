"""Names of a translation: true ones pass in any script, others in their place do not."""

from __future__ import annotations

import pytest

from pipeline.stages.verify.attribution import attribution_kept
from pipeline.stages.verify.names import names_kept
from pipeline.stages.verify.sounds import heard
from pipeline.story import Story

VISIT = "Cameron Bennett visited the plant in Dublin."
TRUE = [
    ("ja", "キャメロン・ベネット氏はダブリンの工場を訪れた。", VISIT),
    ("zh", "卡梅伦·班尼特参观了都柏林的工厂。", VISIT),
    ("ko", "캐머런 베넷은 더블린의 공장을 방문했다.", VISIT),
    ("ar", "زار كاميرون بينيت المصنع في دبلن.", VISIT),
    ("zh", "他在云南出生。", "He was born in Yunnan."),
    ("ja", "彼は雲南で生まれた。", "He was born in Yunnan."),
    ("ko", "호주 정부는 이를 거부했다.", "The Australian government refused."),
    ("zh", "印尼政府拒绝了。", "The Indonesian government refused."),
    ("pl", "Spotkali się w Mekce z Ianem Coopera.", "They met Ian Cooper in Mecca."),
    ("nl", "De Iraakse regering weigerde.", "The government of Iraq refused."),
    ("fr", "Le pharaon est mort en Égypte.", "The Pharaoh died in Egypt."),
    ("de", "Der Amazonas ist in Brasilien am breitesten.", "The Amazon is widest in Brazil."),
    ("nl", "Hij zag een F1-race en een H5N1-geval.", "He saw an F1 race and an H5N1 case."),
    ("fr", "Les traverses ont été posées près de Lyon.", "Crossties were laid near Lyon."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "source", "candidate"), TRUE)
def test_true_names_pass(story: Story, language: str, source: str, candidate: str) -> None:
    assert names_kept(source, candidate, language, "en", story, source)


FALSE = [
    (language, source, candidate.replace(old, new))
    for language, source, candidate in TRUE[:4]
    for old, new in (("Bennett", "Berlusconi"), ("Dublin", "Nairobi"), ("Cameron", "Fernandez"))
]


@pytest.mark.parametrize(("language", "source", "candidate"), FALSE)
def test_another_name_in_place_fails(
    story: Story, language: str, source: str, candidate: str
) -> None:
    assert not names_kept(source, candidate, language, "en", story, source)


@pytest.mark.parametrize(
    ("source", "candidate"),
    [
        ("Il a vu Macron à Lyon.", "He saw Berlusconi in Lyon."),
        ("Elle a acheté un H100.", "She bought an A100."),
        ("Elle a acheté un GPT-4.", "She bought a GPT-5."),
    ],
)
def test_names_and_codes_of_latin_script_are_compared(
    story: Story, source: str, candidate: str
) -> None:
    assert not names_kept(source, candidate, "fr", "en", story, source)


def test_a_name_is_heard_where_it_is() -> None:
    assert (
        heard("washington", "워싱턴에서 열렸다", "ko")
        > 1.5
        > heard("siemens", "워싱턴에서 열렸다", "ko")
    )


@pytest.mark.parametrize("language", ["ja", "zh", "ko", "ar", "fr", "xx"])
@pytest.mark.parametrize(
    "text", ["", "\x00", "A" * 9000, "Ab " * 3000, "아" * 9000, "ア特ا" * 2000]
)
def test_no_text_is_too_strange(story: Story, language: str, text: str) -> None:
    names_kept(text, "Ian Cooper refused.", language, "en", story)
    names_kept("Ian Cooper refused.", text, language, "en", story, text)
    attribution_kept(text, text, language, "en", story)


SAID = [
    ("de", "Die Preise steigen, sagte Weber.", "Prices rise"),
    ("de", "Laut einem Bericht steigen die Preise.", "Prices rise"),
    ("nl", "De prijzen stijgen dit jaar, zei Jansen.", "Prices rise this year"),
    ("pl", "„Ceny rosną” – powiedział Kowalski.", '"Prices rise"'),
    ("ja", "価格は上がると彼は述べた。", "Prices rise"),
    ("ja", "「価格は上がる」と語った。", '"Prices rise"'),
    ("ko", "그는 가격이 오른다고 말했다.", "Prices rise"),
    ("zh", "“价格在上涨，”他说。", '"Prices rise"'),
    ("ar", 'وقال الوزير إن الأسعار ترتفع.', "Prices rise"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "source", "bare"), SAID)
def test_who_says_it_is_not_lost(story: Story, language: str, source: str, bare: str) -> None:
    assert not attribution_kept(source, bare + ".", language, "en", story)
    assert attribution_kept(source, bare + ", he said.", language, "en", story)


@pytest.mark.parametrize(
    ("language", "source", "candidate"),
    [
        (
            "fr",
            "Le résultat change selon le type de cellule.",
            "The result varies by cell type.",
        ),
        ("it", "Il nucleo secondo il quale tutto cambia è piccolo.", "The core is small."),
        ("nl", "Ze leven volgens vaste ritmes.", "They live by fixed rhythms."),
        (
            "pl",
            "Działa zgodnie z zasadą zachowania energii.",
            "It conserves energy.",
        ),
        ("ja", "政府は支援しようとしている。", "The government is trying to help."),
    ],
)
def test_not_every_according_to_is_somebody(
    story: Story, language: str, source: str, candidate: str
) -> None:
    assert attribution_kept(source, candidate, language, "en", story)


def test_what_was_said_about_saying_does_not_stand_for_who_says_so(story: Story) -> None:
    source = "« Ils m'ont dit que c'était fini », a déclaré M. Blanc."
    assert attribution_kept(source, '"They told me it was over," said Mr Blanc.', "fr", "en", story)
    assert not attribution_kept(source, '"They told me it was over."', "fr", "en", story)
