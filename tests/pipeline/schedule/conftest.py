"""The stores, certificates and settings of the tests of the mail."""

from __future__ import annotations

from tests.pipeline.deliver.conftest import certificates, each, settings_for, store, tmp_path

__all__ = ["certificates", "each", "settings_for", "store", "tmp_path"]
