"""Does any page break reading, or hold it for longer than its limit: ``make eval-robust``?

    python -m tests.evaluation.robust ../shared/eval --pages 10000

Reads the html5lib tests, the list of naughty strings, pages in old charsets and damaged pages as a
run does: in processes with a time limit, from bytes to facts. Each must come to an article or to
one line that says what it is instead. Exit code 1 where one does not.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from pipeline.batch.readers import Readers
from pipeline.batch.reading import Reader
from pipeline.batch.records import Read, Work
from pipeline.config import load_settings
from pipeline.records import Failure, Source
from pipeline.stages.assemble import Draft
from pipeline.stages.page import make_page
from pipeline.story import load_story
from tests.evaluation.mutate import mutated, sample_pages

_WINDOW = 200  # pages in hand
_LIMIT = 60.0  # seconds for a page
Case = tuple[str, bytes]


def html5lib(folder: Path) -> Iterator[Case]:
    """Give the inputs of the parser and tokenizer tests."""
    for path in sorted(folder.glob("robust-html5lib-tests/**/*.dat")):
        for number, part in enumerate(path.read_bytes().split(b"#data\n")[1:]):
            yield f"{path.name}#{number}", part.partition(b"\n#")[0]
    for path in sorted(folder.glob("robust-html5lib-tests/tokenizer/*.test")):
        tests = json.loads(path.read_text(encoding="utf-8")).get("tests", [])
        for number, test in enumerate(tests):
            yield f"{path.name}#{number}", test["input"].encode("utf-8", "surrogatepass")


def naughty(folder: Path) -> Iterator[Case]:
    """Give each naughty string as a text, a paragraph, a title, an attribute and a declaration."""
    path = folder / "robust-blns" / "blns.json"
    strings = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    prose = "The ministry said on Monday that the plant near Dresden would cost $4 billion. " * 4
    shapes = {
        "text": f"{{}}\n\n{prose}",
        "paragraph": f"<html><body><article><p>{{}}</p><p>{prose}</p></article></body></html>",
        "title": f"<html><head><title>{{}}</title></head><body><p>{prose}</p></body></html>",
        "attribute": f'<html lang="{{0}}"><body><p class="{{0}}">{prose}</p></body></html>',
        "declared": '<html><script type="application/ld+json">{{"@type": "NewsArticle", '
        f'"headline": "{{0}}", "datePublished": "{{0}}"}}}}</script><p>{prose}</p></html>',
    }
    for number, string in enumerate(strings):
        for name, shape in shapes.items():
            yield f"{name} {number}", shape.format(string).encode("utf-8", "surrogatepass")


def charsets(folder: Path) -> Iterator[Case]:
    """Give the pages in old charsets."""
    for path in sorted(folder.glob("robust-charset/**/*")):
        if path.is_file():
            yield path.name, path.read_bytes()


def damaged(count: int) -> Iterator[Case]:
    """Give pages that were damaged by chance, the same ones each time."""
    pages = sample_pages()
    return ((f"seed {seed}", mutated(seed, pages)) for seed in range(count))


def work(case: Case) -> Work:
    """Return a page as a run hands it to the processes that read."""
    name, content = case
    source = Source(location=f"{name}.html", kind="file")
    return Work(source, page=make_page(source, content, content_type="text/html"))


def broken(read: Read) -> str | None:
    """Return what went wrong that should not, if anything did."""
    if not isinstance(read, Failure):
        return None
    wrong = not read.refused or "\n" in read.error
    return f"{read.source}: {read.stage}: {read.error}" if wrong else None


def main() -> int:
    """Print a line for every set of pages, and one for each that broke something."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=10_000)
    options = parser.parse_args()
    sets = {
        "html5lib tests": html5lib(options.folder),
        "naughty strings": naughty(options.folder),
        "old charsets": charsets(options.folder),
        "damaged pages": damaged(options.pages),
    }
    reader = Reader(load_settings(profile="none"), load_story("chip-initiative"))
    troubles: list[str] = []
    sys.stdout.write(f"{'':16}   pages articles  refused   broken  slowest (s)\n")
    with closing(Readers(reader, 2, _LIMIT)) as readers:
        for name, cases in sets.items():
            counts: Counter[str] = Counter()
            slowest = 0.0
            while some := list(islice(cases, _WINDOW)):
                for answer in readers.read([work(case) for case in some]):
                    read = answer.result()
                    trouble = broken(read)
                    kind = "articles" if isinstance(read, Draft) else "refused"
                    counts["broken" if trouble else kind] += 1
                    troubles += [trouble] if trouble else []
                    if isinstance(read, Draft):
                        slowest = max(slowest, sum(read.seconds.values()))
            told = (counts.total(), counts["articles"], counts["refused"], counts["broken"])
            sys.stdout.write(
                f"{name:16}{told[0]:8}{told[1]:9}{told[2]:9}{told[3]:9}{slowest:13.2f}\n"
            )
            sys.stdout.flush()
    sys.stdout.writelines(f"{trouble}\n" for trouble in troubles)
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
