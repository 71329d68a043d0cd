"""Beam search over a batch, for decoder-only and encoder-decoder models alike.

In: token ids with their mask. Out: hypotheses with their probability. transformers' own loop is
not used: it runs the prompt once for each beam, keeps every step's scores of a vocabulary of
262,144 entries to tell a hypothesis's probability, and goes on computing rows that are done.

Letters in shapes: N texts, K beams, R rows (N x K), T tokens, V vocabulary.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

BLOCK = 512  # vocabulary entries whose maximum is taken first when looking for the best few


@dataclass(frozen=True)
class Hypothesis:
    """Generated token ids, the stop token left out, and the mean log-probability (nats a token)."""

    tokens: tuple[int, ...]
    logprob: float


class State(Protocol):
    """What a model remembers of the rows of a batch."""

    def begin(self, ids: Any, mask: Any) -> Any:
        """Read the prompts (N x T) and return the logits of the first new token (N x V)."""
        ...

    def step(self, tokens: Any) -> Any:
        """Append one token to each row (R) and return the logits of the next (R x V)."""
        ...

    def select(self, rows: Any) -> None:
        """Let the rows from now on be these: numbers of old rows, some left out, some twice."""
        ...


class CausalState:
    """A decoder-only model. ``prefix`` is the cache of tokens that come before every prompt."""

    def __init__(self, model: Any, prefix: Any = None) -> None:
        self.model, self.cache = model, copy.deepcopy(prefix)
        self.mask: Any = None

    def begin(self, ids: Any, mask: Any) -> Any:
        import torch

        if self.cache is None:
            from transformers import DynamicCache

            self.cache = DynamicCache(config=self.model.config)
        shared = self.cache.get_seq_length()
        if shared:
            self.cache.batch_repeat_interleave(ids.shape[0])
        self.mask = torch.cat([mask.new_ones(mask.shape[0], shared), mask], dim=1)
        return self._forward(ids)

    def step(self, tokens: Any) -> Any:
        import torch

        self.mask = torch.cat([self.mask, self.mask.new_ones(len(tokens), 1)], dim=1)
        return self._forward(tokens[:, None])

    def select(self, rows: Any) -> None:
        self.cache.batch_select_indices(rows)
        self.mask = self.mask[rows]

    def _forward(self, ids: Any) -> Any:
        positions = (self.mask.cumsum(-1) - 1).clamp(min=0)[:, -ids.shape[1] :]
        out = self.model(
            input_ids=ids,
            attention_mask=self.mask,
            position_ids=positions,
            past_key_values=self.cache,
            use_cache=True,
            logits_to_keep=1,
        )
        return out.logits[:, -1]


class Seq2SeqState:
    """An encoder-decoder model. ``start`` are the tokens every translation begins with."""

    def __init__(self, model: Any, start: Sequence[int], banned: Sequence[int] = ()) -> None:
        self.model, self.start, self.banned = model, list(start), list(banned)
        self.encoded: Any = None
        self.mask: Any = None
        self.cache: Any = None

    def begin(self, ids: Any, mask: Any) -> Any:
        self.mask = mask
        self.encoded = self.model.get_encoder()(input_ids=ids, attention_mask=mask)
        return self._forward(ids.new_tensor([self.start]).expand(ids.shape[0], -1))

    def step(self, tokens: Any) -> Any:
        return self._forward(tokens[:, None])

    def select(self, rows: Any) -> None:
        self.cache.batch_select_indices(rows)
        self.mask = self.mask[rows]
        self.encoded.last_hidden_state = self.encoded.last_hidden_state[rows]

    def _forward(self, ids: Any) -> Any:
        out = self.model(
            encoder_outputs=self.encoded,
            attention_mask=self.mask,
            decoder_input_ids=ids,
            past_key_values=self.cache,
            use_cache=True,
        )
        self.cache = out.past_key_values
        logits = out.logits[:, -1]
        if self.banned:
            logits[:, self.banned] = float("-inf")
        return logits


def best(logits: Any, k: int) -> tuple[Any, Any]:
    """The ``k`` most probable entries of each row (R x V): log-probabilities in fp32, and ids."""
    if logits.shape[-1] % BLOCK or logits.shape[-1] < BLOCK * k:
        values, ids = logits.float().topk(k)
    else:  # the best k lie in the k blocks with the highest maxima
        blocks = logits.view(len(logits), -1, BLOCK)
        places = blocks.amax(-1).topk(k).indices
        inside = blocks.gather(1, places[..., None].expand(-1, -1, BLOCK)).flatten(1)
        values, spots = inside.topk(k)
        ids = places.gather(1, spots // BLOCK) * BLOCK + spots % BLOCK
        values = values.float()
    top = values[:, :1]
    return values - top - log_sum_exp(logits, top), ids


def log_sum_exp(logits: Any, top: Any) -> Any:
    """log of the sum of exp(logits - top) over each row (R x V), ``top`` (R x 1) its maximum."""
    import torch

    shifted = logits.to(torch.float32, copy=True).sub_(top)
    return shifted.exp_().sum(-1, keepdim=True).log_()


class Search:
    """The beams of one batch: grown by ``grow`` until every text is done."""

    def __init__(self, limits: Sequence[int], beams: int, stop: Any) -> None:
        import torch

        count_, device = len(limits), stop.device
        self.limits, self.beams, self.stop = list(limits), beams, stop
        self.found: list[list[Hypothesis]] = [[] for _ in limits]
        self.alive = list(range(count_))  # the texts that are not done
        self.logp = torch.zeros(count_, 1, device=device)  # N x K
        self.tokens = torch.zeros(count_, 1, 0, dtype=torch.long, device=device)  # N x K x T

    def grow(self, logits: Any, length: int) -> tuple[Any, Any]:
        """Add one token. In: logits (R x V). Out: the rows to go on with, and their new tokens."""
        import torch

        wide, width = 2 * self.beams, self.logp.shape[1]
        logps, ids = best(logits, wide)
        total = (self.logp.reshape(-1, 1) + logps).view(len(self.alive), -1)
        scores, place = total.topk(wide)  # N x 2K
        parents = place // wide
        new = ids.view(len(self.alive), -1).gather(1, place)
        stopped = torch.isin(new, self.stop)
        self._harvest(scores, parents, stopped, length)

        self.logp, chosen = scores.masked_fill(stopped, float("-inf")).topk(self.beams)
        parents, new = parents.gather(1, chosen), new.gather(1, chosen)
        held = self.tokens.gather(1, parents[..., None].expand(-1, -1, self.tokens.shape[2]))
        self.tokens = torch.cat([held, new[..., None]], dim=2)
        on = [i for i, text in enumerate(self.alive) if not self._done(i, text, length)]
        keep = torch.tensor(on, dtype=torch.long, device=new.device)
        self.alive = [self.alive[i] for i in on]
        self.logp, self.tokens = self.logp[keep], self.tokens[keep]
        rows = keep[:, None] * width + parents[keep]
        return rows.flatten(), new[keep].flatten()

    def _harvest(self, scores: Any, parents: Any, stopped: Any, length: int) -> None:
        """Note the hypotheses that end here: those among the K best."""
        for i, j in stopped[:, : self.beams].nonzero().tolist():
            tokens = tuple(self.tokens[i, parents[i, j]].tolist())
            self.found[self.alive[i]].append(Hypothesis(tokens, float(scores[i, j]) / length))

    def _done(self, i: int, text: int, length: int) -> bool:
        """Whether a text is done: enough hypotheses, none alive can better them, or its limit."""
        found, lead = self.found[text], float(self.logp[i, 0])
        if lead == float("-inf"):
            return True
        if length >= self.limits[text]:
            if not found:  # cut off: better than nothing
                tokens, logps = self.tokens[i].tolist(), (self.logp[i] / length).tolist()
                pairs = zip(tokens, logps, strict=True)
                found += [Hypothesis(tuple(t), p) for t, p in pairs if p > float("-inf")]
            return True
        if len(found) < self.beams:
            return False
        worst = sorted((one.logprob for one in found), reverse=True)[self.beams - 1]
        return self.beams == 1 or worst >= lead / length


def search(
    state: State, ids: Any, mask: Any, limits: Sequence[int], beams: int, stop: Any
) -> list[list[Hypothesis]]:
    """Generate after each prompt, up to its own limit of new tokens or a token of ``stop``.

    In: prompts (N x T) with their mask, N limits, the number of beams (1 is greedy), the ids
    (a tensor) that end a text. Out: for each text up to ``beams`` hypotheses, most probable a
    token first. Nothing is drawn at random.
    """
    import torch

    with torch.inference_mode():
        found = Search(limits, beams, stop)
        logits = state.begin(ids, mask)
        for length in count(1):
            before = len(logits)
            rows, tokens = found.grow(logits, length)
            if not found.alive:
                break
            if len(rows) != before or not torch.equal(rows, torch.arange(before).to(rows.device)):
                state.select(rows)
            logits = state.step(tokens)
    ranked = (sorted(one, key=lambda h: -h.logprob)[:beams] for one in found.found)
    return [one or [Hypothesis((), float("-inf"))] for one in ranked]
