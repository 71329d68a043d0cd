"""The newsroom's memory: articles and their versions, digests, facts, answers, work, search.

from pipeline.store import open_store

with open_store("news.db") as store:
    version = store.put_article(page, article)
    store.put_digest(version.id, digest)
"""

from __future__ import annotations

from pipeline.store.answers import answer_key
from pipeline.store.articles import Correction, StoredVersion
from pipeline.store.copies import Like
from pipeline.store.deliveries import Delivery, DeliveryState, Outgoing, Phase, Result
from pipeline.store.digests import StoredDigest, digest_key, exact
from pipeline.store.doubt import MailState, Word
from pipeline.store.editions import Content, Occurrence, StoredEdition, Via
from pipeline.store.export import ExportedDigest, ExportedVersion, Wanted
from pipeline.store.folding import Excerpt
from pipeline.store.history import History, KeptVersion
from pipeline.store.known import Done
from pipeline.store.mail_methods import Mail, Subscribers
from pipeline.store.news import Fault, FreshDigest, Mark, Told
from pipeline.store.prune import Pruned
from pipeline.store.runs import ItemState, Run
from pipeline.store.search import Filters, Hit
from pipeline.store.settle import Brought, Verdict
from pipeline.store.sources import FetchState, StoredSource
from pipeline.store.store import Store, open_store, utc_now
from pipeline.store.subscribers import Bounce, Subscriber, Suspension, address_key
from pipeline.store.work import Item
from pipeline.store.work_methods import Work

__all__ = [
    "Bounce",
    "Brought",
    "Content",
    "Correction",
    "Delivery",
    "DeliveryState",
    "Done",
    "Excerpt",
    "ExportedDigest",
    "ExportedVersion",
    "Fault",
    "FetchState",
    "Filters",
    "FreshDigest",
    "History",
    "Hit",
    "Item",
    "ItemState",
    "KeptVersion",
    "Like",
    "Mail",
    "MailState",
    "Mark",
    "Occurrence",
    "Outgoing",
    "Phase",
    "Pruned",
    "Result",
    "Run",
    "Store",
    "StoredDigest",
    "StoredEdition",
    "StoredSource",
    "StoredVersion",
    "Subscriber",
    "Subscribers",
    "Suspension",
    "Told",
    "Verdict",
    "Via",
    "Wanted",
    "Word",
    "Work",
    "address_key",
    "answer_key",
    "digest_key",
    "exact",
    "open_store",
    "utc_now",
]
