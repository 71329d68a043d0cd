"""The body of an answer -> its bytes, unpacked, within limits. Knows nothing of the network."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from pipeline.errors import SourceError
from pipeline.stages.page import readable_size

_STEP = 65_536  # bytes unpacked at a time


def decode_body(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """Join and unpack a body; ``limit`` holds for the bytes as sent and for those unpacked."""
    return b"".join(_limited(unpacked(chunks, encoding, limit), limit))


def decode_start(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """Return what a body begins with: at most ``limit`` bytes, unpacked."""
    start = bytearray()
    for piece in unpacked(chunks, encoding, limit):
        start += piece
        if len(start) >= limit:
            break
    return bytes(start[:limit])


def unpacked(chunks: Iterable[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """Return the pieces of a body as they come, unpacked: a small bomb stays small.

    An encoding packed into another one is refused: no honest server sends it, as it was not
    asked for.
    """
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return iter(chunks)
    if name in {"gzip", "x-gzip", "deflate"}:
        return _inflate(_limited(chunks, limit), name)
    raise SourceError(f"content encoding {encoding!r} was not asked for and is refused")


def _limited(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise SourceError(
                f"larger than {readable_size(limit)} (fetch.max_bytes): not an article page"
            )
        yield piece


def _inflate(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Unpack gzip (several members too) or deflate, with or without its zlib header."""
    unpack = None
    for chunk in chunks:
        data = chunk
        while data:
            if unpack is None:
                unpack = zlib.decompressobj(_window(data, name))
            try:
                piece = unpack.decompress(data, _STEP)
            except zlib.error as exc:
                raise SourceError(f"the compressed page is damaged: {exc}") from exc
            if piece:
                yield piece
            data = unpack.unconsumed_tail
            if unpack.eof:
                data = unpack.unused_data.lstrip(b"\0")
                if name != "deflate" and data[:1] == b"\x1f":
                    unpack = None
                else:
                    return
    if unpack is not None and not unpack.eof:
        yield from _last(unpack)


def _last(unpack: zlib._Decompress) -> Iterator[bytes]:
    while piece := unpack.decompress(unpack.unconsumed_tail, _STEP):
        yield piece
    if not unpack.eof:
        raise SourceError("the page was cut off on its way: try again")


def _window(data: bytes, name: str) -> int:
    if name != "deflate":
        return 16 + zlib.MAX_WBITS
    return zlib.MAX_WBITS if data[0] & 0x0F == 8 else -zlib.MAX_WBITS
