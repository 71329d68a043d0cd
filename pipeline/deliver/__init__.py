"""Deliverers: bring a finished message to its readers.

``deliver`` sends what the ledger holds, by SMTP when ``[mail] live = true`` and otherwise into a
folder of ``.eml`` files::

    report = deliver(store.mail, channel_for(settings.mail), settings.mail)
"""

from __future__ import annotations

from pipeline.deliver.ledger import Report, channel_for, deliver
from pipeline.deliver.outbox import Outbox
from pipeline.deliver.smtp import Smtp

__all__ = ["Outbox", "Report", "Smtp", "channel_for", "deliver"]
