"""The body of an answer -> its bytes, unpacked, within limits. Knows nothing of the network."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterator

from pipeline.errors import SourceError
from pipeline.stages.page import readable_size

_STEP = 65_536  # bytes unpacked at a time


async def decode_body(chunks: AsyncIterator[bytes], encoding: str, limit: int) -> bytes:
    """Join and unpack a body; ``limit`` holds for the bytes as sent and for those unpacked."""
    pieces: list[bytes] = []
    total = 0
    async for piece in unpacked(chunks, encoding, limit):
        total = _within(total + len(piece), limit)
        pieces.append(piece)
    return b"".join(pieces)


async def decode_start(chunks: AsyncIterator[bytes], encoding: str, limit: int) -> bytes:
    """Return what a body begins with: at most ``limit`` bytes, unpacked."""
    start = bytearray()
    async for piece in unpacked(chunks, encoding, limit):
        start += piece
        if len(start) >= limit:
            break
    return bytes(start[:limit])


async def unpacked(chunks: AsyncIterator[bytes], encoding: str, limit: int) -> AsyncIterator[bytes]:
    """Give the pieces of a body as they come, unpacked: a small bomb stays small.

    An encoding packed into another one is refused: no honest server sends it, as it was not
    asked for.
    """
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        async for chunk in chunks:
            yield chunk
        return
    if name not in {"gzip", "x-gzip", "deflate"}:
        raise SourceError(f"content encoding {encoding!r} was not asked for and is refused")
    packed = _Packed(name)
    sent = 0
    async for chunk in chunks:
        sent = _within(sent + len(chunk), limit)
        for piece in packed.take(chunk):
            yield piece
    for piece in packed.end():
        yield piece


def _within(total: int, limit: int) -> int:
    if total > limit:
        raise SourceError(
            f"larger than {readable_size(limit)} (fetch.max_bytes): not an article page"
        )
    return total


class _Packed:
    """Unpacks gzip (several members too) or deflate, with or without its zlib header."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._unpack: zlib._Decompress | None = None
        self._over = False  # what comes after the end is not looked at

    def take(self, chunk: bytes) -> Iterator[bytes]:
        """Give what the next bytes of the body come to, in small pieces."""
        data = chunk
        while data and not self._over:
            if self._unpack is None:
                self._unpack = zlib.decompressobj(_window(data, self._name))
            try:
                piece = self._unpack.decompress(data, _STEP)
            except zlib.error as exc:
                raise SourceError(f"the compressed page is damaged: {exc}") from exc
            if piece:
                yield piece
            data = self._unpack.unconsumed_tail
            if self._unpack.eof:
                data = self._unpack.unused_data.lstrip(b"\0")
                if self._name != "deflate" and data[:1] == b"\x1f":
                    self._unpack = None
                else:
                    self._over = True

    def end(self) -> Iterator[bytes]:
        """Give what is left, where the body was cut off just behind its last byte."""
        unpack = self._unpack
        if unpack is None or self._over:
            return
        while piece := unpack.decompress(unpack.unconsumed_tail, _STEP):
            yield piece
        if not unpack.eof:
            raise SourceError("the page was cut off on its way: try again")


def _window(data: bytes, name: str) -> int:
    if name != "deflate":
        return 16 + zlib.MAX_WBITS
    return zlib.MAX_WBITS if data[0] & 0x0F == 8 else -zlib.MAX_WBITS
