"""Learns which words go with which: ``python -m tests.evaluation.witnesses FOLDER... --into DATA``.

Writes ``DATA/<language>.txt`` (``pipeline/stages/data/witnesses``), made from the pairs in the
folders (files as ``tests.evaluation.verify`` reads them; FOLDER:800 takes the first 800 lines). For
each English word the source words are chosen, one by one, that together tell best which sentences
have it (by the log-likelihood ratio); their shares are counted and discounted by how many were
chosen.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from math import log
from pathlib import Path
from typing import NamedTuple

from pipeline.stages.verify.witnesses import english_keys, source_keys
from tests.evaluation.verify import CODES, read_pairs

_HEAD = """# English words, cut to their stems, and the words of the source that go with them.
# Each line: a word; how many of 100 sentences that have it have one of these in their source; how
# many of 100 others do; these. Learned by tests/evaluation/witnesses.py from
# {source}; better left to it.
"""
_OFTEN = 0.6  # the share of sentences from which a word tells nothing
_FEWEST = 3  # sentences that must have a word, or both words
_LIFT = 4.0  # times that a witness must be likelier with the word than without
_RARELY = 0.04  # the share of a word's sentences that a witness must be in
_MOST = 6  # witnesses of a word
_ADDS = 4.0  # log-likelihood that each witness must add
_DISCOUNT = 0.7  # sentences taken off for each witness chosen, as it was chosen for them
_LEAST = 0.2  # the share of a word's sentences that must have a witness
_TIMES = 3.0  # how much oftener than in other sentences

Pairs = Sequence[tuple[str, str]]


class Row(NamedTuple):
    """A word with the share of its sentences, and of others, that have one of its witnesses."""

    word: str
    held: float
    chance: float
    keys: list[str]


def learn(pairs: Pairs, language: str) -> list[Row]:
    """Return the rows of a table; sentences are sets of bits, as many as pairs."""
    english: Counter[str] = Counter()
    foreign: Counter[str] = Counter()
    sentences: list[frozenset[str]] = []
    for number, (source, reference) in enumerate(pairs):
        sentences.append(source_keys(source, language))
        english.update(dict.fromkeys(english_keys(reference), 1 << number))
        foreign.update(dict.fromkeys(sentences[-1], 1 << number))
    rows = (_row(w, b, foreign, sentences) for w, b in sorted(english.items()) if w)
    return [row for row in rows if row is not None]


def _row(
    word: str, having: int, foreign: Counter[str], sentences: list[frozenset[str]]
) -> Row | None:
    count, every = having.bit_count(), len(sentences)
    if not _FEWEST <= count <= _OFTEN * every:
        return None
    chosen: list[str] = []
    held = best = 0
    candidates = _candidates(having, foreign, sentences)
    while candidates and len(chosen) < _MOST:
        gains = {key: _gain(held | foreign[key], having, every) for key in candidates}
        top = max(candidates, key=gains.__getitem__)
        if gains[top] < best + _ADDS:
            break
        best, held = gains[top], held | foreign[top]
        chosen.append(top)
        candidates.remove(top)
    both = (held & having).bit_count()
    share = (both - _DISCOUNT * len(chosen) + 0.3) / (count + 1.5)
    chance = (held.bit_count() - both + 1) / (every - count + 2)
    enough = chosen and share >= max(_LEAST, _TIMES * chance)
    return Row(word, share, chance, chosen) if enough else None


def _candidates(having: int, foreign: Counter[str], sentences: list[frozenset[str]]) -> list[str]:
    count, every = having.bit_count(), len(sentences)
    met = Counter(key for place in _places(having) for key in sentences[place])
    return sorted(
        key
        for key, times in met.items()
        if times >= max(_FEWEST, _RARELY * count)
        and foreign[key].bit_count() <= every / 2
        and times / count >= _LIFT * (foreign[key].bit_count() - times + 0.5) / (every - count)
    )


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _gain(held: int, having: int, every: int) -> float:
    """Return the log-likelihood that two sets of sentences are dependent (Dunning's, halved)."""
    both = (held & having).bit_count()
    only, other = having.bit_count() - both, held.bit_count() - both
    table = (both, only, other, every - both - only - other)
    return (
        _entropy(table[:2]) + _entropy(table[2:])
        - _entropy((both + other, only + table[3]))
    )  # fmt: skip


def _entropy(counts: Sequence[int]) -> float:
    return sum(count * log(count / sum(counts)) for count in counts if count)


def main() -> int:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--source", default="NTREX-128 and FLORES-200")
    args = parser.parse_args()
    args.into.mkdir(parents=True, exist_ok=True)
    for code, language in CODES.items():
        pairs: list[tuple[str, str]] = []
        for folder in args.folder:
            path, _, end = folder.partition(":")
            pairs += read_pairs(Path(path), code, slice(int(end) if end else None))
        lines = [
            f"{word} {100 * held:.0f} {100 * chance:.2g} {' '.join(keys)}"
            for word, held, chance, keys in learn(pairs, language)
        ]
        text = _HEAD.format(source=args.source) + "\n".join(lines) + "\n"
        (args.into / f"{language}.txt").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
