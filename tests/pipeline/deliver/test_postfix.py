"""Debian's Postfix as the relay: what a mail server of the world takes, refuses and delivers."""

from __future__ import annotations

import base64
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.config import MailSettings
from pipeline.deliver import Smtp
from pipeline.deliver.dkim import load_key, sign
from pipeline.deliver.headers import Mailbox
from pipeline.deliver.message import compose
from pipeline.edition import Image
from pipeline.render.email import Links, render_edition
from tests.pipeline.deliver.conftest import Certificates
from tests.pipeline.deliver.makers import Steps, delivery_to, message_to
from tests.pipeline.deliver.test_message import ENVELOPE
from tests.pipeline.editions import arabic, edition, png

Settings = Callable[..., MailSettings]
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"
WAIT = 30  # seconds for a start or a delivery
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.example
mydestination =
alias_maps =
local_recipient_maps =
mynetworks =
smtpd_relay_restrictions = reject_unauth_destination
smtpd_tls_chain_files = {folder}/chain.pem
smtpd_tls_security_level = encrypt
message_size_limit = 50000
virtual_mailbox_limit = 0
virtual_mailbox_domains = news.example
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{ {{ reader@news.example = inbox/ }} }}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix(NamedTuple):
    """A running Postfix: its port, and the folder of the one mailbox it knows."""

    port: int
    inbox: Path

    def letters(self, count: int) -> list[bytes]:
        """Wait for so many letters in the mailbox."""
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline:
            found = sorted(self.inbox.glob("new/*"))
            if len(found) >= count:
                return [path.read_bytes() for path in found]
            time.sleep(0.05)
        return []


@pytest.fixture(scope="module")
def postfix(certificates: Certificates) -> Iterator[Postfix]:
    """Start a Postfix of our own, beside any that runs here; skip where it cannot be."""
    postconf = shutil.which("postconf", path=PATH)
    if postconf is None:
        pytest.skip("Postfix is not installed: postconf was not found")
    if os.geteuid() != 0:
        pytest.skip("Postfix starts as root only")
    known = {entry.pw_name for entry in pwd.getpwall()}
    if "postfix" not in known:
        pytest.skip("there is no user postfix")
    owner = pwd.getpwnam("postfix")
    folder = Path(tempfile.mkdtemp(prefix="postfix", dir="/tmp"))
    folder.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    queue = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming")
    for name in (*queue, "maildrop", "private", "public", "saved", "trace"):
        (folder / "queue" / name).mkdir(parents=True, mode=0o700)
        os.chown(folder / "queue" / name, owner.pw_uid, owner.pw_gid)
    (folder / "queue" / "pid").mkdir()
    for name in ("data", "mail"):
        (folder / name).mkdir(mode=0o700)
        os.chown(folder / name, owner.pw_uid, owner.pw_gid)
    shutil.copy(certificates.chain_file, folder / "chain.pem")
    values = {"folder": folder, "port": port, "uid": owner.pw_uid, "gid": owner.pw_gid}
    (folder / "main.cf").write_text(MAIN.format(**values), encoding="utf-8")
    (folder / "master.cf").write_text(MASTER.format(**values), encoding="utf-8")
    daemons = subprocess.run(
        [postconf, "-c", folder, "-h", "daemon_directory"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    master = subprocess.Popen([f"{daemons}/master", "-c", str(folder), "-d"])
    try:
        _wait_for(port, master)
        yield Postfix(port, folder / "mail" / "inbox")
    finally:
        master.terminate()
        master.wait(WAIT)
        shutil.rmtree(folder)


def _wait_for(port: int, master: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + WAIT
    while master.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("Postfix did not start")


def test_postfix_takes_what_it_should_and_refuses_the_rest(
    postfix: Postfix, settings_for: Settings
) -> None:
    channel = Smtp(settings_for(postfix.port, security="starttls", timeout=20, data_timeout=20))

    def send(address: str, message: bytes | None = None) -> tuple[str, str]:
        outcome = channel.send(delivery_to(address, message), Steps())
        return outcome.kind, outcome.reason

    reader = "reader@news.example"
    kind, reason = send(reader)
    assert kind == "sent"
    assert "queued as" in reason
    kind, reason = send("nobody@news.example")
    assert (kind, "User unknown" in reason) == ("refused", True)
    kind, reason = send("reader@elsewhere.example")
    assert (kind, "Relay access denied" in reason) == ("refused", True)
    kind, reason = send(reader, message_to(reader, "x" * 60_000))
    assert (kind, "50000 are allowed" in reason) == ("refused", True)
    assert send(reader, message_to(reader, "The second."))[0] == "sent"
    channel.close()
    letters = postfix.letters(2)
    assert len(letters) == 2
    for text in ("News of the day.", "The second."):  # Postfix adds headers, and LF alone
        body = message_to(reader, text).replace(b"\r\n", b"\n").partition(b"\n\n")[2]
        assert sum(letter.endswith(b"\n\n" + body) for letter in letters) == 1
    assert all(b"Delivered-To: reader@news.example\n" in letter for letter in letters)


def test_a_signed_mail_with_a_picture_comes_out_of_postfix_whole(
    postfix: Postfix, settings_for: Settings, tmp_path: Path
) -> None:
    dkim = pytest.importorskip("dkim", reason="dkimpy is not installed: chipwire[dkim]")
    signing = pytest.importorskip("nacl.signing")
    seed = bytes(range(32))
    path = tmp_path / "key"
    path.touch(0o600)
    path.write_bytes(base64.b64encode(seed))
    chart = Image(name="board", png=png(), alt="Bars")
    content = render_edition(edition([arabic()], charts=[chart]), Links("https://news.example/u"))
    reader = "reader@news.example"
    raw = compose(content, ENVELOPE._replace(recipient=Mailbox(reader)))
    message = sign(raw, load_key(path, "s1", "news.example"))
    before = len(list(postfix.inbox.glob("new/*")))
    channel = Smtp(settings_for(postfix.port, security="starttls", timeout=20, data_timeout=20))
    assert channel.send(delivery_to(reader, message), Steps()).kind == "sent"
    channel.close()
    signed = [one for one in postfix.letters(before + 1) if b"DKIM-Signature" in one]
    arrived = signed[0].replace(b"\n", b"\r\n")
    public = base64.b64encode(bytes(signing.SigningKey(seed).verify_key)).decode()
    record = f"v=DKIM1; k=ed25519; p={public}".encode()
    assert dkim.verify(arrived, dnsfunc=lambda _name, **_options: record)
    parts = [part for part in message_from_bytes(arrived).walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "image/png"]
    bodies = [part.get_payload(decode=True) for part in parts]
    assert bodies[0].decode().replace("\r\n", "\n") == content.text
    assert bodies[2] == png()


def test_postfix_is_told_nothing_where_its_certificate_is_not_trusted(
    postfix: Postfix, settings_for: Settings
) -> None:
    settings = settings_for(postfix.port, security="starttls", timeout=20, ca_file=None)
    outcome = Smtp(settings).send(delivery_to("reader@news.example"), Steps())
    assert (outcome.kind, outcome.over) == ("again", True)
    assert "its certificate is not trusted" in outcome.reason
