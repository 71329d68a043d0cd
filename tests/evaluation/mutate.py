"""Pages that were damaged by chance: the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
_PIECES = [
    *(b"<", b">", b"</", b"</p>", b"</div>", b"<p>", b"<div>", b"<script>", b"<style>", b"<!--"),
    *(b"-->", b"<![CDATA[", b"]]>", b"<table><td>", b"<template>", b"<svg>", b"<select>"),
    *(b"<a href=http://[>", b"<base href='//['>", b"<meta charset=utf-7>", b"<math>"),
    *(b"<link rel=canonical href='http://['>", b"<html lang=x-klingon>", b"<meta charset=utf-16>"),
    *(b"&", b"&#0;", b"&#x110000;", b"&nbsp", b'"', b"'", b"\x00", b"\xff\xfe", b"\xed\xa0\x80"),
    *(b"\xe2\x80\xae", b"\xf0\x9f\x92\xa9", b"\xcc\x80" * 50, b"\r", b"\x1b[31m", b"%s%n"),
    *(b'"isAccessibleForFree": false,', b'"author": [[["x"]], {"name": {"a": 1}}],', b"{" * 200),
    *(b'"wordCount": 99999999999,', b'"hasPart": [{"cssSelector": "..,#"}],', b"[" * 200),
    *(b"7 000 000 000 milliards de dollars", b"1e999999", b"31/02/0000", b"12.345.678.901,2,3.4"),
    *(b"<time datetime=9999-99>", b"\\u0000"),
]
Change = Callable[[random.Random, bytearray], None]


def mutated(seed: int, pages: Sequence[bytes]) -> bytes:
    """Return one of ``pages`` with one to thirty changes."""
    chance = random.Random(seed)
    content = bytearray(chance.choice(pages))
    for _ in range(chance.choice((1, 3, 10, 30))):
        chance.choice(_CHANGES)(chance, content)
    return bytes(content)


def sample_pages() -> list[bytes]:
    """Return the pages that come with chipwire."""
    return [path.read_bytes() for path in sorted(SAMPLES.glob("**/*.html"))]


def _insert(chance: random.Random, content: bytearray) -> None:
    place = chance.randrange(len(content) + 1)
    content[place:place] = chance.choice(_PIECES)


def _overwrite(chance: random.Random, content: bytearray) -> None:
    place = chance.randrange(len(content) + 1)
    content[place : place + chance.randrange(200)] = chance.choice(_PIECES)


def _noise(chance: random.Random, content: bytearray) -> None:
    for _ in range(chance.randrange(1, 20)):
        if content:
            content[chance.randrange(len(content))] = chance.randrange(256)


def _drop(chance: random.Random, content: bytearray) -> None:
    place = chance.randrange(len(content) + 1)
    del content[place : place + chance.randrange(1, 2_000)]


def _cut(chance: random.Random, content: bytearray) -> None:
    if chance.random() < 0.1:
        del content[chance.randrange(len(content) + 1) :]


def _repeat(chance: random.Random, content: bytearray) -> None:
    place = chance.randrange(len(content) + 1)
    piece = bytes(content[place : place + chance.randrange(1, 300)])
    content[place:place] = piece * chance.randrange(1, 30)


def _nest(chance: random.Random, content: bytearray) -> None:
    """Open a tag many times over."""
    tag = chance.choice((b"div", b"b", b"span", b"table", b"ul", b"a", b"font", b"blockquote"))
    place = chance.randrange(len(content) + 1)
    content[place:place] = (b"<" + tag + b">") * chance.randrange(1, 300)


def _swap(chance: random.Random, content: bytearray) -> None:
    """Put two pieces of the page in each other's place."""
    size = chance.randrange(1, 500)
    one, other = (chance.randrange(max(1, len(content) - size)) for _ in range(2))
    if abs(one - other) >= size:
        first, second = bytes(content[one : one + size]), bytes(content[other : other + size])
        content[one : one + size], content[other : other + size] = second, first


_CHANGES: tuple[Change, ...] = (_insert, _overwrite, _noise, _drop, _cut, _repeat, _nest, _swap)
