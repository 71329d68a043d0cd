"""Bytes -> text: tells binary content from text, finds the charset, tells HTML from plain text."""

from __future__ import annotations

import codecs
import re

_MAGIC = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a zip archive or office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"BM": "an image",
    b"RIFF": "a media file",
    b"ID3": "a media file",
    b"OggS": "a media file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"7z\xbc\xaf\x27\x1c": "an archive",
    b"Rar!": "an archive",
    b"BZh": "an archive",
    b"\xfd7zXZ": "an archive",
    b"(\xb5/\xfd": "an archive",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"SQLite format 3": "a database",
}
_TEXT_LIKE_MAGIC = {b"BM", b"MZ", b"BZh", b"ID3", b"GIF8", b"RIFF", b"OggS", b"Rar!"}
_BOMS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_WIDE = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "ucs-2": "utf-16-le"}
# What browsers read where a page names the first (WHATWG Encoding): the second holds more.
_WEB_CHARSETS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
}
_META = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?([\w.:+-]{2,40})", re.I
)
_LANGUAGE = re.compile(rb"<html[^>]{0,300}?\blang\s*=\s*[\"']?([a-z]{2})\b", re.I)
# Languages that have one charset beside UTF-8; it holds the ISO charset that came before it.
_BY_LANGUAGE = {"tr": "cp1254"} | dict.fromkeys(
    [
        "ca",
        "da",
        "de",
        "en",
        "es",
        "fi",
        "fr",
        "gl",
        "is",
        "it",
        "nb",
        "nl",
        "nn",
        "no",
        "pt",
        "sv",
    ],
    "cp1252",
)
_FEW = 40  # bytes beyond ASCII from which no detector can tell a charset
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1b")) + b"\x7f"
_HTML_START = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:html|head|body|title|meta|link|script|style|header|footer|nav|main|article|section|div"
    r"|h[1-6]|p|br|ul|ol|li|dl|dt|dd|table|tr|td|th|blockquote|pre|figure|img|form|input|button"
    r"|a|span|b|i|u|em|strong|font|small|svg|iframe)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)


def binary_kind(content: bytes) -> str | None:
    """Return what sort of binary content this is, in words, or None if it reads like text."""
    for magic, kind in _MAGIC.items():
        if content.startswith(magic) and (magic not in _TEXT_LIKE_MAGIC or _has_controls(content)):
            return kind
    if _wide_charset(content):
        return None
    if b"\0" in content and not (b"<html" in content[:2048].lower() and content.count(0) < 10):
        return "NUL bytes"
    return "control characters" if _has_controls(content) else None


def decode(content: bytes, charset: str | None = None) -> str:
    """Return the text of ``content``; never fails, at worst it holds U+FFFD.

    A byte order mark decides; then valid UTF-8; then ``charset`` (from the HTTP header), the
    page's own declaration, and at last a guess from the bytes. Invisible characters (soft
    hyphens, zero-width blanks, controls) are taken out and line ends are made ``\\n``.
    """
    return visible(as_written(content, charset))


def as_written(content: bytes, charset: str | None = None) -> str:
    """Return the text of ``content`` with all its characters, as ``decode`` reads it."""
    return _decode(content, charset)


def visible(text: str) -> str:
    """Take out invisible characters and make line ends ``\\n``."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    return _INVISIBLE.sub("", text)


def is_html(text: str, *, name: str = "", content_type: str | None = None) -> bool:
    """Tell HTML from plain text and Markdown, by the text first, then by type and file name.

    A page that begins as HTML is HTML whatever it is called, and text without any tag is not.
    """
    if _HTML_START.match(_after_prologue(text[:20_000])):
        return True
    tags = sum(1 for _ in _TAG.finditer(text[:200_000]))
    if not tags:
        return False
    kind = (content_type or "").split(";")[0].strip().lower()
    if kind.endswith(("html", "xml")) or name.lower().endswith((".html", ".htm", ".xhtml")):
        return True
    if kind in {"text/plain", "text/markdown", "text/x-markdown"}:
        return False
    if name.lower().endswith((".txt", ".md", ".markdown", ".text")):
        return False
    return text.lstrip().startswith("<") and tags >= 2


def _after_prologue(text: str) -> str:
    """Return the text without the XML declaration and comments that may stand before HTML."""
    text = text.lstrip()
    while text.startswith(("<?xml", "<!--")):
        text = text.partition("-->" if text.startswith("<!--") else ">")[2].lstrip()
    return text


def _has_controls(content: bytes) -> bool:
    sample = content[:65_536]
    if b"\x1b$)C" in sample[:200]:  # ISO-2022-KR shifts with two controls
        sample = sample.translate(None, b"\x0e\x0f")
    return len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 200


def _wide_charset(content: bytes) -> str | None:
    """Return UTF-16 or UTF-32 where a mark says so, or where NULs stand in a steady rhythm."""
    for bom, name in _BOMS[1:]:
        if content.startswith(bom):
            return name
    sample = content[:4096]
    if sample.count(0) < len(sample) // 4 or len(sample) < 8:
        return None
    for name, kept, step in (
        ("utf-32-le", 0, 4),
        ("utf-32-be", 3, 4),
        ("utf-16-le", 0, 2),
        ("utf-16-be", 1, 2),
    ):
        used = sample[kept::step]
        rest = len(sample) - len(used)
        if used.count(0) == 0 and sample.count(0) >= rest * 0.9 and not _has_controls(used):
            return name
    return None


def _decode(content: bytes, charset: str | None) -> str:
    for bom, name in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(name, "replace")
    wide = _wide_charset(content)
    if wide:
        return content.decode(wide, "replace")
    declared = [name for name in (charset, _declared(content)) if name]
    if not (content.isascii() and (b"\x1b" in content or b"~{" in content)):
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for name in declared:
        text = _try(content, name)
        if text is not None and text.count("\ufffd") <= len(text) // 200:
            return text
    return _guess(content)


def _declared(content: bytes) -> str | None:
    match = _META.search(content[:20_000])
    return match[1].decode("ascii", "ignore") if match else None


def _try(content: bytes, charset: str) -> str | None:
    name = charset.strip().lower()
    name = _WEB_CHARSETS.get(name, _WIDE.get(name, name))
    if name in _WIDE.values():  # a declaration in ASCII bytes proves it wrong
        return None
    try:
        return content.decode(name, "replace")
    except (LookupError, ValueError, TypeError):
        return None


def _guess(content: bytes) -> str:
    """Guess the charset: escape codes, nearly valid UTF-8, the page's language, then its bytes."""
    if b"\x1b$" in content:
        for name in ("iso2022_jp_2", "iso2022_kr"):
            text = _try(content, name)
            if text is not None and "\ufffd" not in text:
                return text
    text = content.decode("utf-8", "replace")
    if text.count("\ufffd") <= len(text) // 100:
        return text
    language = _LANGUAGE.search(content[:20_000])
    usual = _BY_LANGUAGE.get(language[1].decode().lower()) if language else None
    beyond = sum(byte > 127 for byte in content[:100_000])
    if usual is None and beyond < min(_FEW, len(content) / 7):
        usual = "cp1252"
    if usual and "\ufffd" not in (text := content.decode(usual, "replace")):
        return text
    from charset_normalizer import from_bytes

    best = from_bytes(content[:200_000], steps=5, chunk_size=512).best()
    guessed = _try(content, best.encoding) if best is not None else None
    return guessed if guessed is not None else content.decode("cp1252", "replace")
