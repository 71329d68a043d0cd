"""The language of a text in a script of many languages: three detectors together.

langdetect is better on close relatives (Croatian, Indonesian), py3langid on short texts, pycld2 on
small languages. Their answers are weighed as probabilities; short common words
(``data/function_words.toml``) help between the Slavic languages in Cyrillic letters. The weights
were set on lines 501 to 800 of each language of lingua's test sentences; of answers above 0.97 one
in 200 is wrong there, of those from 0.75 to 0.97 one in 17.
"""

from __future__ import annotations

import math
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

# How much each opinion counts, as an exponent of its probability.
_WEIGHT_OF_LANGDETECT = 0.5
_WEIGHT_OF_PY3LANGID = 0.33  # its log likelihoods are far too sure
_WEIGHT_OF_PYCLD2 = 0.667
# The probability of a language that a detector does not mention, and of one that it does not know.
_LEAST_OF_LANGDETECT, _UNKNOWN_TO_LANGDETECT = 0.03, 0.1
_LEAST_OF_PYCLD2 = 0.003
_LEAST_OF_PY3LANGID, _UNKNOWN_TO_PY3LANGID = -3.0, -1.3  # these as weighted logarithms
# What pycld2 makes of other languages: it calls 15 of 100 lines of Macedonian Serbian.
_MISTAKES_OF_PYCLD2 = {"sr": {"mk": 0.15, "bg": 0.03, "ru": 0.03}}
_WEIGHT_OF_A_WORD = 2.0  # nats by which a function word less than another language has counts
_MOST_WORDS = 3
_MOST = 14  # languages of py3langid's ranking that are looked at

# One name for each language; Bosnian and Malay are read as their nearest relatives.
_NAMES = {"nb": "no", "nn": "no", "iw": "he", "bs": "hr", "ms": "id"}

_WORD = re.compile(r"[^\W\d_]+")
# Words that Malay and Indonesian spell or choose differently.
_MALAY = frozenset(
    """ahad bahawa bilion cuba disember iaitu ialah isnin jumaat kerana khamis mahkamah
    manakala mengikut menerusi mesyuarat ogos parlimen pejabat pelbagai pengerusi peratus
    perkhidmatan perniagaan polis sahaja sains sekiranya seksyen syarikat universiti
    wang""".split()  # noqa: SIM905
)
_INDONESIAN = frozenset(
    """agustus bahwa berbagai bisa coba desember diperkirakan jumat kamis kantor karena kebijakan
    kemarin mobil parlemen pelayanan pengadilan persen perusahaan polisi rupiah saja
    sedangkan senin uang universitas usai yaitu""".split()  # noqa: SIM905
)


def probabilities(text: str, candidates: set[str], prior: dict[str, float]) -> dict[str, float]:
    """Return the probability of each likely language among ``candidates``, adding up to 1.

    ``prior`` weighs languages against the 1 of all others. Empty where the text tells nothing.
    """
    ranked, known = _py3langid(text, candidates), _langdetect(text, candidates)
    third = _pycld2(text)
    met = candidates & {*ranked, *known, *third, *prior}
    if not met or not (ranked or known or third):
        return {}
    fewer = _fewer_function_words(text, met)
    scores = {
        language: _logarithm(language, ranked, known, third)
        + math.log(prior.get(language, 1.0))
        - _WEIGHT_OF_A_WORD * fewer.get(language, 0)
        for language in met
    }
    top = max(scores.values())
    shares = {language: math.exp(score - top) for language, score in scores.items()}
    total = sum(shares.values())
    return {language: share / total for language, share in shares.items()}


def quick_language(text: str) -> str | None:
    """Return the language of most of a text by one detector alone (20 µs), or None if unsure."""
    shares = _pycld2(text)
    return max(shares, key=lambda language: shares[language], default=None)


def malay_rather_than_indonesian(text: str) -> bool:
    """Return whether a text in one of the two, which detectors do not tell apart, is Malay."""
    words = set(_WORD.findall(text.casefold()))
    return len(words & _MALAY) > len(words & _INDONESIAN)


def _logarithm(
    language: str, ranked: dict[str, float], known: dict[str, float], third: dict[str, float]
) -> float:
    """Return the weighted log probability of one language, in nats, but for a constant."""
    if language in ranked:
        score = _WEIGHT_OF_PY3LANGID * ranked[language]
    elif language in _identifier().labels:
        lowest = _WEIGHT_OF_PY3LANGID * min(ranked.values(), default=0.0)
        score = min(_LEAST_OF_PY3LANGID, lowest)
    else:
        score = _UNKNOWN_TO_PY3LANGID
    if language in _factory().langlist:
        share = max(known.get(language, 0.0), _LEAST_OF_LANGDETECT)
    else:
        share = _UNKNOWN_TO_LANGDETECT
    score += _WEIGHT_OF_LANGDETECT * math.log(share)
    if third:
        share = third.get(language, 0.0)
        for said, mistaken in _MISTAKES_OF_PYCLD2.items():
            share += mistaken.get(language, 0.0) * third.get(said, 0.0)
        share = max(share, _LEAST_OF_PYCLD2)
        score += _WEIGHT_OF_PYCLD2 * math.log(share)
    return score


def _fewer_function_words(text: str, languages: set[str]) -> dict[str, int]:
    """Return how many short common words fewer each language finds than the best of its group."""
    words = set(_WORD.findall(text.casefold()))
    found = {
        language: len(words & common)
        for language, common in _function_words().items()
        if language in languages
    }
    most = max(found.values(), default=0)
    return {language: min(most - count, _MOST_WORDS) for language, count in found.items()}


def _langdetect(text: str, candidates: set[str]) -> dict[str, float]:
    """Return langdetect's probabilities, the same at every call."""
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory().create()
    detector.seed = 0
    detector.set_prior_map(dict.fromkeys(candidates & set(detector.langlist), 1.0))
    detector.append(text)
    try:
        return {found.lang: float(found.prob) for found in detector.get_probabilities()}
    except (LangDetectException, ZeroDivisionError):
        return {}


def _py3langid(text: str, candidates: set[str]) -> dict[str, float]:
    """Return py3langid's log likelihoods of the first candidates, the best of them 0."""
    found: dict[str, float] = {}
    for label, score in _identifier().rank(text):
        language = _NAMES.get(str(label), str(label))
        if language in candidates:
            found.setdefault(language, float(score))
        if len(found) == _MOST:
            break
    top = max(found.values(), default=0.0)
    return {language: score - top for language, score in found.items()}


def _pycld2(text: str) -> dict[str, float]:
    """Return the share of each language in the text by pycld2, at most three; empty if unknown."""
    import pycld2

    shown = "".join(char if char.isprintable() else " " for char in text)
    try:
        _, _, found = pycld2.detect(shown, isPlainText=True, bestEffort=True)
    except pycld2.error:
        return {}
    shares: dict[str, float] = {}
    for _, label, percent, _ in found:
        code = str(label).split("-")[0]
        language = _NAMES.get(code, code)
        if language != "un":
            shares[language] = shares.get(language, 0.0) + float(percent) / 100
    return shares


@cache
def _function_words() -> dict[str, frozenset[str]]:
    path = Path(__file__).parent / "data" / "function_words.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {language: frozenset(words.split()) for language, words in table.items()}


@cache
def _factory() -> Any:
    """Return langdetect's factory with its profiles loaded (a third of a second, once)."""
    from langdetect import detector_factory

    detector_factory.init_factory()
    return detector_factory._factory


@cache
def _identifier() -> Any:
    """Return py3langid with its model loaded (half a second, once)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
