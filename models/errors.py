"""Errors of the model layer. Each message is one line that says what to do."""

from __future__ import annotations


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
