"""What is made of one article: ``[digest]`` and ``[select]``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipeline.config.table import Table

Language = Literal["en", "fr", "de", "es", "it", "pt"]
Length = Literal["short", "medium", "long"]
Profile = Literal["none", "embedded", "hub", "gpu"]


class DigestSettings(Table):
    """``[digest]``: what is made of an article."""

    story: str = "chip-initiative"
    to: Language = "en"
    length: Length = "medium"
    profile: Profile = "embedded"
    condense: bool = False  # let a model of the profile shorten and merge sentences


class SelectSettings(Table):
    """``[select]``: how many statements each ``--length`` shows."""

    short: Annotated[int, Field(ge=1, le=50)] = 3
    medium: Annotated[int, Field(ge=1, le=50)] = 6
    long: Annotated[int, Field(ge=1, le=50)] = 12
