"""``chipwire eval``: the newsroom's gold cases, their scores and their floors."""

from __future__ import annotations

import hashlib
import re
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import progress_bar, say, set_up_logs, write_result
from pipeline.cli.default_command import DefaultCommandGroup
from pipeline.cli.options import (
    ConfigOption,
    DeviceOption,
    ProfileName,
    QuietOption,
    StoreOption,
    VerboseOption,
    value,
)
from pipeline.cli.stores import existing_store, stored_digest
from pipeline.cli.table import tell
from pipeline.errors import StoreError, UsageError
from pipeline.exits import exit_code

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.evaluation.score import Outcome, Scores
    from pipeline.records import Digest

_GOLD = Path("tests/gold")


class _RunByDefault(DefaultCommandGroup):
    """``chipwire eval FOLDER`` is ``chipwire eval run FOLDER``."""

    default = "run"


class ScoreFormat(str, Enum):  # noqa: UP042  # typer shows the values of str enums
    """How scores are written."""

    table = "table"
    json = "json"


app = typer.Typer(
    help="Score digests of gold cases (chipwire eval [FOLDER]), or make a correction one.",
    cls=_RunByDefault,
)


@app.command("run")
def run_command(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="Gold cases: LANGUAGE/NAME.toml.")
    ] = _GOLD,
    style: Annotated[
        ScoreFormat, typer.Option("--format", "-f", help="How the scores are written.")
    ] = ScoreFormat.table,
    profile: Annotated[
        ProfileName, typer.Option("--profile", help="Models: none at all, embedded, hub, gpu.")
    ] = ProfileName.none,
    differences: Annotated[
        bool, typer.Option("--differences", "-d", help="Tell what differs, case by case.")
    ] = False,
    floors: Annotated[
        Path | None,
        typer.Option("--floors", metavar="FILE", help="Fail where a score falls below these."),
    ] = None,
    raise_floors: Annotated[
        bool, typer.Option("--raise", help="Raise the floors to the scores; add new ones.")
    ] = False,
    allow_lower: Annotated[
        bool, typer.Option("--allow-lower", help="With --raise: lower those that fell, too.")
    ] = False,
    device: DeviceOption = None,
    config: ConfigOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Digest gold cases and print scores in per cent, per language and kind.

    Exit codes: 0 every case is as its gold says, 3 some differ, 1 all do. With --floors: 0 no
    score fell, 3 some did, 1 all did.

    Examples: chipwire eval; chipwire eval tests/gold --differences;
    chipwire eval --floors tests/floors.toml --raise
    """
    from pipeline.config import load_settings
    from pipeline.evaluation.score import scores

    set_up_logs(quiet=quiet, verbose=verbose)
    if allow_lower and not raise_floors:
        raise UsageError("--allow-lower goes with --raise")
    if raise_floors and floors is None:
        raise UsageError("--raise: name the file of floors: --floors tests/floors.toml")
    settings = load_settings(config, profile=profile.value, device=value(device))
    outcomes = _outcomes(folder, settings, quiet=quiet)
    sums = scores(outcomes)
    _write(outcomes, sums, style, differences=differences)
    if floors is None:
        wrong = sum(bool(outcome.differences) for outcome in outcomes)
        raise typer.Exit(exit_code(wrong, len(outcomes)))
    if raise_floors:
        _raise(floors, sums, allow_lower=allow_lower)
    raise typer.Exit(_compare(floors, sums))


def _outcomes(folder: Path, settings: Settings, *, quiet: bool) -> list[Outcome]:
    from pipeline.evaluation.case import read_cases
    from pipeline.evaluation.run import evaluate
    from pipeline.stages.load import load_models

    cases = read_cases(folder)
    with progress_bar(quiet=quiet) as progress:
        return evaluate(cases, settings, lambda: load_models(settings, progress), progress)


def _write(outcomes: list[Outcome], sums: Scores, style: ScoreFormat, *, differences: bool) -> None:
    from pipeline.evaluation.report import as_data, difference_lines, score_table
    from pipeline.render.json_lines import dumps

    if style is ScoreFormat.json:
        write_result(dumps(as_data(outcomes, sums), 2) + "\n", None)
        return
    lines = [score_table(outcomes, sums)]
    if differences:
        lines += ["", *difference_lines(outcomes)]
    write_result("\n".join(lines) + "\n", None)


def _raise(path: Path, sums: Scores, *, allow_lower: bool) -> None:
    from pipeline.evaluation.floors import floors_toml, moved, read_floors
    from pipeline.files import whole_file

    before = read_floors(path) if path.exists() else {}
    after = moved(sums, before, allow_lower=allow_lower)
    if after != before:
        with whole_file(path) as stream:
            stream.write(floors_toml(after).encode())
    say(f"{path}: {'raised' if after != before else 'as it was'}")


def _compare(path: Path, sums: Scores) -> int:
    """Say which scores are below their floors; return the exit code."""
    from pipeline.evaluation.floors import fallen, read_floors

    floors = read_floors(path)
    lines = fallen(sums, floors)
    for line in lines:
        say(f"fallen: {line}")
    return exit_code(len(lines), sum(map(len, floors.values())))


@app.command("add")
def add_command(
    digest_id: Annotated[
        str, typer.Argument(metavar="ARTICLE_ID", help="The id of its digest, or the beginning.")
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where gold cases are kept.")
    ] = _GOLD,
    about: Annotated[
        str, typer.Option("--about", metavar="TEXT", help="What was wrong, in a few words.")
    ] = "",
    wrong: Annotated[
        list[str] | None,
        typer.Option("--not", metavar="TEXT", help="Words that the digest must not show."),
    ] = None,
    must: Annotated[
        list[str] | None,
        typer.Option("--must", metavar="TEXT", help="Words of the article that it must show."),
    ] = None,
    money: Annotated[
        list[str] | None,
        typer.Option(
            "--money",
            metavar="WORDS=VALUE",
            help="What an amount is: '7 billions de dollars=7e12 USD', or '=none'.",
        ),
    ] = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Make a desk's correction a gold case: the article's page, and what its digest must hold.

    The case is filled with what the digest says; lines that nobody has confirmed end in "# check".
    Nothing is overwritten.

    Example: chipwire eval add 8c37ed4a --money '7 billions de dollars=7e12 USD'
    """
    from pipeline.evaluation.case import PAGE_SUFFIXES
    from pipeline.evaluation.draft import Corrections, draft_case, read_money
    from pipeline.evaluation.rebuild import rebuilt_page
    from pipeline.files import make_folder, new_file

    try:
        amounts = read_money(money or [])
    except ValueError as exc:
        raise UsageError(f"--money: {exc}") from exc
    with existing_store(store, config) as opened:
        found = stored_digest(opened, digest_id)
        article = opened.article(found.version_id)
    if article is None:
        raise StoreError("the article was pruned meanwhile")
    digest = found.digest
    language = article.language or ""
    folder = out / (language if re.fullmatch(r"[a-z]{2,3}", language) else "und")
    case = folder / f"{found.digest_id}.toml"
    if case.exists():
        raise UsageError(f"{case}: is there already; it is not overwritten")
    fetched = _fetched_page(digest)
    corrections = Corrections(about, tuple(must or ()), tuple(wrong or ()), amounts)
    suffix = Path(digest.source.location).suffix.lower()
    suffix = suffix if fetched and suffix in PAGE_SUFFIXES else PAGE_SUFFIXES[0]
    make_folder(folder)
    new_file(case.with_suffix(suffix), fetched or rebuilt_page(article))
    new_file(case, draft_case(digest, corrections, exact_page=fetched is not None).encode())
    tell(case)
    kind = "as it was fetched" if fetched else "made again from the stored text"
    say(f"the page is {kind}; look at the lines that end in '# check'")


def _fetched_page(digest: Digest) -> bytes | None:
    """Return the page of a digest byte for byte, if its file or the cache still has it."""
    from models import cache_root
    from pipeline.stages.page_cache import PageCache

    source = digest.source
    file = Path(source.location)
    try:
        content = file.read_bytes() if file.is_file() else b""
    except (OSError, ValueError):
        content = b""
    if not content:
        kept = PageCache(cache_root() / "pages", 0).find(source.final_url or source.location)
        content = kept.content if kept else b""
    same = hashlib.sha256(content).hexdigest() == source.sha256
    return content if same else None
