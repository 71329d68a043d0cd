"""A plugin of pytest for mutmut: which tests lean on a function with a kept value, slow ones last.

mutmut writes down which functions each test calls. A function below one with ``functools.cache``
is called by the first test alone, so the others would never judge it. While mutmut counts, a kept
value of ours comes with the calls that it took, and these count again. The gold cases, which all
functions serve, judge what no other test noticed. ``tool.mutmut`` in pyproject.toml names it.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import Any

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the gold cases behind all other tests."""
    items.sort(key=lambda item: item.path.name == "test_gold.py")


def _counting(keep: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``functools.lru_cache`` for others and, for ours, one that counts calls again."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        if not function.__module__.startswith("pipeline."):
            return keep(function)

        @keep
        def value_and_calls(*args: Any, **named: Any) -> tuple[Any, frozenset[str]]:
            outer = set(seen)
            seen.clear()
            value = function(*args, **named)
            calls = frozenset(seen)
            seen.update(outer)
            return value, calls

        @functools.wraps(function)
        def counted(*args: Any, **named: Any) -> Any:
            value, calls = value_and_calls(*args, **named)
            seen.update(calls)
            return value

        counted.cache_clear = value_and_calls.cache_clear  # type: ignore[attr-defined]
        counted.cache_info = value_and_calls.cache_info  # type: ignore[attr-defined]
        return counted

    from mutmut.state import state

    seen = state()._stats
    return decorate


def _lru_cache(maxsize: Any = 128, typed: bool = False) -> Any:
    if callable(maxsize):
        return _counting(_PLAIN())(maxsize)
    return _counting(_PLAIN(maxsize, typed))


_PLAIN = functools.lru_cache

if os.environ.get("MUTANT_UNDER_TEST") == "stats":
    functools.lru_cache = _lru_cache  # type: ignore[assignment]
    functools.cache = _counting(_PLAIN(maxsize=None))
