"""Learns how names sound in other scripts: ``python -m tests.evaluation.sounds FOLDER``.

Prints ``pipeline/stages/data/sounds.toml``, made from the pairs in FOLDER (files as
``tests.evaluation.verify`` reads them). Every proper noun of a translation is laid over its source
by first guesses, which letters are alike; the pairs of sounds so found are counted, and the names
laid over again, four times (Viterbi training). A score is the logarithm of how much oftener two
sounds meet than by chance.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from math import exp, log
from pathlib import Path

from pipeline.stages.verify.likeness import related
from pipeline.stages.verify.proper_nouns import proper_nouns
from pipeline.stages.verify.sounds import Likeness, Sound, sounds_of_name, sounds_of_text
from tests.evaluation.verify import CODES, read_pairs

Pairs = list[tuple[str | None, Sound | None]]  # a sound of each side, or of one

_HEAD = """# How names sound in other scripts. Each line: an English sound, then the letters that
# stand for it (as anyascii writes them), each with the logarithm of how much oftener they meet
# than by chance; "silent" where nothing stands for it; "added": letters between them; "within": a
# name that begins inside a word; "signs": how much oftener than by chance a character stands in a
# name. Capitals are letters in a special place: see sounds_of_name in verify/sounds.py.
# Learned by tests/evaluation/sounds.py from NTREX-128 and FLORES-200; better left to it."""
_ROUNDS = 4
_SURE = 0.7  # the score per sound from which an alignment is counted
_LEAST = -3.0
_MOST = 2.0  # of a character as such, either way
_CLASSES = {
    "P": "p b f v w ph wh pp", "T": "t d th tt dh", "S": "s z sh ch j c x zh ss jj sch tch C G",
    "K": "k g q x c ck gh kk kh h G", "L": "l r R", "N": "n m ng", "V": "a e i o u y eo eu ae w E",
}  # fmt: skip
_ENGLISH = (
    "a b c d e f g h i j k l m n o p q r s t u v w x y z sch tch sh ch th ph ck gh wh kh zh ng"
    " C E G R"
)
_WITHIN = {"ja": -1.5, "zh": -3.0, "ko": -1.5, "ar": -1.0}


def _kinds(sound: str) -> set[str]:
    return {kind for kind, sounds in _CLASSES.items() if sound in sounds.split()}


def _guess(ours: str, theirs: str) -> float:
    shared = _kinds(ours) & _kinds(theirs)
    score = 2.0 if ours.lower() == theirs else 1.5 if shared else -2.5
    return score - ("V" in shared)


def first_guess(language: str, sounds: Sequence[str]) -> Likeness:
    """Return a table by classes of letters."""
    vowel = -0.2 if language == "ar" else -1.0
    return Likeness(
        {ours: {theirs: _guess(ours, theirs) for theirs in sounds} for ours in _ENGLISH.split()},
        {o: vowel if o == "R" or "V" in _kinds(o) else -2.2 for o in _ENGLISH.split()},
        {theirs: -0.6 if "V" in _kinds(theirs) else -1.8 for theirs in sounds},
        _WITHIN[language],
        {},
    )


def lay_over(ours: Sequence[str], theirs: Sequence[Sound], table: Likeness) -> tuple[float, Pairs]:
    """Return the best alignment: its score, and its pairs of sounds, last first."""
    scores = [0.0 if sound.begins else table.within for sound in theirs] + [table.within]
    steps = []
    for sound in ours:
        row, back = [scores[0] + table.silent[sound]], ["silent"]
        for place, (letters, _, sign) in enumerate(theirs):
            options = {"silent": scores[place + 1] + table.silent[sound]}
            if letters is not None:
                weight = table.signs.get(sign, 0.0)
                options["pair"] = scores[place] + table.pairs[sound].get(letters, _LEAST) + weight
                options["added"] = row[place] + table.added.get(letters, _LEAST) + weight
            back.append(max(options, key=options.__getitem__))
            row.append(options[back[-1]])
        scores = row
        steps.append(back)
    place, rest, path = max(range(len(scores)), key=scores.__getitem__), len(ours), []
    best = scores[place]
    while rest:
        step = steps[rest - 1][place]
        path.append(
            (ours[rest - 1] if step != "added" else None,
             theirs[place - 1] if step != "silent" else None)
        )  # fmt: skip
        rest -= step != "added"
        place -= step != "silent"
    return best, path


def counted(
    paths: Sequence[Pairs], chance: dict[str, float], signs: dict[str, float], language: str
) -> Likeness:
    """Return the table of some alignments; what was seen seldom stays near the first guess.

    ``chance`` and ``signs`` are the shares of all sounds and characters.
    """
    seen = Counter((ours, its.letters if its else None) for path in paths for ours, its in path)
    used = Counter(its.sign for path in paths for _, its in path if its and its.sign)
    total = Counter(ours for path in paths for ours, _ in path)
    steps = sum(total.values())
    pairs = {
        ours: {
            theirs: max(
                _LEAST,
                log((seen[ours, theirs] + 2 * odds * exp(_guess(ours, theirs)))
                    / (total[ours] + 3) / odds),
            )
            for theirs, odds in chance.items()
        }
        for ours in _ENGLISH.split()
    }  # fmt: skip
    silent = {o: max(_LEAST, log((seen[o, None] + 0.3) / (total[o] + 3))) for o in _ENGLISH.split()}
    added = {
        theirs: max(_LEAST, log((seen[None, theirs] + odds / 2) / steps / odds))
        for theirs, odds in chance.items()
    }
    weights = {
        sign: min(_MOST, max(-_MOST, log((used[sign] + 1) / (used.total() * odds + 1))))
        for sign, odds in signs.items()
    }
    return Likeness(pairs, silent, added, _WITHIN[language], weights)


def learn(rows: Sequence[tuple[str, str]], language: str) -> Likeness:
    """Learn the table of one language from sources and English references."""
    names = [
        (sounds_of_name(name), sounds_of_text(source, language))
        for source, reference in rows
        for name in sorted({n.word for n in proper_nouns(reference, "en") if not n.first})
        if language == "ar" or not related(name, source, language)
    ]
    sounds = [sound for source, _ in rows for sound in sounds_of_text(source, language)]
    chance = _shares(sound.letters for sound in sounds if sound.letters)
    signs = _shares(sound.sign for sound in sounds if sound.sign)
    table = first_guess(language, list(chance))
    for _ in range(_ROUNDS):
        laid = [(ours, lay_over(ours, theirs, table)) for ours, theirs in names if theirs]
        paths = [path for ours, (score, path) in laid if score > _SURE * len(ours)]
        table = counted(paths, chance, signs, language)
    return table


def _shares(items: Iterable[str]) -> dict[str, float]:
    counts = Counter(items)
    return {item: (n + 1) / (counts.total() + len(counts)) for item, n in sorted(counts.items())}


def _row(scores: dict[str, float]) -> str:
    kept = sorted(scores.items(), key=lambda item: -item[1])
    return " ".join(f"{sound} {score:.1f}" for sound, score in kept if score > _LEAST + 0.5)


def main() -> int:
    """Print the table of every language whose names are heard."""
    folder = Path(sys.argv[1])
    print(_HEAD)
    for code, language in CODES.items():
        if language not in _WITHIN:
            continue
        table = learn(read_pairs(folder, code, slice(None)), language)
        print(f'\n[{language}]\nwithin = "{table.within}"\nadded = "{_row(table.added)}"')
        for ours, scores in table.pairs.items():
            print(f'{ours} = "{_row({**scores, "silent": table.silent[ours]})}"')
        levels: dict[float, list[str]] = {}
        for sign, weight in table.signs.items():
            levels.setdefault(round(weight * 2) / 2, []).append(sign)
        if levels:
            print(f"[{language}.signs]")
        for level in sorted(levels, reverse=True):
            if level:
                print(f'"{level}" = "{"".join(sorted(levels[level]))}"')
    return 0


if __name__ == "__main__":
    sys.exit(main())
