"""The words around the news in the reader's language, for all renderings; how it writes days.

English stands in the code; ``locale`` holds a gettext catalogue for each other language, read as it
is, without a build step. A language without a catalogue is given English. Babel finds what is to
be translated by the names of the functions here: never call them inside an f-string.
"""

from __future__ import annotations

import io
from datetime import datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from pipeline.render.labels import LABELS

LOCALE, DOMAIN = Path(__file__).with_name("locale"), "chipwire"
_RIGHT_TO_LEFT = {"arc", "ckb", "dv", "iw", "ks", "ps", "sd", "syr", "ug"}  # CLDR may lack them


class Phrases(NamedTuple):
    """The words of one language; phrases may take numbers and titles."""

    language: str
    catalogue: NullTranslations

    def __call__(self, text: str, /, **values: object) -> str:
        """Return an English phrase in the language, with its values filled in."""
        return _filled(self.catalogue.gettext(text), values)

    def pgettext(self, context: str, text: str, /, **values: object) -> str:
        """Return a phrase that is another one elsewhere; ``context`` says which."""
        return _filled(self.catalogue.pgettext(context, text), values)

    def ngettext(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Return the phrase for so many; both forms may take ``{count}``."""
        return _filled(self.catalogue.ngettext(one, many, count), {"count": count, **values})

    def of(self, table: str, key: str, /, **values: object) -> str:
        """Return the label for a value of a record; the value itself where there is none."""
        label = LABELS[table].get(key)
        return key if label is None else self.pgettext(table, label, **values)

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
    primary = language.replace("_", "-").partition("-")[0].lower()
    place = LOCALE / primary / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not primary.isalpha() or not place.is_file():
        return Phrases("en", NullTranslations())
    return Phrases(primary, _catalogue(place))


def _catalogue(place: Path) -> GNUTranslations:
    """Read a catalogue as translators write it."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with place.open("rb") as stream:
        write_mo(compiled, read_po(stream))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _filled(text: str, values: dict[str, object]) -> str:
    return text.format(**values) if values else text


def direction(language: str | None) -> str:
    """Return the ``dir`` of a language: "rtl", "ltr", or "auto" where it is not known."""
    if not language or language == "und":
        return "auto"
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"
    return "rtl" if locale.text_direction == "rtl" else "ltr"
