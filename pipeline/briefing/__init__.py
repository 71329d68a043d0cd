"""Briefings: many digests told as one story, every line with its proof.

A package between ``pipeline.batch`` and ``pipeline.digest``. The records are in
``pipeline.briefing_records``; ``make`` is the file to read first.
"""

from __future__ import annotations

from pipeline.briefing.make import make_briefing

__all__ = ["make_briefing"]
