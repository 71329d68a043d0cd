"""The parallel sentences of ``models/prompts`` and the prompts made from them. Pure data.

The prompt of base models is fixed, for adapters are trained on it::

    French: <source>
    English: <target>

    French: <text>
    English:

and the answer is " <translation>" up to the end of the line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from models.errors import PairError

NAMES = {
    "en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian",
    "pt": "Portuguese", "nl": "Dutch", "pl": "Polish", "sv": "Swedish", "ja": "Japanese",
    "zh": "Chinese", "ko": "Korean", "ar": "Arabic",
}  # fmt: skip
"""What languages are called in prompts."""

Pair = tuple[str, str]


def language_name(code: str) -> str:
    """The English name of a language. Raises ``PairError`` for one the prompts do not know."""
    if code not in NAMES:
        raise PairError(f"no model here knows the language {code!r}; known: {', '.join(NAMES)}")
    return NAMES[code]


@cache
def _table() -> list[dict[str, object]]:
    text = (resources.files("models") / "prompts" / "news.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["example"])


def pairs(source: str, target: str, shots: int, first: int = 0) -> list[Pair]:
    """Up to ``shots`` pairs (source sentence, target sentence), from number ``first`` on, in turn.

    Amounts stand in the target language's rendering on both sides. Fewer pairs come back where
    fewer are written in both languages.
    """
    found: list[Pair] = []
    for entry in _table():
        amounts = entry.get("amount", {})
        assert isinstance(amounts, dict)  # noqa: S101 - our own data, checked by a test
        if source in entry and target in entry:
            amount = str(amounts.get(target, ""))
            found.append(
                (
                    str(entry[source]).replace("{amount}", amount),
                    str(entry[target]).replace("{amount}", amount),
                )
            )
    turned = found[first % len(found) :] + found[: first % len(found)] if found else []
    return turned[:shots]


def sentences(language: str) -> list[str]:
    """Every example sentence in a language: none of them may turn up in a translation."""
    return [text for _, text in pairs(language, language, len(_table()))]


def recipe() -> str:
    """All that decides a prompt but the text to translate, as one string."""
    parts = (shared_part("en", "fr", [("{}", "{}")]), question("en", "fr", "{}"))
    return repr((_table(), parts, chat_messages("en", "fr", [], "{}")))


def summary_order(language: str) -> str:
    """What an instruct model is told before the text that it is to condense."""
    return (
        f"Summarise this text from a news article in {language_name(language)}, in two to four "
        'short sentences. Use its own words. Keep every no and every "reportedly", say who says '
        "so, change no number, amount or name and add nothing. "
        "Answer with the summary alone, on one line."
    )


def shared_part(source: str, target: str, shown: Sequence[Pair]) -> str:
    """The examples as they stand before the text: the same for every text of a pair."""
    a, b = language_name(source), language_name(target)
    return "".join(f"{a}: {one}\n{b}: {two}\n\n" for one, two in shown)


def question(source: str, target: str, text: str) -> str:
    """The part of the prompt that holds the text and leaves the answer open."""
    return f"{language_name(source)}: {text}\n{language_name(target)}:"


def chat_messages(
    source: str, target: str, shown: Sequence[Pair], text: str
) -> list[dict[str, str]]:
    """The same request for an instruct model, as a conversation for its chat template."""
    order = (
        f"Translate this sentence of a news article from {language_name(source)} to "
        f"{language_name(target)}. Keep every number, amount and name. "
        "Answer with the translation alone, on one line."
    )
    talk: list[dict[str, str]] = []
    for one, two in shown:
        talk += [
            {"role": "user", "content": f"{order}\n\n{one}"},
            {"role": "assistant", "content": two},
        ]
    return [*talk, {"role": "user", "content": f"{order}\n\n{text}"}]
