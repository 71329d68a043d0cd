"""From pages to readers: a run, an edition, and mail through a real server with TLS and login."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import compat32
from pathlib import Path

import pytest

from pipeline.batch.run import run_batch
from pipeline.config import EditionEntry, MailSettings, Settings, SubscriberEntry, load_settings
from pipeline.deliver.unsubscribe import whose
from pipeline.schedule import tick
from pipeline.store import Store, open_store
from pipeline.story import Story, load_story
from tests.pipeline.batch.newsroom import InlineEngine, page, write_newsroom
from tests.pipeline.deliver.conftest import Certificates
from tests.pipeline.deliver.mail_server import MailServer
from tests.pipeline.store.makers import Clock

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")
SECRET = "the newsroom's own secret"  # noqa: S105
READERS = ("anna@news.example", "béla@bücher.example")
BELA = "béla@xn--bcher-kva.example"  # as servers write it


@pytest.fixture
def relay(certificates: Certificates) -> Iterator[MailServer]:
    with MailServer(
        logins=True,
        tls=certificates.right,
        size=1_000_000,
        require_starttls=True,
        enable_SMTPUTF8=True,
    ) as running:
        yield running


@pytest.fixture
def newsroom(
    tmp_path: Path,
    relay: MailServer,
    settings_for: Callable[..., MailSettings],
    monkeypatch: pytest.MonkeyPatch,
) -> Settings:
    """A newsroom of three pages, an edition at 07:00 in Paris, and two readers."""
    monkeypatch.setenv("CHIPWIRE_TEST_SECRET", SECRET)
    mail = settings_for(
        relay.port,
        login=True,
        security="starttls",
        unsubscribe_url="https://news.example/leave/{token}",
        secret_env="CHIPWIRE_TEST_SECRET",  # noqa: S106
    )
    entry = EditionEntry(name="morning", title="Chip money", zone="Europe/Paris", hour="07:00")
    readers = tuple(SubscriberEntry(address=one, edition="morning") for one in READERS)
    config = load_settings(write_newsroom(tmp_path / "desk", pages=3))
    return config.model_copy(update={"mail": mail, "edition": (entry,), "subscriber": readers})


def run(settings: Settings, store: Store, story: Story) -> None:
    run_batch(settings, story, store, InlineEngine(settings, story, store))


def test_a_run_becomes_mail_and_a_second_tick_sends_nothing(
    newsroom: Settings, relay: MailServer, clock: Clock, tmp_path: Path
) -> None:
    story = load_story("chip-initiative")
    clock.now = clock.now.replace(hour=6, minute=1)  # 07:01 in Paris
    with open_store(newsroom.store.url, clock=clock) as store:
        run(newsroom, store, story)
        first, second = tick(store, newsroom), tick(store, newsroom)
        assert first.errors == second.errors == []
        assert [found.outcome for found in first.published] == ["3 digests for 2 readers"]
        assert second.published == []
        assert sorted(relay.received()) == sorted([READERS[0], BELA])
        letter = next(one for one in relay.letters if one.recipients == [READERS[0]])
        assert letter.tls
        message = message_from_bytes(letter.content, policy=compat32)
        plain, related = message.get_payload()
        html, *pictures = related.get_payload()
        assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
        for part in (plain, html):
            body = part.get_payload(decode=True).decode()
            assert body.index("The AI-chip initiative of") < body.index("Chip plant planned near")
            for number in range(3):
                assert f"Chip plant planned near {page(number).split('near ')[1][:6]}" in body
        assert pictures
        for picture in pictures:
            assert picture.get_payload(decode=True).startswith(b"\x89PNG")
            assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in body
        token = message["List-Unsubscribe"].partition("leave/")[2].rstrip(">")
        known = [(one, "morning") for one in READERS]
        assert whose(SECRET.encode(), token, known) == (READERS[0], "morning")

        # The next morning an article has changed, and a reader has left.
        store.subscribers.suspend(READERS[0], "unsubscribed", "morning")
        changed = tmp_path / "desk" / "pages" / "001.html"
        changed.write_text(page(1).replace("$4 billion", "$9 billion"), encoding="utf-8")
        clock.move(days=1)
        run(newsroom, store, story)
        relay.letters.clear()
        third = tick(store, newsroom)
        assert third.errors == []
        assert relay.received() == [BELA], third.published
        text, *_ = message_from_bytes(relay.letters[0].content, policy=compat32).get_payload()
        body = text.get_payload(decode=True).decode()
        assert body.index("$4 billion") < body.index("$9 billion")
        assert "corrections to earlier editions" in body.lower()
