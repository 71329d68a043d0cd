"""Does the time to build a site grow in step with the number of digests, and does memory stay?

    python -m tests.evaluation.site_growth [500 2000]

Prints for each number of digests the seconds, the seconds for each thousand, the largest memory of
the process and the size of the search index. The digests are of one sample page, each with a text
of its own; they are made without a model and put into a store first.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from pipeline.config import load_settings
from pipeline.digest import Digester
from pipeline.records import Digest, Page, Source
from pipeline.site import build_site, of_store
from pipeline.sources import parse_source
from pipeline.stages.fetch import SourceFetcher
from pipeline.store import Store, open_store
from pipeline.story import load_story

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "fr" / "altman-sept-billions.html"


def main(counts: list[int]) -> int:
    """Print a line for every number."""
    settings, story = load_settings(profile="none"), load_story("chip-initiative")
    digester = Digester(settings, story, SourceFetcher(settings.fetch))
    digest = digester.digest([parse_source(str(SAMPLE))])[0]
    assert isinstance(digest, Digest)
    for count in counts:
        with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "n.db") as store:
            for number in range(count):
                _put(store, digest, number)
            out = Path(folder) / "site"
            begun = time.perf_counter()
            build_site(out, of_store(store, story.title, story.name, "en"))
            seconds = time.perf_counter() - begun
            size = (out / "search-index.js").stat().st_size
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{count:6} digests {seconds:7.1f} s {1000 * seconds / count:6.2f} s/1000 "
            f"{most:5} MiB  index {size / 1e6:.2f} MB",
            flush=True,
        )
    return 0


def _put(store: Store, digest: Digest, number: int) -> None:
    """Store the digest as one of another article."""
    place = f"https://news.example/{number}"
    article = digest.article.model_copy(update={"text": f"{digest.article.text}\nNo. {number}"})
    page = Page(
        source=Source(location=place, kind="url"),
        final_url=place,
        content=b"",
        content_type="text/html",
        charset=None,
        fetched_at=digest.source.fetched_at,
        sha256=digest.source.sha256,
    )
    source = digest.source.model_copy(update={"location": place, "final_url": place})
    made = digest.model_copy(
        update={"id": f"{number:012x}", "article": article, "source": source}
    )  # fmt: skip
    store.put_digest(store.put_article(page, article).id, made)


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]] or [500, 2000]))
