"""Does a briefing of whole articles, the samples and three planted ones show what it must?

    python -m tests.evaluation.story_seeds FOLDER

FOLDER holds articles as .txt files. Each line says what was looked for and whether it is there;
exit 1 if anything is not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from pipeline.briefing import make_briefing
from pipeline.briefing_records import Briefing
from pipeline.config import load_settings
from pipeline.digest import Digester
from pipeline.records import Digest, Source
from pipeline.stages.fetch import FakeFetcher, SourceFetcher
from pipeline.story import load_story
from tests.evaluation.story import page

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TRILLIONS = Decimal(7_000_000_000_000)
PLANTED = {
    "https://planted.example/slip": page(
        language="fr",
        published="2024-02-10",
        title="Puces : Altman veut lever 7 milliards",
        text="Le patron d'OpenAI, Sam Altman, veut lever 7 milliards de dollars pour ses usines de "
        "puces, selon le Wall Street Journal. Des investisseurs des Émirats arabes unis ont été "
        "approchés. Le projet durerait plusieurs années et compterait des dizaines d'usines.",
    ),
    "https://planted.example/denial": page(
        language="en",
        published="2024-02-11",
        title="G42 denies talks with Altman",
        text="G42 denied that it holds talks with Sam Altman over money for chip factories. The "
        "company from Abu Dhabi said so in a statement on Sunday. It would not comment on other "
        "projects, and Mr Altman could not be reached by this newspaper.",
    ),
}


def found(briefing: Briefing) -> Iterator[tuple[str, bool]]:
    """Yield what a briefing must show, and whether it does."""
    sought = [slot for slot in briefing.money if slot.kind == "target"]
    values = [value for slot in sought for value in slot.values]
    trillions = [value for value in values if value.max == TRILLIONS]
    reports = [report for value in trillions for report in value.reports]
    sources, writings = {r.proof.source for r in reports}, {r.words for r in reports}
    yield f"$7 trillion is one amount ({len(trillions)})", len(trillions) == 1
    yield f"from three sources at least ({len(sources)})", len(sources) >= 3
    yield f"in three writings at least ({len(writings)})", len(writings) >= 3
    slips = [value for value in values if value.slip_of]
    yield f"one probable scale slip ({len(slips)})", len(slips) == 1
    both = [c for c in briefing.conflicts if c.order == "scale slip" and len(c.sides) == 2]
    yield "with both sides", len(both) == 1
    denied = [c for c in briefing.conflicts if c.kind == "denial" and "G42" in c.about]
    yield "the planted denial beside what it denies", len(denied) == 1
    g42 = [who for who in briefing.actors if who.id == "g42"]
    yield "and as G42's denial", bool(g42 and g42[0].denied)
    offices = [c.order for c in briefing.conflicts if c.kind == "office"]
    yield f"Altman gone and back is an update ({offices})", offices == ["update"]


def _digests(sources: Sequence[Source], fetcher: SourceFetcher | FakeFetcher) -> list[Digest]:
    settings = load_settings(profile="none")
    results = Digester(settings, load_story("chip-initiative"), fetcher).digest(sources)
    return [result for result in results if isinstance(result, Digest)]


def main() -> int:
    """Brief everything together, and print what is there and what is missing."""
    folder = Path(sys.argv[1]) if len(sys.argv) == 2 else Path()
    seeds = sorted(folder.glob("*.txt"))
    if not seeds:
        print(f"no articles (*.txt) in {folder}: give their folder", file=sys.stderr)
        return 2
    files = [Source(location=str(p), kind="file") for p in [*seeds, *SAMPLES.glob("*/*.html")]]
    digests = _digests(files, SourceFetcher(load_settings().fetch))
    digests += _digests(
        [Source(location=url, kind="url") for url in PLANTED], FakeFetcher(PLANTED.__getitem__)
    )
    briefing = make_briefing(digests, load_story("chip-initiative"), length="long")
    missing = 0
    for what, there in found(briefing):
        print(f"{'yes' if there else 'NO '}  {what}")
        missing += not there
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main())
