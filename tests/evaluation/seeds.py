"""Do digests of whole articles hold what a reader wrote down for them?

    python -m tests.evaluation.seeds FOLDER

FOLDER holds ``seeds-gold.json`` and the articles it names. Each line of the answer is one thing
that the gold asks for and the digest lacks, or that the digest adds where the gold is complete
(money); nothing is printed for what agrees. Exit 1 where anything differs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.config import Settings
from pipeline.digest import Digester
from pipeline.evaluation.judge import quote_difference
from pipeline.records import Digest, Source
from pipeline.stages.fetch import SourceFetcher
from pipeline.story import load_story


def differences(digest: Digest, gold: dict[str, Any]) -> Iterator[str]:
    """Yield what a digest lacks of its gold, one line each."""
    article, facts = digest.article, digest.facts
    for field in ("language", "title"):
        if field in gold and getattr(article, field) != gold[field]:
            yield f"{field}: {getattr(article, field)!r} instead of {gold[field]!r}"
    if (article.published or None) != gold.get("published"):
        yield f"published: {article.published} instead of {gold.get('published')}"
    missing = set(gold.get("other_languages", ())) - set(article.other_languages)
    if missing:
        yield f"other languages: {sorted(missing)} missing"
    if "money" in gold:
        asked = [(Decimal(row[0]), row[1], len(row) > 2) for row in gold["money"]]
        given = [(m.min, m.currency, m.doubt is not None) for m in facts.money]
        if given != asked:
            yield f"money: {given} instead of {asked}"
    if "money_vague" in gold:
        vague = [m.text for m in facts.money_vague]
        if vague != gold["money_vague"]:
            yield f"vague amounts: {vague} instead of {gold['money_vague']}"
    dates = {d.value for d in facts.dates} | {(article.published or "")[:10]}
    yield from _listed("date", gold.get("dates", ()), dates)
    known = [actor.name for actor in facts.actors]
    yield from _listed("actor", gold.get("actors", ()), known)
    yield from _listed("name", gold.get("names", ()), known)
    heard = {name for claim in facts.claims for name in claim.attributed_to}
    yield from _listed("attribution", gold.get("attributed_to", ()), heard)
    for quote in gold.get("quotes", ()):
        missed = quote_difference(facts, quote["starts"], quote.get("speaker"))
        if missed:
            yield f"quote: {missed}"
    for phrase in gold.get("boilerplate", ()):
        if phrase in article.text:
            yield f"boilerplate: {phrase!r} is still there"


def _listed(kind: str, asked: Any, given: Any) -> Iterator[str]:
    for item in asked:
        if not any(item in text or text in item for text in given if text):
            yield f"{kind}: {item!r} missing"


def main() -> int:
    """Digest every article that the gold names, without a model, and compare."""
    folder = Path(sys.argv[1]) if len(sys.argv) == 2 else Path()
    gold = folder / "seeds-gold.json"
    if not gold.is_file():
        print(f"no {gold}: give the folder of the articles and their gold", file=sys.stderr)
        return 2
    cases = {n: row for n, row in json.loads(gold.read_text(encoding="utf-8")).items() if "." in n}
    settings = Settings.model_validate({"digest": {"profile": "none"}})
    story = load_story(settings.digest.story)
    sources = [Source(location=str(folder / name), kind="file") for name in cases]
    digester = Digester(settings, story, SourceFetcher(settings.fetch))
    found = 0
    for (name, row), result in zip(cases.items(), digester.digest(sources), strict=True):
        lines = list(differences(result, row)) if isinstance(result, Digest) else [result.error]
        found += len(lines)
        print(f"{name}: {'as in the gold' if not lines else ''}")
        for line in lines:
            print(f"  {line}")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
