"""Score the extraction of articles on saved news pages, chipwire beside trafilatura alone.

    python -m tests.evaluation.extraction DATA [--language de] [--worst 10] [--states]

DATA holds folders ``extraction*``, each with ``articles.jsonl`` (url, title, body, publishing_date,
lang and the path of the page) and the pages, packed or not; none of them is part of this
repository. Text is compared by its runs of four words (characters in scripts without spaces), as
multisets, as the article-extraction-benchmark of Scrapinghub does; P, R and F1 are means over
pages, and a page without an answer counts as 0. A title is right if it is the same but for spaces,
a date if it is the same day, a moment being told in the time zone of the right answer.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import ChipwireError
from pipeline.records import Source
from pipeline.stages.extract import extract
from pipeline.stages.page import make_page

LEAST = 10  # pages of a language that has a line of its own
_TOKENS = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\u0e00-\u0e7f]|[^\W_]+")
_RUN = 4
_WARM_UP = 20  # pages


class Case(NamedTuple):
    """One page and what a person says stands on it; ``body`` may be missing."""

    set: str
    language: str
    name: str
    url: str | None
    html: bytes
    title: str
    date: str
    body: str


class Answer(NamedTuple):
    """What an extractor gave for a page, and in how many seconds of processor time."""

    text: str
    title: str
    date: str
    seconds: float
    state: str = ""  # chipwire's alone: the input state, or why the page was refused


class Score(NamedTuple):
    """How right an answer is; the parts are None where there is nothing to compare with."""

    precision: float | None
    recall: float | None
    f1: float | None
    title: bool | None
    date: bool | None


def read_cases(folder: Path) -> Iterator[Case]:
    """Return the pages of one set."""
    for row in map(json.loads, (folder / "articles.jsonl").read_text("utf-8").splitlines()):
        path = folder / row["html"]
        content = path.read_bytes()
        yield Case(
            set=folder.name.removeprefix("extraction-"),
            language=(row.get("lang") or "?").split("-")[0],
            name=row["html"],
            url=row.get("url"),
            html=gzip.decompress(content) if path.suffix == ".gz" else content,
            title=row.get("title") or "",
            date=row.get("publishing_date") or "",
            body=row.get("body") or "",
        )


def by_chipwire(case: Case) -> Answer:
    """Extract a page as chipwire does; a refused page has no text."""
    page = make_page(Source(location=case.url or case.name, kind="url"), case.html,
                     final_url=case.url)  # fmt: skip
    begun = time.process_time()
    try:
        article = extract(page)
    except ChipwireError as exc:
        return Answer("", "", "", time.process_time() - begun, f"refused: {exc}")
    seconds = time.process_time() - begun
    return Answer(article.text, article.title or "", article.published or "", seconds,
                  article.input_state)  # fmt: skip


def by_trafilatura(case: Case) -> Answer:
    """Extract a page with trafilatura as it comes, without comments."""
    from trafilatura import bare_extraction

    begun = time.process_time()
    found: Any = bare_extraction(
        case.html, url=case.url, include_comments=False, with_metadata=True
    )
    seconds = time.process_time() - begun
    if found is None:
        return Answer("", "", "", seconds)
    return Answer(found.text or "", found.title or "", found.date or "", seconds)


EXTRACTORS: dict[str, Callable[[Case], Answer]] = {
    "chipwire": by_chipwire,
    "trafilatura": by_trafilatura,
}


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words of a text, or the one that a shorter text is."""
    words = _TOKENS.findall(text.replace("\u00ad", "").casefold())
    last = max(1, len(words) - _RUN + 1) if words else 0
    return Counter(tuple(words[i : i + _RUN]) for i in range(last))


def score(case: Case, answer: Answer) -> Score:
    """Compare an answer with what is right."""
    title = " ".join(case.title.split()) == " ".join(answer.title.split()) if case.title else None
    date = same_day(case.date, answer.date) if case.date else None
    right = runs(case.body)
    if not right:
        return Score(None, None, None, title, date)
    given = runs(answer.text)
    common = (right & given).total()
    precision, recall = common / max(1, given.total()), common / right.total()
    f1 = 2 * precision * recall / (precision + recall) if common else 0.0
    return Score(precision, recall, f1, title, date)


def same_day(right: str, given: str) -> bool:
    """Return whether two ISO dates are the same day, in the time zone of the first."""
    try:
        day, other = datetime.fromisoformat(right), datetime.fromisoformat(given)
    except ValueError:
        return False
    if len(given) > 10 and day.tzinfo and other.tzinfo:
        other = other.astimezone(day.tzinfo)
    return day.date() == other.date()


def _mean(values: Iterable[float | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{100 * sum(known) / len(known):5.1f}" if known else "    -"


def line(name: str, language: str, pairs: list[tuple[Score, Score]]) -> str:
    """Write one line of the table: how many pages, then chipwire and trafilatura side by side."""
    columns = [
        " ".join(_mean(getattr(pair[side], part) for pair in pairs) for side in (0, 1))
        for part in Score._fields
    ]
    return f"{name:14}{language:8}{len(pairs):5}   " + "   ".join(columns)


def table(scored: list[tuple[Case, Score, Score]]) -> str:
    """Write the table: every set, and in it every language with enough pages."""
    head = "   ".join(f"{part:^11}" for part in Score._fields)
    lines = [f"{'set':14}{'language':8}{'pages':>5}   {head}"]
    lines.append(" " * 30 + "   ".join(["ours  traf."] * len(Score._fields)))
    for name in sorted({case.set for case, *_ in scored}):
        rows = [(case, ours, theirs) for case, ours, theirs in scored if case.set == name]
        lines.append(line(name, "all", [(ours, theirs) for _, ours, theirs in rows]))
        counts = Counter(case.language for case, *_ in rows)
        for language, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            if count >= LEAST and language != "?":
                mine = [(ours, theirs) for case, ours, theirs in rows if case.language == language]
                lines.append(line(name, language, mine))
    return "\n".join(lines)


def verdict(scored: list[tuple[Case, Score, Score]]) -> str:
    """Say in which sets and languages F1 is not above that of trafilatura alone."""
    pairs: dict[str, list[tuple[Score, Score]]] = {}
    for case, ours, theirs in scored:
        if ours.f1 is not None and theirs.f1 is not None:
            pairs.setdefault(f"{case.set} all", []).append((ours, theirs))
            pairs.setdefault(f"{case.set} {case.language}", []).append((ours, theirs))
    behind = [
        name
        for name, rows in pairs.items()
        if (name.endswith(" all") or len(rows) >= LEAST)
        and sum(ours.f1 or 0.0 for ours, _ in rows) <= sum(theirs.f1 or 0.0 for _, theirs in rows)
    ]
    return "F1 above trafilatura's in every line: " + (
        f"no ({', '.join(behind)})" if behind else "yes"
    )


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 0 when it could be made, 2 when there is no data."""
    parser = argparse.ArgumentParser(prog="tests.evaluation.extraction", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the data sets")
    parser.add_argument("--language")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="pages to look at")
    parser.add_argument("--states", action="store_true", help="list pages that are not full")
    options = parser.parse_args(arguments)
    folders = sorted(path.parent for path in options.data.glob("extraction*/articles.jsonl"))
    if not folders:
        hint = f"no test data at {options.data}: name its folder, make eval-extract EVAL=FOLDER"
        print(hint, file=sys.stderr)
        return 2
    cases = [case for folder in folders for case in read_cases(folder)]
    cases = [case for case in cases if options.language in (None, case.language)]
    for extractor in EXTRACTORS.values():  # what is loaded once belongs to no page
        for case in cases[:_WARM_UP]:
            extractor(case)
    scored, answers, seconds = [], [], Counter[str]()
    for case in cases:
        found = {name: extractor(case) for name, extractor in EXTRACTORS.items()}
        seconds.update({name: answer.seconds for name, answer in found.items()})  # type: ignore[arg-type]  # Counter adds floats too
        scored.append((case, *(score(case, answer) for answer in found.values())))
        answers.append(found["chipwire"])
    print(table(scored))
    print(verdict(scored))
    ours, theirs = (seconds[name] / len(cases) for name in EXTRACTORS)
    print(f"speed: {1000 * ours:.1f} ms a page, trafilatura {1000 * theirs:.1f} ms; "
          f"chipwire has {theirs / ours:.2f} of its speed")  # fmt: skip
    print("states: " + str(dict(Counter(a.state.split(":")[0] for a in answers).most_common())))
    _print_pages(scored, answers, options.worst, states=options.states)
    return 0


def _print_pages(
    scored: list[tuple[Case, Score, Score]], answers: list[Answer], worst: int, *, states: bool
) -> None:
    if states:
        for (case, *_), answer in zip(scored, answers, strict=True):
            if answer.state != "full":
                print(f"  {answer.state:20} {case.name}")
    for case, ours, theirs in sorted(scored, key=lambda row: row[1].f1 or 0.0)[:worst]:
        print(f"  {ours.f1 or 0:.2f} ({theirs.f1 or 0:.2f})  {case.name}")


if __name__ == "__main__":
    sys.exit(main())
