"""The newsroom's memory: articles and their versions, digests, facts, answers, work, search.

from pipeline.store import open_store

with open_store("news.db") as store:
    version = store.put_article(page, article)
    store.put_digest(version.id, digest)
"""

from __future__ import annotations

from pipeline.store.answers import answer_key
from pipeline.store.articles import Correction, StoredVersion
from pipeline.store.digests import StoredDigest, digest_key
from pipeline.store.folding import Excerpt
from pipeline.store.known import Done
from pipeline.store.prune import Pruned
from pipeline.store.search import Filters, Hit
from pipeline.store.settle import Brought, Verdict
from pipeline.store.sources import FetchState, StoredSource
from pipeline.store.store import Store, open_store, utc_now
from pipeline.store.work import Item, ItemState, Run
from pipeline.store.work_methods import Work

__all__ = [
    "Brought",
    "Correction",
    "Done",
    "Excerpt",
    "FetchState",
    "Filters",
    "Hit",
    "Item",
    "ItemState",
    "Pruned",
    "Run",
    "Store",
    "StoredDigest",
    "StoredSource",
    "StoredVersion",
    "Verdict",
    "Work",
    "answer_key",
    "digest_key",
    "open_store",
    "utc_now",
]
