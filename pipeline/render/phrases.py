"""The words around the news in the reader's language, for all renderings; how it writes days.

``phrases.toml`` holds them; a language without a table is given English.
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

_FILE = Path(__file__).with_name("phrases.toml")
_RIGHT_TO_LEFT = {"arc", "ckb", "dv", "iw", "ks", "ps", "sd", "syr", "ug"}  # CLDR may lack them


class Phrases(NamedTuple):
    """The words of one language; ``key`` words may take numbers and titles."""

    language: str
    table: dict[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """Return a phrase with its values filled in."""
        return str(self.table[key]).format(**values) if values else str(self.table[key])

    def of(self, table: str, key: str) -> str:
        """Return a word for a value of a record; the value itself where there is none."""
        return str(self.table[table].get(key, key))

    def page(self, key: str) -> str:
        """Return a word of the renderings that are no mails."""
        return str(self.table["page"][key])

    def day(self, moment: datetime) -> str:
        """Write a day with its weekday: "Sunday, 22 November 2026"."""
        return format_date(moment, "full", self.locale)

    def published(self, stamp: str | None) -> str:
        """Write when an article appeared, an ISO 8601 day or moment; other text as it is."""
        if not stamp:
            return self("undated")
        try:
            moment = datetime.fromisoformat(stamp)
        except ValueError:
            return stamp
        day = format_date(moment, "long", self.locale)
        if "T" not in stamp:
            return day
        offset = moment.strftime("%z")
        clock = moment.strftime("%H:%M")
        return f"{day}, {clock} {offset[:3]}:{offset[3:5]}" if offset else f"{day}, {clock}"

    def language_name(self, code: str | None) -> str:
        """Name a language in the reader's language: "French"; the code where it has no name."""
        if not code:
            return "?"
        names = Locale.parse(self.locale).languages
        return str(names.get(code) or names.get(code.replace("_", "-").partition("-")[0]) or code)

    @property
    def locale(self) -> str:
        """The locale that writes days: British English reads everywhere."""
        return "en_GB" if self.language == "en" else self.language


@lru_cache
def load_phrases(language: str) -> Phrases:
    """Return the words of a language such as ``fr`` or ``pt-BR``."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    primary = language.replace("_", "-").partition("-")[0].lower()
    chosen = primary if primary in tables else "en"
    return Phrases(chosen, tables[chosen])


def direction(language: str | None) -> str:
    """Return the ``dir`` of a language: "rtl", "ltr", or "auto" where it is not known."""
    if not language or language == "und":
        return "auto"
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"
    return "rtl" if locale.text_direction == "rtl" else "ltr"
