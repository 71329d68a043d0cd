"""Settings: what a newsroom may change, with defaults that work without any file.

A file is TOML with the tables below; an unknown key is an error, not a silent typo::

    [digest]
    to = "en"
    length = "medium"
    [fetch]
    timeout = 20
"""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import UsageError

Language = Literal["en", "fr", "de", "es", "it", "pt"]
Length = Literal["short", "medium", "long"]
Profile = Literal["none", "embedded", "hub", "gpu"]
Device = Literal["auto", "cpu", "cuda", "mps"]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DigestSettings(_Table):
    """``[digest]``: what is made of an article."""

    story: str = "chip-initiative"
    to: Language = "en"
    length: Length = "medium"
    profile: Profile = "embedded"
    device: Device = "auto"


class FetchSettings(_Table):
    """``[fetch]``: limits of one download; times in seconds, sizes in bytes."""

    timeout: Annotated[float, Field(gt=0, le=600)] = 15.0  # connect, and each read
    total_timeout: Annotated[float, Field(gt=0, le=3600)] = 60.0  # the whole download
    max_bytes: Annotated[int, Field(gt=0)] = 10_000_000  # after decompression
    max_redirects: Annotated[int, Field(ge=0, le=20)] = 5
    user_agent: str = "chipwire/0.1 (+https://chipwire.example/bot)"
    allow_hosts: list[str] = []  # private hosts that redirects may lead to


class SelectSettings(_Table):
    """``[select]``: how many statements each ``--length`` shows."""

    short: Annotated[int, Field(ge=1, le=50)] = 3
    medium: Annotated[int, Field(ge=1, le=50)] = 6
    long: Annotated[int, Field(ge=1, le=50)] = 12


class Settings(_Table):
    """All settings of a run."""

    digest: DigestSettings = DigestSettings()
    fetch: FetchSettings = FetchSettings()
    select: SelectSettings = SelectSettings()

    def fingerprint(self) -> str:
        """Return the SHA-256 of everything that can change a digest's content, as hex.

        Fetch limits and the device are left out: they change whether a digest is made, not what
        is in it.
        """
        content = self.model_dump_json(include={"digest", "select"}, exclude={"digest": {"device"}})
        return hashlib.sha256(content.encode()).hexdigest()


def load_settings(path: Path | None = None, **digest: Any) -> Settings:
    """Read settings from a TOML file (or the defaults) and lay ``[digest]`` values over them.

    Values of ``digest`` that are None are ignored: an option that was not given changes nothing.
    Raises ``UsageError`` with one line that names the file, the key and what is wrong with it.
    """
    data: dict[str, Any] = {}
    if path is not None:
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as exc:
            raise UsageError(f"config {path}: cannot be read: {exc.strerror}") from exc
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
            raise UsageError(f"config {path}: not valid TOML: {exc}") from exc
    given = {key: value for key, value in digest.items() if value is not None}
    if given and isinstance(data.get("digest", {}), dict):
        data = {**data, "digest": {**data.get("digest", {}), **given}}
    try:
        return Settings.model_validate(data)
    except ValidationError as exc:
        where = f"config {path}" if path is not None else "options"
        raise UsageError(f"{where}: {_explain(exc)}") from exc


def _explain(exc: ValidationError) -> str:
    """Put the first error of a validation into words."""
    error = exc.errors()[0]
    names = [str(part) for part in error["loc"]]
    key = ".".join(names)
    if error["type"] == "extra_forbidden":
        close = difflib.get_close_matches(names[-1], _known_keys(names[:-1]), n=1)
        hint = f"; did you mean '{close[0]}'?" if close else ""
        return f"unknown key '{key}'{hint}"
    return f"'{key}': {error['msg']}, got {error['input']!r}"


def _known_keys(table: list[str]) -> list[str]:
    model: type[BaseModel] = Settings
    for name in table:
        field = model.model_fields.get(name)
        if field is None or not isinstance(field.annotation, type):
            return []
        model = field.annotation
    return list(model.model_fields)
