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
from pipeline.store.prune import Pruned
from pipeline.store.search import Filters, Hit
from pipeline.store.sources import FetchState, StoredSource
from pipeline.store.store import Store, open_store
from pipeline.store.work import Item, ItemState, Run

__all__ = [
    "Correction",
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
    "answer_key",
    "digest_key",
    "open_store",
]
