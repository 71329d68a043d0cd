"""Training texts of the news-translation adapter.

In: a folder of tab-separated corpora (``<corpus>.<xxx>-eng.tsv``, foreign<TAB>English) and what
was written for this project: ``pairs/<src>-<tgt>.tsv`` (source<TAB>target) on the product's own
matter, ``pairs/news/*.tsv`` (first a line of language codes, then a text in each) on all that
newspapers tell.
Out: batches of prompts in the format the translator uses, as token ids and loss masks.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
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

OWN_WEIGHT = 4  # one of our own pairs is drawn as often as this many corpus pairs
MAX_TOKENS = 90  # longest sentence kept, on either side
RATIO_BAND = 1.8  # a pair is dropped beyond this factor of its corpus's median length ratio
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
    news: dict[Direction, list[Pair]]


@dataclass(frozen=True)
class Draw:
    """How prompts are drawn.

    In: ``mix``, the share of each direction; ``news_weight``, as how many corpus pairs one of the
    news pairs counts; ``pairs``, the numbers of pairs in a prompt, of which one is drawn;
    ``batch``, the prompts in a step.
    """

    mix: dict[Direction, float]
    news_weight: int
    pairs: tuple[int, ...]
    batch: int


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


def read_news(folder: Path, direction: Direction) -> list[Pair]:
    """Read the pairs of a direction from the files that have a column for both its languages."""
    pairs = []
    for path in sorted(folder.glob("*.tsv")):
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        codes = header.split("\t")
        if not set(direction) <= set(codes):
            continue
        source, target = (codes.index(code) for code in direction)
        for line in lines:
            columns = [" ".join(column.split()) for column in line.split("\t")]
            if len(columns) == len(codes) and all(columns):
                pairs.append((columns[source], columns[target]))
    return pairs


def load_pools(data: Path, own: Path, tokenizer: Any, directions: Iterable[Direction]) -> Pools:
    """Read everything these directions need, from the corpora and from our own pairs."""
    directions = list(directions)
    langs = {code for direction in directions for code in direction} - {"en"}
    read = {lang: corpus_pairs(data, lang, tokenizer) for lang in sorted(langs)}
    pools = Pools({}, {}, {})
    for src, tgt in directions:
        pairs = read[src] if tgt == "en" else [(en, foreign) for foreign, en in read[tgt]]
        pools.corpus[src, tgt] = [with_locked_amount(pair, (src, tgt)) for pair in pairs]
        path = own / f"{src}-{tgt}.tsv"
        pools.own[src, tgt] = read_pairs(path) if path.exists() else []
        news = read_news(own / "news", (src, tgt))
        pools.news[src, tgt] = [with_locked_amount(pair, (src, tgt)) for pair in news]
    return pools


def draw_pair(
    pools: Pools, direction: Direction, draw: Draw, use_own: bool, rng: random.Random
) -> Pair:
    """Draw one pair of a direction, ours more often than a corpus pair, by their weights."""
    corpus, own, news = (pool[direction] for pool in (pools.corpus, pools.own, pools.news))
    ours = OWN_WEIGHT * len(own) if use_own else 0
    told = draw.news_weight * len(news)
    place = rng.random() * (ours + told + len(corpus))
    if place < ours:
        return with_other_digits(rng.choice(own), rng)
    return rng.choice(news if place < ours + told else corpus)


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
    pools: Pools, draw: Draw, tokenizer: Any, seed: int, index: int, use_own: bool
) -> list[list[Sample]]:
    """Draw WINDOW batches of prompts; the same seed and index give the same ones."""
    rng = random.Random(f"{seed}:{index}")  # noqa: S311
    directions = list(draw.mix)
    samples = []
    for _ in range(WINDOW * draw.batch):
        direction = rng.choices(directions, weights=list(draw.mix.values()))[0]
        count = rng.choice(draw.pairs)
        pairs = [draw_pair(pools, direction, draw, use_own, rng) for _ in range(count)]
        samples.append(build_sample(pairs, direction, tokenizer))
    samples.sort(key=lambda sample: len(sample.ids))
    batches = [samples[at : at + draw.batch] for at in range(0, len(samples), draw.batch)]
    rng.shuffle(batches)
    return batches


def batches_from(
    pools: Pools, draw: Draw, tokenizer: Any, seed: int, step: int, own_from: int
) -> Iterator[list[Sample]]:
    """Yield batches from a step on, without end; our own pairs join at step ``own_from``."""
    index = step // WINDOW
    skip = step % WINDOW
    while True:
        use_own = index * WINDOW >= own_from
        yield from window_of_batches(pools, draw, tokenizer, seed, index, use_own)[skip:]
        index, skip = index + 1, 0
