"""Editions, their deliveries, and subscribers, as objects. Each method is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from pipeline.store import deliveries, doubt, editions, leaving, news, subscribers
from pipeline.store.deliveries import Delivery, DeliveryState, Outgoing, Phase, Result
from pipeline.store.doubt import MailState, Policy, Word
from pipeline.store.editions import Content, EditionState, Occurrence, StoredEdition, Via
from pipeline.store.news import Fault, FreshDigest, Mark, Told
from pipeline.store.part import Part
from pipeline.store.subscribers import Bounce, Reason, Subscriber, Suspension
from pipeline.store.work import Terms


class Mail(Part):
    """The editions of a store and who got them. Threads may share it."""

    def now(self) -> datetime:
        """Return this moment by the store's clock."""
        return self._clock()

    # Editions

    def open_edition(self, occurrence: Occurrence, via: Via) -> StoredEdition:
        """Note an occurrence once, and return it as it stands."""
        with self._write() as connection:
            return editions.open_edition(connection, occurrence, via)

    def editions(self, name: str | None = None, limit: int = 100) -> list[StoredEdition]:
        """Return the newest occurrences, of one edition or of all, the newest first."""
        with self._read() as connection:
            return editions.list_editions(connection, name, limit)

    def last_frozen(self, name: str, via: Via | None = None) -> StoredEdition | None:
        """Return the newest occurrence of an edition that was frozen or sent, ``via`` or any."""
        with self._read() as connection:
            return editions.last_frozen(connection, name, via)

    def freeze(self, edition: int, content: Content, messages: Sequence[Outgoing]) -> bool:
        """Keep what a due occurrence says and queue its messages; False if it is not due."""
        with self._write() as connection:
            return editions.freeze(connection, edition, content, messages, self._clock())

    def end_edition(self, edition: int, state: EditionState, note: str) -> bool:
        """Note that a due occurrence was missed or skipped; False if it is not due."""
        with self._write() as connection:
            return editions.end_edition(connection, edition, state, note)

    def close_editions(self) -> int:
        """Note as sent the occurrences with nothing more on its way; return how many."""
        with self._write() as connection:
            return editions.close_editions(connection)

    def due(self, name: str) -> list[StoredEdition]:
        """Return the occurrences of an edition that are due and not dealt with, oldest first."""
        with self._read() as connection:
            return editions.due_editions(connection, name, self._clock())

    def last_due(self, name: str) -> datetime | None:
        """Return when the newest occurrence of an edition was due, if there was one."""
        with self._read() as connection:
            return editions.last_due(connection, name, self._clock())

    def first_due(self, name: str, via: Via) -> datetime | None:
        """Return when the first occurrence of an edition was due, sent or not."""
        with self._read() as connection:
            return editions.first_due(connection, name, via)

    def edition(self, edition: int) -> StoredEdition:
        """Return one occurrence; raises ``StoreError`` where there is none."""
        with self._read() as connection:
            return editions.edition_of(connection, edition)

    # What there is to tell

    def mark(self, before: datetime | None = None) -> Mark:
        """Return the mark after all digests that are there, or were before a moment."""
        with self._read() as connection:
            if before is None:
                return news.mark(connection)
            return news.mark_before(connection, before)

    def fresh(self, after: Mark, upto: Mark, language: str) -> list[FreshDigest]:
        """Return the digests in a language between two marks, by article, version and number."""
        with self._read() as connection:
            return news.fresh(connection, after, upto, language)

    def languages(self, after: Mark) -> list[str]:
        """Return the languages that digests after a mark are written in."""
        with self._read() as connection:
            return news.languages(connection, after)

    def told(self, name: str, via: Via, articles: Iterable[int]) -> list[Told]:
        """Return what editions of a name told of some articles, the newest edition first."""
        with self._read() as connection:
            return news.told_before(connection, name, via, articles)

    def faults(self, since: datetime | None = None) -> list[Fault]:
        """Return what the last run (that ended since a moment) could not read, or not wholly."""
        with self._read() as connection:
            return news.faults(connection, since)

    # Deliveries

    def address_of(self, message_id: str) -> str | None:
        """Return to whom the message with an id was sent; None if it is none of ours."""
        with self._read() as connection:
            return deliveries.address_of(connection, message_id)

    def addressees(self) -> list[tuple[str, str]]:
        """Return whom messages were ever made for, with the name of the edition, each once."""
        with self._read() as connection:
            return deliveries.addressees(connection)

    def queue(self, edition: int, messages: Sequence[Outgoing]) -> int:
        """Add messages to an occurrence, one for each address; return how many are new."""
        with self._write() as connection:
            return deliveries.queue(connection, edition, messages, self._clock())

    def claim(self, via: Via, owner: str, lease: timedelta, attempts: int) -> Delivery | None:
        """Take the next message for this sender; ``owner`` is a name no other sender has."""
        with self._write() as connection:
            terms = Terms(owner, lease, self._clock(), attempts)
            return deliveries.claim(connection, via, terms)

    def advance(self, delivery: Delivery, phase: Phase, lease: timedelta) -> bool:
        """Commit that a step is about to begin; False when the row is another's by now."""
        with self._write() as connection:
            return deliveries.advance(connection, delivery, phase, self._clock() + lease)

    def begin_data(self, delivery: Delivery, lease: timedelta) -> int | None:
        """Commit that the message is about to be given away; return the number of the moment.

        None when the row is another's by now, or its reader has left: then it is dropped.
        """
        with self._write() as connection:
            now = self._clock()
            if leaving.drop_now(connection, delivery, now):
                return None
            return deliveries.begin_data(connection, delivery, now, now + lease)

    def finish(self, delivery: Delivery, result: Result) -> bool:
        """Commit what an attempt came to; False when the row is another's by now."""
        with self._write() as connection:
            return deliveries.finish(connection, delivery, result, self._clock())

    def status(
        self, edition: int | None = None, phases: Sequence[Phase] | None = None
    ) -> list[DeliveryState]:
        """Return where deliveries stand, of one occurrence or of all, the newest first."""
        with self._read() as connection:
            return deliveries.list_deliveries(connection, edition, phases)

    # What does not go on by itself

    def settle(self, policy: Policy, attempts: int) -> int:
        """Settle what no sender works on: in doubt, too old, tried too often, restored."""
        with self._write() as connection:
            return doubt.settle(connection, policy, attempts, self._clock())

    def resolve(self, delivery: int, word: Word) -> None:
        """Settle a held or failed row by a person's word."""
        with self._write() as connection:
            doubt.resolve(connection, delivery, word, self._clock())

    def forget_messages(self, before: datetime) -> int:
        """Drop the bytes of messages sent or failed before; the rows stay. Return how many."""
        with self._write() as connection:
            return doubt.forget_messages(connection, before)

    def state(self) -> MailState:
        """Return who the store is, and how far it got."""
        with self._read() as connection:
            return doubt.mail_state_of(connection)

    def put_barrier(self, sequence: int) -> None:
        """Send nothing by itself that is due until now."""
        with self._write() as connection:
            doubt.put_barrier(connection, sequence, self._clock())


class Subscribers(Part):
    """Who gets which edition, beside those of the config. Threads may share it."""

    def add(self, subscriber: Subscriber) -> bool:
        """Add a subscriber, or note new wishes; return whether the subscriber is new."""
        with self._write() as connection:
            return subscribers.add(connection, subscriber, self._clock())

    def remove(self, address: str, edition: str | None = None) -> int:
        """Remove a subscriber from one edition or all; return from how many."""
        with self._write() as connection:
            return subscribers.remove(connection, address, edition)

    def of(self, edition: str | None = None) -> list[Subscriber]:
        """Return the subscribers of one edition, or all."""
        with self._read() as connection:
            return subscribers.list_subscribers(connection, edition)

    def suspend(
        self, address: str, reason: Reason, edition: str | None = None, note: str | None = None
    ) -> bool:
        """Send an address no more mail, of one edition or at all; False if that was so already.

        What waits for it is dropped.
        """
        with self._write() as connection:
            now = self._clock()
            new = subscribers.suspend(connection, Suspension(address, edition, reason, note, now))
            leaving.drop_for(connection, address, now)
            return new

    def suspended(self, address: str, edition: str) -> Suspension | None:
        """Return why an address gets no mail of an edition; None if it gets it."""
        with self._read() as connection:
            return subscribers.suspended(connection, address, edition)

    def suspensions(self) -> list[Suspension]:
        """Return who gets no mail, the longest first."""
        with self._read() as connection:
            return subscribers.list_suspensions(connection)

    def lift(self, address: str, edition: str | None = None) -> int:
        """End suspensions of an address and forget its bounces; return how many ended."""
        with self._write() as connection:
            return subscribers.lift(connection, address, edition)

    def note_bounce(self, bounce: Bounce, limit: int) -> int:
        """Count a report once, suspend an address that has ``limit``; return how many it has."""
        with self._write() as connection:
            now = self._clock()
            count = subscribers.note_bounce(connection, bounce, limit, now)
            leaving.drop_for(connection, bounce.address, now)
            return count
