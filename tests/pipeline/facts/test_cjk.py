"""Money and numbers of Chinese, Japanese and Korean sentences."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts.money.amounts import find_amounts
from pipeline.facts.money.vague import find_vague
from pipeline.facts.numbers.find import find_numbers

# fmt: off
MONEY = [
    ("zh", "公司计划筹集5-7万亿美元。", "5-7万亿美元", "5e12", "7e12", "USD"),
    ("zh", "报价从5万元到8万元不等", "5万元到8万元", "5e4", "8e4", "CNY"),
    ("zh", "这顿饭花了5元3角", "5元3角", "5.3", "5.3", "CNY"),
    ("zh", "一共三块四分", "三块四分", "3.04", "3.04", "CNY"),
    ("zh", "票价一块二", "一块二", "1.2", "1.2", "CNY"),
    ("zh", "注册资本壹佰贰拾万元", "壹佰贰拾万元", "1.2e6", "1.2e6", "CNY"),
    ("zh", "营收為參萬元", "參萬元", "3e4", "3e4", "CNY"),
    ("zh", "市值2.5兆美元", "2.5兆美元", "2.5e12", "2.5e12", "USD"),
    ("zh", "投入10万万元", "10万万元", "1e9", "1e9", "CNY"),
    ("zh", "花費１，２３４美元", "１，２３４美元", "1234", "1234", "USD"),
    ("zh", "拨款人民币50亿元", "人民币50亿元", "5e9", "5e9", "CNY"),
    ("zh", "罚款一万三港币", "一万三港币", "13000", "13000", "HKD"),
    ("zh", "票价500刚果法郎", "500刚果法郎", "500", "500", "CDF"),
    ("zh", "基金规模（$3.6bn）", "$3.6bn", "3.6e9", "3.6e9", "USD"),
    ("ja", "5兆から7兆ドルを調達する", "5兆から7兆ドル", "5e12", "7e12", "USD"),
    ("ja", "費用は390～420万円だ", "390～420万円", "3.9e6", "4.2e6", "JPY"),
    ("ja", "値段は3ドル50セント", "3ドル50セント", "3.5", "3.5", "USD"),
    ("ja", "予算は２・５兆円", "２・５兆円", "2.5e12", "2.5e12", "JPY"),
    ("ja", "資本金は弐億円", "弐億円", "2e8", "2e8", "JPY"),
    ("ja", "建設費は22憶ユーロ", "22憶ユーロ", "2.2e9", "2.2e9", "EUR"),
    ("ja", "人民元五百元を払った", "人民元五百元", "500", "500", "CNY"),
    ("ko", "총 1조 2천억 원을 썼다", "1조 2천억 원", "1.2e12", "1.2e12", "KRW"),
    ("ko", "삼조 오천억 원의 예산", "삼조 오천억 원", "3.5e12", "3.5e12", "KRW"),
    ("ko", "5조~7조 달러를 모은다", "5조~7조 달러", "5e12", "7e12", "USD"),
    ("ko", "가격은 5달러 50센트", "5달러 50센트", "5.5", "5.5", "USD"),
    ("ko", "만 원짜리 지폐", "만 원", "1e4", "1e4", "KRW"),
    ("ko", "일점이삼달러에 팔렸다", "일점이삼달러", "1.23", "1.23", "USD"),
    ("ko", "벌금 십만 유로", "십만 유로", "1e5", "1e5", "EUR"),
]
# fmt: on


@pytest.mark.parametrize(("language", "text", "words", "low", "high", "currency"), MONEY)
def test_money(language: str, text: str, words: str, low: str, high: str, currency: str) -> None:
    (amount,) = find_amounts(text, language)
    assert amount.text == words
    assert (amount.min, amount.max) == (Decimal(low), Decimal(high))
    assert amount.currency == currency


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "五角大楼的十分重要的一元化改革"),
        ("zh", "公元400年的三块蛋糕"),
        ("zh", "五分钟后第三单元开始"),
        ("zh", "水由两种元素组成，共5元素"),
        ("ja", "紀元400年の円卓会議"),
        ("ja", "重さが1,000ポンドある"),
        ("ko", "이 조건과 이유로 사원을 영원히 지켰다"),
        ("ko", "피자 4 조각과 3경기"),
        ("ko", "다섯 가지 원칙과 2엔진 비행기"),
    ],
)
def test_what_only_looks_like_money(language: str, text: str) -> None:
    assert find_amounts(text, language) == []


@pytest.mark.parametrize(
    ("text", "country", "currency"),
    [("營收100億元", "TW", "TWD"), ("营收100亿元", None, "CNY"), ("營收100億元", "CN", "CNY")],
)
def test_yuan_of_the_page(text: str, country: str | None, currency: str) -> None:
    (amount,) = find_amounts(text, "zh", country)
    assert amount.currency == currency


def test_two_amounts_are_no_range() -> None:
    amounts = find_amounts("売上高は10億円から20億円に増えた", "ja")
    assert [amount.max for amount in amounts] == [Decimal("1e9"), Decimal("2e9")]
    amounts = find_amounts("450억 달러에서 4000억 달러로 늘었다", "ko")
    assert [amount.max for amount in amounts] == [Decimal("45e9"), Decimal("4e11")]


@pytest.mark.parametrize(
    ("language", "text", "qualifier"),
    [
        ("zh", "近300亿元", "about"),
        ("zh", "高达7万亿美元", "up to"),
        ("zh", "至多2亿元", "up to"),
        ("zh", "3亿美元以内", "up to"),
        ("zh", "5亿多美元", "more than"),
        ("zh", "不足5亿美元", "less than"),
        ("ja", "最大7兆ドル", "up to"),
        ("ja", "100億円未満", "less than"),
        ("ja", "1兆円超", "more than"),
        ("ja", "10億ポンド以上", "at least"),
        ("ko", "약 7조 달러", "about"),
        ("ko", "100억 달러를 넘는", "more than"),
        ("ko", "3조원 미만", "less than"),
        ("ko", "최대 7조 달러", "up to"),
    ],
)
def test_qualifier(language: str, text: str, qualifier: str) -> None:
    (amount,) = find_amounts(text, language)
    assert amount.qualifier == qualifier


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("zh", "耗资十几亿元", "十几亿元"),
        ("zh", "上百亿元的订单", "上百亿元"),
        ("ja", "何十億円もの損失", "何十億円"),
        ("ko", "몇 백만 달러를 잃었다", "몇 백만 달러"),
    ],
)
def test_vague(language: str, text: str, words: str) -> None:
    assert find_amounts(text, language) == []
    assert [text[s:e] for s, e in find_vague(text, language)] == [words]


NUMBERS = [
    ("zh", "温度升到十五点七", "15.7"),
    ("zh", "涨了百分之五十五点五", "55.5"),
    ("zh", "三成五的人", "35"),
    ("zh", "三分之一的学生", "0.333333333333333"),
    ("zh", "来了400 多万人", "4000000"),
    ("zh", "二〇二四年", "2024"),
    ("zh", "上世纪八十年代", "1980"),
    ("zh", "20世纪30年代", "1930"),
    ("zh", "共有2千零30名员工", "2030"),
    ("ja", "十二人が来た", "12"),
    ("ja", "3割8分の打率", "38"),
    ("ja", "500余万の人々", "5000000"),
    ("ja", "第３位", "3"),
    ("ja", "二五日に始まる", "25"),
    ("ko", "돼지 열다섯 마리", "15"),
    ("ko", "서른여섯 명이 왔다", "36"),
    ("ko", "이십만 이천 명", "202000"),
    ("ko", "삼분의 일", "0.333333333333333"),
    ("ko", "10만이 넘는다", "100000"),
]


@pytest.mark.parametrize(("language", "text", "value"), NUMBERS)
def test_number(language: str, text: str, value: str) -> None:
    (number,) = find_numbers(text, language)
    assert number.value == Decimal(value)
    assert text[number.start : number.end] == number.text


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "百分之五"), ("zh", "三成的人"), ("ja", "３割引き"), ("ko", "3할 이상")],
)
def test_percent(language: str, text: str) -> None:
    (number,) = find_numbers(text, language)
    assert number.percent


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "三四个人和十几名学生"),
        ("ja", "数十人が集まり、十分だった"),
        ("ko", "이 일은 천만에요"),
    ],
)
def test_no_number(language: str, text: str) -> None:
    assert find_numbers(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "worded"),
    [
        ("zh", "9月", True),
        ("ja", "2倍", True),
        ("ja", "1か月", True),
        ("ja", "3分の2", True),
        ("ko", "3위", True),
        ("ko", "10년", True),
        ("zh", "1.5倍", False),
        ("zh", "29日", False),
        ("ja", "40人", False),
        ("ko", "7년", False),
    ],
)
def test_what_other_languages_say_in_words(language: str, text: str, worded: bool) -> None:
    (number,) = find_numbers(text, language)
    assert number.worded is worded


SIGNS = ["1", "２", "一", "两", "三", "十", "百", "千", "万", "亿", "億", "兆", "点", "・", "分之",
         "分の", "割", "成", "半", "元", "块", "角", "円", "ドル", "多", "数", "几", "第", "年代",
         "上世纪", "～", "から", "이", "십", "만", "억", "조", "점", "열", "다섯", "분의",
         "원", "달러", " ", ",", "，", "。", "$", "bn"]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=3)), max_size=25).map("".join)


@given(text=TEXTS, language=st.sampled_from(["zh", "ja", "ko"]))
@settings(derandomize=True, max_examples=500, deadline=None)
def test_offsets_slice_back_for_any_text(text: str, language: str) -> None:
    end = 0
    for number in find_numbers(text, language):
        assert text[number.start : number.end] == number.text
        assert number.start >= end
        end = number.end
    end = 0
    for amount in find_amounts(text, language):
        assert text[amount.start : amount.end] == amount.text
        assert amount.start >= end
        assert amount.min <= amount.max
        end = amount.end
    for start, stop in find_vague(text, language):
        assert 0 <= start < stop <= len(text)


@pytest.mark.parametrize(
    "text", ["1" + "万" * 79 + "元", "1" + "億" * 90 + "円", "9" * 40 + "～" + "9" * 40 + "兆円",
             "9" * 39 + "兆" * 30 + "ドル", "一万分之" + "万" * 90]
)  # fmt: skip
@pytest.mark.parametrize("language", ["zh", "ja", "ko"])
def test_absurd_numerals_do_no_harm(language: str, text: str) -> None:
    for amount in find_amounts(text, language):
        assert text[amount.start : amount.end] == amount.text


@pytest.mark.parametrize("piece", ["万", "1万", "三分之", "1,234,", "5元3角", "多", "이십만 "])
@pytest.mark.parametrize("language", ["zh", "ko"])
def test_long_repetitions_come_to_an_end(piece: str, language: str) -> None:
    text = piece * (20_000 // len(piece))
    assert all(text[a.start : a.end] == a.text for a in find_amounts(text, language))
