"""Score the detection of languages, chipwire beside langdetect and py3langid alone.

    python -m tests.evaluation.language DATA [--lines 200] [--language fr] [--differences 5]

DATA holds ``langid-lingua/language-testdata`` (lines by language) and ``langid-mixed/docs.jsonl``
(documents of two languages, the language of each paragraph known); neither is part of this
repository. Each line is asked about on its own. A document is asked about as a whole for its main
language, and paragraph by paragraph: chipwire sees the whole document, the others one paragraph.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.records import Article
from pipeline.stages.language import detect_language

Detect = Callable[[str], str]
SETS = ("sentences", "word-pairs")


class Paragraph(NamedTuple):
    """One paragraph of a document."""

    text: str
    language: str


class Document(NamedTuple):
    """A text of several languages; ``main`` is that of most of its characters."""

    kind: str
    main: str
    paragraphs: list[Paragraph]


def by_chipwire(text: str) -> str:
    """Return the main language of a text as chipwire tells it, "" for none."""
    return _read(text).language or ""


def by_langdetect(text: str) -> str:
    """Return what langdetect says, with a fixed seed."""
    from langdetect import DetectorFactory, detect
    from langdetect.lang_detect_exception import LangDetectException

    DetectorFactory.seed = 0
    try:
        return str(detect(text)).split("-")[0]
    except LangDetectException:
        return ""


def by_py3langid(text: str) -> str:
    """Return what py3langid says, choosing among all its languages."""
    from py3langid import classify

    return _norwegian(str(classify(text)[0]))


def _read(text: str) -> Article:
    return detect_language(Article(title=None, paragraphs_used=1, paragraphs_total=1, text=text))


def _norwegian(code: str) -> str:
    return "no" if code in {"nb", "nn"} else code


TOOLS: dict[str, Detect] = {
    "chipwire": by_chipwire,
    "langdetect": by_langdetect,
    "py3langid": by_py3langid,
}


def read_lines(root: Path, name: str, most: int, skip: int = 0) -> dict[str, list[str]]:
    """Return lines of each language of one set of lingua's, the first if none are skipped."""
    folder = root / "langid-lingua" / "language-testdata" / name
    return {
        path.stem: [line for line in path.read_text("utf-8").splitlines() if line.strip()][
            skip : skip + most
        ]
        for path in sorted(folder.glob("*.txt"))
    }


def read_documents(root: Path) -> Iterator[Document]:
    """Return the documents of two languages."""
    path = root / "langid-mixed" / "docs.jsonl"
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        parts = [Paragraph(" ".join(p["text"].split()), p["lang"]) for p in row["paragraphs"]]
        yield Document(row["kind"], row["main"], parts)


def _share(right: int, of: int) -> str:
    return f"{100 * right / of:6.1f}" if of else "     -"


def print_lines(
    name: str, lines: dict[str, list[str]], tools: dict[str, Detect], examples: int
) -> None:
    """Print the table of one set of lines: how many are told right, by language."""
    print(f"\n{name}\n\nlanguage  lines  " + "  ".join(f"{tool:>10}" for tool in tools))
    totals: Counter[str] = Counter()
    wrong: list[str] = []
    behind: list[str] = []
    for language, texts in lines.items():
        right = Counter[str]()
        for text in texts:
            for tool, detect in tools.items():
                found = detect(text)
                good = found == _norwegian(language)
                right[tool] += good
                if tool == "chipwire" and not good:
                    wrong.append(f"    {language} as {found or '-':3} {text}")
        totals.update(right)
        cells = "  ".join(f"{_share(right[tool], len(texts)):>10}" for tool in tools)
        worse = [tool for tool in tools if right[tool] > right["chipwire"]]
        behind += [language] if "langdetect" in worse else []
        print(f"{language:8} {len(texts):6}  {cells}  {'< ' + ' '.join(worse) if worse else ''}")
        print("".join(f"{line}\n" for line in wrong[:examples]), end="")
        wrong.clear()
    count = sum(map(len, lines.values()))
    cells = "  ".join(f"{_share(totals[tool], count):>10}" for tool in tools)
    print(f"{'all':8} {count:6}  {cells}")
    print(f"behind langdetect in: {' '.join(behind) or 'none'}")


def print_documents(documents: list[Document], tools: dict[str, Detect], examples: int) -> None:
    """Print the tables of mixed documents: main language by kind, paragraphs by language."""
    mains: dict[str, Counter[str]] = {}
    parts: dict[str, Counter[str]] = {}
    for document in documents:
        text = "\n".join(part.text for part in document.paragraphs)
        read = _read(text)
        spans = {text[span.start : span.end]: span.language for span in read.language_spans}
        for tool, detect in tools.items():
            main = (read.language or "") if tool == "chipwire" else detect(text)
            mains.setdefault(document.kind, Counter())[tool] += main == document.main
            for part in document.paragraphs:
                found = spans.get(part.text) if tool == "chipwire" else detect(part.text)
                parts.setdefault(part.language, Counter())[tool] += found == part.language
                if tool == "chipwire" and found != part.language and examples > 0:
                    examples -= 1
                    print(f"    {part.language} as {found} ({document.kind}) {part.text[:150]}")
    asked = [part.language for document in documents for part in document.paragraphs]
    for title, found, counts in (
        ("main language of mixed documents", mains, Counter(d.kind for d in documents)),
        ("paragraphs of mixed documents", parts, Counter(asked)),
    ):
        print(f"\n{title}\n\n{'':12} count  " + "  ".join(f"{tool:>10}" for tool in tools))
        for name, count in sorted(counts.items()):
            cells = "  ".join(f"{_share(found[name][tool], count):>10}" for tool in tools)
            worse = [tool for tool in tools if found[name][tool] > found[name]["chipwire"]]
            print(f"{name:12} {count:5}  {cells}  {'< ' + ' '.join(worse) if worse else ''}")


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 0 when they could be made, 2 when there is no data."""
    parser = argparse.ArgumentParser(prog="tests.evaluation.language", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the data sets")
    parser.add_argument("--lines", type=int, default=200, help="of each language and set")
    parser.add_argument("--skip", type=int, default=0, metavar="N", help="lines before the first")
    parser.add_argument("--language", action="append")
    parser.add_argument("--set", choices=(*SETS, "mixed"), action="append")
    parser.add_argument("--differences", type=int, default=0, metavar="N", help="show examples")
    options = parser.parse_args(arguments)
    if not (options.data / "langid-lingua").is_dir():
        hint = f"no test data at {options.data}: name its folder, make eval-language EVAL=FOLDER"
        print(hint, file=sys.stderr)
        return 2
    tools = TOOLS
    sets = options.set or (SETS[0], "mixed")
    for name in SETS:
        lines = read_lines(options.data, name, options.lines, options.skip)
        chosen = {k: v for k, v in lines.items() if not options.language or k in options.language}
        if name in sets:
            print_lines(name, chosen, tools, options.differences)
    if "mixed" in sets:
        print_documents(list(read_documents(options.data)), tools, options.differences)
    return 0


if __name__ == "__main__":
    sys.exit(main())
