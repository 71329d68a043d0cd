"""Every error chipwire raises on purpose.

    ChipwireError
    ├── UsageError        the command or the configuration is wrong; exit code 2
    ├── SourceError       a source cannot be had: no such file, refused address, HTTP error
    ├── ContentError      a source was had, but holds no article: empty, binary, index page
    ├── LanguageError     a language is unknown, or no model covers the pair
    ├── ModelError        weights are missing or damaged, or a device cannot be used
    ├── StoreError        the store cannot be opened, read or written
    └── DeliveryError     mail cannot be sent or written at all

Errors of libraries are mapped to these once, where the library is called, with ``raise ... from``.
The message is one line that says what to do. ``models`` has its own small tree (``models.errors``),
mapped to ``ModelError`` and ``LanguageError`` where a digest calls it.
"""

from __future__ import annotations


class ChipwireError(Exception):
    """Base of all errors that are told to the user as one line."""

    def __str__(self) -> str:
        """Return the message on one line, whatever text from outside was put into it."""
        return " ".join(super().__str__().split())


class UsageError(ChipwireError):
    """The command line or the configuration asks for something that cannot be."""


class SourceError(ChipwireError):
    """A source could not be read or fetched."""


class ContentError(ChipwireError):
    """A source was read, but there is no article in it."""


class LanguageError(ChipwireError):
    """A language code is unknown or not covered."""


class ModelError(ChipwireError):
    """A model cannot be used: missing, damaged, or too large for the device."""


class StoreError(ChipwireError):
    """The store cannot do it: locked, full, read-only, out of reach, damaged, or too new."""


class DeliveryError(ChipwireError):
    """Mail cannot be sent or written: no sender named, no certificates, an outbox out of reach."""
