"""Extraction that no page can hold: what is not plainly small is read in a process of its own.

The parser takes quadratic time over a tag with very many attributes, and nothing but the end of its
process stops it. A run needs none of this: its readers are such processes.

    python -m pipeline.stages.extract_apart    # the life of that process: a page in, an article out
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from typing import BinaryIO

from pipeline import errors
from pipeline.errors import ChipwireError, ContentError
from pipeline.records import Article, Page
from pipeline.stages.extract import extract

SECONDS = 30.0
# Of 321 news pages (fundus) 49 are larger, and none has more tags. The worst page so small that was
# found, one tag with 108,000 attributes, takes lxml 14 s.
_SMALL = 500_000  # bytes
_FEW_TAGS = 10_000


def extract_within(page: Page, seconds: float = SECONDS) -> Article:
    """Return the article of a page as ``extract`` does.

    Raises ``ContentError``, too, where a page takes longer than ``seconds``.
    """
    if len(page.content) <= _SMALL and page.content.count(b"<") <= _FEW_TAGS:
        return extract(page)
    head = {**page.model_dump(mode="json", exclude={"content"}), "seconds": seconds}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "pipeline.stages.extract_apart"],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            input=json.dumps(head).encode() + b"\n" + page.content,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ContentError(
            f"reading it took longer than {seconds:g} s: the page may be built to do so"
        ) from None
    if not done.stdout:
        raise ContentError(f"reading it ended the process (code {done.returncode})")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise getattr(errors, answer["error"])(answer["told"])
    return Article.model_validate(answer["article"])


def serve(given: BinaryIO, answers: BinaryIO) -> None:
    """Read one page and answer with its article, or with the error that it raises."""
    head, _, content = given.read().partition(b"\n")
    fields = json.loads(head)
    _limit_cpu(fields.pop("seconds"))
    page = Page.model_validate({**fields, "content": content})
    try:
        answer: dict[str, object] = {"article": extract(page).model_dump(mode="json")}
    except ChipwireError as exc:
        answer = {"error": type(exc).__name__, "told": str(exc)}
    answers.write(json.dumps(answer).encode())


def _limit_cpu(seconds: float) -> None:
    """End with the time that is allowed, even if whoever started us is gone."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        most = int(seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
