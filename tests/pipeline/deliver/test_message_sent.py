"""A whole mail through a real SMTP server with TLS and login, read as a receiver would."""

from __future__ import annotations

import base64
from collections.abc import Callable
from email import message_from_bytes
from email.policy import compat32
from pathlib import Path

import pytest

from pipeline.config import MailSettings
from pipeline.deliver import Smtp
from pipeline.deliver.dkim import load_key, sign
from pipeline.deliver.headers import Mailbox
from pipeline.deliver.message import compose
from pipeline.edition import Image
from pipeline.render.email import Links, render_edition
from tests.pipeline.deliver.conftest import Certificates
from tests.pipeline.deliver.mail_server import MailServer
from tests.pipeline.deliver.makers import Steps, delivery_to
from tests.pipeline.deliver.test_message import ENVELOPE, fields
from tests.pipeline.editions import arabic, briefing, edition, png, sample_digests, translated

dkim = pytest.importorskip("dkim", reason="dkimpy is not installed: chipwire[dkim]")
signing = pytest.importorskip("nacl.signing")
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")
SEED = bytes(range(32))


@pytest.mark.parametrize(
    "address", ["reader@example.org", "leser@bücher.example", "jörg@bücher.example"]
)
def test_what_arrives_is_signed_and_whole(
    address: str,
    certificates: Certificates,
    settings_for: Callable[..., MailSettings],
    tmp_path: Path,
) -> None:
    path = tmp_path / "key"
    path.touch(0o600)
    path.write_bytes(base64.b64encode(SEED))
    digests = [arabic(), translated(sample_digests()[3])]
    content = render_edition(
        edition(
            digests,
            charts=[Image(name="board", png=png(), alt="Bars")],
            briefings=[briefing(digests)],
        ),
        Links("https://news.example/u/abc"),
    )
    raw = compose(content, ENVELOPE._replace(recipient=Mailbox(address, "Jörg")))
    message = sign(raw, load_key(path, "s1", "news.example"))
    with MailServer(
        logins=True,
        tls=certificates.right,
        size=200_000,
        require_starttls=True,
        enable_SMTPUTF8=True,
    ) as server:
        channel = Smtp(settings_for(server.port, security="starttls", login=True))
        outcome = channel.send(delivery_to(address, message), Steps())
        channel.close()
        assert outcome.kind == "sent", outcome
        (letter,) = server.letters
    assert letter.tls
    assert letter.content == message
    public = base64.b64encode(bytes(signing.SigningKey(SEED).verify_key)).decode()
    record = f"v=DKIM1; k=ed25519; p={public}".encode()
    assert dkim.verify(letter.content, dnsfunc=lambda _name, **_options: record)
    assert fields(letter.content)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    parts = [
        part
        for part in message_from_bytes(letter.content, policy=compat32).walk()
        if not part.is_multipart()
    ]
    bodies = [part.get_payload(decode=True) for part in parts]
    text, html, picture = (body for body in bodies if isinstance(body, bytes))
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "image/png"]
    assert "WHAT HAPPENED" in content.text
    assert text.decode().replace("\r\n", "\n") == content.text
    assert html.decode().replace("\r\n", "\n").rstrip() == content.html.rstrip()
    assert picture == png()
