"""Servers that talk nonsense, or for ever: an outcome in time, and never anything else."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from pipeline.config import MailSettings
from pipeline.deliver import Smtp
from tests.pipeline.deliver.makers import Steps, delivery_to

Settings = Callable[..., MailSettings]
SHORT = {"timeout": 0.3, "data_timeout": 0.3}
RIGHT = [b"220 hello", b"250 ok", b"250 ok", b"250 ok", b"354 go", b"250 taken"]
NONSENSE = [
    b"250-STARTTLS\r\n250 SIZE 99999999999999999999",
    b"250-AUTH PLAIN LOGIN\r\n250 SIZE x",
    b"250 \xff\xfe\x00\x1b[31m",
    b"",
    b"-50 x",
    b"2_0 x",
    b"x" * 9000,
    b"421 bye",
    b"550 no",
    b"999 x",
    b"334 x",
    b"\x16\x03\x01\x02\x00\x01",
    b"250-" + b"z" * 500,
    b"250",
]


@contextmanager
def serving(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """Run a server that treats each connection as told; give its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection, suppress(OSError):
                    connection.settimeout(2)
                    answer(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def attempt(settings: MailSettings) -> str:
    channel = Smtp(settings)
    outcome = channel.send(delivery_to("reader@news.example"), Steps())
    channel.close()
    assert outcome.reason.isprintable()
    assert len(outcome.reason) < 300
    return outcome.kind


@pytest.mark.parametrize("step", range(len(RIGHT)))
def test_nonsense_at_any_step_is_an_outcome(settings_for: Settings, step: int) -> None:
    words = iter(NONSENSE)

    def answer(connection: socket.socket) -> None:
        replies = list(RIGHT)
        replies[step] = next(words)
        for number, reply in enumerate(replies):
            if number:
                read_command(connection, whole_message=number == len(RIGHT) - 1)
            connection.sendall(reply + b"\r\n")

    with serving(answer) as port:
        settings = settings_for(port, timeout=0.1, data_timeout=0.1)
        kinds = [attempt(settings) for _ in NONSENSE]
    assert set(kinds) <= {"sent", "again", "refused", "in_doubt"}
    given_away = step == len(RIGHT) - 1
    assert ("in_doubt" in kinds) == given_away


def read_command(connection: socket.socket, *, whole_message: bool) -> None:
    read = b""
    while not read.endswith(b"\r\n.\r\n" if whole_message else b"\r\n"):
        more = connection.recv(4096)
        if not more:
            raise ConnectionResetError
        read += more


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_nonsense_in_place_of_tls_is_an_outcome(settings_for: Settings, security: str) -> None:
    def answer(connection: socket.socket) -> None:
        for reply in (b"220 hello", b"250 STARTTLS", b"220 go", b"250 ok"):
            connection.sendall(reply + b"\r\n")
            connection.recv(4096)

    with serving(answer) as port:
        assert attempt(settings_for(port, **SHORT, security=security, login=True)) == "again"


@pytest.mark.parametrize("begin", [b"", b"220 hello\r\n"])
def test_a_server_that_never_comes_to_an_end_is_left(settings_for: Settings, begin: bytes) -> None:
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(begin)
        while not stop.wait(0.05):
            connection.sendall(b"250-and another thing\r\n")

    with serving(drip) as port:
        assert attempt(settings_for(port, **SHORT)) == "again"
        stop.set()


def test_an_end_that_never_comes_after_the_message_is_in_doubt(settings_for: Settings) -> None:
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        replies = [b"250 ok\r\n"] * 3 + [b"354 go\r\n"]
        connection.sendall(b"220 hello\r\n")
        for reply in replies:
            connection.recv(4096)
            connection.sendall(reply)
        while not stop.wait(0.05):
            connection.sendall(b"250-still thinking\r\n")

    with serving(drip) as port:
        assert attempt(settings_for(port, **SHORT)) == "in_doubt"
        stop.set()
