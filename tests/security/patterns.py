"""Every regular expression of the packages, and texts that make a bad one take for ever."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import pkgutil
import re
import re._constants as op
import re._parser as parser
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

LANGUAGES = ["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "zh"]
_METHODS = {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
_UNBOUNDED = 100  # repetitions from which a repeat is one without a bound
_WAYS = 2  # ways through a set of characters or of alternatives that are tried


class Found(NamedTuple):
    """A pattern, where it is made, and the methods by which it is tried."""

    where: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]

    def try_on(self, text: Any) -> None:
        """Try the pattern as its module does, at one place or at all."""
        for method in self.methods & {"match", "fullmatch"}:
            getattr(self.pattern, method)(text)
        if self.methods - {"match", "fullmatch"}:
            for _ in self.pattern.finditer(text):
                pass


def modules() -> list[ModuleType]:
    """Import all modules of the packages but those that need what a server has."""
    import models
    import pipeline

    found = []
    for package in (pipeline, models):
        for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not re.search(r"migrations|__main__|adapters", info.name):
                found.append(importlib.import_module(info.name))
    return found


def patterns() -> list[Found]:
    """Collect patterns: those of modules, those written in calls, those made for each language."""
    made: dict[tuple[Any, int], str] = {}
    real = re.compile

    def noted(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        compiled = real(pattern, flags)
        name = sys._getframe(1).f_globals.get("__name__", "")
        if name.startswith(("pipeline.", "models.")):
            made.setdefault((compiled.pattern, compiled.flags), name)
        return compiled

    found: dict[tuple[Any, int], Found] = {}
    try:
        re.compile = noted
        loaded = modules()
        for module in loaded:
            if module.__name__.startswith("pipeline."):
                _fill_caches(module)
    finally:
        re.compile = real
    for module in loaded:
        for item in _of_module(module):
            key = (item.pattern.pattern, item.pattern.flags)
            before = found[key].methods if key in found else frozenset[str]()
            found[key] = item._replace(methods=item.methods | before)
    for (text, flags), name in made.items():
        if (text, flags) not in found:
            found[text, flags] = Found(name, real(text, flags), frozenset({"finditer"}))
    return list(found.values())


def _fill_caches(module: ModuleType) -> None:
    """Call what a module keeps for each language, or once."""
    for value in list(vars(module).values()):
        if not isinstance(value, functools._lru_cache_wrapper):
            continue
        wanted = list(inspect.signature(value).parameters.values())
        if any("str" not in str(one.annotation) for one in wanted) or len(wanted) > 1:
            continue
        for language in LANGUAGES if wanted else [None]:
            try:
                value(language) if language else value()
            except Exception:  # noqa: BLE001, it wants something else than a language
                break


def _of_module(module: ModuleType) -> Iterator[Found]:
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    uses: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            uses.setdefault(node.value.id, set()).add(node.attr)
        if isinstance(node, ast.FunctionDef):
            yield from _written_in(module, node)
    for name, value in vars(module).items():
        if isinstance(value, re.Pattern):
            methods = frozenset(uses.get(name, {"finditer"}) & _METHODS)
            yield Found(f"{module.__name__}:{name}", value, methods or frozenset({"finditer"}))


def _written_in(module: ModuleType, function: ast.FunctionDef) -> Iterator[Found]:
    """Give the patterns that are written where they are used: ``re.sub("x", …)``."""
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        first = node.args[0] if node.args else None
        of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
        if of_re and node.func.attr in _METHODS and isinstance(first, ast.Constant):
            where = f"{module.__name__}:{function.name}"
            yield Found(where, re.compile(first.value), frozenset({node.func.attr}))


def unbounded(pattern: re.Pattern[Any]) -> bool:
    """Return whether a pattern repeats something without a bound; else it is linear."""
    return any(True for _ in _repeats(_parsed(pattern), ""))


def _parsed(pattern: re.Pattern[Any]) -> Any:
    return parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)


def attacks(pattern: re.Pattern[Any], length: int) -> Iterator[Any]:
    """Give texts of a length: for each repeat its way in, its body over and over, a wrong end."""
    tree = _parsed(pattern)
    seen = set()
    for before, body in [*_repeats(tree, ""), ("", tree)]:
        for way in range(_WAYS):
            piece = _sample(body, way)
            for unit, head in ((piece, before), (before + piece, "")):
                if unit and (unit, head) not in seen:
                    seen.add((unit, head))
                    text = (head[:200] + unit * (length // len(unit) + 1))[:length] + "\x00"
                    yield text.encode() if isinstance(pattern.pattern, bytes) else text


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, Any]]:
    """Give each repeat without a bound: a text that leads to it, and its body."""
    for kind, value in tree:
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            least, most, body = value
            if most > _UNBOUNDED:
                yield before, body
            yield from _repeats(body, before)
            before += _sample(body, 0) * min(least, 5)
        else:
            for inner in _inner(kind, value):
                yield from _repeats(inner, before)
            before += _sample([(kind, value)], 0)


def _inner(kind: Any, value: Any) -> list[Any]:
    if kind is op.SUBPATTERN:
        return [value[3]]
    if kind is op.ATOMIC_GROUP:
        return [value]
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return [value[1]]
    return list(value[1]) if kind is op.BRANCH else []


def _sample(tree: Any, way: int) -> str:
    """Return a text that a parsed pattern takes, roughly; ``way`` chooses among alternatives."""
    pieces = []
    for kind, value in tree:
        if kind is op.LITERAL:
            pieces.append(chr(value))
        elif kind is op.NOT_LITERAL:
            pieces.append("a" if value != ord("a") else "b")
        elif kind is op.ANY:
            pieces.append("a")
        elif kind is op.IN:
            signs = _signs(value)
            pieces.append(signs[way % len(signs)])
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            pieces.append(_sample(value[2], way) * max(min(value[0], 5), 1))
        elif kind is op.BRANCH:
            pieces.append(_sample(value[1][way % len(value[1])], way))
        elif kind in (op.SUBPATTERN, op.ATOMIC_GROUP):
            pieces.append(_sample(value[3] if kind is op.SUBPATTERN else value, way))
    return "".join(pieces)


def _signs(members: Any) -> list[str]:
    """Return characters of a set."""
    known = {op.CATEGORY_DIGIT: "5", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "aA5"}
    signs = ""
    for kind, value in members:
        if kind is op.LITERAL:
            signs += chr(value)
        elif kind is op.RANGE:
            signs += chr(value[0]) + chr(value[1])
        elif kind is op.CATEGORY:
            signs += known.get(value, "a-")
    if members[0][0] is op.NEGATE:
        return [sign for sign in "aA5 -.\n" if sign not in signs] or ["§"]
    return list(signs) or ["a"]
