"""What is made of one article: ``[digest]``, ``[fetch]`` and ``[select]``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipeline.config.table import Table

Language = Literal["en", "fr", "de", "es", "it", "pt"]
Length = Literal["short", "medium", "long"]
Profile = Literal["none", "embedded", "hub", "gpu"]
Device = Literal["auto", "cpu", "cuda", "mps"]


class DigestSettings(Table):
    """``[digest]``: what is made of an article."""

    story: str = "chip-initiative"
    to: Language = "en"
    length: Length = "medium"
    profile: Profile = "embedded"
    device: Device = "auto"


class FetchSettings(Table):
    """``[fetch]``: limits of one download; times in seconds, sizes in bytes."""

    timeout: Annotated[float, Field(gt=0, le=600)] = 15.0  # connect, and each read
    total_timeout: Annotated[float, Field(gt=0, le=3600)] = 60.0  # the whole download
    max_bytes: Annotated[int, Field(gt=0)] = 10_000_000  # after decompression
    max_redirects: Annotated[int, Field(ge=0, le=20)] = 5
    user_agent: str = "chipwire/0.1 (+https://chipwire.example/bot)"
    allow_hosts: tuple[str, ...] = ()  # private hosts that redirects may lead to


class SelectSettings(Table):
    """``[select]``: how many statements each ``--length`` shows."""

    short: Annotated[int, Field(ge=1, le=50)] = 3
    medium: Annotated[int, Field(ge=1, le=50)] = 6
    long: Annotated[int, Field(ge=1, le=50)] = 12
