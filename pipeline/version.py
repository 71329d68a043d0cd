"""The version of chipwire."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def chipwire_version() -> str:
    """Return the installed version."""
    try:
        return version("chipwire")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "0+unknown"
