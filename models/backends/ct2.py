"""The same encoder-decoder translation models through CTranslate2, in 8 bits (extra ``ct2``).

In: a model folder of the cache. Out: a ``Runner``. The weights are converted once, into a folder
beside them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

from models.backends.loading import architecture, load_model, load_tokenizer
from models.backends.seq2seq import Prompts
from models.batching import batches, halving
from models.card import Decoding
from models.device import Place, threads
from models.errors import DeviceError, WeightsError
from models.generate import LABEL, Candidate
from models.protocols import Progress
from models.quiet import quiet

KIND = "ct2-int8"
TYPES = frozenset({"marian", "m2m_100"})
"""Model types that are converted."""
STEP = 16  # limits of new tokens are multiples of it


def check() -> None:
    """Raise ``DeviceError`` where the extra is not installed."""
    if find_spec("ctranslate2") is None:
        raise DeviceError(
            'runtime = "ct2" under [device] needs a package: run pip install "chipwire[ct2]"'
        )


def convert(folder: Path, out: Path) -> None:
    """Write the weights of ``folder`` to ``out`` as CTranslate2 reads them, in 8 bits.

    Raises ``WeightsError`` for an architecture that is not converted.
    """
    kind = architecture(folder).model_type
    if kind not in TYPES:
        raise WeightsError(
            f"CTranslate2 is used for {' and '.join(sorted(TYPES))} models, not for {kind}: set "
            'runtime = "torch" under [device]'
        )
    from ctranslate2.converters import TransformersConverter

    words = load_tokenizer(folder)
    size = int(json.loads((folder / "config.json").read_text(encoding="utf-8"))["vocab_size"])

    class Converter(TransformersConverter):  # type: ignore[misc]  # it has no types
        def load_model(self, *_: Any, **__: Any) -> Any:
            return load_model(folder, Place("cpu", "float32"), encoder=True)

        def load_tokenizer(self, *_: Any, **__: Any) -> Any:
            return _Words(words, size)

    with quiet():
        Converter(str(folder)).convert(str(out), quantization="int8", force=True)


class _Words:
    """A tokenizer whose vocabulary has every number of the model's, language marks too.

    CTranslate2's own reading of M2M100's looks for them where transformers 5 no longer has them.
    """

    num_madeup_words = 0
    special_tokens_map: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, tokenizer: Any, size: int) -> None:
        self.tokenizer, self.size = tokenizer, size

    def __getattr__(self, name: str) -> Any:
        return getattr(self.tokenizer, name)

    def get_vocab(self) -> dict[str, int]:
        """Every token of the model with its number; numbers without one get a made-up word."""
        named: dict[str, int] = {}
        for number in range(self.size):
            token = self.tokenizer.convert_ids_to_tokens(number)
            unused = token is None or (
                token == self.tokenizer.unk_token and number != self.tokenizer.unk_token_id
            )
            named[f"madeupword{number}" if unused or token in named else token] = number
        return named


def _limit(decoding: Decoding, length: int) -> int:
    """New tokens for a text; rounded up, for one number goes with a whole batch."""
    exact = round(decoding.new_ratio * length) + decoding.new_extra
    return -(-exact // STEP) * STEP


class Ct2Runner:
    """Runs a converted model."""

    def __init__(self, folder: Path, converted: Path, place: Place, compute: str = "int8") -> None:
        """In: the model's own folder, for its tokenizer, and the converted one."""
        import ctranslate2

        tokenizer = load_tokenizer(folder)
        kind = place.kind if place.kind == "cuda" else "cpu"
        self.place = Place(kind, "ct2-" + compute, threads=place.threads)
        self.tokenizer = tokenizer
        self.prompts = Prompts(architecture(folder).model_type, tokenizer)
        try:
            self.model: Any = ctranslate2.Translator(
                str(converted),
                device=kind,
                compute_type=compute,
                inter_threads=1,
                intra_threads=threads(place.threads),
            )
        except (RuntimeError, ValueError) as exc:
            reason = next(iter(str(exc).splitlines()), "")
            raise WeightsError(f"cannot load the model in {converted}: {reason}") from exc

    def count(self, text: str) -> int:
        """See ``Runner``."""
        return len(self.tokenizer(text, add_special_tokens=False)["input_ids"])

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        decoding: Decoding,
        beams: int,
        progress: Progress,
    ) -> list[list[Candidate]]:
        """See ``Runner``."""
        first = self.prompts.spelling.number(target)
        prefix = [] if first is None else self.tokenizer.convert_ids_to_tokens([first])
        rows = self.prompts.ids(texts, source)
        limits = [_limit(decoding, len(row)) for row in rows]
        costs = [len(row) + limit * beams for row, limit in zip(rows, limits, strict=True)]
        answers: list[list[Candidate]] = [[] for _ in texts]
        done = 0

        def run(group: list[int]) -> None:
            nonlocal done
            found = self.model.translate_batch(
                [self.tokenizer.convert_ids_to_tokens(rows[i]) for i in group],
                target_prefix=[prefix] * len(group) if prefix else None,
                beam_size=beams,
                num_hypotheses=beams,
                length_penalty=1,
                max_decoding_length=limits[group[0]] + len(prefix),
                return_scores=True,
            )
            for i, one in zip(group, found, strict=True):
                answers[i] = [
                    Candidate(self._text(tokens[len(prefix) :]), float(score))
                    for tokens, score in zip(one.hypotheses, one.scores, strict=True)
                ]
            done += len(group)
            progress(LABEL, done, len(texts))

        for group in batches(costs, decoding.batch_tokens, limits):
            halving(run, group)
        return answers

    def _text(self, tokens: Sequence[str]) -> str:
        ids = self.tokenizer.convert_tokens_to_ids(list(tokens))
        return " ".join(self.tokenizer.decode(ids, skip_special_tokens=True).split())
