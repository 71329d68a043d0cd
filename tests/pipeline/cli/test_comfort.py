"""What makes the command pleasant: hints, examples, 80 columns, colours on terminals alone."""

from __future__ import annotations

import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.main import get_command

from pipeline.cli import app
from pipeline.store import open_store
from tests.pipeline.store.makers import Clock, article_of, digest_of, page_of

Run = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).resolve().parents[3]
SAMPLE = str(ROOT / "samples" / "fr" / "altman-sept-billions.html")
MAIL = str(ROOT / "configs" / "mail.toml")
SHELL = re.compile(r"&&|;|\||<|(?=$)")


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command with the words that call it."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(commands(get_command(app)))


def config(tmp_path: Path, text: str) -> str:
    place = tmp_path / "config.toml"
    place.write_text(text, encoding="utf-8")
    return str(place)


def unboxed(text: str) -> str:
    """Return the words of a message without the box around them."""
    return " ".join(re.sub("[│╭╮╰╯─]", " ", text).split())


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("digest", SAMPLE, "--profile", "none", "--story", "chip-initiativ"), "chip-initiative"),
        (("digest", SAMPLE, "--profile", "embeded"), "embedded"),
        (("digest", SAMPLE, "--format", "markdwon"), "markdown"),
        (("digest", SAMPLE, "--to", "frr"), "fr"),
        (("digest", SAMPLE, "--length", "mediun"), "medium"),
        (("digst", SAMPLE), "digest"),
        (("models", "lst"), "list"),
        (("models", "path", "gemma-3-270"), "gemma-3-270m"),
        (("models", "pull", "opus-mt-fr-em"), "opus-mt-fr-en"),
        (("mail", MAIL, "--edition", "mornin"), "morning"),
        (("subscribers", "add", "a@b.example", "--edition", "mornin", "--config", MAIL), "morning"),
        (("plot", "mony"), "money"),
        (("export", "--what", "fact"), "facts"),
        (("sources", "add", "x", "--kind", "fed"), "feed"),
        (("translate", "--from", "frr"), "fr"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_name_is_told_the_nearest_right_one(
    here: Run, arguments: tuple[str, ...], meant: str
) -> None:
    done = here(*arguments)
    assert done.returncode in (1, 2)
    assert f"did you mean '{meant}'?" in unboxed(done.stderr).replace("Did", "did")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('[digest]\nlenght = "short"\n', "length"),
        ('[digset]\nlength = "short"\n', "digest"),
        ('[digest]\nlength = "shrot"\n', "short"),
        ('[digest]\nprofile = "embeded"\n', "embedded"),
        ('[[source]]\nlocation = "x"\nkind = "fed"\n', "feed"),
    ],
)
def test_a_config_is_told_the_nearest_right_name(
    here: Run, tmp_path: Path, text: str, meant: str
) -> None:
    done = here("digest", SAMPLE, "--config", config(tmp_path, text))
    assert done.returncode == 2
    assert f"did you mean '{meant}'?" in done.stderr


def test_a_name_like_no_other_gets_the_whole_list(here: Run) -> None:
    done = here("digest", SAMPLE, "--profile", "zzzz")
    assert "did you mean" not in unboxed(done.stderr)
    assert "'none', 'embedded', 'hub', 'gpu'." in unboxed(done.stderr)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_examples_that_parse(words: tuple[str, ...]) -> None:
    command = COMMANDS[words]
    found = re.search(r"Examples?: (.*)", command.help, re.DOTALL)
    assert found, command.help
    parts = [part for part in SHELL.split(" ".join(found[1].split())) if "chipwire" in part]
    assert parts
    for part in parts:
        name, *arguments = shlex.split(part)
        assert name == "chipwire"
        context = get_command(app).make_context(name, list(arguments))
        group: Any = context.command
        rest = [*context._protected_args, *context.args]
        while hasattr(group, "commands"):
            word, group, rest = group.resolve_command(context, rest)
            context = group.make_context(word, rest, parent=context)
            rest = [*context._protected_args, *context.args]


@pytest.mark.parametrize("words", [(), *COMMANDS], ids=lambda words: " ".join(words) or "chipwire")
def test_help_fits_80_columns(
    here: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = here(*words, "--help")
    assert done.returncode == 0
    assert done.stdout.count("\n") > 5
    assert max(map(cell_len, done.stdout.splitlines())) <= 80
    assert "\x1b" not in done.stdout


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Make a store with an article whose lines are long."""
    place = str(tmp_path / "news.db")
    with open_store(place, clock=Clock()) as opened:
        article = article_of("Des puces pour les Émirats. " * 30, "Une usine " * 20)
        version = opened.put_article(page_of("https://news.example/usine"), article)
        opened.put_digest(version.id, digest_of(article, statement="The plant is dear."))
    return place


@pytest.mark.parametrize(
    "arguments",
    [
        ("digest", SAMPLE, "--profile", "none"),
        ("digest", str(ROOT / "samples/ja/softbank-altman-handotai.html"), "--profile", "none"),
        ("brief", SAMPLE, str(ROOT / "samples/en/altman-gulf-money.html"), "--profile", "none"),
        ("search", "puces", "--store", "STORE"),
        ("models", "list"),
        ("eval", "GOLD", "--quiet"),
    ],
    ids=lambda arguments: " ".join(Path(one).name for one in arguments[:2]),
)
def test_what_people_read_fits_80_columns(
    here: Run,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    store: str,
    arguments: tuple[str, ...],
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shutil.copytree(ROOT / "tests/gold/fr", tmp_path / "gold/fr")
    places = {"STORE": store, "GOLD": str(tmp_path / "gold")}
    done = here(*(places.get(one, one) for one in arguments))
    lines = done.stdout.splitlines()
    assert lines
    assert [line for line in lines if cell_len(line) > 80] == []
    assert "\x1b" not in done.stdout


def on_a_terminal(arguments: tuple[str, ...], **variables: str) -> str:
    """Run the command on a terminal of its own and return what it shows there."""
    ours, theirs = pty.openpty()
    plain = {name: os.environ[name] for name in os.environ if name not in ("NO_COLOR", "COLUMNS")}
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=plain | {"TERM": "xterm"} | variables,
        cwd=ROOT,
    ):
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:  # the other end has closed
            pass
    os.close(ours)
    return shown.decode("utf-8")


def test_colours_are_for_terminals_that_want_them(store: str) -> None:
    arguments = ("search", "puces", "--store", store)
    coloured = on_a_terminal(arguments)
    assert "\x1b[" in coloured
    for plain in (on_a_terminal(arguments, NO_COLOR="1"), on_a_terminal(arguments, TERM="dumb")):
        assert "\x1b" not in plain
        assert "[puces]" in plain  # what colour would say is said in signs
    words = re.sub(r"\x1b\[[0-9;]*m", "", coloured).split()
    assert words == [word.strip("[]") for word in plain.replace("[puces]", "puces").split()]
