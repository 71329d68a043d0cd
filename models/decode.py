"""Beam search over a batch, for decoder-only and encoder-decoder models alike.

In: token ids with their mask. Out: hypotheses with their probability. transformers' own loop is
not used: it runs the prompt once for each beam, keeps every step's scores of a vocabulary of
262,144 entries to tell a hypothesis's probability, and goes on computing rows that are done.

Letters in shapes: N texts, K beams, R rows (N x K), T tokens, V vocabulary, k best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

from models import crossed
from models.attention import Layer, Memory, again, is_all, whole_rows
from models.head import Head, of_logits

Best = tuple[Any, Any]
"""The k best next tokens of each row: log-probabilities in fp32 and ids, both R x k."""


@dataclass(frozen=True)
class Hypothesis:
    """Generated token ids, the stop token left out, and the mean log-probability (nats a token)."""

    tokens: tuple[int, ...]
    logprob: float


class State(Protocol):
    """What a model remembers of the rows of a batch."""

    def begin(self, ids: Any, mask: Any, k: int) -> Best:
        """Read the prompts (N x T) and return the best first new tokens of each text."""
        ...

    def step(self, tokens: Any, k: int) -> Best:
        """Append one token to each row (R) and return the best next ones."""
        ...

    def select(self, texts: Any, rows: Any) -> None:
        """Go on with these texts and these rows: numbers of old ones, some rows twice."""
        ...


class SharedState:
    """A decoder-only model with its own ``Memory``. Prompts are padded on the right.

    ``prefix`` are the keys and values of the tokens that come before every prompt.
    """

    def __init__(self, model: Any, head: Head, prefix: Sequence[Layer] = ()) -> None:
        self.model, self.head, self.memory = model, head, Memory(prefix)

    def begin(self, ids: Any, mask: Any, k: int) -> Best:
        import torch

        lengths = mask.sum(1)
        hidden = self.memory.read(self.model, ids, lengths)
        return self.head.best(hidden[torch.arange(len(ids), device=ids.device), lengths - 1], k)

    def step(self, tokens: Any, k: int) -> Best:
        return self.head.best(self.memory.step(self.model, tokens), k)

    def select(self, texts: Any, rows: Any) -> None:
        self.memory.select(texts, rows)


class CausalState:
    """Any decoder-only model, with transformers' own cache. Prompts are padded on the left."""

    def __init__(self, model: Any) -> None:
        from transformers import DynamicCache

        self.model, self.cache = model, DynamicCache(config=model.config)
        self.mask: Any = None

    def begin(self, ids: Any, mask: Any, k: int) -> Best:
        self.mask = whole_rows(mask)
        logps, tokens = self._forward(whole_rows(ids), k)
        return logps[: len(ids)], tokens[: len(ids)]

    def step(self, tokens: Any, k: int) -> Best:
        import torch

        self.mask = torch.cat([self.mask, self.mask.new_ones(len(tokens), 1)], dim=1)
        return self._forward(tokens[:, None], k)

    def select(self, texts: Any, rows: Any) -> None:  # noqa: ARG002 - the protocol's
        self.cache.batch_select_indices(rows)
        self.mask = self.mask[rows]

    def _forward(self, ids: Any, k: int) -> Best:
        positions = (self.mask.cumsum(-1) - 1).clamp(min=0)[:, -ids.shape[1] :]
        out = self.model(
            input_ids=ids,
            attention_mask=self.mask,
            position_ids=positions,
            past_key_values=self.cache,
            use_cache=True,
            logits_to_keep=1,
        )
        return of_logits(out.logits[:, -1], k)


class Seq2SeqState:
    """An encoder-decoder model. ``start`` are the tokens every translation begins with.

    Where the model has the attention of ``models.crossed``, what was read is held once a text,
    else once a row.
    """

    def __init__(
        self, model: Any, head: Head | None, start: Sequence[int], banned: Sequence[int] = ()
    ) -> None:
        """``head`` is the output layer, if it is a plain matrix, without ``banned``."""
        from transformers import DynamicCache, EncoderDecoderCache

        from models.growing import growing_cache

        self.model, self.head, self.start, self.banned = model, head, list(start), list(banned)
        self.shared = crossed.supported(model)
        own = growing_cache() if self.shared else DynamicCache()
        self.encoded: Any = None
        self.mask: Any = None
        self.cache = EncoderDecoderCache(own, DynamicCache())

    def begin(self, ids: Any, mask: Any, k: int) -> Best:
        self.mask, rows = whole_rows(mask), whole_rows(ids)
        self.encoded = self.model.get_encoder()(input_ids=rows, attention_mask=self.mask)
        start = ids.new_tensor([self.start]).expand(len(rows), -1)
        logps, tokens = self._forward(start, k)
        return logps[: len(ids)], tokens[: len(ids)]

    def step(self, tokens: Any, k: int) -> Best:
        return self._forward(tokens[:, None], k)

    def select(self, texts: Any, rows: Any) -> None:
        self.cache.self_attention_cache.batch_select_indices(rows)
        kept = texts if self.shared else rows
        if not is_all(kept, len(self.mask)):
            self.cache.cross_attention_cache.batch_select_indices(kept)
            self.mask = self.mask[kept]
            self.encoded.last_hidden_state = self.encoded.last_hidden_state[kept]

    def _forward(self, ids: Any, k: int) -> Best:
        from models.growing import seen

        mask, read, own = self.mask, self.encoded.last_hidden_state, None
        if self.shared and self.cache.get_seq_length():
            mask = crossed.spread(mask, len(ids), read)
            own = seen(self.cache.self_attention_cache, read)
        given = {"past_key_values": self.cache, "use_cache": True}
        if self.head:
            decoded = self.model.get_decoder()(
                input_ids=ids,
                attention_mask=own,
                encoder_hidden_states=read,
                encoder_attention_mask=mask,
                **given,
            )
            return self.head.best(decoded.last_hidden_state[:, -1], k)
        logits = self.model(
            encoder_outputs=self.encoded,
            attention_mask=mask,
            decoder_input_ids=ids,
            decoder_attention_mask=own,
            **given,
        ).logits[:, -1]
        if self.banned:
            logits[:, self.banned] = float("-inf")
        return of_logits(logits, k)


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

    def grow(self, best: Best, length: int) -> tuple[Any, Any, Any]:
        """Add one token. Out: the texts and rows to go on with, and the rows' new tokens."""
        import torch

        wide, width = 2 * self.beams, self.logp.shape[1]
        logps, ids = best
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
        leads = self.logp[:, 0].tolist()
        on = [i for i, text in enumerate(self.alive) if not self._done(i, text, length, leads[i])]
        keep = torch.tensor(on, dtype=torch.long, device=new.device)
        self.alive = [self.alive[i] for i in on]
        self.logp, self.tokens = self.logp[keep], self.tokens[keep]
        rows = keep[:, None] * width + parents[keep]
        return keep, rows.flatten(), new[keep].flatten()

    def _harvest(self, scores: Any, parents: Any, stopped: Any, length: int) -> None:
        """Note the hypotheses that end here: those among the K best."""
        for i, j in stopped[:, : self.beams].nonzero().tolist():
            tokens = tuple(self.tokens[i, parents[i, j]].tolist())
            self.found[self.alive[i]].append(Hypothesis(tokens, float(scores[i, j]) / length))

    def _done(self, i: int, text: int, length: int, lead: float) -> bool:
        """Whether a text is done: enough hypotheses, none alive can better them, or its limit."""
        found = self.found[text]
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
        best, held = state.begin(ids, mask, 2 * beams), len(ids)
        for length in count(1):
            texts, rows, tokens = found.grow(best, length)
            if not found.alive:
                break
            wide = whole_rows(rows, beams)
            if len(wide) != held or not torch.equal(wide, torch.arange(held).to(wide.device)):
                state.select(again(texts, len(wide) // beams), wide)
            held = len(wide)
            more = state.step(whole_rows(tokens, beams), 2 * beams)
            best = more[0][: len(rows)], more[1][: len(rows)]
    ranked = (sorted(one, key=lambda h: -h.logprob)[:beams] for one in found.found)
    return [one or [Hypothesis((), float("-inf"))] for one in ranked]
