"""Digests by mail: ``[mail]``, ``[[edition]]`` and ``[[subscriber]]``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from pipeline.config.digest import Language, Length
from pipeline.config.table import Place, Table
from pipeline.errors import UsageError

Security = Literal["starttls", "tls", "none"]
InDoubt = Literal["hold", "resend", "delivered"]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

_PORTS = {"starttls": 587, "tls": 465, "none": 25}  # RFC 6409, RFC 8314, RFC 5321
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def check_address(address: str) -> str:
    """Return an address in one form (NFC, domain in lower case); raise ``ValueError`` for others.

    Nothing is looked up; addresses with characters beyond ASCII and test domains are fine.
    """
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as exc:
        raise ValueError(f"not a mail address: {exc}") from exc
    return found.normalized


def _check_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as exc:  # ZoneInfoNotFoundError is a KeyError
        raise ValueError("not an IANA time zone, such as Europe/Paris") from exc
    return name


def _check_hour(hour: time) -> time:
    if hour.tzinfo is not None or hour.second or hour.microsecond:
        raise ValueError("write hours and minutes, as in 07:30; the zone has its own key")
    return hour


Address = Annotated[str, Field(max_length=254), AfterValidator(check_address)]
Zone = Annotated[str, AfterValidator(_check_zone)]
Hour = Annotated[time, AfterValidator(_check_hour)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]


class MailSettings(Table):
    """``[mail]``: how editions are sent; times in seconds, sizes in bytes.

    Secrets stand in an environment variable or a file; here are only the names of those.
    """

    live: bool = False  # False: a dry run, messages are written to the outbox
    outbox: Place = "outbox"  # a folder of .eml files
    sender: Address | None = None  # From, and who gets the bounces unless bounce_to does
    sender_name: str = "chipwire"
    reply_to: Address | None = None
    bounce_to: Address | None = None  # envelope sender
    list_id: str | None = None  # as in digest.news.example; None: made of the sender's domain
    host: str = "localhost"
    port: Annotated[int, Field(ge=0, le=65535)] = 0  # 0: 587, 465 for tls, 25 for none
    security: Security = "starttls"
    ca_file: Place | None = None  # certificates to trust instead of the system's
    helo: str | None = None  # our name for the server; None: this machine's
    user: str | None = None
    password_env: str | None = None
    password_file: Place | None = None
    timeout: Annotated[float, Field(gt=0, le=300)] = 60.0  # to connect, and for each reply
    data_timeout: Annotated[float, Field(gt=0, le=1200)] = 600.0  # for the reply to a whole message
    max_bytes: Annotated[int, Field(gt=0)] = 10_000_000  # of one message
    attempts: Annotated[int, Field(ge=1, le=100)] = 12  # then a recipient is given up
    retry_after: Annotated[float, Field(gt=0, le=3600)] = (
        60.0  # doubled with each attempt, an hour at most
    )
    in_doubt: InDoubt = "hold"  # when a connection broke before the reply to a whole message
    state: Place | None = None  # folder of this machine's marks; None: the user's state folder
    unsubscribe_url: str | None = None  # with {token} in it
    unsubscribe_mailto: Address | None = None
    secret_env: str | None = None  # of the key that signs unsubscribe links
    secret_file: Place | None = None
    dkim_domain: str | None = None
    dkim_selector: str | None = None
    dkim_key_file: Place | None = None  # PEM
    briefing: bool = True  # editions open with what their articles tell together
    charts: bool = True  # and show it in pictures, where chipwire[plots] is installed
    bounces: Place | None = None  # a mailbox file, or a folder of messages
    bounce_limit: Annotated[int, Field(ge=1, le=100)] = 3  # so many suspend an address

    def smtp_port(self) -> int:
        """Return the port to connect to."""
        return self.port or _PORTS[self.security]


class EditionEntry(Table):
    """``[[edition]]``: what is sent when; ``grace`` in hours."""

    name: Name
    title: str | None = None  # None: the name
    days: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    hour: Hour = time(7, 0)  # local time in the zone
    zone: Zone = "UTC"
    story: str | None = None  # None: all stories
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("en",)
    length: Length = "medium"
    briefing: bool | None = None  # None: as [mail] says
    minimum: Annotated[int, Field(ge=0)] = 1  # digests; with fewer the edition is skipped
    grace: Annotated[float, Field(gt=0, le=168)] = 6.0  # how late it may still be sent


class SubscriberEntry(Table):
    """``[[subscriber]]``: who gets an edition; what is not said is as the edition says."""

    address: Address
    edition: Name
    language: Language | None = None
    length: Length | None = None
    story: str | None = None


def check_mail(
    mail: MailSettings, editions: Sequence[EditionEntry], subscribers: Sequence[SubscriberEntry]
) -> None:
    """Raise ``UsageError`` for what is wrong with several keys together."""
    names = {edition.name for edition in editions}
    twice = _twice([edition.name for edition in editions])
    if twice:
        raise UsageError(f"two [[edition]] tables are named '{twice}'")
    for subscriber in subscribers:
        if subscriber.edition not in names:
            raise UsageError(
                f"subscriber {subscriber.address}: there is no [[edition]] '{subscriber.edition}'"
            )
    twice = _twice([f"{entry.address} of {entry.edition}" for entry in subscribers])
    if twice:
        raise UsageError(f"subscriber {twice} stands there twice")
    if mail.live and mail.sender is None:
        raise UsageError("[mail] live = true needs a sender")
    if mail.password_env and mail.password_file:
        raise UsageError("[mail] has password_env and password_file; keep one of them")
    if mail.user and not (mail.password_env or mail.password_file):
        raise UsageError("[mail] user needs password_env or password_file")
    if mail.user and mail.security == "none" and mail.host not in _LOOPBACK:
        raise UsageError('[mail] security = "none" would show the password; use starttls or tls')
    if mail.unsubscribe_url is not None and "{token}" not in mail.unsubscribe_url:
        raise UsageError("[mail] unsubscribe_url needs {token} in it")
    if (
        len({value is None for value in (mail.dkim_domain, mail.dkim_selector, mail.dkim_key_file)})
        > 1
    ):
        raise UsageError("[mail] dkim_domain, dkim_selector and dkim_key_file belong together")


def _twice(names: Sequence[str]) -> str | None:
    return next((name for name, count in Counter(names).items() if count > 1), None)
