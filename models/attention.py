"""Attention over a batch whose texts share a prefix, and whose beams share a prompt.

transformers' own cache holds the whole context once for each beam and copies it whenever beams
change places. Here keys and values lie in three parts: of the prefix, once; of the prompts, once a
text; and of what was generated, once a beam. A query is compared with all three under one softmax.

Prompts are padded on the right, and every part to whole multiples of ``STEP``, so that padding only
ever adds zeros at the end of a sum; rows come in whole multiples of ``ROWS``. So on a processor the
bits of a row do not depend on the rows beside it. Padding is there in the attention alone: all
else is computed over the tokens of all prompts laid in one row (``Packing``).

Letters in shapes: N texts, K beams, R rows (N x K), T tokens of the prompts, P of the prefix,
M tokens of all prompts, S keys, L queries a row, H heads, h key heads, d width of a head.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

NAME = "chipwire"
STEP = 32  # two of the widest vector registers: sums of float32 go by registers
ROWS = 8  # matrix products round a row in one way where the number of rows is a multiple of this
ARCHITECTURES = frozenset({"gemma3_text", "llama", "qwen3"})
"""Model types whose attention is plain softmax over causal, perhaps sliding, keys."""

Layer = tuple[Any, Any]  # keys and values, each rows x h x S x d


def prepare(model: Any) -> Any:
    """Give a model this module's attention, where it fits; without a ``Memory`` it stays its own.

    In and out: the model.
    """
    if model.config.model_type in ARCHITECTURES and model.is_backend_compatible():
        install(model, NAME, _attention)
    return model


def install(model: Any, name: str, attention: Callable[..., tuple[Any, Any]]) -> None:
    """Let a model attend with a function of that name, and with the masks of PyTorch's own."""
    from transformers import AttentionInterface, AttentionMaskInterface
    from transformers.masking_utils import sdpa_mask

    AttentionInterface.register(name, attention)
    AttentionMaskInterface.register(name, sdpa_mask)
    model.set_attn_implementation(name)


def supported(model: Any) -> bool:
    """Whether a model was prepared, so that it can be run with a ``Memory``."""
    return bool(model.config._attn_implementation == NAME)


def whole_steps(length: int) -> int:
    """The length with its padding."""
    return -(-length // STEP) * STEP


def whole_rows(rows: Any, beams: int = 1) -> Any:
    """Rows (R x ...) and some of them again: a whole multiple of ``ROWS`` and of beams."""
    unit = math.lcm(ROWS, beams)
    return again(rows, -(-len(rows) // unit) * unit)


def again(rows: Any, count: int) -> Any:
    """So many rows: all of them, then from the first one on again."""
    import torch

    if len(rows) == count:
        return rows
    return rows[torch.arange(count, device=rows.device) % len(rows)]


class Packing:
    """Where the tokens of padded prompts (N x T) lie when they are laid in one row (M).

    M is a whole multiple of ``ROWS``: some tokens may be there twice.
    """

    def __init__(self, lengths: Any, longest: int) -> None:
        """In: the prompts' lengths (N) and T."""
        import torch

        self.shape = len(lengths), longest
        inside = torch.arange(longest, device=lengths.device)[None] < lengths[:, None]
        self.spots = whole_rows(inside.flatten().nonzero()[:, 0])

    def pack(self, padded: Any) -> Any:
        """From N x T x ... to M x ..."""
        return padded.flatten(0, 1)[self.spots]

    def unpack(self, packed: Any) -> Any:
        """From M x ... to N x T x ..., with zeros where nothing lies."""
        rows, longest = self.shape
        padded = packed.new_zeros((rows * longest, *packed.shape[1:]))
        padded[self.spots] = packed
        return padded.unflatten(0, (rows, longest))


class Memory:
    """Keys and values of a batch. ``prefix`` are those of the tokens before every prompt.

    ``keep`` is False where nothing will be generated.
    """

    def __init__(self, prefix: Sequence[Layer] = (), keep: bool = True) -> None:
        self.prefix, self.keep = list(prefix), keep
        self.before = prefix[0][0].shape[2] if prefix else 0
        self.prompts: list[Layer] = []
        self.grown: list[Layer] = []
        self.lengths: Any = None  # N, of the prompts
        self.packing: Packing | None = None  # while prompts are read
        self.steps = -1  # number of the token that is generated; -1 while prompts are read
        self.masks: dict[int | None, Any] = {}

    def hidden(self, model: Any, ids: Any, positions: Any) -> Any:
        """Run the model without its head over more tokens of each row (rows x L)."""
        self.masks.clear()
        out = model.base_model(
            input_ids=ids,
            position_ids=positions,
            attention_mask=ids.new_ones(1, 1, 1, 1),  # so that none is made: ``attend`` has its own
            use_cache=False,
            memory=self,
        )
        return out.last_hidden_state

    def read(self, model: Any, ids: Any, lengths: Any) -> Any:
        """Read prompts (N x T, padded on the right) of these lengths; return hidden states."""
        import torch

        self.lengths, self.packing = lengths, Packing(lengths, ids.shape[1])
        places = (self.before + torch.arange(ids.shape[1], device=ids.device)).expand(ids.shape)
        packed = [self.packing.pack(one)[None] for one in (ids, places)]
        found = self.packing.unpack(self.hidden(model, *packed)[0])
        self.packing = None
        return found

    def step(self, model: Any, tokens: Any) -> Any:
        """Append a token to each row (R); return the hidden state after it (R x width)."""
        self.steps += 1
        beams = len(tokens) // len(self.lengths)
        positions = (self.before + self.steps + self.lengths).repeat_interleave(beams)
        return self.hidden(model, tokens[:, None], positions[:, None])[:, -1]

    def select(self, texts: Any, rows: Any) -> None:
        """Go on with these texts and these rows: numbers of old ones."""
        if not is_all(texts, len(self.lengths)):
            self.lengths = self.lengths[texts]
            self.prompts = _taken(self.prompts, texts)
        self.grown = _taken(self.grown, rows)

    def attend(
        self, layer: int, query: Any, key: Any, value: Any, scaling: float, window: int | None
    ) -> Any:
        """What one layer's queries (rows x H x L x d) find; keeps the new keys and values."""
        parts = [self.prefix[layer]] if self.prefix else []
        packing = self.packing
        if packing:
            query, key, value = (_by_head(packing.unpack, one) for one in (query, key, value))
        if self.steps < 0:
            parts.append((key, value))
            if self.keep:
                self.prompts.append((key, value))
        else:
            parts += [self.prompts[layer], self._grow(layer, key, value)]
        if window not in self.masks:
            make = self._reading_mask if self.steps < 0 else self._growing_mask
            self.masks[window] = make(query, window)
        found = mix(query * scaling, parts, self.masks[window])
        return packing.pack(found)[None] if packing else found

    def _grow(self, layer: int, key: Any, value: Any) -> Layer:
        import torch

        if layer == len(self.grown):
            shape = (*key.shape[:2], 0, key.shape[3])
            self.grown.append((key.new_zeros(shape), key.new_zeros(shape)))
        keys, values = self.grown[layer]
        if self.steps == keys.shape[2]:
            more = key.new_zeros((*key.shape[:2], STEP, key.shape[3]))
            keys, values = torch.cat([keys, more], 2), torch.cat([values, more], 2)
            self.grown[layer] = keys, values
        keys[:, :, self.steps] = key[:, :, 0]
        values[:, :, self.steps] = value[:, :, 0]
        return keys, values

    def _reading_mask(self, query: Any, window: int | None) -> Any:
        """Prompts see the prefix and themselves up to each token."""
        import torch

        count, device = query.shape[2], query.device
        at = self.before + torch.arange(count, device=device)[:, None]
        keys = torch.arange(self.before + count, device=device)[None]
        seen = (keys <= at) & (keys > at - window) if window else keys <= at
        return additive(seen, query)  # L x S

    def _growing_mask(self, query: Any, window: int | None) -> Any:
        """A new token sees the prefix, its own prompt, and what its row has grown."""
        import torch

        device, lengths = query.device, self.lengths[:, None]
        longest = self.prompts[0][0].shape[2]
        prompt = torch.arange(longest, device=device)[None]
        grown = torch.arange(self.grown[0][0].shape[2], device=device)[None]
        prefix = torch.arange(self.before, device=device)[None].expand(len(lengths), -1)
        seen = [prefix >= 0, prompt < lengths, (grown <= self.steps).expand(len(lengths), -1)]
        if window:
            first = lengths + self.steps - window  # the last position that is out of sight
            places = [prefix - self.before, prompt, lengths + grown]
            seen = [one & (place > first) for one, place in zip(seen, places, strict=True)]
        mask = additive(torch.cat(seen, 1), query)
        return mask.repeat_interleave(len(query) // len(lengths), 0)[:, None, None, None]


def _by_head(unpack: Any, packed: Any) -> Any:
    """Unpack queries, keys or values (1 x heads x M x d): N x heads x T x d."""
    return unpack(packed[0].transpose(0, 1)).transpose(1, 2).contiguous()


def _taken(layers: Sequence[Layer], rows: Any) -> list[Layer]:
    return [(k.index_select(0, rows), v.index_select(0, rows)) for k, v in layers]


def is_all(numbers: Any, count: int) -> bool:
    """Whether these are the numbers of all rows, in order."""
    return bool(len(numbers) == count and (numbers == numbers.new_tensor(range(count))).all())


def additive(seen: Any, like: Any) -> Any:
    """What is added to scores in float32: zero where a key is seen, else minus infinity."""
    import torch

    return like.new_zeros(seen.shape, dtype=torch.float32).masked_fill_(~seen, float("-inf"))


def mix(query: Any, parts: Sequence[Layer], mask: Any) -> Any:
    """Attention of queries (R x H x L x d) over the keys of all parts; out R x L x H x d.

    A part has a number of rows that divides R: each of them serves as many queries' rows.
    """
    import torch

    rows, heads, length, width = query.shape
    shape = (rows, parts[0][0].shape[1], -1, length)
    scores = torch.cat([_products(query, keys).view(*shape, keys.shape[2]) for keys, _ in parts], 4)
    weights: Any = torch.softmax(scores + mask, -1)  # in float32, as the mask is
    shares = weights.to(query.dtype).split([keys.shape[2] for keys, _ in parts], 4)
    found = [_sums(share, values) for share, (_, values) in zip(shares, parts, strict=True)]
    total = found[0]
    for more in found[1:]:
        total = total + more
    return total.reshape(rows, heads, length, width).transpose(1, 2)


def _products(query: Any, keys: Any) -> Any:
    """Queries times keys: R x h x (H/h L) x S."""
    rows, width = query.shape[0], query.shape[3]
    some, heads, count = keys.shape[:3]
    grouped = query.reshape(some, rows // some, heads, -1, width).transpose(1, 2)
    found = grouped.reshape(some, heads, -1, width) @ keys.transpose(2, 3)
    return (
        found.view(some, heads, rows // some, -1, count)
        .transpose(1, 2)
        .reshape(rows, heads, -1, count)
    )


def _sums(shares: Any, values: Any) -> Any:
    """Values weighted by shares (R x h x H/h x L x S): R x h x (H/h L) x d."""
    rows, count = shares.shape[0], shares.shape[4]
    some, heads, _, width = values.shape
    grouped = shares.reshape(some, rows // some, heads, -1, count).transpose(1, 2)
    found = grouped.reshape(some, heads, -1, count) @ values
    return (
        found.view(some, heads, rows // some, -1, width)
        .transpose(1, 2)
        .reshape(rows, heads, -1, width)
    )


def _attention(  # noqa: PLR0913 - the interface's
    module: Any,
    query: Any,
    key: Any,
    value: Any,
    attention_mask: Any,
    scaling: float,
    memory: Memory | None = None,
    sliding_window: int | None = None,
    **more: Any,
) -> tuple[Any, Any]:
    from transformers.integrations.sdpa_attention import sdpa_attention_forward

    if memory is None:
        own: tuple[Any, Any] = sdpa_attention_forward(
            module, query, key, value, attention_mask, scaling=scaling, **more
        )
        return own
    found = memory.attend(module.layer_idx, query, key, value, scaling, sliding_window)
    return found.contiguous(), None
