"""A real SMTP server on loopback that keeps what it gets, and misbehaves when asked to."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Protocol  # noqa: N811
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "desk", "pa55wörd of the desk"
SLOW = 1.5  # seconds that a slow server takes; tests wait for less


class Letter(NamedTuple):
    """What the server was given."""

    sender: str
    recipients: list[str]
    content: bytes
    options: list[str]
    tls: bool
    user: str | None
    session: int


class MailServer(Controller):
    """Faults are replies by step (MAIL, RCPT, DATA) or (step, address), used up one by one.

    Besides replies: ``drop`` hangs up, ``slow`` answers too late. Whatever is said after DATA, the
    message was taken, unless the reply is a refusal. ``watch`` is called at each step.
    """

    def __init__(
        self,
        *,
        logins: bool = False,
        tls: ssl.SSLContext | None = None,
        size: int = 50_000,
        **options: Any,
    ):
        self.letters: list[Letter] = []
        self.faults: dict[str | tuple[str, str], list[str]] = {}
        self.watch: Callable[[str, str], None] = lambda _step, _address: None
        self.logins: list[bool] = []
        self.connections = 0
        self.refuse_logins = False
        self._socket = socket.create_server(("127.0.0.1", 0))
        port = self._socket.getsockname()[1]
        if logins:
            options |= {"auth_required": True, "authenticator": self._log_in}
        super().__init__(
            self,
            hostname="127.0.0.1",
            port=port,
            tls_context=tls,
            data_size_limit=size,
            **options,
        )

    def __enter__(self) -> MailServer:
        self.start()
        self.connections = 0  # the start tries itself out
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(no_assert=True)
        self._socket.close()

    def _create_server(self) -> Any:
        return self.loop.create_server(
            self._factory_invoker, sock=self._socket, ssl=self.ssl_context
        )

    def factory(self) -> Any:
        self.connections += 1
        return super().factory()

    def _log_in(
        self, _server: Protocol, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        self.logins.append(right)
        return AuthResult(success=right and not self.refuse_logins, handled=False, auth_data=USER)

    async def _fault(self, step: str, address: str, server: Protocol) -> str | None:
        self.watch(step, address)
        faults = self.faults.get((step, address)) or self.faults.get(step)
        fault = faults.pop(0) if faults else None
        if fault == "slow":
            await asyncio.sleep(SLOW)
            return None
        if fault == "drop":
            server.transport.abort()
            return "421 dropped"
        return fault or None

    async def handle_MAIL(  # noqa: N802
        self, server: Protocol, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        fault = await self._fault("MAIL", address, server)
        if fault is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return fault or "250 sender ok"

    async def handle_RCPT(  # noqa: N802
        self, server: Protocol, _: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        fault = await self._fault("RCPT", address, server)
        if fault is None:
            envelope.rcpt_tos.append(address)
        return fault or "250 recipient ok"

    async def handle_DATA(  # noqa: N802
        self, server: Protocol, session: Session, envelope: Envelope
    ) -> str:
        letter = Letter(
            str(envelope.mail_from),
            list(envelope.rcpt_tos),
            bytes(envelope.original_content or b""),
            list(envelope.mail_options),
            session.ssl is not None or server._tls_protocol is not None,
            str(session.auth_data) if session.authenticated else None,
            self.connections,
        )
        fault = await self._fault("DATA", letter.recipients[0], server)
        if fault is None or fault.startswith("421 dropped"):
            self.letters.append(letter)
        return fault or "250 2.0.0 taken"

    def received(self) -> list[str]:
        """Return the recipients of all letters."""
        return [address for letter in self.letters for address in letter.recipients]


@contextlib.contextmanager
def closed_port() -> Any:
    """Give a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    yield port
