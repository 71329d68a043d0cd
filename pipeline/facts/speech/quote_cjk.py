"""Speakers of quotes in Chinese, Japanese and Korean, whose words have no spaces or glued endings.

Japanese: 「…」とX氏は述べた, X氏は「…」と話す. Chinese: X表示:“…”, “…”，X说.
Korean: X는 "…"고 말했다, "…"라고 X가 밝혔다.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.facts.speech.noun_phrases import Phrase
from pipeline.facts.speech.voice_names import Speaker, antecedent, persons_of, speaker_at
from pipeline.facts.speech.words import speech
from pipeline.story import Story

_REACH = 120  # characters beside a quote in which its verb of saying is looked for
_STOP = '，,。；;！!？?\n“”"「」『』‘’:：（）()'
_ZH_LEADING = re.compile(
    r"(?:在[^，]{1,16}(?:中|时|上|前|后|里|方面)|当被问[^，]{1,20}时|对于?[^，]{1,14}|就[^，]{1,14})"
)
_ZH_TAIL = re.compile(r"(?:在|对|向|就|面对|接受|的?时候?)[^，]{0,20}$")
_ZH_FILLERS = "，,：: 道这是为其"
_JA_FILLERS = re.compile(r"(?:また|さらに|一方で?|これに対し|その上で)、?")
_JA_RUN = r"([^、。「」『』\n]{1,80}?)"
_JA_ALONE = 12  # characters of a quote that is speech where it is a sentence of its own
_JA_BEFORE = re.compile(
    r"([^、。「」\n]{1,80}?)(?:は|が)[^。\n]{0,60}(?:語った|話した|述べた|語る|話す)。$"
)
_JA_VERB = re.compile(r"(?:ている|ていた|した|する|った|という|される|された)")
_JA_ADVERBIAL = re.compile(r"(?:って|いて|として|に|で|と|から)$")
_KO_AFTER = re.compile(
    r"\s?(?:이?라고|고|라며|며)\s((?:[^\s,]{1,20}\s){0,5}?[^\s,]{1,20}?)(?:측은|에서는|은|는|이|가|도)\s"
)
_KO_TOPIC = re.compile(r"(?<=\w)(측은|은|는|이|가|도)(?=[\s,])")
_KO_BREAK = re.compile(
    r"(?:(?<=\S)[을를에로고며면은는가도와과한된인던할서데,]|했다|친|대해|관련해|통해|\.)$"
)
_KO_WORDS = 5  # words of a speaker in Korean


def speaker_beside(
    text: str,
    quote: tuple[int, int],
    sentence_start: int,
    language: str,
    story: Story,
    heard: Speaker | None,
) -> Speaker | None:
    """Return who says the quote between two offsets, its marks included."""
    start, end = quote
    before_start = max(sentence_start, start - _REACH)
    if language == "zh":
        found = _chinese(text, start, end, before_start)
    elif language == "ja":
        found = _japanese(text, start, end, before_start)
    else:
        found = _korean(text, start, end, before_start)
    return _resolved(text, found, language, story, heard) if found else None


def is_reported(text: str, start: int, end: int, language: str) -> bool:
    """Say whether a verb of saying, or the particle of quotation, stands right beside a quote."""
    after = text[end : end + 40]
    if language == "ja":
        if text[max(0, start - 1) : start] in ("", "\n", "。", "」") and after[:1] in (
            "",
            "。",
            "\n",
        ):
            return end - start >= _JA_ALONE
        return bool(re.match(r"(?:など)?と(?!いう|の|は|して(?!いる))|って|[(（]", after)) or bool(
            re.search(r"(?:によると|によれば)、?$", text[max(0, start - 6) : start])
        )
    if language == "ko":
        return bool(
            re.match(r"\s?(?:이?라고|이?라며|이?라는|이?라면서|고|며|면서)(?=[\s,])", after)
        )
    said = speech(language).says
    if re.search(r"[：:，,]\s?$", text[max(0, start - 3) : start]):
        return True
    clause = re.match(r"[，,]?[^，,。；“”]{0,40}", after)
    return bool(clause and said.search(clause.group())) or any(
        cue.end() >= start - 2 for cue in said.finditer(text, max(0, start - 8), start)
    )


def goes_on(between: str, language: str) -> bool:
    """Say whether what parts two quotes joins them: "…"라며 "…", 「…」とし、「…」."""
    joints = {
        "ko": r"\s?(?:이?라며|이?라면서|며|면서|이?라고|고)\s*",
        "ja": r"(?:など)?と(?:し(?:た上で|たうえで|て)?|述べ|語り|話し)?、",
    }
    return language in joints and re.fullmatch(joints[language], between) is not None


def _chinese(text: str, start: int, end: int, before_start: int) -> Phrase | None:
    says = speech("zh").says
    before = text[before_start:start]
    cues = [cue for cue in says.finditer(before) if not before[cue.end() :].strip(_ZH_FILLERS)]
    if cues:
        return _chinese_subject(text, before_start, before_start + cues[0].start())
    colon = re.search(rf"([^{_STOP}]{{2,20}})[：:]\s?$", before)
    if colon:
        return Phrase(before_start + colon.start(1), before_start + colon.end(1))
    after = re.match(rf"[，,。]?([^{_STOP}]{{1,40}})", text[end : end + 60])
    if after and (cue := says.search(after[1])) and cue.start() >= 1:
        begin = end + after.start(1)
        return _chinese_subject(text, begin, begin + cue.start())
    if cue := next(says.finditer(before), None):
        return _chinese_subject(text, before_start, before_start + cue.start())
    return None


def _chinese_subject(text: str, start: int, end: int) -> Phrase | None:
    """Return the words before a verb back to a comma; of "X在会上" it is X."""
    run = re.search(rf"[^{_STOP}]{{1,40}}$", text[start:end].rstrip(" ，,"))
    if not run:
        return None
    begin, stop = start + run.start(), start + run.end()
    if leading := _ZH_LEADING.match(text, begin, stop):
        begin = leading.end()
    begin, stop = _without_fillers(text, begin, stop, "zh")
    tail = _ZH_TAIL.search(text[begin:stop])
    if tail and tail.start() >= 2:
        begin, stop = _without_fillers(text, begin, begin + tail.start(), "zh")
    return Phrase(begin, stop) if begin < stop else None


def _without_fillers(text: str, start: int, end: int, language: str) -> tuple[int, int]:
    """Drop words of time and manner at both ends of a run."""
    changed = True
    while changed:
        changed = False
        for filler in _fillers(language):
            if text.startswith(filler, start, end) and end - start > len(filler):
                start, changed = start + len(filler), True
            if text.endswith(filler, start, end) and end - start > len(filler):
                end, changed = end - len(filler), True
    return start, end


def _japanese(text: str, start: int, end: int, before_start: int) -> Phrase | None:
    words = speech("ja")
    topics = "|".join(words.topics)
    after = text[end : end + _REACH]
    stop = re.search(r"[。\n「]", after)
    after = after[: stop.start()] if stop else after
    subject = rf"(?:{topics})(?!の)"
    named = re.match(rf"(?:など)?と、?([^、]{{1,30}}?){subject}", after) or re.match(
        rf"(?:など)?と、?[^、はが]{{2,30}}、([^、はが]{{1,20}}?(?:氏|さん|様)){subject}", after
    )  # 「…」と市の部長、林田茂氏は話した
    if named and words.verbs.search(after[named.end() :]):
        return _japanese_subject(text, end + named.start(1), end + named.end(1))
    if inserted := re.match(r"[(（]([^)）]{2,30})[)）]", after):
        return Phrase(end + inserted.start(1), end + inserted.end(1))
    return _japanese_before(text, start, before_start) or _japanese_around(text, start, end)


def _japanese_before(text: str, start: int, before_start: int) -> Phrase | None:
    """Read X氏は「…」 and Ｘ氏：「…」 in the sentence of the quote."""
    before = text[before_start:start]
    for topic in ("は", "が|も|によると|によれば"):
        runs = re.finditer(rf"{_JA_RUN}(?:{topic})[、]?(?=[^。]*$)", before)
        found = [run for run in runs if not _JA_ADVERBIAL.search(run.group(1))]
        if found:
            begin, stop = found[-1].span(1)
            return _japanese_subject(text, before_start + begin, before_start + stop)
    if colon := re.search(r"(?:^|[。\n])([^、。「」\n]{1,30})[：:]$", before):
        return Phrase(before_start + colon.start(1), before_start + colon.end(1))
    return None


def _japanese_around(text: str, start: int, end: int) -> Phrase | None:
    """Read 「…」。X氏はこう話す and X氏は語った。「…」 in the sentences beside the quote."""
    topics = "|".join(speech("ja").topics)
    following = re.match(
        rf"。([^、。「」\n]{{2,40}}?)(?:{topics})(?:こう|そう)", text[end : end + 60]
    )
    if following:
        return Phrase(end + following.start(1), end + following.end(1))
    told = _JA_BEFORE.search(text, max(0, start - 2 * _REACH), start)
    return _japanese_subject(text, *told.span(1)) if told else None


def _japanese_subject(text: str, start: int, end: int) -> Phrase:
    """Drop a clause before the subject: of "見に来たという学生" it is 学生."""
    if leading := _JA_FILLERS.match(text, start, end):
        start = leading.end()
    for verb in _JA_VERB.finditer(text, start, end):
        if end - verb.end() >= 2:
            start = verb.end()
    return Phrase(start, end)


def _korean(text: str, start: int, end: int, before_start: int) -> Phrase | None:
    says = speech("ko").verbs
    after = text[end : end + _REACH]
    stop = re.search(r"[.\n“\"]", after)
    after = after[: stop.start() + 1] if stop else after
    named = _KO_AFTER.match(after)
    if named and says.search(after[named.end() :]):
        return _korean_subject(text, end + named.start(1), end + named.end(1))
    before = text[before_start:start]
    begin = before_start + max(before.rfind(mark) for mark in "“”\"‘’'\n") + 1
    topics = list(_KO_TOPIC.finditer(text, begin, start))
    subjects = [match for match in topics if match[1] in ("은", "는", "측은")] or topics
    return _korean_subject(text, begin, subjects[-1].start(1)) if subjects else None


def _korean_subject(text: str, start: int, end: int) -> Phrase | None:
    """Return the last words before a particle that belong together: no object, no verb."""
    tokens = list(re.finditer(r"\S+", text[start:end]))
    first = len(tokens)
    while first and len(tokens) - first < _KO_WORDS:
        if first < len(tokens) and _KO_BREAK.search(tokens[first - 1].group()):
            break
        first -= 1
    if first == len(tokens):
        return None
    return Phrase(start + tokens[first].start(), start + tokens[-1].end())


@cache
def _fillers(language: str) -> tuple[str, ...]:
    return tuple(sorted(speech(language).times, key=lambda word: (-len(word), word)))


def _resolved(
    text: str, phrase: Phrase, language: str, story: Story, heard: Speaker | None
) -> Speaker | None:
    """Make a speaker of a phrase; a pronoun becomes the last person named."""
    start, end = phrase
    for filler in _fillers(language):
        opening = filler + " " if language == "ko" else filler
        if text.startswith(opening, start, end) and end - start > len(opening):
            start += len(opening)
    while start < end and text[start] in "、， ":
        start += 1
    written = text[start:end]
    if written in speech(language).pronouns:
        return antecedent(text, Phrase(start, end), story, heard, persons_of(written, language))
    if written in speech(language).times:
        return None
    return speaker_at(text, Phrase(start, end), story)
