"""The branches of the checks, one by one: what is read of a text, and where each limit lies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipeline.facts.numbers.find import find_numbers
from pipeline.stages.verify import Basis, verify, verify_condensed
from pipeline.stages.verify.allusions import alluded, with_decimals
from pipeline.stages.verify.clock import find_moments
from pipeline.stages.verify.form import loop_free
from pipeline.stages.verify.intervals import holds, interval, overlap
from pipeline.stages.verify.kinship import is_kindred, least_kindred
from pipeline.stages.verify.likeness import alike, derived, plain, related, skeleton, spoken
from pipeline.stages.verify.overlap import covered, longest_gap, rarity, read_text, trigrams
from pipeline.stages.verify.proper_nouns import proper_nouns, transliterated
from pipeline.stages.verify.quantities import Quantity, agreeing, find_quantities, is_mistaken
from pipeline.stages.verify.sounds import heard, sounds_of_name, sounds_of_text
from pipeline.stages.verify.witnesses import english_keys, is_attested, source_keys, weigh_words
from pipeline.story import Story


def failed(story: Story, pair: str, source: str, candidate: str, context: str = "") -> list[str]:
    source_language, target_language = pair.split("-")
    basis = Basis(source_language, target_language, story, context=context)
    return verify(source, candidate, basis).failed


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024-02-09", date(2024, 2, 9), date(2024, 2, 9)),
        ("2023-11/2024-02", date(2023, 11, 1), date(2024, 2, 29)),
        ("2023/2024-12", date(2023, 1, 1), date(2024, 12, 31)),
        ("2024-02-09/2024-03-01", date(2024, 2, 9), date(2024, 3, 1)),
    ],
)
def test_a_date_is_an_interval_of_days(value: str, first: date, last: date) -> None:
    assert interval(value) == (first, last)


@pytest.mark.parametrize(
    ("value", "other", "overlaps", "is_held"),
    [
        ("2024", "2024-12-31", True, True),
        ("2024", "2024-01-01", True, True),
        ("2024", "2024", True, True),
        ("2024-12-31", "2024", True, False),
        ("2024", "2023-12/2024-01", True, False),
        ("2024", "2024-12/2025-01", True, False),
        ("2024-01", "2024-02", False, False),
        ("2024-02", "2024-01", False, False),
        ("2024-02-01/2024-02-03", "2024-02-03/2024-02-09", True, False),
        ("20XX", "2024", False, False),
        ("2024", "20XX", False, False),
    ],
)
def test_two_dates_may_have_a_day_in_common(
    value: str, other: str, overlaps: bool, is_held: bool
) -> None:
    assert overlap(value, other) is overlaps
    assert holds(value, other) is is_held


@pytest.mark.parametrize(
    ("language", "text", "kind", "value", "words"),
    [
        ("en", "at 5.30 p.m.", "time", 330, "5.30 p.m."),
        ("en", "the 19th century", "century", 19, "19th century"),
        ("en", "the twenty-first century", "century", 21, "twenty-first century"),
        ("en", "in the 1980s", "decade", 80, "1980s"),
        ("en", "in the eighties", "decade", 80, "eighties"),
        ("en", "in the fifties", "decade", 50, "fifties"),
        ("en", "it opens in June", "month", 6, "June"),
        ("fr", "au XIXe siècle", "century", 19, "XIXe siècle"),
        ("fr", "le siècle XIV", "century", 14, "siècle XIV"),
        ("fr", "à 14h30", "time", 150, "14h30"),
        ("fr", "à 14 h", "time", 120, "14 h"),
        ("fr", "les années 90", "decade", 90, "années 90"),
        ("es", "el siglo XIV", "century", 14, "siglo XIV"),
        ("es", "a las 15:30", "time", 210, "las 15:30"),
        ("pt", "às 15h30", "time", 210, "15h30"),
        ("it", "alle ore 15", "time", 180, "ore 15"),
        ("it", "il XX secolo", "century", 20, "XX secolo"),
        ("de", "in den 80er Jahren", "decade", 80, "80er Jahren"),
        ("de", "um 24.00 Uhr", "time", 0, "24.00"),
        ("de", "im 18. Jahrhundert", "century", 18, "18. Jahrhundert"),
        ("de", "im Oktober", "month", 10, "Oktober"),
        ("nl", "om 8 uur", "time", 480, "8 uur"),
        ("pl", "w XIX wieku", "century", 19, "XIX wieku"),
        ("ja", "午後3時15分", "time", 195, "3時15分"),
        ("ja", "20世紀", "century", 20, "20世紀"),
        ("ja", "90年代", "decade", 90, "90年代"),
        ("zh", "3月", "month", 3, "3月"),
        ("zh", "19世纪", "century", 19, "19世纪"),
        ("ko", "12월", "month", 12, "12월"),
        ("ar", "الساعة 5", "time", 300, "الساعة 5"),
    ],
)
def test_a_moment_is_read_where_it_stands(
    language: str, text: str, kind: str, value: int, words: str
) -> None:
    found = [(m.kind, m.value, text[m.start : m.end]) for m in find_moments(text, language)]
    assert found == [(kind, value, words)]


@pytest.mark.parametrize("text", ["um 25.00 Uhr", "um 14.60 Uhr", "um die Ecke"])
def test_no_clock_shows_that(text: str) -> None:
    assert find_moments(text, "de") == []


def test_swedish_hundreds_are_a_century_later() -> None:
    found = [(m.kind, m.value) for m in find_moments("på 1800-talet", "sv")]
    assert ("century", 19) in found


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Macédoine", "macedoine"), ("l’Espagne", "espagne"), ("Zelensky's", "zelensky"),
        ("Łódź", "lodz"), ("Straße", "strasse"), ("Jean-Luc", "jean"), ("d'Or", "or"),
        ("dell'Arte", "arte"), ("東京", "東京"),
    ],
)  # fmt: skip
def test_a_plain_word_has_no_accents_and_no_article(word: str, expected: str) -> None:
    assert plain(word) == expected


@pytest.mark.parametrize(
    ("word", "consonants"),
    [("Trump", "tlnp"), ("Beckham", "pkn"), ("Cicero", "sl"), ("Philippa", "plp"),
     ("Aachen", "kn"), ("Shanghai", "snk")],
)  # fmt: skip
def test_the_consonants_of_a_word(word: str, consonants: str) -> None:
    assert skeleton(word) == consonants


@pytest.mark.parametrize(
    ("word", "sounds"),
    [("Mecca", "nika"), ("Mekka", "nika"), ("Philadelphia", "pilatilpia"), ("Hong", "un"),
     ("Otto", "utu"), ("Chechnya", "kiknia")],
)  # fmt: skip
def test_the_sounds_of_a_word(word: str, sounds: str) -> None:
    assert spoken(word) == sounds


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("menga", "mengi", True), ("baer", "bar", True), ("ianem", "ian", True),
        ("putin", "poutine", True), ("zelensky", "selenskyj", True), ("gaddafi", "kadhafi", True),
        ("erdogan", "erdoan", True), ("iran", "irak", False), ("nvidia", "broadcom", False),
    ],
)  # fmt: skip
def test_one_name_in_two_spellings(word: str, other: str, expected: bool) -> None:
    assert alike(word, other) is expected


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [("texas", "texan", True), ("oslo", "oslo", True), ("iran", "irak", False),
     ("siemens", "seines", False)],
)  # fmt: skip
def test_a_word_made_from_a_name(word: str, other: str, expected: bool) -> None:
    assert derived(word, other) is expected


@pytest.mark.parametrize(
    ("english", "other", "language", "expected"),
    [
        ("norway", "norvege", "fr", True), ("mexico", "nordmexiko", "de", True),
        ("greek", "grecque", "fr", True), ("monday", "lundi", "fr", True),
        ("monday", "mardi", "fr", False), ("egypt", "في مصر", "ar", True),
        ("japan", "日本", "zh", True), ("iraq", "iraakse", "nl", True),
        ("january", "janvier", "fr", True), ("german", "allemand", "fr", True),
        ("germany", "espagne", "fr", False), ("japan", "中国", "zh", False),
    ],
)  # fmt: skip
def test_a_place_has_another_name_abroad(
    english: str, other: str, language: str, expected: bool
) -> None:
    assert related(english, other, language) is expected


def measures(text: str, language: str) -> list[Quantity]:
    return find_quantities(text, language, find_numbers(text, language))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It is 45 miles (72 kilometres) away.", [("length-mile", "45")]),
        ("en", "2 to 4 inches of rain", [("length-inch", "2"), ("length-inch", "4")]),
        ("en", "a 6-foot-6 forward", [("length-foot", "6")]),
        ("en", "He ran half a mile.", [("length-mile", "0.5")]),
        ("en", "He ran a mile.", [("length-mile", "1")]),
        ("en", "it weighs 3 kg and is 20 cm long",
         [("mass-kilogram", "3"), ("length-centimeter", "20")]),
        ("en", "4 km - 5 km", [("length-kilometer", "4"), ("length-kilometer", "5")]),
        ("fr", "85 km/h", [("speed-kilometer-per-hour", "85")]),
        ("fr", "5 à 7 km", [("length-kilometer", "5"), ("length-kilometer", "7")]),
        ("fr", "20 % km", []),
        ("de", "3 Meter bis 5 Meter", [("length-meter", "3"), ("length-meter", "5")]),
        ("de", "20 °C", [("temperature-celsius", "20")]),
        ("zh", "3公里", [("length-kilometer", "3")]),
        ("ja", "10キロメートル", [("length-kilometer", "10")]),
    ],
)  # fmt: skip
def test_measures_are_read_with_their_units(
    language: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(m.unit, str(m.value)) for m in measures(text, language)] == expected


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("45 miles", "72 km", {"length"}), ("45 miles", "82 km", set()),
        ("1 inch", "3 cm", {"length"}), ("1 inch", "4 cm", set()),
        ("100 km", "66 miles", {"length"}), ("110 km", "55 miles", set()),
        ("10 kg and 3 km", "22 pounds and 3 km", {"mass", "length"}),
        ("10 kg and 3 km", "29 pounds and 3 km", {"length"}),
        ("10 kg", "10 kg and 3 kg", set()), ("3 kg and 10 kg", "10 kg", set()),
        ("20 °C", "70 °F", {"temperature"}), ("20 °C", "72 °F", set()),
        ("20 °C", "66 °F", {"temperature"}), ("20 °C", "64 °F", set()),
    ],
)  # fmt: skip
def test_a_measure_may_change_its_unit_not_its_size(
    text: str, other: str, expected: set[str]
) -> None:
    assert agreeing(measures(text, "en"), measures(other, "en")) == expected


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [("137 km/h", "137 mph", True), ("137 km/h", "85 mph", False), ("5 kg", "5 km", False),
     ("5 kg", "5 kg", False), ("5 kg and 11 pounds", "5 kg and 11 pounds", False)],
)  # fmt: skip
def test_a_unit_that_was_not_converted(text: str, other: str, expected: bool) -> None:
    assert is_mistaken(measures(text, "en"), measures(other, "en")) is expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "the second decade and the quarter", {2: 1, 4: 1, 10: 1}),
        ("en", "two centuries, 3 decades", {10: 1, 100: 1, 200: 1, 30: 1}),
        ("fr", "Louis XVI et Henri IV", {16: 1, 4: 1}),
        ("de", "Pius IX. und Ludwig XIV.", {9: 1, 14: 1}),
    ],
)
def test_values_that_are_only_alluded_to(
    language: str, text: str, expected: dict[int, int]
) -> None:
    found = alluded(text, language, find_numbers(text, language))
    assert found == {Decimal(value): count for value, count in expected.items()}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [("en", "29¾, ¼ and 3 ½", "29.75, 0.25 and 3.5"), ("fr", "29¾ ou ¼", "29,75 ou 0,25"),
     ("ja", "½", "0.5")],
)  # fmt: skip
def test_vulgar_fractions_become_decimals(language: str, text: str, expected: str) -> None:
    assert with_decimals(text, language) == expected


def test_inflected_words_are_one() -> None:
    text = read_text("Milliards milliard de 3,5 puces", "fr")
    assert [tuple(word) for word in text.words] == [
        ("milli", 0, 9), ("milli", 10, 18), ("3,5", 22, 25), ("puce", 26, 31),
    ]  # fmt: skip
    assert text.phrases == {"milli milli de", "milli de 3,5", "de 3,5 puce"}


def test_characters_are_compared_in_pairs() -> None:
    text = read_text("工場は来年開く A社", "ja")
    assert [word.key for word in text.words] == [
        "工場", "場は", "は来", "来年", "年開", "開く", "a社",
    ]  # fmt: skip
    assert [(word.start, word.end) for word in text.words][-2:] == [(5, 7), (8, 10)]
    assert text.phrases == {"工場は", "場は来", "は来年", "来年開", "年開く"}
    assert [tuple(word) for word in read_text("とても 車 IBM", "ja").words] == [("ibm", 6, 9)]


def test_an_arabic_word_has_no_article() -> None:
    text = read_text("والمصنع في المدينة كبير", "ar")
    assert [word.key for word in text.words] == ["مصنع", "مدين", "كبير"]


def test_how_much_of_a_text_is_held() -> None:
    text = read_text("alpha bravo charlie delta echoes", "en")
    assert longest_gap(text, frozenset({"charl"})) == 2
    assert longest_gap(text, text.keys) == 0
    two = read_text("alpha bravo", "en")
    assert covered(two, frozenset({"alph"}), {"alph": 3.0, "brav": 1.0}) == 0.75
    assert covered(read_text("a b", "en"), frozenset(), {}) == 0
    weights = rarity({"alph", "brav"}, [read_text("alpha", "en"), two])
    assert 0 < weights["alph"] < weights["brav"]
    assert trigrams("Abcd") == {"abc", "bcd"}


@pytest.mark.parametrize(
    ("word", "sounds"),
    [("jackson", "j a ck s o n"), ("bitter", "b i t e R"), ("cicero", "C i C e r o"),
     ("george", "G e o R G E"), ("nice", "n i C E"), ("schwartz", "sch w a R t z")],
)  # fmt: skip
def test_a_name_is_cut_into_sounds(word: str, sounds: str) -> None:
    assert sounds_of_name(word) == tuple(sounds.split())


@pytest.mark.parametrize(
    ("language", "text", "letters", "begins", "signs"),
    [
        ("ja", "ナイロビ社とア", "n a i r o b i - a -", "0 7 8 9", ""),
        ("zh", "东京北", "d o ng j i ng b e i -", "0 3 6 9", "东京北"),
        ("ko", "서울", "s eo u l -", "0 4", "서울"),
        ("ar", "نَيروبي كبير", "n y r w b y - k b y r -", "0 6 7 11", ""),
    ],
)
def test_a_text_is_cut_into_sounds(
    language: str, text: str, letters: str, begins: str, signs: str
) -> None:
    found = sounds_of_text(text, language)
    assert " ".join(sound.letters or "-" for sound in found) == letters
    assert [str(i) for i, sound in enumerate(found) if sound.begins] == begins.split()
    assert "".join(sound.sign for sound in found) == signs


@pytest.mark.parametrize(
    ("word", "text", "language", "score"),
    [
        ("nairobi", "会合はナイロビで", "ja", 2.53), ("seville", "ナイロビ", "ja", -0.22),
        ("robi", "ナイロビ", "ja", 2.3), ("trump", "特朗普", "zh", 2.98),
        ("yunnan", "在雲南省", "zh", 4.0), ("yunnan", "雲", "zh", -0.12),
        ("li", "李先生", "zh", 4.0),
        ("guangdong", "广东", "zh", 4.0), ("washington", "워싱턴에서", "ko", 2.99),
        ("washington", "واشنطن", "ar", 1.28), ("kowalski", "واشنطن", "ar", -1.46),
    ],
)  # fmt: skip
def test_how_well_a_name_is_heard(word: str, text: str, language: str, score: float) -> None:
    assert heard(word, text, language) == pytest.approx(score, abs=0.01)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Yesterday Kowalski met Sen. Flake in Gothenburg.", "kowalski! gothenburg!"),
        ("en", "Kowalski said no. Jansen agreed.", "^kowalski! ^jansen!"),
        ("en", "NASA and PhD students read Der Spiegel on Monday.", "spiegel!"),
        ("en", "Trains to Zagreb left: Ljubljana waits", "zagreb! ^ljubljana!"),
        ("en", "Minister Opens Large Kowalski Factory Near Border", "kowalski!"),
        ("en", "I'm here with O'Neill and Van Dijk.", "neill! dijk!"),
        ("en", "We saw neurobiological Kiln, or Kilning, and M. Adamczyk.", "adamczyk!"),
        ("fr", "Le ministre Dupont est à Lyon.", "dupont! lyon!"),
        ("fr", "Dupont est à Lyon.", "^dupont lyon!"),
        ("de", "Heute kam Minister Schulz.", "^heute minister schulz"),
    ],
)
def test_proper_nouns_of_a_sentence(language: str, text: str, expected: str) -> None:
    found = [
        f"{'^' if noun.first else ''}{noun.word}{'!' if noun.sure else ''}"
        for noun in proper_nouns(text, language)
    ]
    assert found == expected.split()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [("ja", "会合はナイロビとアジで", ["ナイロビ"]), ("zh", "特朗普和普京", ["特朗普"]),
     ("ko", "워싱턴 가 서울", ["워싱턴", "서울"]), ("ar", "في واشنطن", ["واشنطن"]),
     ("fr", "ah", [])],
)  # fmt: skip
def test_runs_that_may_be_foreign_names(language: str, text: str, expected: list[str]) -> None:
    assert transliterated(text, language) == expected


def test_words_that_go_with_english_ones() -> None:
    true = weigh_words("La fábrica es grande", "The factory is big", "es")
    other = weigh_words("El perro duerme", "The factory is big", "es")
    assert true.words == other.words == 2
    assert true.score > 4
    assert -2 < other.score < -1
    assert weigh_words("x", "y", "xx") == (0, 0)
    assert is_attested("government", "정부", "ko")
    assert not is_attested("government", "정", "ko")
    assert not is_attested("kowalski", "정부", "ko")


@pytest.mark.parametrize(
    ("language", "text", "keys"),
    [
        ("en", "parties party's glass class buses government governs gas",
         "partie glass gas class govern party buse"),
        ("ja", "工厂は大きい", "厂 工厂 大き 厂は 大 は大 きい 工"),
        ("ko", "정부 는", "^는 ^정 정부"),
        ("ar", "والمدينة في بلد", "بلد في مدين"), ("de", "Fabriken öffnen", "offne fabri"),
        ("fr", "l’usine", "usine"),
    ],
)  # fmt: skip
def test_what_is_looked_up_of_a_text(language: str, text: str, keys: str) -> None:
    found = english_keys(text) if language == "en" else source_keys(text, language)
    assert found == set(keys.split())


@pytest.mark.parametrize(
    ("source", "candidate", "expected"),
    [
        ("a b", "no no no no no no no no no", True),
        ("a b", "no No no no no no no no no no", False),
        ("a b", "one two three four five one two three four five", False),
        ("un deux trois quatre cinq un deux trois quatre cinq",
         "one two three four five one two three four five", True),
        ("a b", "one two three four one two three four", True),
        ("a b", "a b c d e f g h a b c d e f g h", False),
    ],
)  # fmt: skip
def test_a_loop_is_a_loop_where_the_source_has_none(
    source: str, candidate: str, expected: bool
) -> None:
    assert loop_free(source, candidate) is expected


GERMAN = "Die Regierung hat am Montag beschlossen, im Norden des Landes eine neue Fabrik zu bauen."
ENGLISH = "The government decided on Monday to build a new factory in the north of the country."
OTHER = "Three children found an old violin under the bridge while their mother was asleep."


def test_another_sentence_is_no_translation() -> None:
    assert is_kindred(GERMAN, ENGLISH, "de", 1.0)
    assert not is_kindred(GERMAN, OTHER, "de", 1.0)
    assert not is_kindred(GERMAN, f"{ENGLISH} {OTHER}", "de", 1.0)
    assert is_kindred(GERMAN, "Yes, they did.", "de", 1.0)
    assert is_kindred(GERMAN, OTHER, "xx", 1.0)
    assert is_kindred(GERMAN, OTHER, "de", 0.0)
    assert least_kindred(GERMAN, ENGLISH, "de", "en") > 1
    assert least_kindred(GERMAN, f"{ENGLISH} {OTHER}", "de", "en") < -1.2
    assert least_kindred(GERMAN, ENGLISH, "de", "fr") == float("-inf")
    assert least_kindred(GERMAN, ENGLISH, "xx", "en") == float("-inf")


PAIRS = [
    # magnitudes without a number
    ("numbers", "de-en", "Tausende Menschen kamen.", "Thousands of people came.",
     "Millions of people came."),
    ("numbers", "fr-en", "L'usine a coûté des milliards d'euros.",
     "The factory cost billions of euros.", "The factory cost millions of euros."),
    ("numbers", "it-en", "Sono arrivate migliaia di persone.", "Thousands of people have arrived.",
     "Billions of people have arrived."),
    ("numbers", "zh-en", "数百万人来到这里。", "Millions of people came here.",
     "Billions of people came here."),
    ("numbers", "ja-en", "数千人が来た。", "Thousands of people came.", "Millions of people came."),
    ("numbers", "ko-en", "수백만 명이 왔다.", "Millions of people came.",
     "Thousands of people came."),
    ("numbers", "ar-en", "جاء آلاف الناس.", "Thousands of people came.",
     "Millions of people came."),
    # numbers and shares
    ("numbers", "pl-en", "W fabryce pracuje 45 osób.", "45 people work in the factory.",
     "54 people work in the factory."),
    ("numbers", "sv-en", "Fabriken har 45 anställda.", "The factory has 45 employees.",
     "The factory has employees."),
    ("numbers", "nl-en", "De fabriek telt 45 mensen.", "The factory has 45 people.",
     "The factory has 45 people and 32 robots."),
    ("numbers", "de-en", "Der Umsatz stieg um 20 Prozentpunkte.", "Sales rose by 20 points.",
     "Sales rose by 30 points."),
    ("numbers", "fr-en", "Les ventes ont augmenté de 20 %.", "Sales rose by 20 percent.",
     "Sales rose by 20."),
    ("numbers", "es-en", "Estoy al 100 % seguro de ello.", "I am certain of it.",
     "I am 50 percent certain of it."),
    ("numbers", "fr-en", "Le projet coûte 7 milliards de dollars.",
     "The project costs $7 billion.", "The project costs 7 billion euros."),
    ("numbers", "fr-en", "Le projet coûte jusqu'à 7 milliards de dollars.",
     "The project costs up to $7 billion.", "The project costs $7 billion."),
    ("numbers", "en-de", "The war of 1950-53 ended.", "Der Krieg von 1950 bis 1953 endete.",
     "Der Krieg von 1950 bis 1954 endete."),
    # dates
    ("dates", "fr-en", "L'usine ouvrira demain.", "The factory will open tomorrow.",
     "The factory opened yesterday."),
    ("dates", "de-en", "Das Werk schloss letzten Monat.", "The plant closed last month.",
     "The plant will close next month."),
    ("dates", "es-en", "La fábrica abrió el lunes.", "The factory opened on Monday.",
     "The factory opened on Friday."),
    ("dates", "it-en", "La fabbrica ha aperto a ottobre.", "The factory opened in October.",
     "The factory opened in June."),
    ("dates", "ja-en", "工場は3月に開いた。", "The factory opened in March.",
     "The factory opened in May."),
    ("dates", "zh-en", "工厂明年开门。", "The factory will open next year.",
     "The factory opened last year."),
    # negation
    ("negation", "fr-en", "L'usine n'a pas fermé.", "The factory did not close.",
     "The factory closed."),
    ("negation", "es-en", "La fábrica no ha cerrado.", "The factory has not closed.",
     "The factory has closed."),
    ("negation", "it-en", "La fabbrica non ha chiuso.", "The factory has not closed.",
     "The factory has closed."),
    ("negation", "pt-en", "A fábrica não fechou.", "The factory did not close.",
     "The factory closed."),
    ("negation", "nl-en", "De fabriek is niet gesloten.", "The factory is not closed.",
     "The factory is closed."),
    ("negation", "pl-en", "Fabryka nie została zamknięta.", "The factory was not closed.",
     "The factory was closed."),
    ("negation", "sv-en", "Fabriken stängdes inte.", "The factory was not closed.",
     "The factory was closed."),
    ("negation", "ja-en", "工場は閉まらなかった。", "The factory did not close.",
     "The factory closed."),
    ("negation", "zh-en", "工厂没有关闭。", "The factory has not closed.",
     "The factory has closed."),
    ("negation", "ko-en", "공장은 문을 닫지 않았다.", "The factory did not close.",
     "The factory closed."),
    ("negation", "ar-en", "لم يغلق المصنع.", "The factory did not close.", "The factory closed."),
    ("negation", "fr-en", "L'usine a fermé. Le port est ouvert.",
     "The factory has closed. The port is open.", "The factory has closed. The port is not open."),
    # modality
    ("modality", "fr-en", "L'usine fermerait en juin.",
     "The factory would reportedly close in June.", "The factory closes in June."),
    ("modality", "fr-en", "L'usine ferme en mai.", "The factory closes in May.",
     "The factory is said to be closing in May."),
    ("modality", "de-en", "Das Werk wird vielleicht schließen.", "The plant will perhaps close.",
     "The plant will close."),
    ("modality", "es-en", "Quizás la fábrica cierre.", "Perhaps the factory will close.",
     "The factory will close."),
    # names
    ("names", "fr-en", "Dupont a rencontré Lefèvre à Rouen.", "Dupont met Lefèvre in Rouen.",
     "Dupont met Kowalski in Zagreb."),
    ("names", "es-en", "TSMC abre una fábrica.", "TSMC opens a factory.",
     "Samsung opens a factory."),
    ("names", "de-en", "Der Chip H100 ist teuer.", "The H100 chip is expensive.",
     "The H200 chip is expensive."),
    ("names", "ko-en", "회의는 워싱턴에서 열렸다.", "The meeting was held in Washington.",
     "The meeting was held in Copenhagen."),
    # attribution
    ("attribution", "fr-en", "« L'usine ferme », a dit Jean Dupont.",
     "\"The factory is closing,\" said Jean Dupont.", "The factory is closing."),
    ("attribution", "es-en", "Según Reuters, la fábrica cierra.",
     "According to Reuters, the factory is closing.", "The factory is closing."),
    ("attribution", "it-en", "Il ministro ha detto che la fabbrica chiude.",
     "The minister said that the factory is closing.", "The factory is closing."),
    ("attribution", "ko-en", "장관은 공장이 문을 닫는다고 말했다.",
     "The minister said the factory was closing.", "The factory is closing."),
    # form
    ("language", "de-en", "Das neue Werk öffnet im Frühling.", "The new plant opens in spring.",
     "Das neue Werk öffnet im Frühling."),
    ("language", "zh-en", "工厂明年开门。", "The factory will open next year.", "工厂明年开门。"),
    ("length", "de-en", GERMAN, ENGLISH, "The government decided."),
    ("length", "de-en", GERMAN, ENGLISH, OTHER),
    ("length", "de-en", GERMAN, ENGLISH, f"{ENGLISH} {OTHER}"),
    ("leak", "de-en", GERMAN, ENGLISH, f"English: {ENGLISH}"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "pair", "source", "right", "wrong"), PAIRS)
def test_a_check_tells_right_from_wrong(
    story: Story, check: str, pair: str, source: str, right: str, wrong: str
) -> None:
    assert failed(story, pair, source, right) == []
    assert check in failed(story, pair, source, wrong)


def test_a_name_of_the_context_is_not_invented(story: Story) -> None:
    source, candidate = "Il vit à Rouen.", "Kowalski lives in Rouen."
    assert failed(story, "fr-en", source, candidate, "Kowalski habite à Rouen.") == []
    assert failed(story, "fr-en", source, candidate, "Le maire habite à Rouen.") == ["names"]


SENTENCES = [
    "The council approved a new bridge across the river on Monday.",
    "Workers will begin digging the foundations near the harbour in spring.",
    "Anna Lind, the mayor, did not attend the long meeting.",
    "The builders want 45 million euros for the whole project.",
    "The union said that wages at the shipyard are too low.",
]


@pytest.mark.parametrize(
    ("statement", "support"),
    [
        ("The council approved a new bridge across the river.", (0,)),
        ("Workers will begin digging the foundations in spring.", (1,)),
        ("Anna Lind did not attend the meeting.", (2,)),
        ("The builders want 45 million euros.", (3,)),
        ("The union said that wages are too low.", (4,)),
        ("The council approved a new bridge across the river, and the builders want 45 million "
         "euros for the project.", (0, 3)),
        ("Workers will begin digging the foundations near the harbour in spring, and Anna Lind "
         "did not attend the meeting.", (1, 2)),
    ],
)  # fmt: skip
def test_a_statement_rests_on_the_fewest_sentences(
    story: Story, statement: str, support: tuple[int, ...]
) -> None:
    checks, found = verify_condensed(statement, SENTENCES, language="en", story=story)
    assert checks.failed == []
    assert found.sentences == support
    assert 0.8 <= found.share <= 1


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("The council did not approve a new bridge across the river.", "negation"),
        ("Workers will begin digging the foundations in June.", "dates"),
        ("Anna Lind attended the meeting.", "negation"),
        ("Anna Berg did not attend the meeting.", "names"),
        ("The builders want 54 million euros.", "numbers"),
        ("The builders want 45 million dollars.", "numbers"),
        ("The builders want 45 billion euros.", "numbers"),
        ("Wages at the shipyard are too low.", "attribution"),
        ("The union said that wages at the shipyard would be too low.", "modality"),
        ("The council rejected an expensive tunnel below the river.", "length"),
        ("The council approved a new bridge across the river yesterday.", "dates"),
    ],
)
def test_a_statement_with_a_fact_of_its_own_rests_on_nothing(
    story: Story, statement: str, check: str
) -> None:
    checks, found = verify_condensed(statement, SENTENCES, language="en", story=story)
    assert check in checks.failed
    assert found.sentences == ()
