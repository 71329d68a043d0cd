"""What mail clients make of a mail: the lint, and that the lint sees what it is there for."""

from __future__ import annotations

import pytest

from pipeline.render.email import Links, render_edition
from tests.pipeline.editions import edition, full_edition, many
from tests.pipeline.render.mail_lint import lint

LINKS = Links("https://news.example/u/abc", "mailto:desk@news.example", "https://news.example/e/1")
LANGUAGES = ("en", "fr", "de", "es", "it", "pt")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_client_understands_a_mail_with_all_there_is(language: str) -> None:
    whole = full_edition().model_copy(update={"language": language})
    html = render_edition(whole, LINKS).html
    assert lint(html) == []
    assert all(sign in html for sign in ('dir="rtl"', "<img", "<details", "prefers-color-scheme"))


@pytest.mark.parametrize("count", [0, 1, 60])
def test_every_client_understands_a_mail_of_any_length(count: int) -> None:
    assert lint(render_edition(edition(many(count)), LINKS).html) == []


GOOD = (
    '<!DOCTYPE html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>t</title>'
    "<style>@media (max-width: 480px) { p { color: #000 !important; } }</style></head>"
    '<body><p style="color: #333">x</p></body></html>'
)


@pytest.mark.parametrize(
    ("part", "bad", "says"),
    [
        ("x</p>", "x</p><script>x()</script>", "<script>"),
        ("x</p>", "x</p><form></form>", "<form>"),
        ("x</p>", '<img src="cid:a" width="9"></p>', "a picture without words"),
        ("x</p>", '<img src="cid:a" alt="words"></p>', "a picture without a width"),
        ("x</p>", '<img src="https://x.example/a" alt="w" width="9"></p>', "a picture from"),
        ("x</p>", '<a href="/here">x</a></p>', "a link to '/here'"),
        ("x</p>", "</p><table></table>", "a table that is read out as data"),
        ("color: #333", "position: fixed", "position: not in"),
        ("color: #333", "font-size: 12px", "too small"),
        ("color: #333", "width: 3rem", "a unit"),
        ("color: #333", "margin: -3px", "margin: -3px"),
        ("color: #333", "letter-spacing: 1px", "letter-spacing: in part in outlook windows"),
        ("color: #333", "mask: none", "mask: not in the table"),
        ("@media (max-width: 480px) {", "h1 { color: red } @media (x) {", "outside @media"),
        ("#000 !important", "#000", "wins"),
        ("<style>", "<style>@import 'x';", "loads something"),
        (' dir="ltr"', "", "direction"),
        (' lang="en"', "", "language"),
        ("<!DOCTYPE html>", "", "doctype"),
        ("x</p>", "x" * 100_000 + "</p>", "bytes"),
    ],
)
def test_the_lint_sees(part: str, bad: str, says: str) -> None:
    assert lint(GOOD) == []
    assert part in GOOD
    found = lint(GOOD.replace(part, bad, 1))
    assert any(says in one for one in found), found
