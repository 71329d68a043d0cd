"""Pages from templates. Every value is escaped, and every text is shown on one line, inert."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.render import briefing_words, notes
from pipeline.render.links import web
from pipeline.render.phrases import direction, load_phrases
from pipeline.render.words import safe
from pipeline.site.cited import date_of

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from pipeline.records import Failure

_HERE = Path(__file__).parent
# What a page may load: files of the site. Both Chromium and Firefox take 'self' on file://, where
# integrity hashes do not work.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
STATIC = ("site.css", "site.js", "search.js", "icon.svg")


def render(template: str, language: str, **values: Any) -> bytes:
    """Return a page as bytes; its labels are in a language, English where there are none."""
    page = (
        _environment(load_phrases(language).language)
        .get_template(f"{template}.html.j2")
        .render(policy=POLICY, **values)
    )
    return page.encode("utf-8", errors="replace")


def static_file(name: str) -> bytes:
    """Return a style sheet, script or picture that all pages share."""
    content = (_HERE / "static" / name).read_bytes()
    if name == "site.css":
        from pipeline.charts import chart_style

        content += b"\n" + chart_style().encode("utf-8")
    return content


@lru_cache
def _environment(language: str) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    say = load_phrases(language)
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_inert,
    )
    environment.filters |= {
        "failure": told,
        "lang": attributes,
        "web": web,
        "day": say.published,
        "language": say.language_name,
        "note": partial(notes.told, say=say),
    }
    environment.globals |= {
        "say": say,
        "ngettext": say.ngettext,  # by this name Babel finds it in a template
        "direction": direction(language),
        "answers": partial(briefing_words.answers, say=say),
        "left_out": partial(briefing_words.left_out, say=say),
        "made_by": partial(briefing_words.made_by, say=say),
        "matter": partial(briefing_words.matter, say=say),
        "news_text": partial(briefing_words.news_text, say=say),
        "side_text": partial(briefing_words.side_text, say=say),
        "sum_name": partial(briefing_words.sum_name, say=say),
        "date_of": partial(date_of, say=say),
    }
    return environment


def told(failure: Failure) -> str:
    """Say what failed and why; of a local file the name alone, for where it lies is private."""
    text = f"{failure.source}: {failure.stage}: {failure.error}"
    folder = "" if web(failure.source) else str(Path(failure.source).parent)
    return text.replace(f"{folder}/", "") if folder not in ("", ".") else text


def _inert(value: Any) -> Any:
    """Make a text inert; markup of ours is a ``Markup`` and stays."""
    return safe(value) if type(value) is str else value


def attributes(language: str | None) -> Markup:
    """Return the attributes of words in a language: ``lang`` and the direction they run in."""
    from markupsafe import Markup

    known = language if language and language.replace("-", "").isalnum() else "und"
    return Markup(' lang="{}" dir="{}"').format("" if known == "und" else known, direction(known))
