"""Dates: absolute, partial, relative; and numbers that are none."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts.dates.calendar_math import step_or_span
from pipeline.facts.dates.find import find_dates
from pipeline.facts.dates.words import date_words
from pipeline.facts.lexicon import languages
from pipeline.records import Sentence
from tests.pipeline.facts.pieces import PIECES

FRIDAY = "2024-02-09"
SPOKEN = sorted({*languages(), "ar"})

DATE_WORDS = re.findall(
    r"\S+",
    """2024 31 1 févr. février February May mai Mai last next of week dernier - / . , ( in en fin
    1990s au to du 3 年 月 日 去年 上周 金曜日 mardi Montag viernes ago two deux ans 0 Q1 the first
    지난 달 3월 في يناير الماضي ٢٠٢٤ 令和6年 2024-02-09 09.02.2024 quarter trimestre hace""",
)

PART = r"(\d{4}(-\d\d){0,2}|\d{3}X)"
EDTF = re.compile(rf"{PART}|{PART}/{PART}")


def dates(
    text: str, language: str, published: str | None = FRIDAY, country: str | None = None
) -> list[tuple[str, str]]:
    sentence = Sentence(
        index=3, start=10, end=10 + len(text), text=text, paragraph=1, language=language
    )
    found = find_dates([sentence], published, country)
    for mention in found:
        assert text[mention.start - 10 : mention.end - 10] == mention.text
        assert (mention.sentence, mention.event) == (3, text)
        assert EDTF.fullmatch(mention.value), mention.value
        for day in re.findall(r"\d{4}-\d\d-\d\d", mention.value):
            date.fromisoformat(day)
        start, _, end = mention.value.partition("/")
        assert not end or start < end
    return [(mention.text, mention.value) for mention in found]


@pytest.mark.parametrize(
    ("language", "text", "span", "value"),
    [
        ("fr", "annoncé le 22 janvier 2024", "22 janvier 2024", "2024-01-22"),
        ("fr", "le 1er février 2024", "1er février 2024", "2024-02-01"),
        ("fr", "juillet 21, 2024", "juillet 21, 2024", "2024-07-21"),
        ("fr", "depuis janvier 2023", "janvier 2023", "2023-01"),
        ("fr", "livrées en 2023", "2023", "2023"),
        ("fr", "pas avant au moins 2026.", "2026", "2026"),
        ("fr", "opérationnelle fin 2025", "fin 2025", "2025"),
        ("fr", "sur la période 2023-2025", "2023-2025", "2023/2025"),
        ("fr", "en juillet 98, la France", "juillet 98", "1998-07"),
        ("ar", "من 3 إلى 5 مارس 2024", "3 إلى 5 مارس 2024", "2024-03-03/2024-03-05"),
        ("fr", "du 3 au 5 mai 2024", "3 au 5 mai 2024", "2024-05-03/2024-05-05"),
        ("fr", "mardi 6 février 2024", "mardi 6 février 2024", "2024-02-06"),
        ("fr", "au premier trimestre 2024", "premier trimestre 2024", "2024-01/2024-03"),
        ("fr", "le second semestre de 2023", "le second semestre de 2023", "2023-07/2023-12"),
        ("fr", "entre janvier et mars 2024", "entre janvier et mars 2024", "2024-01/2024-03"),
        ("fr", "dans les années 1990", "les années 1990", "199X"),
        ("fr", "à l’été 2022", "l’été 2022", "2022-22"),
        (
            "fr",
            "la semaine du 5 février 2024",
            "la semaine du 5 février 2024",
            "2024-02-05/2024-02-11",
        ),
        ("en", "from May 3-5, 2024", "May 3-5, 2024", "2024-05-03/2024-05-05"),
        ("en", "in Q3 2024", "Q3 2024", "2024-07/2024-09"),
        ("en", "the first half of 2025", "the first half of 2025", "2025-01/2025-06"),
        ("en", "the early 1990s", "the early 1990s", "199X"),
        (
            "en",
            "30 December 2023 to 2 January 2024",
            "30 December 2023 to 2 January 2024",
            "2023-12-30/2024-01-02",
        ),
        (
            "en",
            "the first Tuesday of November 2024",
            "the first Tuesday of November 2024",
            "2024-11-05",
        ),
        ("en", "2/9/2024", "2/9/2024", "2024-02-09"),
        ("en", "25/12/2024", "25/12/2024", "2024-12-25"),
        ("en-GB", "2/9/24", "2/9/24", "2024-09-02"),
        ("de", "vom 3. bis 5. Mai 2024", "3. bis 5. Mai 2024", "2024-05-03/2024-05-05"),
        ("de", "Freitag, 09.02.2024", "09.02.2024", "2024-02-09"),
        ("de", "in den 1990er Jahren", "den 1990er Jahren", "199X"),
        ("de", "im ersten Quartal 2024", "ersten Quartal 2024", "2024-01/2024-03"),
        ("es", "a finales de 2025", "a finales de 2025", "2025"),
        ("es", "los años 90", "los años 90", "199X"),
        ("es", "del 3 al 5 de mayo de 2024", "3 al 5 de mayo de 2024", "2024-05-03/2024-05-05"),
        ("it", "nel primo trimestre del 2024", "primo trimestre del 2024", "2024-01/2024-03"),
        ("it", "gli anni '90", "gli anni '90", "199X"),
        ("pt-BR", "no 4º trimestre de 2023", "no 4º trimestre de 2023", "2023-10/2023-12"),
        ("pt", "na década de 1980", "na década de 1980", "198X"),
        ("nl", "in de jaren negentig", "de jaren negentig", "199X"),
        (
            "nl",
            "in het tweede kwartaal van 2024",
            "het tweede kwartaal van 2024",
            "2024-04/2024-06",
        ),
        ("pl", "w pierwszym kwartale 2024 roku", "pierwszym kwartale 2024", "2024-01/2024-03"),
        ("pl", "latach 90.", "latach 90.", "199X"),
        ("sv", "på 1990-talet", "1990-talet", "199X"),
        ("sv", "tredje kvartalet 2024", "tredje kvartalet 2024", "2024-07/2024-09"),
        ("ja", "令和6年2月9日", "令和6年2月9日", "2024-02-09"),
        ("ja", "2024年2月9日（金）に", "2024年2月9日（金）", "2024-02-09"),
        ("ja", "２０２４年第3四半期", "２０２４年第3四半期", "2024-07/2024-09"),
        ("ja", "22年3月に", "22年3月", "2022-03"),
        ("ja", "1990年代に", "1990年代", "199X"),
        ("zh", "二〇二四年三月五日", "二〇二四年三月五日", "2024-03-05"),
        ("zh", "民國113年2月", "民國113年2月", "2024-02"),
        ("zh", "2024年5月3日至5日", "2024年5月3日至5日", "2024-05-03/2024-05-05"),
        ("zh", "2024年上半年", "2024年上半年", "2024-01/2024-06"),
        ("ko", "2024년 3월부터 5월", "2024년 3월부터 5월", "2024-03/2024-05"),
        ("ko", "2024년 1분기", "2024년 1분기", "2024-01/2024-03"),
        ("ar", "في ٩ فبراير ٢٠٢٤", "٩ فبراير ٢٠٢٤", "2024-02-09"),
        ("ar", "9 شباط 2024", "9 شباط 2024", "2024-02-09"),
        ("ar", "بحلول عام 2027", "2027", "2027"),
        ("ar", "الربع الأول من عام 2024", "الربع الأول من عام 2024", "2024-01/2024-03"),
        ("en", "on 9 February 2024", "9 February 2024", "2024-02-09"),
        ("en", "on Feb. 9, 2024", "Feb. 9, 2024", "2024-02-09"),
        ("en", "by the end of 2025", "the end of 2025", "2025"),
        ("en", "2024-02-09", "2024-02-09", "2024-02-09"),
        ("en", "updated 2024-02", "2024-02", "2024-02"),
        ("en", "in 2024 Q1", "2024 Q1", "2024-01/2024-03"),
        ("de", "am 9. Februar 2024", "9. Februar 2024", "2024-02-09"),
        ("de", "am 09.02.2024", "09.02.2024", "2024-02-09"),
        ("es", "el 9 de febrero de 2024", "9 de febrero de 2024", "2024-02-09"),
        ("it", "il 9 febbraio 2024", "9 febbraio 2024", "2024-02-09"),
        ("de", "Die Firma wurde 2014 gegründet.", "2014", "2014"),
        ("sv", "kom 2014.", "2014", "2014"),
        ("pl", "wybory z 2016 roku", "2016 roku", "2016"),
        ("en", "the 2016 election", "2016", "2016"),
        ("en", "2004: a bank opens", "2004", "2004"),
        ("pt", "em 9 de fevereiro de 2024", "9 de fevereiro de 2024", "2024-02-09"),
        ("nl", "op 9 februari 2024", "9 februari 2024", "2024-02-09"),
        ("pl", "9 lutego 2024", "9 lutego 2024", "2024-02-09"),
        ("sv", "den 9 februari 2024", "9 februari 2024", "2024-02-09"),
        ("ja", "2024年2月9日に発表", "2024年2月9日", "2024-02-09"),
        ("zh", "2027年投产", "2027年", "2027"),
        ("ko", "2024년 2월 9일", "2024년 2월 9일", "2024-02-09"),
        ("en", "from 1/5/2024-7/5/2024", "1/5/2024-7/5/2024", "2024-01-05/2024-07-05"),
        ("de", "am 14./15.10.2024", "14./15.10.2024", "2024-10-14/2024-10-15"),
        ("en", "issue 02/2024", "02/2024", "2024-02"),
        ("en", "made on 31-Oct-74", "31-Oct-74", "1974-10-31"),
        ("en", "the last week of 2024", "the last week of 2024", "2024-12-23/2024-12-29"),
        ("en", "the first week of May 2024", "the first week of May 2024", "2024-04-29/2024-05-05"),
        ("fr", "le dernier jour d'octobre 2023", "le dernier jour d'octobre 2023", "2023-10-31"),
        ("de", "in der ersten Oktoberhälfte 2023", "ersten Oktoberhälfte 2023", "2023-10"),
        ("sv", "den andra oktober 1968", "andra oktober 1968", "1968-10-02"),
        ("pl", "pierwszego marca 2024", "pierwszego marca 2024", "2024-03-01"),
        ("fr", "au Q1 2024", "Q1 2024", "2024-01/2024-03"),
        ("es", "antes de que acabe 2027", "2027", "2027"),
        ("de", "Die Stadt nahm 2023 Gebühren in Höhe von 3 Millionen ein", "2023", "2023"),
    ],
)
def test_absolute(language: str, text: str, span: str, value: str) -> None:
    assert dates(text, language) == [(span, value)]
    assert dates(text, language, None) == [(span, value)]


@pytest.mark.parametrize(
    ("language", "text", "span", "value"),
    [
        ("fr", "évincé fin novembre", "fin novembre", "2023-11"),
        ("fr", "arrivé en novembre dernier", "novembre dernier", "2023-11"),
        ("fr", "promis l’été dernier", "l’été dernier", "2023-22"),
        ("fr", "le mois dernier", "le mois dernier", "2024-01"),
        ("fr", "l'année dernière", "l'année dernière", "2023"),
        ("fr", "il y a deux ans", "il y a deux ans", "2022"),
        ("fr", "dit hier", "hier", "2024-02-08"),
        ("fr", "dit mardi", "mardi", "2024-02-06"),
        ("fr", "la semaine dernière", "la semaine dernière", "2024-01-29/2024-02-04"),
        ("en", "said on Friday", "Friday", "2024-02-09"),
        ("en", "last Friday", "last Friday", "2024-02-02"),
        ("en", "on Feb. 29", "Feb. 29", "2024-02-29"),
        ("en", "talks were held on Feb. 29", "Feb. 29", "2020-02-29"),
        ("en", "last month", "last month", "2024-01"),
        ("en", "by June", "June", "2024-06"),
        ("de", "letzte Woche", "letzte Woche", "2024-01-29/2024-02-04"),
        ("de", "im vergangenen November", "vergangenen November", "2023-11"),
        ("es", "el verano pasado", "el verano pasado", "2023-22"),
        ("it", "lo scorso novembre", "lo scorso novembre", "2023-11"),
        ("pt", "no mês passado", "no mês passado", "2024-01"),
        ("fr", "il y a trois mois", "il y a trois mois", "2023-11"),
        ("fr", "dans deux ans", "dans deux ans", "2026"),
        ("fr", "la fin de l’année", "la fin de l’année", "2024"),
        ("fr", "le 5 mai", "5 mai", "2023-05-05"),
        ("fr", "elle doit ouvrir le 5 mai", "5 mai", "2024-05-05"),
        (
            "fr",
            "au troisième trimestre de l’année dernière",
            "troisième trimestre de l’année dernière",
            "2023-07/2023-09",
        ),
        ("fr", "lundi 12 février", "lundi 12 février", "2024-02-12"),
        ("fr", "hiver dernier", "hiver dernier", "2022-24"),
        ("en", "two years ago", "two years ago", "2022"),
        ("en", "three weeks ago", "three weeks ago", "2024-01-15/2024-01-21"),
        ("en", "early next year", "early next year", "2025"),
        ("en", "by year-end", "year-end", "2024"),
        ("en", "the plant will open in two years", "in two years", "2026"),
        ("en", "Monday of next week", "Monday of next week", "2024-02-12"),
        ("en", "this weekend", "this weekend", "2024-02-10/2024-02-11"),
        ("en", "over the last three months", "the last three months", "2023-11-09/2024-02-08"),
        ("en", "said on the 9th that", "9th", "2024-02-09"),
        ("en", "the firm will meet on Friday", "Friday", "2024-02-16"),
        ("de", "vor zwei Jahren", "vor zwei Jahren", "2022"),
        ("de", "im Juli", "Juli", "2023-07"),
        ("de", "ab morgen", "morgen", "2024-02-10"),
        ("de", "vorletzte Woche", "vorletzte Woche", "2024-01-22/2024-01-28"),
        ("es", "hace tres semanas", "hace tres semanas", "2024-01-15/2024-01-21"),
        ("es", "el año que viene", "el año que viene", "2025"),
        ("es", "el próximo 3 de marzo", "3 de marzo", "2024-03-03"),
        ("fr", "le 3 mars prochain", "3 mars", "2024-03-03"),
        ("es", "el SABADO", "SABADO", "2024-02-03"),
        ("it", "due anni fa", "due anni fa", "2022"),
        ("it", "entro la fine dell'anno", "la fine dell'anno", "2024"),
        ("pt-BR", "nesta terça (6)", "nesta terça (6)", "2024-02-06"),
        ("pt", "há dois anos", "há dois anos", "2022"),
        ("nl", "twee maanden geleden", "twee maanden geleden", "2023-12"),
        ("nl", "volgend jaar", "volgend jaar", "2025"),
        ("pl", "dwa lata temu", "dwa lata temu", "2022"),
        ("pl", "w zeszłym tygodniu", "zeszłym tygodniu", "2024-01-29/2024-02-04"),
        ("sv", "för två år sedan", "för två år sedan", "2022"),
        ("sv", "i höstas", "i höstas", "2023-23"),
        ("ja", "9日、発表した", "9日", "2024-02-09"),
        ("ja", "3年前に", "3年前", "2021"),
        ("ja", "昨年10月に", "昨年10月", "2023-10"),
        ("ja", "先週の金曜日", "先週の金曜日", "2024-02-02"),
        ("zh", "去年底", "去年底", "2023"),
        ("zh", "上周五", "上周五", "2024-02-02"),
        ("zh", "三个月前", "三个月前", "2023-11"),
        ("zh", "公司9日宣布", "9日", "2024-02-09"),
        ("ko", "지난해 10월", "지난해 10월", "2023-10"),
        ("ko", "두 달 전", "두 달 전", "2023-12"),
        ("ko", "9일 밝혔다", "9일", "2024-02-09"),
        ("ar", "في العام الماضي", "عام الماضي", "2023"),
        ("ar", "قبل ثلاثة أشهر", "قبل ثلاثة أشهر", "2023-11"),
        ("ja", "昨年の", "昨年", "2023"),
        ("en", "the firm grew over the past year", "the past year", "2023-02-09/2024-02-08"),
        ("en", "earlier in the week", "earlier in the week", "2024-02-05/2024-02-11"),
        ("en", "votes are cast on Nov.", "Nov.", "2023-11"),
        ("en", "In 3 weeks.", "In 3 weeks", "2024-02-26/2024-03-03"),
        ("en", "the first half of October", "the first half of October", "2023-10-01/2023-10-15"),
        ("en", "it opens on 2/15", "2/15", "2024-02-15"),
        ("en-GB", "it opens on Friday 16/2,", "16/2", "2024-02-16"),
        ("fr", "il ouvre le 17/02 à Lyon", "17/02", "2024-02-17"),
        ("de", "am 15.2. in Bonn", "15.2.", "2024-02-15"),
        ("en", "this Friday, June 16", "this Friday, June 16", "2023-06-16"),
        ("fr", "plus tôt dans la semaine", "plus tôt dans la semaine", "2024-02-05/2024-02-11"),
        ("fr", "en début de semaine", "en début de semaine", "2024-02-05/2024-02-11"),
        (
            "fr",
            "au début de la semaine dernière",
            "au début de la semaine dernière",
            "2024-01-29/2024-02-04",
        ),
        ("es", "a principios de semana", "a principios de semana", "2024-02-05/2024-02-11"),
        ("it", "a inizio settimana", "inizio settimana", "2024-02-05/2024-02-11"),
        ("de", "zu Beginn der Woche", "Beginn der Woche", "2024-02-05/2024-02-11"),
        ("de", "Morgen beginnt die Messe", "Morgen", "2024-02-10"),
        ("de", "ein warmer Oktoberanfang", "Oktoberanfang", "2023-10"),
        ("pl", "w przyszłorocznych wyborach", "przyszłorocznych", "2025"),
        ("pl", "sobotni mecz", "sobotni", "2024-02-03"),
        ("pl", "w ostatnich czterech dniach", "ostatnich czterech dniach", "2024-02-05/2024-02-08"),
        ("sv", "de senaste två åren", "de senaste två åren", "2022-02-09/2024-02-08"),
        ("zh", "过去的四年", "过去的四年", "2020-02-09/2024-02-08"),
        ("ko", "지난 이틀", "지난 이틀", "2024-02-07/2024-02-08"),
        ("ar", "خلال العامين الماضيين", "العامين الماضيين", "2022-02-09/2024-02-08"),
        ("zh", "上个月", "上个月", "2024-01"),
        ("ja", "通信社は前日、受注を伝えた", "前日", "2024-02-08"),
        ("ko", "전날 회사는 이를 밝혔다", "전날", "2024-02-08"),
        ("fr", "depuis la fin de l'été", "la fin de l'été", "2023-22"),
        ("en", "since the end of the summer", "the end of the summer", "2023-22"),
        ("de", "seit Ende des Sommers", "Ende des Sommers", "2023-22"),
        ("nl", "De raad stemt donderdag over de brug", "donderdag", "2024-02-15"),
        ("nl", "De raad stemde donderdag over de brug", "donderdag", "2024-02-08"),
        ("zh", "该公司周五否认将建厂", "周五", "2024-02-09"),
        ("ko", "지난달", "지난달", "2024-01"),
    ],
)
def test_relative_needs_the_publication_date(
    language: str, text: str, span: str, value: str
) -> None:
    assert dates(text, language) == [(span, value)]
    assert dates(text, language, None) == []


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("ja", "2月24日に開所", "2024-02-24"),
        ("ja", "2月24日に開所した", "2023-02-24"),
        ("en", "elections in March", "2024-03"),
        ("en", "the firm cut jobs and was sold in March", "2023-03"),
        ("en", "the firm will be sold in December", "2024-12"),
        ("en", "profits of December", "2023-12"),
        ("en", "on 2 April", "2024-04-02"),
        ("en", "they signed on 2 April", "2023-04-02"),
        ("fr", "les élections du 3 mars", "2024-03-03"),
        ("fr", "il a été élu le 3 mars", "2023-03-03"),
        ("de", "die Wahl am 3. März", "2024-03-03"),
        ("de", "sie wurde am 3. März eröffnet", "2023-03-03"),
        ("en", "said on the 24th that", "2024-01-24"),
        ("zh", "24日发布", "2024-02-24"),
        ("ko", "지난 3월", "2023-03"),
        ("zh", "公司表示将于周二开庭", "2024-02-13"),
        ("zh", "法院周二表示", "2024-02-06"),
        ("ja", "大雨は火曜日に広がる見込み", "2024-02-13"),
        ("pt", "na próxima quinta, em Lisboa", "2024-02-15"),
        ("pt", "na terça passada", "2024-02-06"),
    ],
)
def test_a_day_without_a_year_is_near_unless_the_clause_is_past(
    language: str, text: str, value: str
) -> None:
    assert [value for _, value in dates(text, language)] == [value]


def test_the_day_that_has_just_been() -> None:
    assert dates("On the 31st, prices", "en", "2024-02-01")[0][1] == "2024-01-31"
    assert dates("On the 28th, prices", "en", "2024-02-01")[0][1] == "2024-01-28"
    assert dates("On the 20th, prices", "en", "2024-02-01")[0][1] == "2024-02-20"


def test_days_of_one_month() -> None:
    assert dates("on 18 and 20 June 2023", "en") == [
        ("18", "2023-06-18"),
        ("20 June 2023", "2023-06-20"),
    ]


def test_two_years() -> None:
    text = "entre 2023 et 2027, de 45 milliards en 2023 à 400 milliards en 2027"
    assert [value for _, value in dates(text, "fr")] == ["2023/2027", "2023", "2027"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "40 000 dollars, 1 200 emplois, 2 000 personnes, H100, 7 000 et 2024 euros"),
        ("fr", "plus de 2000 emplois pour 2000 personnes sur Mars"),
        ("en", "it may rise; 2,000 people; a march; version 2.0; 2048 GPUs; $2025"),
        ("en", "31 February 2024 or 2024-13-45"),
        ("de", "in den vergangenen Jahren"),
        ("zh", "500年"),
        ("en", "Mrs May led the march on a Sunday Times list, one day in three."),
        ("en", "a score of 3/4, version 1.2.24, chapter 12, page 3"),
        ("en", "the first time in three years"),
        ("en", "the last week of the season"),
        ("fr", "le samedi, un mardi, chaque jour, ces derniers jours"),
        ("fr", "la planète Mars"),
        ("es", "por la mañana, 2000 puestos"),
        ("de", "rund 2014 Stellen, insgesamt 2048."),
        ("es", "de 2010 millones"),
        ("de", "am Morgen, jeden Montag, der Vormittag"),
        ("pt", "na quinta posição, na segunda metade"),
        ("ja", "3日間、1日100万個、前年同期比、3年以内"),
        ("zh", "目前天气，以上月薪，三年内，基本周期，今日头条"),
        ("ko", "3일간, 2일 만에, 백 달러, 그제서야"),
        ("ar", "في اليوم الأخير"),
        ("xx", "7 000"),
        ("en", "He was the first, she the second, on the third attempt, at the 15th hole."),
        ("fr", "Il ne sera pas le premier à le dire, ni le 5e, l'année suivante."),
        ("de", "Er war der erste am 15. Loch, in meinem letzten Jahr."),
        ("es", "Nunca será el primero en hacerlo, en su último año, por segunda vez en un mes."),
        ("it", "È il primo a farlo; vinse 3 set, l'anno successivo."),
        ("pt", "É o primeiro a fazer, o marco do lado do mar."),
        ("nl", "de eerste die, op de tweede, in zijn laatste jaar"),
        ("pl", "pierwszy raz, pierwszego w historii, 10 000 lat temu"),
        ("sv", "den första, i den 29:e minuten, den 7:e största"),
        ("en", "decades ago; it scored 3/4 on 2/3 of the tests; up to 5 may go"),
        ("en", "It stood on 11/12 seats, on 1/2 of the terms, and 9/11 attacks"),
        ("ja", "最初の3日は雨"),
        ("zh", "几十年前；先天与后天教育；还剩下12年"),
        ("ja", "数十年前に、何十年も前"),
        ("ko", "몇십 년 전, 주 4일 근무"),
        ("pt", "a firma que hoje controla o porto"),
        ("es", "la firma, que hoy domina el sector, y la de hoy en día"),
        ("it", "il gruppo che oggi guida il mercato"),
        ("fr", "la firme, aujourd'hui l'une des plus grandes"),
        ("ja", "株価は前日比3％上がり、選挙の前日に"),
        ("ko", "성탄절 전날 문을 닫는다"),
    ],
)
def test_no_date(language: str, text: str) -> None:
    assert dates(text, language) == []


def test_dates_side_by_side() -> None:
    assert dates("Am Freitag, den 09.02.2024, und am Montag", "de") == [
        ("09.02.2024", "2024-02-09"),
        ("Montag", "2024-02-05"),
    ]
    assert [value for _, value in dates("1월 18일과 19일", "ko")] == ["2024-01-18", "2024-01-19"]


@pytest.mark.parametrize(
    ("country", "value"), [(None, "2024-02-09"), ("US", "2024-02-09"), ("GB", "2024-09-02")]
)
def test_the_country_says_whether_the_month_comes_first(country: str | None, value: str) -> None:
    assert dates("2/9/2024", "en", country=country) == [("2/9/2024", value)]


@pytest.mark.parametrize(
    ("english", "other", "language"),
    [
        ("last month", "le mois dernier", "fr"),
        ("two years ago, in July", "vor zwei Jahren, im Juli", "de"),
        ("on Friday", "el viernes", "es"),
        ("next year", "l'anno prossimo", "it"),
        ("this week", "nesta semana", "pt"),
        ("earlier this year", "eerder dit jaar", "nl"),
        ("yesterday", "wczoraj", "pl"),
        ("last summer", "i somras", "sv"),
        ("last week", "先週", "ja"),
        ("in March", "3月", "zh"),
        ("last year", "지난해", "ko"),
        ("last month", "الشهر الماضي", "ar"),
    ],
)
def test_a_translation_has_the_same_dates(english: str, other: str, language: str) -> None:
    found = [value for _, value in dates(english, "en")]
    assert found
    assert [value for _, value in dates(other, language)] == found


@pytest.mark.parametrize("language", SPOKEN)
def test_each_language_has_its_words(language: str) -> None:
    words = date_words(language)
    assert words
    for code in words.phrases.values():
        assert step_or_span(code, date(2024, 2, 9)), code


@given(
    text=st.one_of(PIECES, st.lists(st.sampled_from(DATE_WORDS), max_size=20).map(" ".join)),
    language=st.sampled_from([*SPOKEN, "pt-BR", "xx"]),
    published=st.one_of(
        st.sampled_from(
            [None, FRIDAY, "2024-02-29T10:00:00Z", "0001-01-01", "9999-12-31", "", "x"]
        ),
        st.dates().map(date.isoformat),
    ),
)
@settings(derandomize=True, max_examples=500, deadline=None)
def test_any_text(text: str, language: str, published: str | None) -> None:
    dates(text, language, published)


@pytest.mark.parametrize(
    "piece",
    [
        "2024 ",
        "1/",
        "févr. ",
        "fin ",
        "il y a ",
        "le 1 ",
        "-",
        "1 mai ",
        "le 1/2 ",
        "1 et 2 ",
        "le 5.",
    ],
)
def test_long_repetitions_come_to_an_end(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    assert all(len(str(date)) < len(text) for date in dates(text, "fr"))
