"""The published JSON Schemas, made from the records: ``docs/schema/*.json``.

    python -m pipeline.json_schema docs/schema

They describe what chipwire writes: every field is always there, and there is no other.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from pipeline.briefing_records import Briefing
from pipeline.records import Digest, Record
from pipeline.render.json_lines import dumps

PUBLISHED: dict[str, type[Record]] = {"digest": Digest, "briefing": Briefing}


class _Written(GenerateJsonSchema):
    """A schema of what is written, where a field with a default is there as any other."""

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ARG002
        return True


def schema_text(name: str) -> str:
    """Return the schema of ``"digest"`` or ``"briefing"`` as the text of its file."""
    schema = PUBLISHED[name].model_json_schema(schema_generator=_Written, mode="serialization")
    return dumps({"$schema": _Written.schema_dialect, **schema}, indent=2) + "\n"


def write_schemas(folder: Path) -> None:
    """Write ``digest.json`` and ``briefing.json`` into an existing folder."""
    for name in PUBLISHED:
        (folder / f"{name}.json").write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
