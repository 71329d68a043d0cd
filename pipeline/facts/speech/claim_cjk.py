"""Attributions in Chinese, Japanese and Korean: 据X报道, Xによると, X에 따르면."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.facts.actors.cjk import find_cjk_names
from pipeline.facts.actors.find import find_names
from pipeline.facts.speech.noun_phrases import Phrase
from pipeline.facts.speech.voice_names import Speaker, antecedent, persons_of, speaker_at
from pipeline.facts.speech.words import speech
from pipeline.records import Sentence
from pipeline.story import Story

_STOP = '，,。；;！!？?、\n“”"「」『』：:'
_RUN = re.compile(rf"[^{_STOP}]{{1,40}}$")
_ZH_SPEAKER = re.compile(
    r"(?:人士|发言人\w{0,8}|官员|分析师\w{0,6}|总裁\w{0,4}|该报|公司|社|部长|总理|总统|主席|先生|女士|教授|专家|"
    r"高管|负责人|消息来源|媒体|部|局|网|报|[会处院]长)$"
)
_ZH_OPENED = re.compile(
    rf"[^{_STOP}]{{1,30}}?(?=报道|報道|报导|報導|援引|引述|的?消息|透露|称|稱|的?报告|的?数据|，|,)"
)
_ZH_CITED = re.compile(
    rf"[^{_STOP}]{{1,24}}?(?=的?话|的?消息|的?说法|报道|報道|称|稱|表示|透露|提供|，|,|。)"
)

_ZH_NO_VERB = re.compile("[据據的所未绝絕].|.[说說]明")  # 据称, 的介绍, 未回应, 说明会
_ZH_TIME = re.compile(
    r"(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)$|[上本下]个?月$"
    r"|[上本下这這]?(?:周|週|星期|礼拜)[一二三四五六日天]?$"
)
_ZH_PLACE = re.compile(
    r"(?<=.)(?:[上本下]个?[月周週]|在|对|對|向|接受)"
)  # where or to whom it is said
_KO_TOLD = re.compile(r"[다라자냐]고\s")
_QUOTED = re.compile(r"“[^“”\n]{0,400}”|「[^「」\n]{0,400}」")
_ZH_HEARSAY = "称稱说說悉传傳报報了"  # 据称, 据悉: nobody is named


class Voiced(NamedTuple):
    """One attribution: offsets of its cue, its speaker, and whether somebody cites it."""

    cue: tuple[int, int]
    speaker: Speaker
    cites: bool


def voices(
    text: str, start: int, language: str, story: Story, heard: Speaker | None
) -> Iterator[Voiced]:
    """Yield the attributions of the sentence that begins at ``start``."""
    if language == "zh":
        found = _chinese(text, start, story)
    else:
        found = _with_particles(text, start, language)
    for cue, phrase, cites in found:
        speaker = _resolved(text, phrase, language, story, heard)
        if speaker is not None:
            yield Voiced(cue, speaker, cites)


def _chinese(text: str, start: int, story: Story) -> Iterator[tuple[tuple[int, int], Phrase, bool]]:
    words = speech("zh")
    taken: list[tuple[int, int]] = []
    for cue in words.openers.finditer(text, start):
        cites = words.cites.fullmatch(cue.group()) is not None
        pattern = _ZH_CITED if cites else _ZH_OPENED
        phrase = pattern.match(text, cue.end())
        if phrase and text[cue.end()] not in _ZH_HEARSAY:
            taken.append(phrase.span())
            yield cue.span(), Phrase(*phrase.span()), cites
        if cites and (run := _RUN.search(text[max(start, cue.start() - 40) : cue.start()])):
            begin = max(start, cue.start() - 40) + run.start()
            yield cue.span(), _zh_speaker(text, begin, cue.start(), story), False
    for cue in words.says.finditer(text, start):
        begin = max(start, cue.start() - 40)
        run = _RUN.search(text[begin : cue.start()].rstrip("，, "))
        noun = _ZH_NO_VERB.match(text, max(start, cue.start() - 1))
        if run is None or noun or any(a <= cue.start() <= b + 3 for a, b in taken):
            continue
        phrase_at = _zh_speaker(text, begin + run.start(), begin + run.end(), story)
        written = text[phrase_at.start : phrase_at.end]
        known = find_names(written, story, short=True)
        if written in words.pronouns or _ZH_SPEAKER.search(written) or known:
            yield cue.span(), phrase_at, False
        elif name := _zh_name(text, phrase_at):
            yield cue.span(), name, False


def _zh_name(text: str, phrase: Phrase) -> Phrase | None:
    """Return the person's name at the end of a run, behind what they are: 店主王桂兰."""
    whole = Sentence.alone(text[phrase.start : phrase.end] + "说", "zh")
    for found in find_cjk_names(whole.text, whole):
        if found.type == "person" and found.end == phrase.end - phrase.start:
            return Phrase(phrase.start + found.start, phrase.end)
    return None


def _zh_speaker(text: str, start: int, end: int, story: Story) -> Phrase:
    """Return the speaker at the beginning of a Chinese run: up to a person's name, or a time."""
    trimmed = _trimmed(text, start, end)
    written = text[trimmed.start : trimmed.end]
    for name in find_names(written, story, short=True):
        if story.by_id[name.actor_id].type == "person":
            return Phrase(trimmed.start, trimmed.start + name.end)
    place = _ZH_PLACE.search(written)
    return _trimmed(text, trimmed.start, trimmed.start + place.start()) if place else trimmed


def _trimmed(text: str, start: int, end: int) -> Phrase:
    """Drop words of time at both ends of a Chinese run."""
    changed = True
    fillers = sorted(speech("zh").times | {"据", "根据", "据报道"}, key=lambda w: (-len(w), w))
    while changed and start < end:
        time = _ZH_TIME.search(text[start:end])
        changed = bool(time and time.start() and time.group())
        if time and changed:
            end = start + time.start()
        for filler in fillers:
            if text.startswith(filler, start) and end - start > len(filler):
                start, changed = start + len(filler), True
            if text.endswith(filler, start, end) and end - start > len(filler):
                end, changed = end - len(filler), True
    return Phrase(start, end)


def _with_particles(
    text: str, start: int, language: str
) -> Iterator[tuple[tuple[int, int], Phrase, bool]]:
    """Read Japanese and Korean, where the source stands before its particle."""
    words = speech(language)
    for cue in words.after.finditer(text, start):
        run = _RUN.search(text[max(start, cue.start() - 40) : cue.start()])
        if run:
            begin = max(start, cue.start() - 40) + run.start()
            cites = words.cites.match(text, cue.start()) is not None
            yield cue.span(), _subject_of(text, begin, cue.start(), language), cites
    topics = "|".join(words.topics)
    tail = r"(?=\s)" if language == "ko" else ""
    topic = re.compile(rf"(?:^|[。、\n」”\"]|\s)([^{_STOP}]{{1,40}}?)(?:{topics}){tail}")
    unquoted = _QUOTED.sub(lambda quote: "。" * len(quote.group()), text)
    for cue in words.says.finditer(text, start):
        stop = max(text.rfind("。", start, cue.start()) + 1, start, cue.start() - 200)
        told = [stop + said.end() for said in _KO_TOLD.finditer(text[stop : cue.start()])]
        for begin in (*told[-1:], stop):  # "…한다고 로이터가 보도했다": who says so stands behind
            if found := topic.search(unquoted[begin : cue.start()]):
                yield cue.span(), Phrase(begin + found.start(1), begin + found.end(1)), False
                break


def _subject_of(text: str, start: int, end: int, language: str) -> Phrase:
    """Drop a topic before the source: "ロイターは関係者の話として" rests on 関係者."""
    topics = "|".join(speech(language).topics)
    tail = r"\s" if language == "ko" else "(?=.{2})"
    found = list(re.finditer(rf"(?:{topics}){tail}", text[start:end]))
    return Phrase(start + found[-1].end(), end) if found else Phrase(start, end)


def _resolved(
    text: str, phrase: Phrase, language: str, story: Story, heard: Speaker | None
) -> Speaker | None:
    written = text[phrase.start : phrase.end].strip()
    if not written:
        return None
    if written in speech(language).pronouns:
        return antecedent(text, phrase, story, heard, persons_of(written, language))
    return speaker_at(text, phrase, story)
