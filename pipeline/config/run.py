"""What a newsroom run works on: ``[store]``, ``[run]``, ``[[source]]`` and ``[[output]]``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipeline.config.table import Place, Table

EntryKind = Literal["auto", "page", "feed", "sitemap", "site", "list", "folder", "warc"]
EngineName = Literal["local", "ray"]


class StoreSettings(Table):
    """``[store]``: the newsroom's memory, an SQLite file or the URL of a PostgreSQL database."""

    url: Place = "chipwire.db"


class RunSettings(Table):
    """``[run]``: how a batch run works; times in seconds."""

    engine: EngineName = "local"
    batch: Annotated[int, Field(ge=1, le=1000)] = 32  # articles that models work on together
    readers: Annotated[int, Field(ge=0, le=256)] = 0  # reading processes; 0: one a spare core
    read_timeout: Annotated[float, Field(gt=0, le=3600)] = 120.0  # one article, page to facts
    stored_sources: bool = False  # also the places that "chipwire sources add" has put there
    manifest: Place = "run.json"
    metrics: Place | None = None  # an OpenMetrics text file for node exporters
    ray_address: str | None = None  # of a cluster; None: a local one, on loopback
    ray_actors: Annotated[int, Field(ge=0, le=10_000)] = 0  # model holders; 0: one a GPU, or two
    ray_timeout: Annotated[float, Field(gt=0)] = 3600.0  # one window of articles, before giving up


class SourceEntry(Table):
    """``[[source]]``: a place where articles come from.

    ``auto`` tells by the location: a web address is a page, a folder or a pattern its files.
    """

    location: Place
    kind: EntryKind = "auto"
    limit: Annotated[int, Field(ge=1)] | None = None  # at most so many articles of it, newest first


class OutputEntry(Table):
    """``[[output]]``: a file of all the run's digests; with ``{id}`` in it, a file for each."""

    path: Place
    format: Literal["text", "markdown", "json", "jsonl"] = "jsonl"
