"""What an editor is told of hidden characters and look-alike letters in an article."""

from __future__ import annotations

from pipeline.lookalikes import disguised, plain_host, strange_letters
from pipeline.records import Article
from pipeline.stages.hidden import REASON, bare

_MOST = 10  # warnings of each kind
# Languages of Cyrillic, Greek and Armenian script: a word in it is no disguise there.
_OTHER_SCRIPTS = {"be", "bg", "el", "hy", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"}


def disguise_warnings(article: Article, address: str | None) -> list[str]:
    """Return what is disguised in an article and in the address it comes from; [] for most."""
    notes = [f"{REASON} on the page in '{words}'" for words in _hidden(article)]
    named = (article.title, article.site, *article.authors, article.text)
    words = dict.fromkeys(word for text in named if text for word in _words(text, article))
    notes += [_told(word) for word in list(words)[:_MOST]]
    host = plain_host(address or "")
    return [*notes, f"look-alike letters in the address: it is {host}"] if host else notes


def disguise_flags(text: str, article: Article) -> list[str]:
    """Return what is disguised in one sentence of an article."""
    flags = [f"{REASON} in '{words}'" for words in _hidden(article) if bare(words) in text]
    return flags + [_told(word) for word in _words(text, article)]


def _hidden(article: Article) -> list[str]:
    return [piece.text for piece in article.dropped if piece.reason == REASON]


def _words(text: str, article: Article) -> list[str]:
    return disguised(text, latin=article.language not in _OTHER_SCRIPTS)


def _told(word: str) -> str:
    return f"look-alike letters in '{word}': {strange_letters(word)}"
