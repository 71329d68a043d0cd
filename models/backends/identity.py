"""The translator of profile "none": the same language in and out, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from models.errors import PairError
from models.protocols import ModelInfo


class IdentityTranslator:
    """Gives texts back as they are; refuses to pretend to translate."""

    attempts = 1

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        attempt: int = 0,  # noqa: ARG002 - the protocol's
    ) -> list[list[str]]:
        """Return each text as its own only candidate. Raises ``PairError`` for two languages."""
        if source != target:
            raise PairError(f"profile none translates nothing, so not {source} to {target}")
        return [[text] for text in texts]

    def describe(self, source: str, target: str) -> list[ModelInfo]:  # noqa: ARG002
        """No weights are used."""
        return []
