"""Letters and marks that a reader sees otherwise than a machine: shown safely, and told."""

from __future__ import annotations

import pytest

from pipeline.lookalikes import disguised, plain_address, plain_host
from pipeline.records import Digest
from pipeline.render import render
from tests.security.hostile import digest, page

# What a page hides, as it is told.
HIDDEN = [
    ("It would cost $7\u200b00 billion in all.", "$7⟨U+200B⟩00"),
    ("It would cost $7&#8203;00 billion in all.", "$7⟨U+200B⟩00"),
    ("It would cost $7&ZeroWidthSpace;00 billion in all.", "$7⟨U+200B⟩00"),
    ("It would cost $7&shy;00 billion in all.", "$7⟨U+00AD⟩00"),
    ("It would cost $7\u200d00 billion in all.", "$7⟨U+200D⟩00"),
    ("It would cost $7\ufe0f00 billion in all.", "$7⟨U+FE0F⟩00"),
    ("It would cost $7\U000e006100 billion in all.", "$7⟨U+E0061⟩00"),
    ("It would cost $\u206400.7 billion in all.", "$⟨U+2064⟩00.7"),
    ("The plan of Al\u200ctman is dear.", "Al⟨U+200C⟩tman"),
    ("The plan of Al&#x2060;tman is dear.", "Al⟨U+2060⟩tman"),
    ("It would cost \u202e$007\u202c billion in all.", "⟨U+202E⟩$007"),
    ("It would cost \u2067$7 billion\u2069 in all.", "⟨U+2067⟩$7 billion"),
]


def told(of: Digest) -> str:
    return "\n".join((*of.warnings, *(flag for line in of.summary for flag in line.flags)))


@pytest.mark.parametrize(("sentence", "words"), HIDDEN)
def test_hidden_characters_are_told_and_not_shown(sentence: str, words: str) -> None:
    found = digest(page(sentence))
    assert f"hidden characters on the page in '{words}'" in found.warnings
    flags = [line.flags for line in found.summary if "in all" in line.text]
    assert all(f"hidden characters in '{words}'" in flag for flag in flags)
    marks = set("\u200b\u200c\u200d\u2060\u2064\ufe0f\u00ad\U000e0061\u202e\u202c\u2067\u2069")
    assert not marks & set(found.article.text)


@pytest.mark.parametrize("mark", ["\u200b", "\u200d", "\u2062", "\ufe0f", "\U000e0030"])
def test_an_amount_is_read_as_a_reader_sees_it(mark: str) -> None:
    for address in ("https://news.example/a", "mail.txt"):
        content = page(f"It would cost $7{mark}00 billion in all.")
        if address.endswith(".txt"):
            content = f"Altman seeks money\n\nIt would cost $7{mark}00 billion.\n".encode()
        (amount,) = digest(content, address).facts.money
        assert amount.min == 700_000_000_000


def test_a_text_file_that_turns_its_digits_is_told_and_shown_without_the_turn() -> None:
    text = "Sam Altman has a plan for chips.\n\nIt would cost \u202e$007\u202c billion in all.\n"
    found = digest(text.encode(), "notes.txt")
    assert "⟨U+202E⟩$007" in told(found)
    for style in ("text", "markdown", "json", "atom"):
        assert not {"\u202e", "\u202c"} & set(render([found], style))


def test_a_title_hides_nothing() -> None:
    found = digest(page("A plain sentence stands here.", title="Altman seeks $7\u200b00 billion"))
    assert found.article.title == "Altman seeks $700 billion"
    assert "$7⟨U+200B⟩00" in told(found)


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Donau&shy;dampf&shy;schiffahrt kostet mit 7 Milliarden Euro zu viel.",
        "قال سام ألتمان \u2067(OpenAI)\u2069 إن المشروع سيكلف \u200f7 مليارات دولار.",
        "می\u200cخواهد هفت میلیارد دلار برای تراشه‌ها جمع کند.",
        "The family 👩\u200d👩\u200d👧 paid 7️⃣ dollars.",
        "A very\u200blong\u200baddress: example.org/\u200bpath.",
    ],
)
def test_what_a_script_needs_is_no_trick(sentence: str) -> None:
    assert "hidden" not in told(digest(page(sentence)))


@pytest.mark.parametrize(
    ("sentence", "word", "letters"),
    [
        ("The plan of Sam \u0410ltman is dear.", "\u0410ltman", "Cyrillic \u0410 U+0410"),
        ("The plan of \u039fpenAI is dear.", "\u039fpenAI", "Greek \u039f U+039F"),
        ("The foundry \u0422\u0421\u041c\u0421 is silent.", "\u0422\u0421\u041c\u0421", "U+0422"),
    ],
)
def test_a_name_in_other_letters_is_told(sentence: str, word: str, letters: str) -> None:
    found = digest(page(sentence))
    assert f"look-alike letters in '{word}'" in told(found)
    assert letters in told(found)


def test_an_outlet_and_its_address_in_other_letters_are_told_and_shown_in_ascii() -> None:
    found = digest(page("A plain sentence.", site="Th\u0435 Wire"), "https://wir\u0435.example/a")
    assert "look-alike letters in 'Th\u0435': Cyrillic \u0435 U+0435" in found.warnings
    assert "look-alike letters in the address: it is xn--wir-tdd.example" in found.warnings
    for style in ("text", "markdown", "atom"):
        shown = render([found], style)
        assert "https://xn--wir-tdd.example/a" in shown
        assert "wir\u0435.example" not in shown


def test_words_of_other_languages_are_no_disguise() -> None:
    assert disguised("Москва, СССР и ОСАГО", latin=True) == []
    assert disguised("α-helix, 5 µm, Ω and ТСМС", latin=False) == []
    assert disguised("Zürich, Łódź, İzmir, naïve", latin=True) == []


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://wir\u0435.example/a", "xn--wir-tdd.example"),
        ("https://xn--wir-tdd.example/a", "xn--wir-tdd.example"),
        ("https://\u0430\u0440\u0440\u04cf\u0435.com", "xn--80ak6aa92e.com"),
        ("https://müller.example/", None),
        ("https://пример.рф/", None),
        ("http://[::1", None),
        ("page.html", None),
    ],
)
def test_hosts_that_disguise_themselves(address: str, host: str | None) -> None:
    assert plain_host(address) == host
    assert host is None or host in plain_address(address)
