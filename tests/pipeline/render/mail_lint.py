"""What is wrong with a mail's HTML for mail clients, by the facts of ``mail_clients.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

LARGEST = 100_000  # bytes: Gmail cuts at 102 KB
SMALLEST = 14  # pixels
_FACTS = Path(__file__).with_name("mail_clients.toml")
# CSS 1, which every client knows and of which the data has no row.
_PLAIN = {"color", "font-family", "font-style"}
_ROW = {"border-top": "border", "border-left": "border", "padding-right": "padding"}
# Clients that do less with it, and why that does no harm.
_HARMLESS = {
    "background-color": "",
    "border": "outlook: not on spans",
    "display": "outlook: block alone",
    "font-size": "outlook: no rem",
    "font-weight": "outlook: bold alone",
    "line-height": "outlook: not less than the font needs",
    "margin": "not auto and not negative",
    "max-width": "outlook: a table of a set width takes its place",
    "padding": "outlook: not on p and div",
    "text-align": "not start and end",
    "vertical-align": "",
    "word-break": "some break long words as they like",
    "width": "outlook: not on p and div",
}
_ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "table", "tbody", "tr", "td", "h1", "h2",
    "h3", "p", "br", "a", "img", "span", "strong", "div", "details", "summary",
}  # fmt: skip
_LINK = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)", re.IGNORECASE)
_TAG = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
_ODD_VALUE = re.compile(r"\b(?:url|calc|var|clamp|min|max|rgba?|hsla?)\(|-\d|auto|!important")
_UNIT = re.compile(r"\d([a-z%]+)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


@lru_cache
def facts() -> dict[str, dict[str, Any]]:
    """Return for each feature the clients that have it not, or in part."""
    return tomllib.loads(_FACTS.read_text(encoding="utf-8"))


def lint(html: str) -> list[str]:
    """Return all that is wrong, one line each; nothing for a good mail."""
    page = lxml_html.document_fromstring(html)
    return [*_document(html, page), *_elements(page), *_styles(page), *_sheets(page)]


def _document(html: str, page: Any) -> Iterator[str]:
    size = len(html.encode())
    if size > LARGEST:
        yield f"{size} bytes"
    if not html.lstrip().lower().startswith("<!doctype html>"):
        yield "no doctype"
    if page.get("dir") not in ("ltr", "rtl"):
        yield "html has no direction"
    if not _TAG.fullmatch(page.get("lang", "")):
        yield "html has no language"
    if page.find(".//meta[@charset]") is None:
        yield "no charset"
    if not (page.findtext(".//title") or "").strip():
        yield "no title"


def _elements(page: Any) -> Iterator[str]:
    for element in page.iter("*"):
        name, has = element.tag, element.attrib
        if name not in _ELEMENTS:
            yield f"<{name}>"
        yield from (f"{key}: acts" for key in has if key.startswith("on"))
        if name == "a" and not _LINK.match(has.get("href", "")):
            yield f"a link to {has.get('href')!r}"
        if name == "img":
            yield from _image(has)
        if name == "table" and has.get("role") != "presentation":
            yield "a table that is read out as data"
        if "lang" in has and not _TAG.fullmatch(has["lang"]):
            yield f"lang {has['lang']!r}"
        if has.get("dir", "ltr") not in ("ltr", "rtl", "auto"):
            yield f"dir {has['dir']!r}"
        if "id" in has or "srcset" in has or "background" in has:
            yield f"<{name}> has an id, srcset or background"


def _image(has: Any) -> Iterator[str]:
    if not has.get("alt", "").strip():
        yield "a picture without words"
    if not has.get("width", "").isdigit():
        yield "a picture without a width"
    if not has.get("src", "").startswith("cid:"):
        yield f"a picture from {has.get('src')!r}"


def _styles(page: Any) -> Iterator[str]:
    for element in page.iter("*"):
        for declaration in filter(None, element.get("style", "").split(";")):
            yield from _declaration(f"<{element.tag}>", declaration)


def _declaration(where: str, declaration: str) -> Iterator[str]:
    """Check a declaration that every client must understand."""
    name, _, value = (part.strip() for part in declaration.partition(":"))
    row = _ROW.get(name, name)
    known = facts()["css"].get(row)
    if known is None and name not in _PLAIN:
        yield f"{where} {name}: not in the table"
    if known and known.get("no"):
        yield f"{where} {name}: not in {', '.join(known['no'])}"
    if known and known.get("part") and row not in _HARMLESS:
        yield f"{where} {name}: in part in {', '.join(known['part'])}"
    if _ODD_VALUE.search(value):
        yield f"{where} {name}: {value}"
    if not {*_UNIT.findall(re.sub("#[0-9a-f]+", "", value))} <= {"px", "%"}:
        yield f"{where} {name}: {value}: a unit that some do not know"
    if name == "font-size" and float(value.removesuffix("px")) < SMALLEST:
        yield f"{where} {name}: {value}: too small to read"


def _sheets(page: Any) -> Iterator[str]:
    """Check style sheets: they may only add to what stands without them."""
    for sheet in page.iter("style"):
        text = sheet.text or ""
        if "@import" in text or "url(" in text or "@font-face" in text:
            yield "a style sheet that loads something"
        outside = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", text)
        if outside.strip():
            yield f"a style sheet says outside @media: {outside.strip()[:60]}"
        for _, body in _RULE.findall(text):
            for declaration in filter(None, map(str.strip, body.split(";"))):
                if not declaration.endswith("!important"):
                    yield f"{declaration}: the style of the element itself wins"
