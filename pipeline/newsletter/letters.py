"""Finished messages: one for each reader, with a link of his own to leave."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.config import EditionEntry, MailSettings, Settings
from pipeline.deliver.dkim import DkimKey, load_key, sign
from pipeline.deliver.headers import Mailbox, mailbox
from pipeline.deliver.message import Envelope, compose, id_of
from pipeline.deliver.unsubscribe import signing_secret, ways_to_leave
from pipeline.edition import Edition, EmailContent
from pipeline.errors import ChipwireError
from pipeline.newsletter.frozen import Frozen
from pipeline.newsletter.readers import Reader
from pipeline.render.email import UNSUBSCRIBE, Links, for_reader, render_edition
from pipeline.store import Outgoing, Store

log = logging.getLogger("chipwire.mail")
_NOBODY = "chipwire@localhost.invalid"  # sender of a dry run before one is configured


class Written(NamedTuple):
    """Messages, and why some readers have none."""

    messages: list[Outgoing]
    troubles: list[str]


class Desk(NamedTuple):
    """What all messages of an edition have in common."""

    settings: Settings
    entry: EditionEntry
    key: str  # of the edition, for its Message-IDs
    date: datetime
    sender: Mailbox
    domain: str
    secret: bytes | None  # of the links; None where there are none
    id_secret: bytes
    dkim: DkimKey | None


def write_letters(
    desk: Desk, frozen: Frozen, readers: Sequence[Reader], stop: Callable[[], bool]
) -> Written:
    """Compose the messages of an edition, until ``stop`` says so.

    A reader whose message cannot be made is told of, and holds up no other.
    """
    rendered: dict[tuple[str, str | None, str], EmailContent] = {}
    messages: list[Outgoing] = []
    troubles: list[str] = []
    for reader in readers:
        edition = frozen.edition(reader.language, reader.story)
        if edition is None:
            continue
        if stop():
            break
        kind = (reader.language, reader.story, reader.length)
        if kind not in rendered:
            rendered[kind] = _rendered(edition, reader.length, desk)
        try:
            messages.append(_letter(desk, rendered[kind], edition, reader))
        except ChipwireError as exc:
            troubles.append(f"{reader.address}: {exc}")
    return Written(messages, troubles)


def set_up_desk(store: Store, settings: Settings, entry: EditionEntry, key: str) -> Desk:
    """Return what all messages of an occurrence share; ``key`` tells it from all others.

    Raises ``UsageError`` for a secret or a DKIM key that cannot be used.
    """
    mail = settings.mail
    sender = Mailbox(mail.sender or _NOBODY, mail.sender_name)
    secret = signing_secret(mail)
    return Desk(
        settings,
        entry,
        key,
        store.mail.now().astimezone(ZoneInfo(entry.zone)),
        sender,
        mailbox(sender).domain,
        secret if mail.unsubscribe_url or mail.unsubscribe_mailto else None,
        secret or store.mail.state().store_id.encode(),
        _dkim_key(mail),
    )


def _dkim_key(mail: MailSettings) -> DkimKey | None:
    if not (mail.dkim_key_file and mail.dkim_selector and mail.dkim_domain):
        return None
    return load_key(Path(mail.dkim_key_file), mail.dkim_selector, mail.dkim_domain)


def _rendered(edition: Edition, length: str, desk: Desk) -> EmailContent:
    """Render so many statements of each digest, and topics of each briefing, as a length shows."""
    select = desk.settings.select
    count = {"short": select.short, "medium": select.medium, "long": select.long}[length]
    digests = tuple(
        digest.model_copy(update={"summary": digest.summary[:count]}) for digest in edition.digests
    )
    links = Links(unsubscribe=UNSUBSCRIBE if desk.secret else None)
    shown = edition.model_copy(update={"digests": digests})
    content = render_edition(shown, links, count)
    if content.images and _largest(content) > desk.settings.mail.max_bytes:
        log.warning("edition %s: no pictures, the messages would be too large", desk.key)
        content = render_edition(shown.model_copy(update={"charts": ()}), links, count)
    return content


def _largest(content: EmailContent) -> int:
    """Return how many bytes a message can have: each of a text may take three when encoded."""
    pictures = sum(len(image.png) for image in content.images)
    return 3 * len((content.text + content.html).encode()) + 3 * pictures // 2


def _letter(desk: Desk, content: EmailContent, edition: Edition, reader: Reader) -> Outgoing:
    mail = desk.settings.mail
    ways = ways_to_leave(mail, desk.secret, reader.address, desk.entry.name)
    if ways.shown:
        content = for_reader(content, ways.shown)
    envelope = Envelope(
        sender=desk.sender,
        recipient=Mailbox(reader.address),
        list_id=mail.list_id or f"{desk.entry.name}.{desk.domain}",
        edition_key=desk.key,
        thread=desk.entry.name,
        date=desk.date,
        domain=desk.domain,
        language=edition.language,
        reply_to=Mailbox(mail.reply_to) if mail.reply_to else None,
        list_name=edition.title,
        unsubscribe_url=ways.url,
        unsubscribe_mailto=ways.mailto,
        secret=desk.id_secret,
    )
    raw = compose(content, envelope)
    return Outgoing(reader.address, id_of(envelope), sign(raw, desk.dkim) if desk.dkim else raw)
