"""Read a config file, lay the options of a command over it, and explain what is wrong with it."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from models.errors import did_you_mean
from pipeline.config.digest import DigestSettings, SelectSettings
from pipeline.config.fetch import FetchSettings
from pipeline.config.mail import EditionEntry, MailSettings, SubscriberEntry, check_mail
from pipeline.config.models import DeviceSettings, ModelSettings
from pipeline.config.run import OutputEntry, RunSettings, SourceEntry, StoreSettings
from pipeline.config.table import Table
from pipeline.errors import UsageError


class Settings(Table):
    """All settings of a run."""

    digest: DigestSettings = DigestSettings()
    device: DeviceSettings = DeviceSettings()
    models: ModelSettings = ModelSettings()
    fetch: FetchSettings = FetchSettings()
    select: SelectSettings = SelectSettings()
    store: StoreSettings = StoreSettings()
    run: RunSettings = RunSettings()
    source: tuple[SourceEntry, ...] = ()
    output: tuple[OutputEntry, ...] = ()
    mail: MailSettings = MailSettings()
    edition: tuple[EditionEntry, ...] = ()
    subscriber: tuple[SubscriberEntry, ...] = ()

    def fingerprint(self) -> str:
        """Return the SHA-256 of everything that can change a digest's content, as hex.

        Left out are fetch limits and where models run, which change whether a digest is made, not
        what is in it, and the name of the story, whose content has a fingerprint of its own.
        """
        return self._hash({"digest", "select"})

    def run_fingerprint(self) -> str:
        """Return the SHA-256 of everything that can change what a run brings, as hex."""
        return self._hash({"digest", "select", "source", "output"})

    def _hash(self, tables: set[str]) -> str:
        content = self.model_dump_json(include=tables, exclude={"digest": {"story"}})
        chosen = self.model_dump(
            include={"device", "models"},
            exclude={"device": {"kind", "threads"}},
            exclude_defaults=True,
        )
        other = {name: table for name, table in chosen.items() if table}
        content += json.dumps(other, sort_keys=True) if other else ""
        return hashlib.sha256(content.encode()).hexdigest()


def load_settings(path: Path | None = None, device: str | None = None, **digest: Any) -> Settings:
    """Read settings from a TOML file (or the defaults) and lay ``[digest]`` values over them.

    ``device`` is laid over ``kind`` under ``[device]``. Values that are None are ignored: an option
    that was not given changes nothing.
    Paths in the file are meant from its folder.
    Raises ``UsageError`` with one line that names the file, the key and what is wrong with it.
    """
    data: dict[str, Any] = {}
    if path is not None:
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as exc:
            raise UsageError(f"config {path}: cannot be read: {exc.strerror}") from exc
        except (ValueError, RecursionError) as exc:  # also 5,000 digits, 5,000 brackets
            raise UsageError(f"config {path}: not valid TOML: {exc}") from exc
    folder = path.parent if path is not None else None
    given = {key: value for key, value in digest.items() if value is not None}
    if given and isinstance(data.get("digest", {}), dict):
        data = {**data, "digest": {**data.get("digest", {}), **given}}
    if device is not None and isinstance(data.get("device", {}), dict):
        data = {**data, "device": {**data.get("device", {}), "kind": device}}
    for name in ("store", "run", "mail"):  # so that their paths, too, are meant from its folder
        data.setdefault(name, {})
    where = f"config {path}" if path is not None else "options"
    try:
        settings = Settings.model_validate(data, context={"folder": folder})
    except ValidationError as exc:
        raise UsageError(f"{where}: {_explain(exc)}") from exc
    try:
        check_mail(settings.mail, settings.edition, settings.subscriber)
    except UsageError as exc:
        raise UsageError(f"{where}: {exc}") from exc
    return settings


def _explain(exc: ValidationError) -> str:
    """Put the first error of a validation into words."""
    errors = exc.errors()
    unknown = [error for error in errors if error["type"] == "extra_forbidden"]
    error = (unknown or errors)[0]  # a key that is misspelt explains the one that is missing
    names = [str(part) for part in error["loc"]]
    key = ".".join(names)
    if error["type"] == "extra_forbidden":
        return f"unknown key '{key}'{did_you_mean(names[-1], _known_keys(names[:-1]))}"
    choices = re.findall(r"'([^']+)'", error["msg"]) if error["type"] == "literal_error" else []
    hint = did_you_mean(str(error["input"]), choices)
    return f"'{key}': {error['msg']}, got {error['input']!r}{hint}"


def _known_keys(table: list[str]) -> list[str]:
    """Return the keys of a table; numbers in its path are places in a list of tables."""
    model: type[BaseModel] = Settings
    for name in table:
        if name.isdigit():
            continue
        field = model.model_fields.get(name)
        inner = [field.annotation, *get_args(field.annotation)] if field else []
        tables = [kind for kind in inner if isinstance(kind, type) and issubclass(kind, BaseModel)]
        if not tables:
            return []
        model = tables[0]
    return list(model.model_fields)
