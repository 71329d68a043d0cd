"""A loaded model with its tokenizer, and what is made of it once: heads and read prefixes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from models import crossed
from models.attention import Layer, Memory, supported, whole_steps
from models.device import Place
from models.head import Head, latin_ids

PREFIXES = 16  # kept: a run has one for each language and each way of asking


@dataclass(frozen=True)
class Engine:
    """A model ready to generate and to score.

    ``stop`` are the token ids that end an answer; ``start`` what a decoder begins with (models
    with an encoder only); ``banned`` is never generated. ``heads`` and ``prefixes`` are filled as
    they are asked for.
    """

    model: Any
    tokenizer: Any
    place: Place
    stop: tuple[int, ...]
    seq2seq: bool = False
    start: tuple[int, ...] = ()
    banned: tuple[int, ...] = ()
    heads: dict[bool, Head] = field(default_factory=dict, compare=False, repr=False)
    prefixes: dict[tuple[int, ...], list[Layer]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def own_attention(self) -> bool:
        """Whether the model runs with ``models.attention`` and ``models.head``."""
        return not self.seq2seq and supported(self.model)

    def count(self, text: str) -> int:
        """Tokens of a text, without those that only mark its beginning or end."""
        return len(self.ids(text))

    def ids(self, text: str, special: bool = False) -> list[int]:
        """Token ids of a text; ``special`` adds the marks the model expects around a prompt."""
        return list(self.tokenizer(text, add_special_tokens=special)["input_ids"])

    @property
    def plain_head(self) -> bool:
        """Whether ``head`` can stand for the output layer of an encoder-decoder model.

        It cannot where hidden states are scaled before it, or where it was quantised.
        """
        import torch

        layer = self.model.get_output_embeddings()
        return crossed.supported(self.model) and isinstance(layer.weight, torch.Tensor)

    def head(self, latin: bool) -> Head:
        """The output layer, of the whole vocabulary or of what texts in Latin script need.

        Of encoder-decoder models it is the whole one, without ``banned``.
        """
        latin = latin and not self.seq2seq
        if self.seq2seq and latin not in self.heads:
            self.heads[latin] = _seq2seq_head(self.model, self.banned)
        if latin not in self.heads:
            weight = self.model.get_output_embeddings().weight
            cap = getattr(self.model.config, "final_logit_softcapping", None)
            ids = latin_ids(self.tokenizer, self.stop) if latin else None
            self.heads[latin] = Head(weight, ids, cap)
        return self.heads[latin]

    def prefix(self, before: Sequence[int]) -> list[Layer]:
        """Keys and values of tokens that stand before every prompt; none for none."""
        import torch

        key = tuple(before)
        if key and key not in self.prefixes:
            if len(self.prefixes) == PREFIXES:
                del self.prefixes[next(iter(self.prefixes))]
            memory = Memory()
            with torch.inference_mode():
                ids = torch.tensor([key], device=self.place.kind)
                memory.read(self.model, ids, torch.tensor([len(key)], device=self.place.kind))
            self.prefixes[key] = memory.prompts
        return self.prefixes[key] if key else []


def _seq2seq_head(model: Any, banned: Sequence[int]) -> Head:
    weight = model.get_output_embeddings().weight
    bias = getattr(model, "final_logits_bias", None)
    bias = weight.new_zeros(len(weight)) if bias is None else bias[0].to(weight.dtype)
    if banned:
        bias = bias.clone()
        bias[list(banned)] = float("-inf")
    return Head(weight, bias=bias, copied=True)


def pad(engine: Engine, rows: Sequence[list[int]], left: bool) -> tuple[Any, Any]:
    """Token ids and mask (rows x whole steps of ``models.attention``) on the engine's device."""
    import torch

    longest = whole_steps(max(map(len, rows)))
    fill = engine.tokenizer.pad_token_id or 0
    ids, mask = [], []
    for row in rows:
        gap = longest - len(row)
        ids.append([fill] * gap + row if left else row + [fill] * gap)
        mask.append([0] * gap + [1] * len(row) if left else [1] * len(row) + [0] * gap)
    device = engine.place.kind
    return torch.tensor(ids, device=device), torch.tensor(mask, device=device)
