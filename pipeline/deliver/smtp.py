"""SMTP in explicit steps: each is committed before it begins, so a crash leaves one row in doubt.

One connection serves many messages, one recipient each: recipients never see each other. A 5xx
ends one recipient; anything that would meet the next recipient too ends the pass.
"""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress

from pipeline.config import MailSettings
from pipeline.deliver.channel import Enter, Outcome
from pipeline.deliver.connection import (
    Reply,
    UnreachableError,
    connect,
    password,
    time_limit,
    tls_context,
    why,
)
from pipeline.errors import DeliveryError, StoreError
from pipeline.store import Delivery, Via, address_key

_BARE = re.compile(rb"(?<!\r)\n|\r(?!\n)|\0")
_DOT = re.compile(rb"(?m)^\.")
_LEAVING = 5.0  # seconds for the reply to QUIT, which says nothing new


class _Stopped(Exception):  # noqa: N818  # an outcome that ends the steps, not an error
    """A step did not go well. ``lost``: the connection is of no use any more."""

    def __init__(self, outcome: Outcome, *, lost: bool = False) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome
        self.lost = lost


class Smtp:
    """A connection to the server of ``[mail]``, opened when first needed."""

    def __init__(self, settings: MailSettings) -> None:
        """Raise ``DeliveryError`` when the settings cannot work, before anything is sent."""
        sender = settings.bounce_to or settings.sender
        if sender is None:
            raise DeliveryError("[mail] names no sender")
        self._settings = settings
        try:
            self._sender = envelope_address(sender)
        except _Stopped as stopped:
            raise DeliveryError(f"[mail] sender {sender}: {stopped}") from None
        password(settings)
        self._context = tls_context(settings)
        self._server: smtplib.SMTP | None = None
        self._between = False  # the connection is between two messages
        self._given = 0  # messages given away on this connection

    @property
    def via(self) -> Via:
        """Return its name in the ledger."""
        return "smtp"

    @property
    def patience(self) -> float:
        """Return the seconds from a claim to its first step, at most."""
        return 3 * self._settings.timeout  # to connect, encrypt and be greeted

    def send(self, delivery: Delivery, enter: Enter) -> Outcome:
        """Send a message to its one recipient, calling ``enter`` before each step."""
        try:
            if _BARE.search(delivery.message):
                return Outcome("refused", "the message holds bare line ends or NUL")
            reused = self._server is not None
            if not reused:
                self._open(enter)
            try:
                self._mail_from(delivery, enter)
            except _Stopped as stopped:
                if not (reused and stopped.lost):
                    raise
                self._drop()  # the server was done with this connection, not with this message
                self._open(enter)
                self._mail_from(delivery, enter)
            self._rcpt_to(delivery, enter)
            reply = self._data(delivery, enter)
        except _Stopped as stopped:
            if not stopped.lost:
                return stopped.outcome
            nothing_given = self._given == 0
            self._drop()
            return stopped.outcome._replace(over=stopped.outcome.over or nothing_given)
        return Outcome("sent", reply.words)

    def close(self) -> None:
        """Take leave; in the middle of a message just hang up, so that it is not taken as whole."""
        if self._server is not None and self._between:
            limit = min(_LEAVING, self._settings.timeout)
            with suppress(OSError, ValueError), time_limit(self._server, limit):
                self._server.quit()
        self._drop()

    def _open(self, enter: Enter) -> None:
        """Connect, greet, encrypt, log in; what fails here fails for everybody."""
        try:
            self._server = connect(self._settings, self._context, enter)
        except UnreachableError as exc:
            raise _Stopped(Outcome("again", str(exc), over=True), lost=True) from exc
        self._between = True

    # Steps of a message

    def _mail_from(self, delivery: Delivery, enter: Enter) -> None:
        if not self._between:
            self._step("RSET", "RSET", 2)
        self._between = False
        options = self._options(delivery)
        enter("mail", self._settings.timeout)
        reply = self._step("MAIL FROM", f"MAIL FROM:<{self._sender}>{options}", 2)
        if reply.code == 552:  # too large: about this message, not about us
            raise self._refused(reply)
        if reply.code >= 500:
            raise _Stopped(Outcome("again", f"{reply.words}; check the sender", over=True))

    def _rcpt_to(self, delivery: Delivery, enter: Enter) -> None:
        enter("rcpt", self._settings.timeout)
        address = envelope_address(delivery.address)
        reply = self._step("RCPT TO", f"RCPT TO:<{address}>", 2)
        if reply.code >= 500:
            raise self._refused(reply)

    def _data(self, delivery: Delivery, enter: Enter) -> Reply:
        """Give the message away. In doubt it is only from its last line on."""
        settings = self._settings
        enter("data", settings.timeout + 2 * settings.data_timeout)
        reply = self._step("DATA", "DATA", 3)
        if reply.code >= 500:
            raise self._refused(reply)
        server = self._connected()
        body = _DOT.sub(b"..", delivery.message)
        try:
            with time_limit(server, settings.data_timeout):
                server.send(body if body.endswith(b"\r\n") else body + b"\r\n")
        except (OSError, ValueError) as exc:
            raise self._broken("DATA", exc) from exc
        try:
            with time_limit(server, settings.data_timeout):
                server.send(b".\r\n")
                reply = Reply("message", *server.getreply())
        except (OSError, ValueError) as exc:
            words = f"the connection broke before the reply to the message: {why(exc)}"
            raise _Stopped(Outcome("in_doubt", words), lost=True) from exc
        self._given += 1
        self._between = True
        return self._check(reply)

    def _options(self, delivery: Delivery) -> str:
        """Return the parameters of MAIL FROM; refuse a message that the server cannot take."""
        server, message = self._connected(), delivery.message
        size = server.esmtp_features.get("size", "")
        limit = int(size) if size.isascii() and size.isdigit() and len(size) < 19 else 0
        limit = min(limit or self._settings.max_bytes, self._settings.max_bytes)
        if len(message) > limit:
            reason = f"the message has {len(message)} bytes, {limit} are allowed"
            raise _Stopped(Outcome("refused", reason))
        options = f" SIZE={len(message)}" if server.has_extn("size") else ""
        addresses = self._sender + envelope_address(delivery.address)
        header = message.partition(b"\r\n\r\n")[0]
        international = not (addresses.isascii() and header.isascii())
        if international and not server.has_extn("smtputf8"):
            reason = "the server takes no addresses or headers beyond ASCII (SMTPUTF8)"
            raise _Stopped(Outcome("refused", reason))
        server.command_encoding = "utf-8" if international else "ascii"
        if not message.isascii() and not server.has_extn("8bitmime"):
            reason = "the server takes 7-bit messages only (no 8BITMIME)"
            raise _Stopped(Outcome("refused", reason))
        options += "" if message.isascii() else " BODY=8BITMIME"
        return options + (" SMTPUTF8" if international else "")

    # Replies

    def _step(self, step: str, command: str, wanted: int) -> Reply:
        """Send a command and return its reply, if that begins with ``wanted`` or 5."""
        try:
            with time_limit(self._connected(), self._settings.timeout):
                reply = Reply(step, *self._connected().docmd(command))
        except (OSError, ValueError) as exc:
            raise self._broken(step, exc) from exc
        if reply.code // 100 not in {wanted, 5}:
            lost = reply.code == 421 or reply.code // 100 != 4  # leaving, or talking nonsense
            raise _Stopped(Outcome("again", reply.words), lost=lost)
        return reply

    def _check(self, reply: Reply) -> Reply:
        """Return the reply to a whole message if it was taken; stop otherwise."""
        kind = reply.code // 100
        if kind == 2:
            return reply
        if kind == 5:
            raise self._refused(reply)
        if kind == 4:
            raise _Stopped(Outcome("again", reply.words), lost=reply.code == 421)
        raise _Stopped(Outcome("in_doubt", reply.words), lost=True)

    def _refused(self, reply: Reply) -> _Stopped:
        return _Stopped(Outcome("refused", reply.words))

    def _broken(self, step: str, exc: Exception) -> _Stopped:
        return _Stopped(Outcome("again", f"{step}: {why(exc)}"), lost=True)

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        return self._server

    def _drop(self) -> None:
        if self._server is not None:
            with suppress(OSError):
                self._server.close()
        self._server, self._between, self._given = None, False, 0


def envelope_address(address: str) -> str:
    """Return an address as SMTP wants it: its domain in ASCII, the rest as it is."""
    try:
        domain = address_key(address).rpartition("@")[2]
    except StoreError as exc:
        raise _Stopped(Outcome("refused", "not a mail address")) from exc
    local = address.rpartition("@")[0]
    if any(character in local for character in ' <>"\\'):
        raise _Stopped(Outcome("refused", "not a mail address"))
    return f"{local}@{domain}"
