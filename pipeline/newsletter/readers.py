"""Who gets an edition: the subscribers of the config and of the store, less those suspended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.config import EditionEntry, Settings
from pipeline.store import Store, Subscriber, address_key


class Reader(NamedTuple):
    """Whom a message is for, and what he wants; ``story`` None is all stories."""

    address: str
    language: str
    length: str
    story: str | None


def subscribers_of(
    settings: Settings, store: Store, edition: str | None = None
) -> list[Subscriber]:
    """Return the subscribers of an edition, or of all; for who stands in both the config counts."""
    listed = [
        Subscriber(entry.address, entry.edition, entry.language, entry.length, entry.story)
        for entry in settings.subscriber
        if edition is None or entry.edition == edition
    ]
    found: dict[tuple[str, str], Subscriber] = {}
    for one in [*listed, *store.subscribers.of(edition)]:
        found.setdefault((address_key(one.address), one.edition), one)
    return list(found.values())


def readers_of(
    entry: EditionEntry, settings: Settings, store: Store, to: Sequence[str] = ()
) -> list[Reader]:
    """Return who gets an edition now; with ``to`` these addresses alone, suspended or not.

    An address of ``to`` that is a subscriber's gets what that subscriber would.
    """
    known = subscribers_of(settings, store, entry.name)
    if to:
        by_key = {address_key(one.address): one for one in known}
        named = {address_key(address): address for address in to}
        return [
            _reader(by_key.get(key, Subscriber(address, entry.name)), entry)
            for key, address in named.items()
        ]
    gone = _suspended(store, entry.name)
    return [_reader(one, entry) for one in known if address_key(one.address) not in gone]


def _suspended(store: Store, edition: str) -> set[str]:
    suspensions = store.subscribers.suspensions()
    return {address_key(one.address) for one in suspensions if one.edition in (None, edition)}


def _reader(one: Subscriber, entry: EditionEntry) -> Reader:
    return Reader(
        one.address,
        one.language or entry.languages[0],
        one.length or entry.length,
        one.story or entry.story,
    )


def count_by_language(readers: Iterable[Reader], language: str, story: str | None) -> int:
    """Return how many readers want a language and story."""
    return sum((one.language, one.story) == (language, story) for one in readers)
