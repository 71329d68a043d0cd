"""What actors do in a sentence: who finances, makes, designs, buys, regulates, rivals or says so.

A role needs a word that shows it, in the same clause, with the actor as its subject or agent, and
nobody else nearer. Words come from ``data/roles.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.facts.actors.role_words import RoleWords, role_words
from pipeline.facts.actors.words import SPACELESS
from pipeline.facts.speech.words import speech
from pipeline.records import ActorRole, Sentence

_BREAK = re.compile(r"[;:!?()«»“”\"\n。；：！？（）「」『』]|\.(?!\w)")
_COMMA = re.compile(r"[,，、]")
_REACH = 60  # characters between an actor and the word that shows the role
_CJK_REACH = 24
_FAR_CJK = 160  # to the verb of saying at a sentence's end
_MOST_WORDS = 7
_MOST_TOGETHER = 12  # actors in a row that act together


class Named(NamedTuple):
    """An actor's mention, as the roles need it: offsets are the text's."""

    actor_id: str
    start: int
    end: int


class _Clause(NamedTuple):
    """A sentence and what stands in it, left to right: the actors and their job titles."""

    text: str
    sentence: Sentence
    named: Sequence[Named]
    titles: Sequence[tuple[int, int]]


def find_roles(
    text: str, sentence: Sentence, named: Sequence[Named], titles: Sequence[tuple[int, int]]
) -> list[tuple[str, ActorRole]]:
    """Return actor ids with the roles that one sentence shows.

    ``named`` are all mentions of the sentence, left to right; ``titles`` are the job titles, which
    may stand between an actor and a verb of saying.
    """
    words = role_words(sentence.language)
    clause = _Clause(text, sentence, named, sorted(titles))
    shown: list[tuple[str, tuple[int, int], list[Named]]] = []
    for role, pattern in (*words.before, *_said(sentence.language)):
        for cue in pattern.finditer(text, sentence.start, sentence.end):
            shown.append((role, cue.span(), _subjects(clause, cue, role)))
    for role, pattern in (*words.after, *_sources(sentence.language)):
        for cue in pattern.finditer(text, sentence.start, sentence.end):
            shown.append((role, cue.span(), _objects(clause, cue, role)))
    for role, pattern in words.by:
        for cue in pattern.finditer(text, sentence.start, sentence.end):
            shown.append((role, cue.span(), _agents(text, sentence, named, cue)))
    return _records(text, sentence, _without_shorter(shown))


_Shown = tuple[str, tuple[int, int], list[Named]]


def _without_shorter(shown: Sequence[_Shown]) -> list[_Shown]:
    """Leave out cues that are a part of a longer one: "調達" in "資金調達"."""
    kept: list[_Shown] = []
    ordered = sorted(
        (item for item in shown if item[2]),
        key=lambda item: (item[1][0], -item[1][1], item[0] == "source"),
    )
    for item in ordered:
        same = bool(kept) and item[1] == kept[-1][1] and item[0] != "source"
        if not kept or same or item[1][1] > kept[-1][1][1]:
            kept.append(item)
    return kept


def _records(text: str, sentence: Sentence, shown: Sequence[_Shown]) -> list[tuple[str, ActorRole]]:
    found: list[tuple[str, ActorRole]] = []
    seen: set[tuple[str, str]] = set()
    for role, (start, end), mentions in shown:
        for actor_id in dict.fromkeys(m.actor_id for m in mentions):
            if (actor_id, role) not in seen:
                seen.add((actor_id, role))
                record = ActorRole(
                    text=text[start:end], start=start, end=end, sentence=sentence.index, role=role
                )
                found.append((actor_id, record))
    return found


def _said(language: str) -> list[tuple[str, re.Pattern[str]]]:
    words = speech(language)
    return [("source", words.says), ("source", words.after)]


def _sources(language: str) -> list[tuple[str, re.Pattern[str]]]:
    words = speech(language)
    if language in SPACELESS:
        return [("source", words.openers)]
    return [("source", words.openers), ("source", words.says)]


def _subjects(clause: _Clause, cue: re.Match[str], role: str) -> list[Named]:
    """Return the actors that stand before a cue as its subject."""
    text, sentence, named, titles = clause
    words = role_words(sentence.language)
    stop = bisect_right(named, cue.start(), key=lambda m: m.end)
    before = named[max(0, stop - _MOST_TOGETHER) : stop]
    if not before:
        return []
    before = _before_title(before, titles)
    last = before[-1]
    gap = text[last.end : min(cue.start(), last.end + 2 * _FAR_CJK)]
    apposed = text[max(0, last.start - 2) : last.start] in (", ", ",\u00a0")
    if apposed and gap.startswith(","):
        gap = gap[1:]  # "le PDG de TSMC, CC Wei, a dit"
    cjk = sentence.language in SPACELESS
    if sentence.language in ("ja", "ko"):
        fits = _cjk_subject(words, gap, role)
    else:
        limit = _CJK_REACH if cjk else _REACH
        bare = _without_titles(gap, last.end, titles)
        fits = len(bare) <= limit and bool(
            words.between.fullmatch(bare)
            or (not bare.strip(" \u00a0\u202f") and not _BREAK.search(bare))
            or (role != "source" and _is_bracket(words, bare))
        )
    if not fits or words.oblique.search(text, max(sentence.start, last.start - 20), last.start):
        return []
    return _together(text, words, before, -1, sentence)


def _cjk_subject(words: RoleWords, gap: str, role: str) -> bool:
    particle = words.particle.match(gap)
    if particle is None:
        return False
    rest = gap[particle.end() :]
    if role != "source" and particle.group().strip() in ("", "に", "、", "의", "에"):
        return False
    if role == "source":
        return len(rest) <= _FAR_CJK and "。" not in rest
    return len(rest) <= _CJK_REACH and not _BREAK.search(rest) and not _COMMA.search(rest[1:])


def _is_bracket(words: RoleWords, gap: str) -> bool:
    """Say whether a modal follows the subject and its objects stand before the cue."""
    modal = words.bracket.match(gap)
    if modal is None or _BREAK.search(gap) or _COMMA.search(gap):
        return False
    return len(gap.split()) <= _MOST_WORDS and not re.search(r"\s(?:von|door|av|durch)\s", gap)


def _without_titles(gap: str, base: int, titles: Sequence[tuple[int, int]]) -> str:
    """Cut an apposition out: ", PDG de TSMC, a dit" becomes " a dit"."""
    for start, end in _within(titles, base, base + min(len(gap), _FAR_CJK)):
        if end <= base + len(gap):
            head, tail = gap[: start - base], gap[end - base :]
            if head.strip() in (",", "(", "–", "-", "") and tail[:1] in (",", ")", " ", ""):
                return " " + tail.lstrip(" ,)\u00a0–-")
    return gap


def _objects(clause: _Clause, cue: re.Match[str], role: str) -> list[Named]:
    """Return the actors that stand behind a cue: "financed by X", "selon X"."""
    text, sentence, named, titles = clause
    words = role_words(sentence.language)
    first = bisect_left(named, cue.end(), key=lambda m: m.start)
    after = named[first : first + _MOST_TOGETHER]
    if not after:
        return []
    if role == "source":
        after = _beyond_title(after, titles, cue.end())
    gap = text[cue.end() : min(after[0].start, cue.end() + 2 * _REACH)]
    if role == "source" and len(gap) <= _REACH:
        for start, end in _within(titles, cue.end(), after[0].start):
            if end <= after[0].start:
                inside = text[cue.end() : start] + " " + text[end : after[0].start]
                gap = f" {' '.join(inside.replace(',', ' ').split())} "
                break
    if len(gap) > _REACH or not words.filler.fullmatch(gap):
        return []
    if text[after[0].end : after[0].end + 2] in ("'s", "’s"):
        return []
    if cue.re is speech(sentence.language).says and _continues(text, sentence, after[0], words):
        return []
    return _together(text, words, after, 0, sentence)


def _before_title(before: Sequence[Named], titles: Sequence[tuple[int, int]]) -> Sequence[Named]:
    """Leave the organisation of a title out: in "Altman, patron d'OpenAI, a dit" it is Altman."""
    last = before[-1]
    near = _within(titles, last.start - _REACH, last.start)
    for start, end in near:
        people = [m for m in before if m.end <= start and start - m.end <= 3]
        if last.end <= end and people:
            return before[: before.index(people[-1]) + 1]
    return before


def _within(titles: Sequence[tuple[int, int]], low: int, high: int) -> Sequence[tuple[int, int]]:
    """Return the titles that begin between two places."""
    return titles[bisect_left(titles, (low, 0)) : bisect_right(titles, (high, 0))]


def _beyond_title(
    after: Sequence[Named], titles: Sequence[tuple[int, int]], start: int
) -> list[Named]:
    """Leave the organisation of a title out: in "selon le PDG de TSMC, CC Wei" it is CC Wei."""
    kept = list(after)
    near = _within(titles, start, start + _FAR_CJK)
    while len(kept) > 1 and any(
        a <= kept[0].start and kept[0].end <= b <= kept[1].start for a, b in near
    ):
        kept.pop(0)
    return kept


def _continues(text: str, sentence: Sentence, mention: Named, words: RoleWords) -> bool:
    """Say whether an actor behind a verb of saying has a verb of its own: it is no speaker."""
    says = speech(sentence.language).says
    rest = text[mention.end : mention.end + _REACH]
    own = words.between.match(rest)
    if own and says.match(rest, own.end()):
        return True
    verbs = [pattern for _, pattern in words.before]
    return bool(own and (own.group().strip() or any(v.match(rest, own.end()) for v in verbs)))


def _agents(
    text: str, sentence: Sentence, named: Sequence[Named], cue: re.Match[str]
) -> list[Named]:
    """Return the actors between an agent's preposition and its participle: "von X gefertigt"."""
    words = role_words(sentence.language)
    stop = bisect_right(named, cue.start(), key=lambda m: m.end)
    before = named[max(0, stop - _MOST_TOGETHER) : stop]
    if not before:
        return []
    last = before[-1]
    gap = text[last.end : min(cue.start(), last.end + 2 * _FAR_CJK)]
    if len(gap) > _REACH or _BREAK.search(gap) or _COMMA.search(gap):
        return []
    if not words.agent.search(text, max(sentence.start, last.start - 16), last.start):
        return []
    return [last]


def _together(
    text: str, words: RoleWords, mentions: Sequence[Named], index: int, sentence: Sentence
) -> list[Named]:
    """Return an actor and those joined to it: "SoftBank et MGX", "SoftBank, MGX et Oracle"."""
    if index == 0:
        group = [mentions[0]]
        for one, other in pairwise(mentions):
            if not words.and_.fullmatch(text[one.end : other.start]):
                break
            group.append(other)
        return group if len(group) == 1 or _has_and(text, group) else group[:1]
    group = [mentions[-1]]
    for mention in reversed(mentions[:-1]):
        if not words.and_.fullmatch(text[mention.end : group[0].start]):
            break
        group.insert(0, mention)
    if len(group) > 1 and not _has_and(text, group):
        return group[-1:]
    first = group[0].start
    if words.oblique.search(text, max(sentence.start, first - 20), first):
        return group[-1:] if len(group) == 1 else []
    return group


def _has_and(text: str, group: Sequence[Named]) -> bool:
    """Say whether an "and" stands before the last of a list: an apposition has only commas."""
    return not re.fullmatch(r"\s?,\s?", text[group[-2].end : group[-1].start])
