"""Article -> the same article with its languages: one for each paragraph, and the main one.

Scripts that belong to one language decide by themselves. For the rest ``detectors`` are asked, with
what the page says of itself as a weak prior. Short paragraphs are read in
the light of the whole article, and where the text does not tell, the answer is None.
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.records import Article, LanguageSpan
from pipeline.stages.detectors import malay_rather_than_indonesian, probabilities
from pipeline.stages.metadata import language_code
from pipeline.stages.phrases import phrase_language

_SAMPLE = 1_500  # characters of a paragraph that are looked at
_MOST = 300  # paragraphs that detectors are asked about (5 ms each): the longest
_LEAST_LETTERS = 16  # with fewer, letters that several languages use tell little
_FEWEST_LETTERS = 8  # with fewer, nothing
_SHORT = 120  # letters; below, the article's language has a say
_SURE = 0.75
_SURE_OF_FEW = 0.97
_LIKELY = 0.4  # enough where the text has no other language
_OTHER_LEAST = 25  # letters of a span that make another language "met"
_OTHER_SURE = 0.9
_DECLARED_WEIGHT = 5.0  # prior of the declared language against any other's 1
_MAIN_WEIGHT = 50.0  # prior of the article's language for a short paragraph
_DECLARED_ALONE = 0.2  # confidence where nothing but the page's own word is known

_SCRIPTS = {
    "kana": "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d",
    "han": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
    "hangul": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "cyrillic": "\u0400-\u052f",
    "arabic": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff",
    "devanagari": "\u0900-\u097f",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "he": "\u0590-\u05ff",
    "th": "\u0e00-\u0e7f",
    "hy": "\u0530-\u058f",
    "ka": "\u10a0-\u10ff",
    "bn": "\u0980-\u09ff",
    "pa": "\u0a00-\u0a7f",
    "gu": "\u0a80-\u0aff",
    "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff",
    "ml": "\u0d00-\u0d7f",
    "latin": "A-Za-z\u00aa-\u024f\u1e00-\u1eff",
}
_NAMES = re.compile(
    r"(?P<first>(?:^|(?<=[.!?] ))[A-Z\u00c0-\u00de][\w’'-]* )?"
    r"\b[A-Z\u00c0-\u00de][\w.&’'-]*(?: (?:of |and |& )?[A-Z\u00c0-\u00de][\w.&’'-]*)+"
    r"|\b\w*[A-Z]\w*[A-Z]\w*"
)
_WIDE = {"kana", "han", "hangul"}
_RUNNING_LATIN = re.compile(r"(?<![\w.@/])[a-z\u00df-\u00f6\u00f8-\u00ff]+(?![\w.@/])")
_PATTERNS = {name: re.compile(f"[{ranges}]") for name, ranges in _SCRIPTS.items()}
_CANDIDATES = {  # the answers for a script of several languages
    "cyrillic": {"be", "bg", "kk", "mk", "mn", "ru", "sr", "uk"},
    "arabic": {"ar", "fa", "ur"},
    "devanagari": {"hi", "mr", "ne"},
}
_CODECS = {"ja": "euc_jp", "ko": "euc_kr"}
_LATIN = set("af az ca cs cy da de en eo es et eu fi fr ga gl hr hu id is it".split())  # noqa: SIM905
_LATIN |= set("la lg lt lv mi nl no pl pt ro sk sl sn so sq st sv sw tl tn tr ts vi".split())  # noqa: SIM905
_LATIN |= {"xh", "yo", "zu"}


def detect_language(article: Article) -> Article:
    """Return the article with language, confidence, other languages and a span per paragraph.

    ``language`` is the one with the most text. Where no paragraph tells, it is None with
    confidence 0, or the declared language with a confidence of 0.2. Other languages include those
    of dropped notices. Never fails.
    """
    declared = language_code(article.declared_language)
    places = _paragraphs(article.text)
    prior = {declared: _DECLARED_WEIGHT} if declared else {}
    longest = set(sorted(places, key=lambda place: place[0] - place[1])[:_MOST])
    guesses = [
        _guess(article.text[place[0] : place[1]], prior) if place in longest else (None, 0.0)
        for place in places
    ]
    main, _ = _main(article.text, places, guesses)
    if main is not None:
        strong = {main: _MAIN_WEIGHT}
        for number, (start, end) in enumerate(places):
            text = article.text[start:end]
            doubtful = guesses[number][0] != main and (start, end) in longest
            letters = _letters(text)
            if doubtful and letters < _SHORT:
                least = _SURE if letters < _LEAST_LETTERS else _LIKELY
                guesses[number] = _guess(text, strong, main, least)
    main, confidence = _main(article.text, places, guesses)
    if main is None and article.text.strip():
        main, confidence = _guess(article.text, prior, least=_LIKELY)
    if main is None and declared is not None:
        main, confidence = declared, _DECLARED_ALONE
    spans = [
        LanguageSpan(start=start, end=end, language=language, confidence=round(sure, 3))
        for (start, end), (language, sure) in zip(places, guesses, strict=True)
    ]
    return article.model_copy(
        update={
            "language": main,
            "language_confidence": round(confidence, 3),
            "other_languages": _others(article, main, spans),
            "language_spans": spans,
        }
    )


def detect_text(text: str) -> tuple[str | None, float]:
    """Return the language of a text and the confidence, or ``(None, 0.0)`` if it does not tell."""
    return _guess(text, {})


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Return start and end of every paragraph that is not blank."""
    return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _guess(
    text: str, prior: dict[str, float], main: str | None = None, least: float = _SURE
) -> tuple[str | None, float]:
    """Return language and confidence of one paragraph; None below the confidence ``least``."""
    text = text[:_SAMPLE]
    counts = Counter({name: len(found.findall(text)) for name, found in _PATTERNS.items()})
    wide = counts["kana"] + counts["han"] + counts["hangul"]
    if wide and wide * 3 >= max(counts[name] for name in counts.keys() - _WIDE):
        return _east_asian(counts, main, text)
    script, letters = counts.most_common(1)[0]
    if script == "latin":
        script, letters = _beside_latin(counts, text)
    if letters < 3:
        return None, 0.0
    if len(script) == 2:
        return script, 1.0 if letters >= 8 else 0.9
    if letters < _LEAST_LETTERS and least == _SURE:
        least = _SURE_OF_FEW
    if letters < _FEWEST_LETTERS or len(text.split()) < (2 if least == _LIKELY else 3):
        return None, 0.0
    candidates = _CANDIDATES.get(script, _LATIN)
    if script != "latin":
        text = _PATTERNS["latin"].sub(" ", text)
    shares = probabilities(_without_names(_as_sentence_case(text)), candidates, prior)
    language, sure = max(shares.items(), key=lambda item: item[1], default=(None, 0.0))
    if language == "id" and (main == "ms" or malay_rather_than_indonesian(text)):
        language = "ms"
    return (language, sure) if sure >= least else (None, sure)


def _beside_latin(counts: Counter[str], text: str) -> tuple[str, int]:
    """Return the script that tells, where most letters are Latin, and how many letters it has.

    Names and addresses in Latin letters stand in texts of every script, and hardly the reverse;
    words in small letters are counted in full.
    """
    others = [(count, name) for name, count in counts.items() if name != "latin"]
    count, name = max(others)
    running = sum(map(len, _RUNNING_LATIN.findall(text)))
    other = count * 4 >= counts["latin"] and count >= running
    return (name, count) if other else ("latin", counts["latin"])


def _east_asian(counts: Counter[str], main: str | None, text: str) -> tuple[str | None, float]:
    kana, han, hangul = counts["kana"], counts["han"], counts["hangul"]
    if hangul > han + kana:
        return "ko", 1.0
    if kana and kana * 12 >= han:
        return "ja", 1.0
    if main in _CODECS and han < 30 and _can_write(text, _CODECS[main]):
        return main, 0.8  # a heading in Chinese characters alone
    return ("zh", 1.0 if han >= 8 else 0.9) if han >= 2 else (None, 0.0)


def _can_write(text: str, codec: str) -> bool:
    """Return whether all Chinese characters of a text are in use in the country of a codec."""
    try:
        "".join(_PATTERNS["han"].findall(text)).encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _as_sentence_case(text: str) -> str:
    """Capital letters look like another language to langdetect."""
    letters = [char for char in text if char.isalpha()]
    shouted = sum(1 for char in letters if char.isupper()) > 0.6 * len(letters)
    return text.lower() if shouted else text


def _without_names(text: str) -> str:
    """Take names out, which are of no language: "Selon le Wall Street Journal" is not English.

    Names are two or more capitalised words in a row, and words with two or more capitals; the
    first word of a sentence is kept. Where little else would be left, the text stays as it is.
    """
    bare = _NAMES.sub(lambda run: run["first"] or " ", text)
    return bare if _letters(bare) >= max(_LEAST_LETTERS, _letters(text) // 4) else text


def _main(
    text: str, places: list[tuple[int, int]], guesses: list[tuple[str | None, float]]
) -> tuple[str | None, float]:
    """Return the language with the most text, and its share weighted by confidence."""
    weights: Counter[str] = Counter()
    total = 0.0
    for (start, end), (language, sure) in zip(places, guesses, strict=True):
        weight = sum(1 for char in text[start:end] if char.isalpha())
        total += weight
        if language is not None:
            weights[language] += round(weight * sure)
    if not weights:
        return None, 0.0
    language, weight = min(weights.items(), key=lambda item: (-item[1], item[0]))
    return language, min(1.0, weight / total)


def _letters(text: str) -> int:
    """Count letters; one of Chinese, Japanese or Korean says as much as three others."""
    wide = sum(len(_PATTERNS[name].findall(text)) for name in ("kana", "han", "hangul"))
    return sum(1 for char in text if char.isalpha()) + 2 * wide


def _others(article: Article, main: str | None, spans: list[LanguageSpan]) -> list[str]:
    """Return the other languages met, in the text and in what was dropped, most text first."""
    met: Counter[str] = Counter()
    for span in spans:
        letters = _letters(article.text[span.start : span.end])
        if span.language and letters >= _OTHER_LEAST and span.confidence >= _OTHER_SURE:
            met[span.language] += letters
    for piece in article.dropped:
        if piece.reason == "date line":
            continue
        language = phrase_language(piece.text)
        if language is None and _letters(piece.text) >= _SHORT // 2:
            language, sure = _guess(piece.text, {})
            language = language if sure >= _OTHER_SURE else None
        if language:
            met[language] += _letters(piece.text)
    ordered = sorted(met, key=lambda code: (-met[code], code))
    return [code for code in ordered if code != main]
