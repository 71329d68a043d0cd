"""Speech that begins with a dash: "– Nous signons, dit X, demain." and "—Sí —dijo X—. Ya."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.facts.speech.quote_marks import Marked
from pipeline.facts.speech.words import speech
from pipeline.records import Sentence

_DASH = re.compile(r"(?m)^[ \t\u00a0]*[–—―-][ \t\u00a0\u202f]?(?=[^\W\d_]|[¿¡])")
_BETWEEN = re.compile(
    r"(?<=\s)[–—―-](?=\s?\w)|(?<=[\w.,!?…])[–—―](?=[\s.,;:])|(?<=\w\s)[–—―](?=\s)"
)
_STOP = re.compile(r"(?<=\w\w)[.!?](?=\s|$)")
_GOES_ON = re.compile(r",(?=\s([a-zà-ÿ]+))")
_BLANKS = " \u00a0\u202f\t–—―-"
_MIN_WORDS = 4


def dash_spans(text: str, sentences: Sequence[Sentence]) -> list[Marked]:
    """Return the spoken parts of the paragraphs that begin with a dash, without the dashes.

    A paragraph with no verb of saying is speech only beside one that has it.
    """
    languages = {sentence.start: sentence.language for sentence in sentences}
    found: list[tuple[int, list[Marked]]] = []
    for match in _DASH.finditer(text):
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        language = languages.get(match.start() + len(match.group()) - len(match.group().lstrip()))
        if language is None or language in ("ja", "zh", "ko", "und"):
            continue
        found.append((match.start(), _parts(text, match.end(), end, language)))
    sure = {place for place, parts in found if len(parts) > 1 or (parts and parts[0].part)}
    spans: list[Marked] = []
    for number, (place, parts) in enumerate(found):
        beside = [found[n][0] for n in (number - 1, number + 1) if 0 <= n < len(found)]
        if place in sure or any(other in sure for other in beside):
            spans += [part._replace(part=bool(index)) for index, part in enumerate(parts)]
    return spans


def _parts(text: str, start: int, end: int, language: str) -> list[Marked]:
    """Cut a paragraph into spoken parts; the first is marked ``part`` where a verb follows it."""
    cuts = _reports(text, start, end, language)
    spans: list[Marked] = []
    place = start
    for begin, stop in cuts:
        spans.append(_span(text, place, begin))
        place = stop
    spans.append(_span(text, place, end))
    spans = [span for span in spans if span.start < span.end]
    if cuts and spans:
        spans[0] = spans[0]._replace(part=True)
    elif spans and len(text[start:end].split()) < _MIN_WORDS:
        return []
    return spans


def _reports(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    """Return where the reporting clauses of a paragraph begin and end."""
    says = speech(language).says
    dashes = [m.start() for m in _BETWEEN.finditer(text, start, end)]
    cuts: list[tuple[int, int]] = []
    for opening, closing in pairwise([*dashes, end]):
        clause = opening + 1
        while clause < end and text[clause] in _BLANKS:
            clause += 1
        if says.match(text, clause) and (not cuts or opening >= cuts[-1][1]):
            cuts.append((opening, closing))
    if cuts:
        return cuts
    for cue in says.finditer(text, start, end):
        before = text[start : cue.start()].rstrip()
        if before.endswith((",", "?", "!", "…")) and (not cuts or cue.start() >= cuts[-1][1]):
            cuts.append((start + len(before), _report_end(text, cue.end(), end, language)))
    return cuts


def _report_end(text: str, place: int, end: int, language: str) -> int:
    """Return where a reporting clause ends: at the sentence's end, or where speech goes on.

    Behind a name and a comma stands what the speaker is, unless a conjunction goes on with speech;
    behind a pronoun it always does.
    """
    words = speech(language)
    comma = _GOES_ON.search(text, place, end)
    stop = _STOP.search(text, place, end)
    last = stop.end() if stop else end
    if comma is None or comma.start() > last:
        return last
    subject = text[place : comma.start()].lower().lstrip(" -").removeprefix("t-").split()
    goes_on = comma[1] in words.resumes or set(subject) <= words.pronouns
    return comma.start() + 1 if goes_on else last


def _span(text: str, start: int, end: int) -> Marked:
    left, right = start, end
    while left < right and text[left] in _BLANKS + ",.;":
        left += 1
    while left < right and text[right - 1] in _BLANKS:
        right -= 1
    return Marked(left, right, left, right)
