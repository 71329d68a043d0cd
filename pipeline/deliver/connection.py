"""A connection to the mail server: reached, greeted, encrypted with checks, logged in."""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from pipeline.config import MailSettings, read_secret
from pipeline.deliver.channel import Enter
from pipeline.errors import DeliveryError

_WORDS = 200  # characters of a server's reply that are kept


class UnreachableError(Exception):
    """There is no connection, in one line, without the password. Never leaves ``smtp``."""


class Reply(NamedTuple):
    """A server's answer to a step."""

    step: str
    code: int
    text: bytes

    @property
    def words(self) -> str:
        """Return the answer in one line of printable characters."""
        text = " ".join(self.text.decode(errors="replace").split())
        printable = "".join(c if c.isprintable() else "?" for c in text)
        return f"{self.step}: {self.code} {printable}"[:_WORDS].rstrip()


def connect(settings: MailSettings, context: ssl.SSLContext, enter: Enter) -> smtplib.SMTP:
    """Return a connection that is ready for a message; raises ``UnreachableError``.

    ``enter`` is called before each step but the first. Whatever else comes out of it, no connection
    is left half open.
    """
    server = smtplib.SMTP(local_hostname=settings.helo, timeout=settings.timeout)
    try:
        _reach(server, settings, context)
        enter("hello", settings.timeout)
        _greet(server, settings)
        if settings.security == "starttls":
            enter("starttls", settings.timeout)
            _encrypt(server, settings, context)
            _greet(server, settings)
        if settings.user is not None:
            enter("login", settings.timeout)
            with time_limit(server, settings.timeout):
                _log_in(server, settings.user, password(settings))
    except BaseException as exc:
        server.close()
        where = f"mail server {settings.host}:{settings.smtp_port()}"
        if isinstance(exc, (OSError, ValueError, UnreachableError)):  # smtplib's are OSErrors
            raise UnreachableError(f"{where}: {why(exc)}") from exc
        raise
    return server


@contextmanager
def time_limit(server: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """End a step in time: a server that answers a letter at a time never meets a time-out."""
    sock = server.sock
    if sock is None:
        raise smtplib.SMTPServerDisconnected("not connected")
    sock.settimeout(seconds)
    timer = threading.Timer(seconds + 0.1, _hang_up, [sock])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):  # of the socket below TLS, which is in use by the waiting thread
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _reach(server: smtplib.SMTP, settings: MailSettings, context: ssl.SSLContext) -> None:
    sock = socket.create_connection((settings.host, settings.smtp_port()), settings.timeout)
    server.sock = sock
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a message goes in two writes
    with time_limit(server, settings.timeout):
        if settings.security == "tls":
            server.sock = context.wrap_socket(sock, server_hostname=settings.host)
    with time_limit(server, settings.timeout):
        reply = Reply("greeting", *server.getreply())
    if reply.code != 220:
        raise UnreachableError(reply.words)


def _greet(server: smtplib.SMTP, settings: MailSettings) -> None:
    with time_limit(server, settings.timeout):
        code, text = server.ehlo()
        if code >= 500 and settings.security == "none" and settings.user is None:
            code, text = server.helo()
    if code != 250:
        raise UnreachableError(Reply("EHLO", code, text).words)


def _encrypt(server: smtplib.SMTP, settings: MailSettings, context: ssl.SSLContext) -> None:
    """Go on in TLS; what the server said before, its extensions too, is forgotten (RFC 3207)."""
    if not server.has_extn("starttls"):
        raise UnreachableError("it offers no STARTTLS, and nothing is sent without")
    with time_limit(server, settings.timeout):
        reply = Reply("STARTTLS", *server.docmd("STARTTLS"))
        if reply.code != 220 or server.sock is None:
            raise UnreachableError(reply.words)
        server.sock = context.wrap_socket(server.sock, server_hostname=settings.host)
    server.file = None  # with what somebody may have slipped in before the encryption


def _log_in(server: smtplib.SMTP, user: str, secret: str) -> None:
    offered = server.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        code, _ = server.docmd("AUTH", "PLAIN " + _b64(f"\0{user}\0{secret}"))
    elif "LOGIN" in offered:
        code, _ = server.docmd("AUTH", "LOGIN")
        for answer in (user, secret):
            if code == 334:
                code, _ = server.docmd(_b64(answer))
    else:
        raise UnreachableError("it offers no login by PLAIN or LOGIN")
    if code != 235:  # its words are not told: they may repeat what it was given
        raise UnreachableError(f"it refused the login ({code}); check user and password")


def password(settings: MailSettings) -> str:
    """Read the password, anew each time so that it stands in no object; raises ``UsageError``."""
    if settings.user is None:
        return ""
    named = (settings.password_env, settings.password_file)
    return read_secret("[mail] password", *named) or ""


def tls_context(settings: MailSettings) -> ssl.SSLContext:
    """Check certificates and host names, by the system's authorities or those of a file."""
    try:
        return ssl.create_default_context(cafile=settings.ca_file)
    except OSError as exc:
        raise DeliveryError(f"[mail] ca_file {settings.ca_file}: {why(exc)}") from exc


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def why(exc: Exception) -> str:
    """Say what happened on a connection, in one line."""
    if isinstance(exc, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {exc.verify_message}"
    if isinstance(exc, smtplib.SMTPResponseException):
        text = exc.smtp_error if isinstance(exc.smtp_error, bytes) else exc.smtp_error.encode()
        return Reply("reply", exc.smtp_code, text).words
    if isinstance(exc, TimeoutError):
        return "no answer in time"
    words = getattr(exc, "strerror", None) or str(exc) or type(exc).__name__
    return " ".join(str(words).split())[:_WORDS]
