"""Does the time for facts and checks grow in step with the text?

    python -m tests.evaluation.growth

Prints, for ordinary prose and for texts made to be hard, how many times as long a text of 80,000
characters takes as one of 20,000 (4 is linear), after one run that loads all tables.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from pipeline.facts import find_facts
from pipeline.records import Article, Sentence
from pipeline.story import load_story

SHORT, LONG = 20_000, 80_000
TEXTS = {
    "prose": "Selon Bloomberg, Sam Altman chercherait 7 billions de dollars depuis mardi dernier. ",
    "quotes": "« Nous n'avons rien décidé du tout », a déclaré Jeanne Morel jeudi.\n",
    "digits": "1 000 000 ",
    "dots": "1.234.567,89 ",
    "milliards": "milliard ",
    "de": "de la de ",
    "marks": '« “ " „ » ” ',
    "capitals": "Anna Maria Schmidt ",
    "initials": "A. B. C. ",
    "dates": "le 9 février mardi 2024 ",
    "compound": "einundzwanzig",
    "myriads": "1万2千億兆",
    "selon": "selon dit selon ",
    "dollars": "$ $ 7 $ ",
}


def main() -> int:
    """Print a line for every text."""
    story = load_story("chip-initiative")
    for language in ("fr", "de", "zh"):
        _seconds(TEXTS["prose"], 500, language, story)
        print(language)
        for name, piece in TEXTS.items():
            short = _seconds(piece, SHORT, language, story)
            long = _seconds(piece, LONG, language, story)
            print(f"  {name:12}{long / short:5.1f} times, {long:6.2f} s", flush=True)
    return 0


def _seconds(piece: str, length: int, language: str, story: object) -> float:
    text = (piece * (length // len(piece) + 1))[:length]
    article = Article(
        title=None, published="2024-02-09", language=language, text=text, paragraphs_used=1,
        paragraphs_total=1,
    )  # fmt: skip
    begun = time.perf_counter()
    find_facts(article, list(_sentences(text, language)), story, "en")  # type: ignore[arg-type]
    return time.perf_counter() - begun


def _sentences(text: str, language: str) -> Iterator[Sentence]:
    """Cut a text every 400 characters or so, at a blank."""
    start = 0
    while start < len(text):
        blank = text.find(" ", start + 400)
        end = len(text) if blank < 0 else blank + 1
        yield Sentence(
            index=0, start=start, end=end, text=text[start:end], paragraph=0, language=language
        )
        start = end


if __name__ == "__main__":
    sys.exit(main())
