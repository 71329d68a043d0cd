"""Keys and values of generated tokens, in room that is made ahead.

transformers' own layer copies all of them to append one token. Imported where torch is needed
anyway: it imports transformers.

Letters in shapes: R rows, H heads, S keys, d width of a head.
"""

from __future__ import annotations

from typing import Any

import torch
from transformers.cache_utils import Cache, DynamicLayer

from models.attention import additive, whole_steps


class GrowingLayer(DynamicLayer):  # type: ignore[misc]  # no types
    """One layer's keys and values (R x H x room x d), of which the first ``done`` are there.

    Rows are picked out of one room into another and back: fresh memory costs more than the copy.
    """

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.done = 0
        self.spares: list[Any] = []

    def get_seq_length(self) -> int:
        """Return the number of tokens that are there."""
        return self.done

    def update(
        self, key_states: Any, value_states: Any, *_args: Any, **_kwargs: Any
    ) -> tuple[Any, Any]:
        """Append keys and values (R x H x more x d).

        Out: the first ones as they are, later all there is room for: see ``seen``.
        """
        first, done, more = self.done == 0, self.done, key_states.shape[2]
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
            self.keys, self.values = key_states[:, :, :0], value_states[:, :, :0]
        if done + more > self.keys.shape[2]:
            self._extend(done + more)
        self.keys[:, :, done : done + more] = key_states
        self.values[:, :, done : done + more] = value_states
        self.done += more
        return (key_states, value_states) if first else (self.keys, self.values)

    def batch_select_indices(self, indices: Any) -> None:
        """Go on with these rows (numbers of old ones)."""
        count = len(indices)
        if count > len(self.spares[0]):
            self.spares = [room.new_empty(count, *room.shape[1:]) for room in self.spares]
        rooms, chosen = [self.keys, self.values], [spare[:count] for spare in self.spares]
        for room, spare in zip(rooms, chosen, strict=True):
            torch.index_select(room, 0, indices, out=spare)
        (self.keys, self.values), self.spares = chosen, rooms

    def _extend(self, count: int) -> None:
        old = [self.keys, self.values]
        rows, heads, _, width = self.keys.shape
        self.keys, self.values = (
            one.new_zeros(rows, heads, whole_steps(count), width) for one in old
        )
        self.keys[:, :, : self.done], self.values[:, :, : self.done] = (
            one[:, :, : self.done] for one in old
        )
        self.spares = [torch.empty_like(self.keys), torch.empty_like(self.values)]


def seen(cache: Cache, like: Any) -> Any:
    """What is added to the scores of the next token (1 x 1 x 1 x room), in float32."""
    there = cache.get_seq_length() + 1
    room = torch.arange(whole_steps(there), device=like.device)
    return additive(room < there, like)[None, None, None]


def growing_cache() -> Cache:
    """Return an empty cache of such layers, for self-attention without windows."""
    return Cache(layer_class_to_replicate=GrowingLayer)
