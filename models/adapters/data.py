"""Training texts of the news-translation adapter.

In: a folder of tab-separated corpora (``<corpus>.<xxx>-eng.tsv``, foreign<TAB>English) and the
pairs written for this project (``pairs/<src>-<tgt>.tsv``, source<TAB>target).
Out: batches of prompts in the format the translator uses, as token ids and loss masks.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from models.examples import NAMES

Pair = tuple[str, str]
Direction = tuple[str, str]

# ISO 639-3 codes in the corpora's file names.
CODES = {
    "fr": "fra", "de": "deu", "es": "spa", "it": "ita", "pt": "por", "nl": "nld", "pl": "pol",
    "sv": "swe", "ja": "jpn", "zh": "zho", "ko": "kor", "ar": "arb",
}  # fmt: skip

# Share of the pairs seen, by direction: the product reads French first, then its neighbours.
MIX: dict[Direction, float] = {("fr", "en"): 0.40}
MIX |= {(code, "en"): 0.25 / 4 for code in ("de", "es", "it", "pt")}
MIX |= {(code, "en"): 0.12 / 7 for code in ("nl", "pl", "sv", "ja", "zh", "ko", "ar")}
MIX |= {("en", code): 0.23 / 5 for code in ("fr", "de", "es", "it", "pt")}

OWN_WEIGHT = 4  # one of our own pairs is drawn as often as this many corpus pairs
MAX_TOKENS = 90  # longest sentence kept, on either side
RATIO_BAND = 1.8  # a pair is dropped beyond this factor of its corpus's median length ratio
EXAMPLE_SHARE = 0.25  # prompts with one or two examples in front; the others have none
WINDOW = 16  # batches drawn together, so that sentences of like length share a batch

# Words for million, billion and trillion, and the decimal mark; then currency words by symbol.
SCALES: dict[str, tuple[str, str, str, str]] = {
    "fr": ("millions?", "milliards?", "(?:billions?|mille milliards)", ","),
    "de": ("(?:Millionen|Million|Mio\\.?)", "(?:Milliarden|Milliarde|Mrd\\.?)", "Billionen", ","),
    "es": ("millones", "(?:mil millones|millardos)", "billones", ","),
    "it": ("(?:milioni|milione)", "(?:miliardi|miliardo)", "(?:trilioni|mila miliardi)", ","),
    "pt": ("milh(?:ões|ão)", "(?:bilh(?:ões|ão)|mil milhões)", "trilhões", ","),
}
CURRENCIES = {
    "$": "(?:dollars?|US-Dollar|Dollar|dólares(?: estadounidenses)?|dollari|USD|\\$)",
    "€": "(?:euros?|Euros?|EUR|€)",
    "£": "(?:livres(?: sterling)?|Pfund|libras(?: esterlinas)?|sterline|£)",
}
ENGLISH_AMOUNT = re.compile(r"(?:US)?([$€£])(\d+(?:\.\d+)?) ?(million|billion|trillion)\b")
# An amount in a target, and the digits in it: "$1.44 trillion", "7 000 milliards de dollars".
LOCKED = re.compile(
    r"[$€£¥]\d(?:[\d.,]*\d)?"
    r"|\d(?:[\d., \u00a0\u202f]*\d)?(?=(?: (?:mil )?[mbtMB]r?il[^ ]+)? (?:de |di |d')?"
    r"(?:[Dd][oó]l|[Ee]uro|livre|libra|reais|yen|Yen|ienes))"
)


@dataclass(frozen=True)
class Pools:
    """The pairs to draw from: by direction, from the corpora and from our own files."""

    corpus: dict[Direction, list[Pair]]
    own: dict[Direction, list[Pair]]


@dataclass(frozen=True)
class Sample:
    """One prompt with its answers: token ids, and which of them are target tokens."""

    ids: list[int]
    is_target: list[bool]
    pairs: int


def read_pairs(path: Path) -> list[Pair]:
    """Read a two-column tab-separated file; lines without two non-empty columns are skipped."""
    pairs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        columns = [" ".join(column.split()) for column in line.split("\t")]
        if len(columns) == 2 and all(columns):
            pairs.append((columns[0], columns[1]))
    return pairs


def lock_amount(foreign: str, english: str, lang: str) -> tuple[str, str, str]:
    """Find one amount that both sides state; give it in English and as the foreign text has it.

    Out: (foreign, amount in English, amount as written in foreign); both amounts are empty
    where there is none, or where it is not plain which one is meant.
    """
    found = ENGLISH_AMOUNT.findall(english)
    if lang not in SCALES or len(found) != 1:
        return foreign, "", ""
    symbol, number, scale = found[0]
    million, billion, trillion, mark = SCALES[lang]
    word = {"million": million, "billion": billion, "trillion": trillion}[scale]
    digits = re.escape(number.replace(".", mark))
    pattern = rf"\b{digits} {word} (?:de |di |d['’])?{CURRENCIES[symbol]}"
    hits = [hit.group(0) for hit in re.finditer(pattern, foreign)]
    if len(hits) != 1:
        return foreign, "", ""
    return foreign, f"{symbol}{number} {scale}", hits[0]


def with_locked_amount(pair: Pair, direction: Direction) -> Pair:
    """Write the source's amount the way the target states it, as the translator does."""
    source, target = pair
    if direction[1] == "en":
        _, english, written = lock_amount(source, target, direction[0])
        return (source.replace(written, english), target) if english else pair
    _, english, written = lock_amount(target, source, direction[1])
    return (source.replace(english, written), target) if english else pair


def with_other_digits(pair: Pair, rng: random.Random) -> Pair:
    """Change the digits of amounts that both sides state alike, so that copying is learnt.

    Zeros stay zeros and no digit becomes 0 or 1: "7 000 milliards" stays a plural.
    """
    source, target = pair
    for amount in sorted(set(LOCKED.findall(target)), key=len, reverse=True):
        if source.count(amount) == target.count(amount) == 1:
            other = re.sub("[1-9]", lambda _: rng.choice("23456789"), amount)
            source, target = source.replace(amount, other), target.replace(amount, other)
    return source, target


def corpus_pairs(folder: Path, lang: str, tokenizer: Any) -> list[Pair]:
    """Read the corpora of one language, without over-long and badly matched pairs."""
    kept: list[Pair] = []
    for path in sorted(folder.glob(f"*.{CODES[lang]}-eng.tsv")):
        pairs = read_pairs(path)
        middle = median(len(foreign) / len(english) for foreign, english in pairs)
        for foreign, english in pairs:
            odd = len(foreign) / len(english) / middle
            sizes = [len(ids) for ids in tokenizer([foreign, english])["input_ids"]]
            if 1 / RATIO_BAND < odd < RATIO_BAND and max(sizes) <= MAX_TOKENS:
                kept.append((foreign, english))
    return kept


def load_pools(data: Path, own: Path, tokenizer: Any) -> Pools:
    """Read everything the directions of MIX need, from the corpora and from our own pairs."""
    langs = {code for direction in MIX for code in direction} - {"en"}
    read = {lang: corpus_pairs(data, lang, tokenizer) for lang in sorted(langs)}
    corpus: dict[Direction, list[Pair]] = {}
    ours: dict[Direction, list[Pair]] = {}
    for src, tgt in MIX:
        pairs = read[src] if tgt == "en" else [(en, foreign) for foreign, en in read[tgt]]
        corpus[src, tgt] = [with_locked_amount(pair, (src, tgt)) for pair in pairs]
        path = own / f"{src}-{tgt}.tsv"
        ours[src, tgt] = read_pairs(path) if path.exists() else []
    return Pools(corpus, ours)


def draw_pair(pools: Pools, direction: Direction, use_own: bool, rng: random.Random) -> Pair:
    """Draw one pair of a direction, ours OWN_WEIGHT times as often as a corpus pair."""
    corpus, own = pools.corpus[direction], pools.own[direction]
    weight = OWN_WEIGHT * len(own) if use_own else 0
    if rng.random() * (weight + len(corpus)) < weight:
        return with_other_digits(rng.choice(own), rng)
    return rng.choice(corpus)


def build_sample(pairs: list[Pair], direction: Direction, tokenizer: Any) -> Sample:
    """Write pairs as one prompt, the last one being the query with its answer.

    Every pair's target is learnt, since the examples in front are translations as well; the
    blank line after an example is not, so that one line break alone ends an answer.
    """
    text, spans = "", []
    for source, target in pairs:
        text += f"{NAMES[direction[0]]}: {source}\n{NAMES[direction[1]]}:"
        spans.append((len(text), len(text) + 1 + len(target)))
        text += f" {target}\n\n"
    text = text[:-1]
    spans[-1] = (spans[-1][0], len(text))
    encoded = tokenizer(text, return_offsets_mapping=True, add_special_tokens=False)
    mask = [
        any(start <= left and right <= end for start, end in spans)
        for left, right in encoded["offset_mapping"]
    ]
    return Sample([tokenizer.bos_token_id, *encoded["input_ids"]], [False, *mask], len(pairs))


def window_of_batches(
    pools: Pools, tokenizer: Any, seed: int, index: int, size: int, use_own: bool
) -> list[list[Sample]]:
    """Draw WINDOW batches of ``size`` prompts; the same seed and index give the same ones."""
    rng = random.Random(f"{seed}:{index}")  # noqa: S311
    directions = list(MIX)
    samples = []
    for _ in range(WINDOW * size):
        direction = rng.choices(directions, weights=list(MIX.values()))[0]
        count = 1 + (rng.choice((1, 2)) if rng.random() < EXAMPLE_SHARE else 0)
        pairs = [draw_pair(pools, direction, use_own, rng) for _ in range(count)]
        samples.append(build_sample(pairs, direction, tokenizer))
    samples.sort(key=lambda sample: len(sample.ids))
    batches = [samples[start : start + size] for start in range(0, len(samples), size)]
    rng.shuffle(batches)
    return batches


def batches_from(
    pools: Pools, tokenizer: Any, seed: int, step: int, size: int, own_from: int
) -> Iterator[list[Sample]]:
    """Yield batches from a step on, without end; our own pairs join at step ``own_from``."""
    index = step // WINDOW
    skip = step % WINDOW
    while True:
        use_own = index * WINDOW >= own_from
        yield from window_of_batches(pools, tokenizer, seed, index, size, use_own)[skip:]
        index, skip = index + 1, 0
