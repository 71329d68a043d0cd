"""What all tables of a config have in common."""

from __future__ import annotations

import os
import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:")  # two letters at least: C:\news.db is a path


class Table(BaseModel):
    """A table of the config: frozen, and no key that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


def _from_folder(value: str, info: ValidationInfo) -> str:
    folder = (info.context or {}).get("folder")
    if folder is None or value == "-" or _ADDRESS.match(value):
        return value
    return os.path.normpath(os.path.join(folder, value))  # noqa: PTH118  # patterns are no paths


Place = Annotated[str, Field(min_length=1), AfterValidator(_from_folder)]
"""A path, meant from the folder of the config file, or an address, which stays as it is."""
