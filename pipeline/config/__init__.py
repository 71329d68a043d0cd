"""Settings: what a newsroom may change, with defaults that work without any file.

A file is TOML with the tables below; an unknown key is an error, not a silent typo::

    [digest]
    to = "en"
    length = "medium"
    [fetch]
    timeout = 20
    [[source]]
    location = "https://news.example/feed.xml"

Paths in a file are meant from the folder that the file is in.
"""

from __future__ import annotations

from pipeline.config.digest import DigestSettings, FetchSettings, SelectSettings
from pipeline.config.load import Settings, load_settings
from pipeline.config.run import OutputEntry, RunSettings, SourceEntry, StoreSettings

__all__ = [
    "DigestSettings",
    "FetchSettings",
    "OutputEntry",
    "RunSettings",
    "SelectSettings",
    "Settings",
    "SourceEntry",
    "StoreSettings",
    "load_settings",
]
