"""How multilingual translation models name languages: a token in their vocabulary.

In: ISO 639-1 codes. Out: tokens. NLLB and M2M100 are the same architecture, so the spelling is told
by the vocabulary. The tables name the languages that chipwire reads or writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.errors import PairError

NLLB = {
    "ar": "arb_Arab", "de": "deu_Latn", "en": "eng_Latn", "es": "spa_Latn", "fr": "fra_Latn",
    "it": "ita_Latn", "ja": "jpn_Jpan", "ko": "kor_Hang", "nl": "nld_Latn", "pl": "pol_Latn",
    "pt": "por_Latn", "sv": "swe_Latn", "zh": "zho_Hans",
}  # fmt: skip
MBART = {
    "ar": "ar_AR", "de": "de_DE", "en": "en_XX", "es": "es_XX", "fr": "fr_XX", "it": "it_IT",
    "ja": "ja_XX", "ko": "ko_KR", "nl": "nl_XX", "pl": "pl_PL", "pt": "pt_XX", "sv": "sv_SE",
    "zh": "zh_CN",
}  # fmt: skip
M2M100 = {code: f"__{code}__" for code in NLLB}

SPELLINGS: dict[str, tuple[Mapping[str, str], ...]] = {
    "m2m_100": (NLLB, M2M100),
    "nllb-moe": (NLLB,),
    "mbart": (MBART,),
}
"""By model type; the others name no language."""


class Spelling:
    """How one model names languages, told by its type and its vocabulary."""

    def __init__(self, model_type: str, tokenizer: Any) -> None:
        self.tokenizer = tokenizer
        self.table: Mapping[str, str] = next(
            (one for one in SPELLINGS.get(model_type, ()) if self._id(one["en"]) is not None), {}
        )

    def _id(self, token: str) -> int | None:
        number = self.tokenizer.convert_tokens_to_ids(token)
        return None if number is None or number == self.tokenizer.unk_token_id else int(number)

    def source(self, code: str) -> str | None:
        """What the tokenizer's ``src_lang`` is set to; None where the model names no language."""
        if not self.table:
            return None
        self.number(code)
        return code if self.table is M2M100 else self.table[code]

    def number(self, code: str) -> int | None:
        """The token that an answer in this language begins with; None where there is none.

        Raises ``PairError`` for a language that the model has no token for.
        """
        if not self.table:
            return None
        found = self._id(self.table[code]) if code in self.table else None
        if found is None:
            raise PairError(f"the model has no token for the language {code!r}")
        return found
