"""The HTML part: one template, its style sheet inlined, because mail clients drop style sheets.

Jinja2 escapes every value; ``css_inline`` reads no file and no address.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.render.email.parts import Mail, Words
from pipeline.render.phrases import direction, load_phrases

if TYPE_CHECKING:
    from css_inline import CSSInliner
    from jinja2 import Template

_TEMPLATES = Path(__file__).with_name("templates")


def render_html(mail: Mail) -> str:
    """Return a whole HTML document."""
    html = _template().render(
        mail=mail,
        say=load_phrases(mail.language),
        direction=direction(mail.language),
    )
    return _inliner().inline(html)


def attributes(words: Words, language: str) -> str:
    """Return the lang and dir attributes of words that stand in a mail of another language."""
    known = words.language if words.language and words.language != "und" else ""
    parts = [f'lang="{known}"'] if known and known != language else []
    parts += [f'dir="{words.direction}"'] if words.direction != direction(language) else []
    return "".join(f" {part}" for part in parts)


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup, escape

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def marked(words: Words, language: str) -> Markup:
        """Write words, in a span where their language or direction is not the mail's."""
        found = attributes(words._replace(language=_plain(words.language)), language)
        text = escape(words.text)
        return Markup(f"<span{found}>{text}</span>") if found else text  # noqa: S704

    environment.filters["marked"] = marked
    return environment.get_template("edition.html.j2")


def _plain(language: str | None) -> str | None:
    """Return a language tag that may stand in an attribute, or None."""
    return language if language and language.replace("-", "").isalnum() else None


@lru_cache(maxsize=1)
def _inliner() -> CSSInliner:
    from css_inline import CSSInliner

    return CSSInliner(load_remote_stylesheets=False, minify_css=True)
