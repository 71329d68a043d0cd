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

from pipeline.config.digest import DigestSettings, SelectSettings
from pipeline.config.fetch import FetchSettings
from pipeline.config.load import Settings, load_settings
from pipeline.config.mail import EditionEntry, MailSettings, SubscriberEntry, check_address
from pipeline.config.models import DeviceSettings, ModelSettings
from pipeline.config.run import EntryKind, OutputEntry, RunSettings, SourceEntry, StoreSettings
from pipeline.config.secret import read_secret

__all__ = [
    "DeviceSettings",
    "DigestSettings",
    "EditionEntry",
    "EntryKind",
    "FetchSettings",
    "MailSettings",
    "ModelSettings",
    "OutputEntry",
    "RunSettings",
    "SelectSettings",
    "Settings",
    "SourceEntry",
    "StoreSettings",
    "SubscriberEntry",
    "check_address",
    "load_settings",
    "read_secret",
]
