"""JSON: the digest as it is. The schema is ``Digest.model_json_schema()``."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pipeline.records import Digest


def render_json(digests: Sequence[Digest]) -> str:
    """Render one digest as an object, several as an array."""
    rows = [digest.model_dump(mode="json") for digest in digests]
    content = rows[0] if len(rows) == 1 else rows
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def render_jsonl(digests: Sequence[Digest]) -> str:
    """Render one compact object a line."""
    return "".join(
        json.dumps(digest.model_dump(mode="json"), ensure_ascii=False) + "\n" for digest in digests
    )
