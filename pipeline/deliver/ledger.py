"""A pass over the ledger: send what is due, never twice silently, never lost silently.

Each step of a message is committed in the store before it begins. A sender that dies leaves one
row at most in the phase ``data``, in which the message may have arrived; the next pass settles
that one by the policy and claims all others again.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from pipeline.config import MailSettings
from pipeline.deliver.channel import Channel, LostClaimError, Outcome
from pipeline.deliver.mark import Mark, check_mark
from pipeline.deliver.outbox import Outbox
from pipeline.deliver.smtp import Smtp
from pipeline.store import Delivery, Mail, Phase, Result

_MARGIN = 60.0  # seconds that a lease outlasts the slowest step
_LONGEST_WAIT = 3600.0  # seconds between two attempts


class Report(NamedTuple):
    """What a pass came to, in messages; ``trouble`` is why it ended early, if it did."""

    sent: int
    again: int  # to be tried again by a later pass
    failed: int
    held: int
    trouble: str | None
    restored: bool  # the store was found restored or moved: what was due is held
    settled: int = 0  # at the start: in doubt, too late, or tried too often since the last pass


def channel_for(settings: MailSettings) -> Channel:
    """Return the deliverer of the settings: SMTP if live, else the outbox."""
    return Smtp(settings) if settings.live else Outbox(settings.outbox)


def deliver(
    mail: Mail,
    channel: Channel,
    settings: MailSettings,
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """Send what is due through a channel, until nothing is, or ``stop`` says so, or all would fail.

    Safe to call from several processes at once, and again after any crash. Raises ``StoreError``
    and ``DeliveryError`` when it cannot go on; the ledger is right all the same.
    """
    mark = Mark(settings.state, mail.state().store_id) if channel.via == "smtp" else None
    restored = mark is not None and check_mark(mail, mark)
    settled = mail.settle(settings.in_doubt, settings.attempts)
    owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    lease = timedelta(seconds=channel.patience + _MARGIN)
    counts: Counter[str] = Counter()
    trouble: str | None = None
    try:
        while trouble is None and not stop():
            delivery = mail.claim(channel.via, owner, lease, settings.attempts)
            if delivery is None:
                break
            outcome = _attempt(mail, channel, delivery, mark)
            if outcome is None:
                continue
            result = result_of(outcome, delivery, settings, mail.now())
            if mail.finish(delivery, result):
                counts[result.phase] += 1
            trouble = outcome.reason if outcome.over else None
    finally:
        channel.close()
    mail.close_editions()
    ended = (counts["sent"], counts["queued"], counts["failed"], counts["held"])
    return Report(*ended, trouble, restored, settled)


def _attempt(mail: Mail, channel: Channel, delivery: Delivery, mark: Mark | None) -> Outcome | None:
    """Try to send one message; None when somebody else has taken it over."""
    if not delivery.intact:
        return Outcome("refused", "the message is not as it was frozen: the store is damaged")
    try:
        return channel.send(delivery, partial(_enter, mail, delivery, mark))
    except LostClaimError:
        return None


def _enter(mail: Mail, delivery: Delivery, mark: Mark | None, phase: Phase, seconds: float) -> None:
    """Commit that a step begins, which may take so many seconds."""
    lease = timedelta(seconds=seconds + _MARGIN)
    if phase != "data":
        if not mail.advance(delivery, phase, lease):
            raise LostClaimError
        return
    number = mail.begin_data(delivery, lease)
    if number is None:
        raise LostClaimError
    if mark is not None:
        mark.write(number)


def result_of(
    outcome: Outcome, delivery: Delivery, settings: MailSettings, now: datetime
) -> Result:
    """Say what an outcome means for the row: pure, and the whole policy of retries and doubt."""
    kind, reason = outcome.kind, outcome.reason
    if kind == "in_doubt" and settings.in_doubt == "delivered":
        return Result("sent", f"taken as delivered by policy; {reason}")
    tired = delivery.attempts >= settings.attempts
    if kind == "in_doubt" and (tired or settings.in_doubt == "hold"):
        return Result("held", f"it may have arrived; {reason}")
    if kind == "sent":
        return Result("sent", reason)
    if kind == "refused":
        return Result("failed", reason)
    if tired:
        return Result("failed", f"given up after {delivery.attempts} attempts; {reason}")
    wait = min(settings.retry_after * 2.0 ** (delivery.attempts - 1), _LONGEST_WAIT)
    return Result("queued", reason, now + timedelta(seconds=wait))
