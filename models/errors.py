"""Errors of the model layer. Each message is one line that says what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class ModelsError(Exception):
    """Base of the errors of this package."""


class CardError(ModelsError):
    """A model card is unknown or malformed, or no card serves the request."""


class WeightsError(ModelsError):
    """Weights are missing, damaged or cannot be written."""


class MissingWeightsError(WeightsError):
    """Weights that must be pulled first are not here."""


class LicenceError(ModelsError):
    """The licence of the weights forbids a use that the newsroom has not excluded."""


class DeviceError(ModelsError):
    """The asked-for device is not there."""


class PairError(ModelsError):
    """No model of the profile translates this pair of languages."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown name: the known one most like it, if one is."""
    close = get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
