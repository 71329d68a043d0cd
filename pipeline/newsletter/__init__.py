"""Editions: from the digests in the store to finished messages in the ledger.

readers      who gets an edition, in which language, length and story
gather       what is new since the last one, and what has to be corrected
corrections  what an earlier edition said that the source, or a second reading, says no more
brief        what the articles of an edition tell together
charts       the pictures of it
frozen       what an occurrence says, as it is kept
letters      one finished message for each reader
publish      all of it, frozen in one step: THE FILE TO READ FIRST of this package

Nothing is sent here; ``pipeline.deliver`` sends what was frozen.
"""

from __future__ import annotations

from pipeline.newsletter.publish import Issue, Published, publish
from pipeline.newsletter.readers import Reader, readers_of

__all__ = ["Issue", "Published", "Reader", "publish", "readers_of"]
