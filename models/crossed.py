"""Attention of encoder-decoder models in which the beams of a text share what was read.

transformers keeps the encoder's keys and values once for each beam and copies them whenever beams
change places. Here they lie there once a text: a query finds them by its row. What was generated
is a beam's own, as there.

Letters in shapes: N texts, R rows (N x beams), H heads, S keys, d width of a head.
"""

from __future__ import annotations

from typing import Any

from models.attention import additive, install, mix

NAME = "chipwire-crossed"
ARCHITECTURES = frozenset({"marian", "m2m_100", "mbart", "bart", "pegasus"})
"""Model types whose attention goes through transformers' interface and is plain softmax.

They do not say so (``is_backend_compatible``); the tests compare each with the reference.
"""


def prepare(model: Any) -> Any:
    """Give a model this module's attention, where it fits. In and out: the model."""
    if model.config.model_type in ARCHITECTURES:
        install(model, NAME, _attention)
    return model


def supported(model: Any) -> bool:
    """Whether a model was prepared, so that its beams can share."""
    return bool(model.config._attn_implementation == NAME)


def spread(mask: Any, rows: int, like: Any) -> Any:
    """From a mask of the texts' tokens (N x S) to what rows add to their scores (R x 1 x 1 x S)."""
    return additive(mask.bool(), like).repeat_interleave(rows // len(mask), 0)[:, None, None]


def _attention(
    module: Any,
    query: Any,
    key: Any,
    value: Any,
    attention_mask: Any,
    scaling: float | None = None,
    **more: Any,
) -> tuple[Any, Any]:
    import torch
    from transformers.integrations.sdpa_attention import sdpa_attention_forward

    if query.shape[2] > 1:  # the encoder reads, or a decoder's first tokens
        whole: tuple[Any, Any] = sdpa_attention_forward(
            module, query, key, value, attention_mask, scaling=scaling, **more
        )
        return whole
    mask = attention_mask
    if mask is None:
        mask = query.new_zeros(1, 1, 1, 1, dtype=torch.float32)
    elif not mask.is_floating_point():
        mask = additive(mask, query)
    scale = query.shape[3] ** -0.5 if scaling is None else scaling
    return mix(query * scale, [(key, value)], mask[:, :, None]).contiguous(), None
