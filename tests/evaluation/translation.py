"""How good are the translations of the embedded model, step by step?

    python -m tests.evaluation.translation DATA [--sample N] [--pairs fr-en,en-fr] [--ends]
        [--keep FILE]

DATA holds ``mt-dev``: lines 1201 to 1600 of NTREX-128, which nothing was trained on. For each
direction it prints chrF and BLEU of the raw model, of each step added to the one before, and of
what chipwire asks first (attempt 0 of the card, the best candidate, before the checks), with
sacrebleu's paired bootstrap: 95 % intervals, and p of a difference to the raw model. Seconds are
those of the processor. With ``--keep`` translations go into a file, and a run that was stopped goes
on from there; a translation is made again where the model, the examples or the way changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from models import load_card, revision_of
from models.adapters.data import CODES
from models.card import Attempt, Card
from models.examples import recipe
from models.protocols import Translator
from pipeline.evaluation.report import aligned

INTO_ENGLISH = ("fr", "de", "es", "it", "pt", "nl", "pl", "sv", "ja", "zh", "ko", "ar")
FROM_ENGLISH = ("fr", "de", "es", "it", "pt")
PAIRS = [f"{code}-en" for code in INTO_ENGLISH] + [f"en-{code}" for code in FROM_ENGLISH]
BATCH = 64  # sentences between two writes to the file
HEAD = ("", "system", "lines", "chrF", "95 %", "p", "BLEU", "95 %", "p", "s a line")


class System(NamedTuple):
    """A step: its name, and a card whose only attempt is how the model is asked."""

    name: str
    card: Card

    @property
    def key(self) -> str:
        """Return a hash of all that decides a translation but the numerics."""
        way = [revision_of(self.card), self.card.model_dump_json(include={"prompt", "decoding"})]
        return hashlib.sha256("\n".join([*way, recipe()]).encode()).hexdigest()[:16]


class Kept(NamedTuple):
    """A translation, and the seconds of one processor that it took."""

    text: str
    seconds: float


class Store:
    """Translations by system, direction and source text, kept in a file of JSON lines if named."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.kept: dict[tuple[str, str, str], Kept] = {}
        if path and path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                if row := _row(line):
                    self.kept[tuple(row[:3])] = Kept(row[3], row[4])

    def add(self, system: str, pair: str, made: Sequence[tuple[str, Kept]]) -> None:
        """Keep translations with their sources."""
        self.kept |= {(system, pair, source): kept for source, kept in made}
        if self.path:
            rows = [[system, pair, source, *kept] for source, kept in made]
            with self.path.open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _row(line: str) -> list[Any]:
    """Read a line of the file; none where a stopped run left half of one."""
    try:
        row = json.loads(line)
    except ValueError:
        return []
    return row if isinstance(row, list) and len(row) == 5 else []


def systems(card: Card) -> list[System]:
    """Return the steps from the raw model to the card as it is."""
    last = card.decoding.attempts[0]
    ranked = last.model_copy(update={"bare": False})
    beams = ranked.model_copy(update={"backward": False})
    greedy = beams.model_copy(update={"beams": 1})
    raw = card.model_copy(update={"adapter": None})
    return [
        System(f"raw, {last.shots} examples, greedy", _asked(raw, greedy)),
        System("+ adapter", _asked(card, greedy)),
        System(f"+ {last.beams} beams", _asked(card, beams)),
        System("+ ranked backward", _asked(card, ranked)),
        System("+ asked without examples too = chipwire", _asked(card, last)),
    ]


def _asked(card: Card, way: Attempt) -> Card:
    decoding = card.decoding.model_copy(update={"attempts": (way,)})
    return card.model_copy(update={"decoding": decoding})


def translator_of(card: Card) -> Translator:
    """Load what translates; the first time the weights are converted into the cache."""
    from models.backends.causal import CausalTranslator, load
    from models.device import place_for
    from models.weights import ensure

    return CausalTranslator(card, load(ensure(card), place_for()))


def translate(system: System, pair: str, sources: Sequence[str], store: Store) -> list[Kept]:
    """Translate the lines that the store lacks; return the translation of each."""
    source, target = pair.split("-")
    key = system.key
    todo = [text for text in dict.fromkeys(sources) if (key, pair, text) not in store.kept]
    translator = translator_of(system.card) if todo else None
    for first in range(0, len(todo), BATCH):
        assert translator
        part = todo[first : first + BATCH]
        begun = time.process_time()
        answers = translator.translate(part, source, target)
        share = (time.process_time() - begun) / len(part)
        made = [(text, Kept(some[0], share)) for text, some in zip(part, answers, strict=True)]
        store.add(key, pair, made)
    return [store.kept[key, pair, text] for text in sources]


def compare(
    named: Sequence[tuple[str, Sequence[str]]], references: Sequence[str], resamples: int = 1000
) -> tuple[list[tuple[Any, Any]], list[str]]:
    """Return chrF and BLEU of each system (sacrebleu results), and the signatures.

    The first system is the one that the others are compared with.
    """
    from sacrebleu.metrics import BLEU, CHRF
    from sacrebleu.significance import PairedTest

    metrics = {"chrF": CHRF(), "BLEU": BLEU()}
    test = PairedTest(
        list(named), metrics, references=[list(references)], test_type="bs", n_samples=resamples
    )
    signatures, found = test()
    names = list(signatures)
    rows = list(zip(*(found[name] for name in names), strict=True))
    return rows, [f"{name} {signatures[name]}" for name in names]


def cells(result: Any) -> list[str]:
    """Return a score, its interval and the p of its difference to the first system."""
    p = "" if result.p_value is None else f"{result.p_value:.3f}"
    return [f"{result.score:.1f}", f"±{result.ci:.1f}", p]


def read(folder: Path, pair: str, sample: int) -> tuple[list[str], list[str]]:
    """Return the first lines in the source language, and in the target language."""
    one, two = (
        (folder / f"ntrex.{CODES.get(code, 'eng')}.txt").read_text(encoding="utf-8").splitlines()
        for code in pair.split("-")
    )
    return one[:sample], two[:sample]


def main() -> int:
    """Print the table, a direction at a time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sample", type=int, default=400, help="lines of each direction")
    parser.add_argument("--pairs", default=",".join(PAIRS))
    parser.add_argument("--card", default="gemma-3-270m")
    parser.add_argument("--keep", type=Path, help="file to keep translations in")
    parser.add_argument("--ends", action="store_true", help="the raw model and chipwire alone")
    args = parser.parse_args()
    folder, pairs = args.data / "mt-dev", args.pairs.split(",")
    if not folder.is_dir():
        print(f"no folder {folder}: give the folder of the data sets", file=sys.stderr)
        return 2
    if wrong := [pair for pair in pairs if pair not in PAIRS]:
        print(f"no direction {wrong[0]}: choose from {', '.join(PAIRS)}", file=sys.stderr)
        return 2
    store, steps = Store(args.keep), systems(load_card(args.card))
    steps = [steps[0], steps[-1]] if args.ends else steps
    for pair in pairs:
        sources, references = read(folder, pair, args.sample)
        made = [(step.name, translate(step, pair, sources, store)) for step in steps]
        rows, signatures = compare([(n, [k.text for k in kept]) for n, kept in made], references)
        table = [
            [pair, name, str(len(kept)), *cells(chrf), *cells(bleu),
             f"{sum(one.seconds for one in kept) / len(kept):.2f}"]
            for (name, kept), (chrf, bleu) in zip(made, rows, strict=True)
        ]  # fmt: skip
        print(aligned([HEAD, *table], left=(0, 1)), *signatures, "", sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
