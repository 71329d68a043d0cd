"""JSON: the digest as it is. The schema is ``docs/schema/digest.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from pipeline.records import Digest

# Characters that move a terminal's cursor, reorder text or end a line. They stand in strings alone.
_ACTIVE = re.compile("[\u007f-\u009f\u2028-\u202e\u2066-\u2069]")


def dumps(value: object, indent: int | None = None) -> str:
    """Write JSON that a person can read and a terminal can show: what acts is escaped."""
    content = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ACTIVE.sub(lambda match: f"\\u{ord(match.group()):04x}", content)


def render_json(digests: Sequence[Digest]) -> str:
    """Render one digest as an object, several as an array."""
    rows = [digest.model_dump(mode="json") for digest in digests]
    content = rows[0] if len(rows) == 1 else rows
    return dumps(content, indent=2) + "\n"


def render_jsonl(digests: Sequence[Digest]) -> str:
    """Render one compact object a line."""
    return "".join(dumps(digest.model_dump(mode="json")) + "\n" for digest in digests)
