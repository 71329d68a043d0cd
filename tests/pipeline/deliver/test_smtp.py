"""SMTP against a real server on loopback: what arrives, and what is made of each fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.config import MailSettings
from pipeline.deliver import Smtp
from pipeline.deliver.channel import LostClaimError, Outcome
from pipeline.errors import DeliveryError, UsageError
from tests.pipeline.deliver.conftest import Certificates
from tests.pipeline.deliver.mail_server import PASSWORD, MailServer, closed_port
from tests.pipeline.deliver.makers import Steps, delivery_to, message_to

Settings = Callable[..., MailSettings]
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")
READER = "reader@news.example"
SHORT = {"timeout": 0.4, "data_timeout": 0.4}


def send(settings: MailSettings, *addresses: str) -> list[Outcome]:
    channel = Smtp(settings)
    outcomes = [channel.send(delivery_to(address), Steps()) for address in addresses]
    channel.close()
    return outcomes


@pytest.fixture
def secure(certificates: Certificates):
    with MailServer(logins=True, tls=certificates.right, require_starttls=True) as running:
        yield running


def test_a_message_arrives_as_it_was_made_by_starttls_and_login(
    secure: MailServer, settings_for: Settings
) -> None:
    channel, steps = Smtp(settings_for(secure.port, security="starttls", login=True)), Steps()
    outcome = channel.send(delivery_to(READER), steps)
    channel.close()
    assert outcome == Outcome("sent", "message: 250 2.0.0 taken")
    assert steps.phases == ["hello", "starttls", "login", "mail", "rcpt", "data"]
    (letter,) = secure.letters
    assert (letter.tls, letter.user) == (True, "desk")
    assert (letter.sender, letter.recipients) == ("digest@news.example", [READER])
    assert letter.content == message_to(READER)


def test_a_message_arrives_by_tls_from_the_start(
    certificates: Certificates, settings_for: Settings
) -> None:
    with MailServer(logins=True, ssl_context=certificates.right, auth_require_tls=False) as running:
        settings = settings_for(running.port, security="tls", login=True)
        assert [outcome.kind for outcome in send(settings, READER)] == ["sent"]
        assert running.logins == [True]


def test_one_connection_serves_all_and_nobody_sees_another(
    server: MailServer, settings_for: Settings
) -> None:
    addresses = [f"reader{n}@news.example" for n in range(3)]
    channel, steps = Smtp(settings_for(server.port)), Steps()
    for address in addresses:
        assert channel.send(delivery_to(address), steps).kind == "sent"
    channel.close()
    assert server.connections == 1
    assert steps.phases == ["hello", *["mail", "rcpt", "data"] * 3]
    assert [letter.recipients for letter in server.letters] == [[one] for one in addresses]
    for letter, address in zip(server.letters, addresses, strict=True):
        assert all(other not in letter.content.decode() for other in addresses if other != address)


def test_nothing_is_sent_where_starttls_was_stripped(
    server: MailServer, settings_for: Settings
) -> None:
    (outcome,) = send(settings_for(server.port, security="starttls", login=True), READER)
    assert (outcome.kind, outcome.over) == ("again", True)
    assert "offers no STARTTLS" in outcome.reason
    assert server.letters == server.logins == []


@pytest.mark.parametrize("wrong", ["other_host", "other_authority"])
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_nothing_is_sent_to_a_server_with_a_wrong_certificate(
    wrong: str, security: str, certificates: Certificates, settings_for: Settings
) -> None:
    context = getattr(certificates, wrong)
    how = {"tls": context} if security == "starttls" else {"ssl_context": context}
    with MailServer(logins=True, auth_require_tls=False, **how) as running:
        (outcome,) = send(settings_for(running.port, security=security, login=True), READER)
        assert (outcome.kind, outcome.over) == ("again", True)
        assert "its certificate is not trusted" in outcome.reason
        assert running.letters == running.logins == []


def test_a_refused_login_is_told_without_the_password(
    secure: MailServer, settings_for: Settings
) -> None:
    secure.refuse_logins = True
    settings = settings_for(secure.port, security="starttls", login=True)
    channel = Smtp(settings)
    outcome = channel.send(delivery_to(READER), Steps())
    assert (outcome.kind, outcome.over) == ("again", True)
    assert "refused the login (535); check user and password" in outcome.reason
    told = f"{outcome!r} {channel!r} {vars(channel)!r} {settings!r}"
    assert PASSWORD not in told
    assert secure.letters == []


def test_a_password_comes_from_a_file_or_is_missed_before_anything_is_sent(
    secure: MailServer, settings_for: Settings, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "password"
    path.write_text(f"{PASSWORD}\n", encoding="utf-8")
    named = {"security": "starttls", "login": True, "password_env": None}
    settings = settings_for(secure.port, **named, password_file=str(path))
    assert [outcome.kind for outcome in send(settings, READER)] == ["sent"]
    path.unlink()
    with pytest.raises(UsageError, match="cannot be read"):
        Smtp(settings)
    monkeypatch.delenv("CHIPWIRE_TEST_PASSWORD")
    with pytest.raises(UsageError, match="CHIPWIRE_TEST_PASSWORD holds none"):
        Smtp(settings_for(secure.port, security="starttls", login=True))


def test_settings_that_cannot_work_are_told_before_anything_is_sent(settings_for: Settings) -> None:
    with pytest.raises(DeliveryError, match="names no sender"):
        Smtp(settings_for(25, sender=None))
    with pytest.raises(DeliveryError, match="ca_file"):
        Smtp(settings_for(25, ca_file="nowhere.pem"))


def test_a_server_that_is_down_ends_the_pass(settings_for: Settings) -> None:
    with closed_port() as port:
        (outcome,) = send(settings_for(port), READER)
    assert (outcome.kind, outcome.over) == ("again", True)
    assert "Connection refused" in outcome.reason


@pytest.mark.parametrize(
    ("step", "reply", "kind"),
    [
        ("MAIL", "421 4.3.2 going down", "again"),
        ("MAIL", "451 4.3.0 later", "again"),
        ("MAIL", "550 5.7.1 sender unknown", "again"),  # about us: not the reader's fault
        ("MAIL", "552 5.3.4 too big", "refused"),
        ("MAIL", "drop", "again"),
        ("RCPT", "421 4.3.2 going down", "again"),
        ("RCPT", "450 4.2.0 greylisted", "again"),
        ("RCPT", "550 5.1.1 no such user", "refused"),
        ("RCPT", "552 5.2.2 mailbox full", "refused"),
        ("RCPT", "drop", "again"),
        ("DATA", "451 4.3.0 later", "again"),
        ("DATA", "421 4.3.2 going down", "again"),
        ("DATA", "552 5.3.4 too big", "refused"),
        ("DATA", "drop", "in_doubt"),
        ("DATA", "999 what", "in_doubt"),
    ],
)
def test_what_becomes_of_a_message_by_the_reply(
    server: MailServer, settings_for: Settings, step: str, reply: str, kind: str
) -> None:
    server.faults[step] = [reply]
    channel = Smtp(settings_for(server.port))
    outcome = channel.send(delivery_to(READER), Steps())
    assert outcome.kind == kind
    assert outcome.reason.isprintable()
    assert len(outcome.reason) < 300
    assert channel.send(delivery_to("next@news.example"), Steps()).kind == "sent"
    channel.close()
    assert server.received().count("next@news.example") == 1
    assert server.received().count(READER) == (1 if (step, reply) == ("DATA", "drop") else 0)


def test_a_slow_server_is_given_up(server: MailServer, settings_for: Settings) -> None:
    server.faults = {"RCPT": ["slow"], "DATA": ["slow"]}
    first, second = send(settings_for(server.port, **SHORT), READER, READER)
    assert (first.kind, second.kind) == ("again", "in_doubt")
    assert "in time" in first.reason or "timed out" in first.reason


def test_a_server_that_is_done_with_a_connection_gets_another(
    server: MailServer, settings_for: Settings
) -> None:
    server.faults[("MAIL")] = ["", "421 4.7.0 one message is enough", "", "drop", ""]
    outcomes = send(settings_for(server.port), *[f"r{n}@news.example" for n in range(3)])
    assert [outcome.kind for outcome in outcomes] == ["sent"] * 3
    assert len(set(server.received())) == len(server.letters) == 3
    assert server.connections == 3


def test_a_message_too_large_is_refused_before_it_is_sent(
    server: MailServer, settings_for: Settings
) -> None:
    steps, large = Steps(), message_to(READER, "x" * 60_000)
    channel = Smtp(settings_for(server.port))
    outcome = channel.send(delivery_to(READER, large), steps)
    assert (outcome.kind, outcome.over) == ("refused", False)
    assert "50000 are allowed" in outcome.reason
    assert steps.phases == ["hello"]
    assert channel.send(delivery_to(READER), steps).kind == "sent"
    channel.close()
    (small,) = send(settings_for(server.port, max_bytes=10), READER)
    assert small.kind == "refused"


@pytest.mark.parametrize("speaks", [True, False])
def test_addresses_beyond_ascii(settings_for: Settings, speaks: bool) -> None:
    with MailServer(enable_SMTPUTF8=speaks) as running:
        channel, plain = Smtp(settings_for(running.port)), message_to(READER)
        local = channel.send(delivery_to("rené@bücher.example"), Steps())
        domain = channel.send(delivery_to("rene@bücher.example", plain), Steps())
        channel.close()
        assert domain.kind == "sent"
        assert running.letters[-1].recipients == ["rene@xn--bcher-kva.example"]
        if speaks:
            assert local.kind == "sent"
            assert running.letters[0].recipients == ["rené@xn--bcher-kva.example"]
            assert {"SMTPUTF8", "BODY=8BITMIME"} <= set(running.letters[0].options)
        else:
            assert local.kind == "refused"
            assert "SMTPUTF8" in local.reason


@pytest.mark.parametrize(
    "address",
    ["a@b@c.example>\r\nRCPT TO:<x@y.example", "x y@news.example", "<x@news.example>", "", "x@"],
)
def test_an_address_that_would_be_a_command_is_refused(
    server: MailServer, settings_for: Settings, address: str
) -> None:
    channel = Smtp(settings_for(server.port))
    assert channel.send(delivery_to(address, message_to(READER)), Steps()).kind == "refused"
    channel.close()
    assert server.letters == []


@pytest.mark.parametrize(
    "body", [b"a\nb\r\n", b"a\rb\r\n", b"a\n.\r\nMAIL FROM:<x@y.example>\r\n", b"\0\r\n"]
)
def test_a_message_that_would_smuggle_another_is_refused(
    server: MailServer, settings_for: Settings, body: bytes
) -> None:
    channel = Smtp(settings_for(server.port))
    outcome = channel.send(delivery_to(READER, b"Subject: x\r\n\r\n" + body), Steps())
    channel.close()
    assert outcome.kind == "refused"
    assert server.letters == []


@pytest.mark.parametrize("phase", ["hello", "starttls", "login", "mail", "rcpt", "data"])
def test_who_loses_a_message_in_any_phase_sends_nothing_of_it(
    secure: MailServer, settings_for: Settings, phase: str
) -> None:
    channel = Smtp(settings_for(secure.port, security="starttls", login=True))
    with pytest.raises(LostClaimError):
        channel.send(delivery_to(READER), Steps(lose=phase))
    assert channel.send(delivery_to("next@news.example"), Steps()).kind == "sent"
    channel.close()
    assert secure.received() == ["next@news.example"]
    assert (secure.letters[0].tls, secure.letters[0].user) == (True, "desk")
