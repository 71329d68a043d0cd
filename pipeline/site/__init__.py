"""A static site: briefings and digests as pages that need no server. ``build`` is the door."""

from __future__ import annotations

from pipeline.site.build import Built, build_site
from pipeline.site.contents import Contents, of_digests, of_store

__all__ = ["Built", "Contents", "build_site", "of_digests", "of_store"]
