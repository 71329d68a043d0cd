"""The bytes of a mail, read by other code than wrote them: a hand-made split and ``compat32``."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.deliver.headers import Mailbox
from pipeline.deliver.message import Envelope, compose, id_of, needs_smtputf8
from pipeline.deliver.readback import Meant, check
from pipeline.edition import EmailContent, Image
from pipeline.errors import DeliveryError, UsageError
from pipeline.render.email import Links, render_edition
from tests.pipeline.editions import arabic, edition, png, sample_digests

NAMES = [
    "Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "List-Id",
    "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "Content-Language",
]  # fmt: skip
ENVELOPE = Envelope(
    sender=Mailbox("digest@news.example", "The Chip Desk"),
    recipient=Mailbox("reader@example.org", "A Reader"),
    list_id="chips.news.example",
    edition_key="morning/2026-11-22T07:00",
    thread="morning",
    date=datetime(2026, 11, 22, 7, 0, tzinfo=ZoneInfo("Europe/Paris")),
    domain="news.example",
    language="en",
    list_name="Chip money",
    unsubscribe_url="https://news.example/u/" + "t" * 200,
    unsubscribe_mailto="mailto:leave@news.example?subject=abc",
    secret=b"of the newsroom",
)
SMALL = EmailContent(subject="Chips", text="Hello\n", html="<p>Hello</p>\n")
HOSTILE = [
    "Hi\r\nBcc: x@y.example",
    "Hi\nBcc: x@y.example\n\nbody",
    "=?utf-8?q?Hi=0D=0ABcc:_x@y?=",
    "=?utf-8?b?SGkNCkJjYzogeEB5?= and =?utf-8?q?=0A?=",
    '"x" <x@y.example>, z@y.example',
    "\u202eevil\u2066 \x00\x07\x85\u2028Bcc: x@y",
    "\\\" \\ ( ) < > [ ] : ; @ , .",
    "日本語の見出し" * 1500,
    "é" * 10_000,
    "a" * 10_000,
    "=?",
    "?==?" * 100,
]  # fmt: skip


def fields(raw: bytes) -> dict[str, str]:
    """Split the headers off by hand; each must be there once."""
    head = raw.split(b"\r\n\r\n")[0].decode()
    lines = re.sub(r"\r\n[ \t]", " ", head).split("\r\n")
    found = [line.split(":", 1) for line in lines]
    assert len({name.lower() for name, _ in found}) == len(found)
    return {name: value.strip() for name, value in found}


def parts(raw: bytes) -> dict[str, Message]:
    message = message_from_bytes(raw, policy=compat32)
    return {part.get_content_type(): part for part in message.walk()}


def decoded(value: str) -> str:
    return str(make_header(decode_header(value)))


def sound(raw: bytes) -> None:
    """Check what holds for every mail: CRLF, short lines, no other headers, 7 bits."""
    assert raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert raw.isascii()
    found = fields(raw)
    assert [name for name in found if name in NAMES] == [name for name in NAMES if name in found]
    assert set(found) <= {*NAMES, "Reply-To", "MIME-Version", "Content-Type"}


def meant(raw: bytes, **changes: Any) -> Meant:
    values = Meant(
        headers=list(fields(raw)),
        subject="Chips",
        people={"To": ("A Reader", "reader@example.org")},
        texts={"text/plain": "Hello\n", "text/html": "<p>Hello</p>\n"},
        images=[],
    )
    return values._replace(**changes)


def test_an_edition_arrives_as_it_was_rendered() -> None:
    content = render_edition(
        edition(
            [*sample_digests(), arabic()],
            charts=[
                Image(name="one", png=png(), alt="A"),
                Image(name="../two", png=png(9), alt="B"),
            ],
        ),
        Links("https://news.example/u/abc"),
    )
    raw = compose(content, ENVELOPE)
    sound(raw)
    message = message_from_bytes(raw, policy=compat32)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "image/png",
    ]
    texts = parts(raw)
    for kind, text in (("text/plain", content.text), ("text/html", content.html)):
        assert texts[kind]["Content-Transfer-Encoding"] == "quoted-printable"
        payload = texts[kind].get_payload(decode=True)
        assert isinstance(payload, bytes)
        assert payload.decode().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")
    pictures = [part for part in message.walk() if part.get_content_maintype() == "image"]
    assert [part["Content-ID"] for part in pictures] == ["<chart-1>", "<chart-2>"]
    assert [part.get_filename() for part in pictures] == ["chart-1.png", "chart-2.png"]
    assert [part.get_payload(decode=True) for part in pictures] == [png(), png(9)]
    assert all(f'src="cid:chart-{number}"' in content.html for number in (1, 2))


def test_the_headers_say_what_a_list_mail_must_say() -> None:
    found = fields(compose(SMALL, ENVELOPE))
    assert list(found) == ["MIME-Version", "Content-Type", *NAMES]
    assert parsedate_to_datetime(found["Date"]) == datetime(2026, 11, 22, 6, tzinfo=UTC)
    assert found["List-Id"] == '"Chip money" <chips.news.example>'
    url, mail = ENVELOPE.unsubscribe_url, ENVELOPE.unsubscribe_mailto
    assert found["List-Unsubscribe"] == f"<{url}>, <{mail}>"
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Content-Language"] == "en"
    assert f"List-Unsubscribe: <{url}>, <{mail}>\r\n".encode() in compose(SMALL, ENVELOPE)


def test_one_click_needs_https_and_unsubscribing_is_optional() -> None:
    mail_only = fields(compose(SMALL, ENVELOPE._replace(unsubscribe_url=None)))
    assert "List-Unsubscribe" in mail_only
    assert "List-Unsubscribe-Post" not in mail_only
    none = ENVELOPE._replace(unsubscribe_url=None, unsubscribe_mailto=None)
    assert "List-Unsubscribe" not in fields(compose(SMALL, none))


def test_the_message_id_is_of_edition_and_recipient_and_the_thread_of_all_editions() -> None:
    def ids(**changes: Any) -> tuple[str, str]:
        envelope = ENVELOPE._replace(**changes)
        found = fields(compose(SMALL, envelope))
        assert found["In-Reply-To"] == found["References"]
        assert found["Message-ID"] == id_of(envelope)
        return found["Message-ID"], found["References"]

    today = ids()
    assert ids(date=ENVELOPE.date.replace(year=2027), language="fr") == today
    assert ids(recipient=Mailbox("Reader@EXAMPLE.org", "Other")) == today
    tomorrow = ids(edition_key="morning/2026-11-23T07:00")
    assert tomorrow[0] != today[0]
    assert tomorrow[1] == today[1]
    other = ids(recipient=Mailbox("other@example.org"))
    assert not set(other) & set(today)
    assert not set(ids(secret=b"another")) & set(today)
    assert ids(thread="evening")[1] != today[1]
    assert "reader" not in "".join(today)
    assert all(name.endswith("@news.example>") for name in today)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert compose(SMALL, ENVELOPE) == compose(SMALL, ENVELOPE)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_title_name_or_language_makes_a_header(text: str) -> None:
    content = SMALL.model_copy(
        update={"subject": text, "images": (Image(name="chart-1", png=png(), alt=text),)}
    )
    envelope = ENVELOPE._replace(
        sender=Mailbox("digest@news.example", text),
        recipient=Mailbox("reader@example.org", text),
        reply_to=Mailbox("desk@news.example", text),
        list_name=text,
        language=text[:20],
        edition_key=text,
        thread=text,
    )
    raw = compose(content, envelope)
    sound(raw)
    found = fields(raw)
    addresses = [
        [address for _, address in getaddresses([found[name]])]
        for name in ("From", "To", "Reply-To")
    ]
    assert addresses == [["digest@news.example"], ["reader@example.org"], ["desk@news.example"]]
    message = message_from_bytes(raw, policy=compat32)
    assert not {"bcc", "cc"} & {name.lower() for part in message.walk() for name in part}
    assert "\n" not in decoded(found["Subject"])


@settings(deadline=None, max_examples=80, derandomize=True)
@given(
    text=st.lists(
        st.sampled_from(
            ["a", "Bcc: x@y", "=?utf-8?q?=0D=0Ax:_y?=", "\r\n", "\n", "é", "日本", '"', "\\", ",",
             "<x@y>", "\u2028", "\x85", "a" * 80, "é" * 40, " ", "\t", "=?", "?=", "(", ":"]
        )
    ).map("".join)
)  # fmt: skip
def test_every_name_and_title_arrives(text: str) -> None:
    raw = compose(
        SMALL.model_copy(update={"subject": text}),
        ENVELOPE._replace(recipient=Mailbox("reader@example.org", text)),
    )
    sound(raw)


@pytest.mark.parametrize(
    ("address", "written", "needs"),
    [
        ("leser@bücher.example", "leser@xn--bcher-kva.example", False),
        ("leser@BÜCHER.example", "leser@xn--bcher-kva.example", False),
        ("読者@例え.example", "読者@xn--r8jz45g.example", True),
        ("jörg@news.example", "jörg@news.example", True),
        ("o'neil+chips@news.example", "o'neil+chips@news.example", False),
    ],
)
def test_addresses_beyond_ascii(address: str, written: str, needs: bool) -> None:
    envelope = ENVELOPE._replace(recipient=Mailbox(address, "Jörg, of “News”"))
    raw = compose(SMALL, envelope)
    assert needs_smtputf8(envelope) is needs
    assert raw.isascii() is not needs
    ((name, found),) = getaddresses([fields(raw)["To"]])
    assert (decoded(name), found) == ("Jörg, of “News”", written)


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": Mailbox("nobody")},
        {"recipient": Mailbox("a@b.example\r\nBcc: c@d.example")},
        {"recipient": Mailbox("a@b.example, c@d.example")},
        {"sender": Mailbox("=?utf-8?q?a=40b?=@c d.example")},
        {"list_id": "no dots"},
        {"list_id": "a.example>\r\nBcc: <c@d.example"},
        {"domain": "bücher.example"},
        {"unsubscribe_url": "https://news.example/a b"},
        {"unsubscribe_url": "https://news.example/>\r\nBcc: c@d.example"},
        {"unsubscribe_url": "javascript:alert(1)"},
        {"unsubscribe_url": "https://news.example/" + "t" * 2000},
        {"date": datetime(2026, 11, 22, 7, 0)},
    ],
    ids=str,
)
def test_what_cannot_stand_in_a_header_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        compose(SMALL, ENVELOPE._replace(**changes))


@pytest.mark.parametrize("name", ["a b", "a\r\nBcc: x", "../a", "", "=?utf-8?q?a?=", "é"])
def test_the_name_of_a_picture_is_plain(name: str) -> None:
    content = SMALL.model_copy(update={"images": (Image(name=name, png=png(), alt=""),)})
    with pytest.raises(UsageError):
        compose(content, ENVELOPE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Subject: Chips", b"Subject: Chips\r\nBcc: x@y.example"),
        (b"Subject: Chips", b"Subject: Chips and more"),
        (b"A Reader", b"Another"),
        (b"reader@example.org", b"other@example.org"),
        (b"Hello\r\n", b"Hallo\r\n"),
        (b"\r\nTo:", b"\nTo:"),
        (b"Subject: Chips", b"Subject: Chips\r\n " + b"x" * 999),
        (b"<p>Hello</p>", b"<p>Hello</p>\0"),
        (b'charset="utf-8"\r\n', b'charset="utf-8"\r\nX-More: 1\r\n'),
    ],
    ids=range(9),
)
def test_a_mail_that_says_something_else_is_not_given_out(old: bytes, new: bytes) -> None:
    raw = compose(SMALL, ENVELOPE)
    check(raw, meant(raw))
    assert old in raw
    with pytest.raises(DeliveryError):
        check(raw.replace(old, new, 1), meant(raw))
