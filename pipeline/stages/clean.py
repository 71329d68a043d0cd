"""The dregs of saved pages: what is not article goes, with a reason; what is article stays.

Works on paragraphs, from plain text and from extracted HTML alike. The words to look for stand in
``data/chrome.toml`` and ``data/datelines.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.records import Dropped
from pipeline.stages import phrases
from pipeline.stages.datelines import DateLine, find_day, read_dateline
from pipeline.stages.foreign import Passage, foreign_chrome
from pipeline.stages.headline import letters
from pipeline.stages.language import detect_text
from pipeline.stages.markup import Line, Marked, read_markdown, read_plain
from pipeline.stages.places import Places
from pipeline.stages.segment import split

_TOP, _BOTTOM = 6, 3  # paragraphs at the edges where a bare date or byline is no text
_LONGEST_TITLE = 220
_LONGEST_LINK = 160
_LEAST_LINK_WORDS = 4  # fewer may be a subheading or a name
_NOWHERE = Places()
_LEAST_HEADLINE = 15  # letters of a headline that is known behind its kicker


class Cleaned(NamedTuple):
    """What an article's text gave; ``total`` counts the paragraphs seen, the dropped included."""

    title: str | None
    authors: list[str]
    published: str | None
    declared_language: str | None
    paragraphs: list[str]
    dropped: list[Dropped]
    total: int


def clean_text(text: str, *, markdown: bool = False) -> Cleaned:
    """Return the article in a plain text or Markdown file. Never fails; text may be empty."""
    marked = read_markdown(text) if markdown else Marked(read_plain(text), {})
    lines, front = marked
    title = front.get("title") or None
    if title is None and lines and lines[0].level:
        title, lines = lines[0].text, lines[1:]
    swept = _without_chrome(_sweep(lines, title), _NOWHERE)
    kept = swept.kept
    if title is None and len(kept) > 1 and _is_headline(kept[0].text):
        title, kept = kept[0].text, kept[1:]
    author = front.get("author") or front.get("authors") or ""
    return Cleaned(
        title=title,
        authors=[author.strip("[]")] if author else swept.authors,
        published=find_day(front.get("date", "")) or swept.published,
        declared_language=front.get("lang") or front.get("language"),
        paragraphs=[line.text for line in kept],
        dropped=swept.dropped,
        total=len(kept) + len(swept.dropped) - swept.cuts,
    )


def clean_paragraphs(
    paragraphs: list[str],
    title: str | None,
    links: set[str],
    heads: Sequence[str] = (),
    places: Places = _NOWHERE,
) -> Cleaned:
    """Return what stays of paragraphs extracted from a page.

    ``title`` and ``heads`` are dropped where the beginning of the text repeats them; ``links`` are
    the texts of the page's links to others, ``places`` tells where its texts stand.
    """
    heading, begin = _repeated(paragraphs[:_TOP], [title or "", *heads])
    lines = [Line(text, link=text in links) for text in paragraphs[begin:]]
    swept = _without_chrome(_sweep(lines, None), places)
    kept = [line for line in swept.kept if not _is_teaser_link(line)]
    linked = [
        Dropped(text=line.text, reason="related links")
        for line in swept.kept
        if _is_teaser_link(line)
    ]
    return Cleaned(
        title=title,
        authors=swept.authors,
        published=swept.published,
        declared_language=None,
        paragraphs=[line.text for line in kept],
        dropped=heading + swept.dropped + linked,
        total=len(paragraphs),
    )


def _repeated(paragraphs: list[str], titles: list[str]) -> tuple[list[Dropped], int]:
    """Return the headline and what stands above it, and with which paragraph the text begins.

    The headline may have its kicker before it; above it stand short words like a section.
    """
    keys = {letters(title) for title in titles} - {""}
    dropped: list[Dropped] = []
    begin = 0
    for number, text in enumerate(paragraphs):
        if not _tells(text, keys):
            if _is_prose(text) or begin:
                break
            continue
        above = paragraphs[begin:number]
        dropped += [Dropped(text=line, reason="above the headline") for line in above]
        dropped.append(Dropped(text=text, reason="title repeated"))
        begin = number + 1
    return dropped, begin


def _tells(text: str, titles: set[str]) -> bool:
    """Return whether a paragraph is a headline, perhaps with its kicker before it."""
    key = letters(text)
    return key in titles or (
        len(text) <= _LONGEST_TITLE
        and any(len(title) >= _LEAST_HEADLINE and key.endswith(title) for title in titles)
    )


def _is_teaser_link(line: Line) -> bool:
    """Return whether a paragraph is nothing but a link to another article."""
    text = line.text.rstrip("\"'”’»“」』)） ")
    long = len(text.split()) >= _LEAST_LINK_WORDS or sum(ord(char) > 0x2E80 for char in text) > 9
    return line.link and long and not text.endswith((".", "。", ":", ";", "،"))


class _Swept(NamedTuple):
    kept: list[Line]
    dropped: list[Dropped]
    cuts: int  # of the dropped, those cut off a paragraph that stayed
    published: str | None
    authors: list[str]


def _sweep(lines: list[Line], title: str | None) -> _Swept:
    """Go through the paragraphs once and sort them."""
    kept: list[Line] = []
    dropped: list[Dropped] = []
    published: str | None = None
    authors: list[str] = []
    last_prose = max((n for n, line in enumerate(lines) if _is_prose(line.text)), default=-1)
    uses_gaps = any(not line.gap for line in lines)
    linked = cuts = 0  # linked: how many of the next lines belong to a list of links
    for number, line in enumerate(lines):
        if linked:
            linked -= 1
            dropped.append(Dropped(text=line.text, reason="related links"))
            continue
        dateline = _dateline(lines, number)
        if dateline is not None:
            published = published or dateline.published
            authors = authors or dateline.authors
            dropped.append(Dropped(text=line.text, reason="date line"))
            continue
        if phrases.header(line.text):
            linked = _links_after(lines, number, last_prose, uses_gaps)
        reason = _reason(line.text, title if number < 3 else None)
        if reason is None and linked:
            reason = "related links"
        if reason is not None:
            dropped.append(Dropped(text=line.text, reason=reason))
            continue
        text, cut = phrases.cut_glued(line.text)
        dropped += [Dropped(text=piece, reason=phrase.reason) for piece, phrase in cut]
        if text:
            cuts += len(cut)
            kept.append(line._replace(text=text))
        else:
            cuts += len(cut) - 1
    kept, foreign, foreign_cuts = _without_foreign(kept)
    return _Swept(kept, dropped + foreign, cuts + foreign_cuts, published, authors)


def _without_chrome(swept: _Swept, places: Places) -> _Swept:
    """Drop the paragraphs of page chrome that are in another language than the text."""
    passages = [Passage(line.text, line.link) for line in swept.kept]
    gone = foreign_chrome(passages, places)
    kept = [line for number, line in enumerate(swept.kept) if number not in gone]
    dropped = [
        Dropped(text=swept.kept[number].text, reason="notice in another language")
        for number in sorted(gone)
    ]
    return swept._replace(kept=kept, dropped=swept.dropped + dropped)


def _without_foreign(lines: list[Line]) -> tuple[list[Line], list[Dropped], int]:
    """Drop short notices in another language from the edges of the text."""
    edges = [n for n in range(len(lines)) if n < _BOTTOM or n >= len(lines) - _BOTTOM]
    if not edges or not any(phrases.foreign(lines[n].text[-_LONGEST_LINK:], "") for n in edges):
        return lines, [], 0
    main = detect_text(max((line.text for line in lines), key=len))[0]
    kept, dropped, cuts = list(lines), [], 0
    for number in edges if main else []:
        text = lines[number].text
        spans = split(text)
        end = len(text)
        while spans and _is_foreign(text[spans[-1][0] : end], main or ""):
            end = spans.pop()[0]
        if end < len(text):
            dropped.append(Dropped(text=text[end:].strip(), reason="notice in another language"))
            kept[number] = lines[number]._replace(text=text[:end].strip())
            cuts += bool(kept[number].text)
    return [line for line in kept if line.text], dropped, cuts


def _is_foreign(text: str, main: str) -> bool:
    """Return whether a sentence is a notice and reads like any language but the article's."""
    if len(text) > _LONGEST_LINK or text.lstrip()[:1] in '«"“„「‘':
        return False
    return phrases.foreign(text, main) is not None and detect_text(text)[0] != main


def _reason(text: str, title: str | None) -> str | None:
    """Return why a paragraph is no article text, or None if it is."""
    if title is not None and phrases.plain(text) == phrases.plain(title):
        return "title repeated"
    if not any(char.isalnum() for char in text):
        return "no words"
    known = phrases.whole(text) or phrases.start(text)
    return known.reason if known else None


def _dateline(lines: list[Line], number: int) -> DateLine | None:
    """Return what a date line says; without a label, a date counts at the edges alone."""
    dateline = read_dateline(lines[number].text)
    if dateline is None or dateline.labelled:
        return dateline
    return dateline if number < _TOP or number >= len(lines) - _BOTTOM else None


def _links_after(lines: list[Line], number: int, last_prose: int, uses_gaps: bool) -> int:
    """Count the lines after a heading that are its links."""
    count = 0
    for line in lines[number + 1 :]:
        if not _is_link_like(line.text):
            break
        listed = line.link or (uses_gaps and not line.gap) or number > last_prose
        if not listed or phrases.whole(line.text):
            break
        count += 1
    return count


def _is_link_like(text: str) -> bool:
    return len(text) <= _LONGEST_LINK and not text.endswith((".", "。", ":", ";"))


def _is_prose(text: str) -> bool:
    if phrases.whole(text) or phrases.start(text):
        return False
    wide = sum(1 for char in text[:200] if ord(char) > 0x2E80)
    ends = text.rstrip("\"'”’»“」』)） ").endswith((".", "!", "?", "…", "。", "！", "？"))
    return len(text) + wide * 2 > (80 if ends else 200)


def _is_headline(text: str) -> bool:
    """Return whether the first paragraph reads like a headline rather than like text."""
    if not 4 <= len(text) <= _LONGEST_TITLE or text.endswith((":", ";", ",")):
        return False
    bare = text.rstrip("\"'”’»“」』)） ")
    if bare.endswith(("。", ".")) and not bare.endswith(("...", "..")):
        return False
    wide = any(ord(char) > 0x2E80 for char in text)
    return wide or len(text.split()) >= 2
