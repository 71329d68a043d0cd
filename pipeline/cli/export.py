"""``chipwire export``: digests, facts or articles in bulk, for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, TypeVar

import typer

from pipeline.cli.console import check_output, result_file, say
from pipeline.cli.filters import span
from pipeline.cli.options import (
    ConfigOption,
    LanguageOption,
    OutputOption,
    SinceOption,
    StoreOption,
    UntilOption,
)
from pipeline.cli.stores import existing_store
from pipeline.errors import StoreError, UsageError
from pipeline.exits import ALL, SOME

if TYPE_CHECKING:
    from pipeline.render.tables import Column, Row
    from pipeline.store import Store, Wanted

T = TypeVar("T")
R = TypeVar("R")


class What(str, Enum):  # noqa: UP042  # typer shows the values of str enums
    """What is exported."""

    digests = "digests"
    facts = "facts"
    articles = "articles"


class TableFormat(str, Enum):  # noqa: UP042
    """How rows are written."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    atom = "atom"


def export_command(
    style: Annotated[
        TableFormat, typer.Option("--format", "-f", help="How rows are written.")
    ] = TableFormat.jsonl,
    what: Annotated[What, typer.Option("--what", help="What a row is.")] = What.digests,
    since: SinceOption = None,
    until: UntilOption = None,
    language: LanguageOption = None,
    story: Annotated[
        str | None, typer.Option("--story", help="Digested for this story.", metavar="NAME")
    ] = None,
    output: OutputOption = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Write digests, facts or articles, in the order they were stored.

    JSON lines hold whole digests and articles, CSV and Parquet a table of them, Atom is a feed of
    digests. A file appears whole or not at all. The exit code is 3 if something is of another
    chipwire and was left out.

    Example: chipwire export --what facts --format csv --output facts.csv
    """
    from pipeline.store import Filters, Wanted

    _check(style, what, output)
    dates = span(since, until, datetime.now(UTC))
    code = language.strip().lower() if language is not None else None
    filters = Filters(language=code, since=dates.since, until=dates.until)
    wanted = Wanted(filters, story, newest=what is What.facts)
    with existing_store(store, config, output) as opened:
        tally = _Tally()
        with result_file(output) as stream:
            _write(opened, wanted, (what, style), stream, tally)
    if output is not None:
        say(f"{tally.written} {what.value} written to {output}")
    raise typer.Exit(SOME if tally.left_out else ALL)


def _check(style: TableFormat, what: What, output: Path | None) -> None:
    """Refuse what cannot be written before any work is done."""
    check_output(output)
    if style is TableFormat.atom and what is not What.digests:
        raise UsageError(f"a feed is made of digests; leave out --what {what.value}")
    if style is TableFormat.parquet:
        from pipeline.render.table_files import load_pyarrow

        if output is None:
            raise UsageError("Parquet is not text; name a file with --output")
        load_pyarrow()


class _Tally:
    """How many rows were written, and how many records could not be read."""

    def __init__(self) -> None:
        self.written = 0
        self.left_out = 0

    def rows(self, records: Iterable[T], rows_of: Callable[[T], Iterable[R]]) -> Iterator[R]:
        """Give the rows of the records; say which cannot be read, and go on."""
        for record in records:
            try:
                found = list(rows_of(record))
            except StoreError as exc:
                say(f"left out: {exc}")
                self.left_out += 1
                continue
            self.written += len(found)
            yield from found


def _write(
    store: Store, wanted: Wanted, kind: tuple[What, TableFormat], stream: BinaryIO, tally: _Tally
) -> None:
    what, style = kind
    if style is TableFormat.jsonl and what is not What.facts:
        lines = _digest_lines if what is What.digests else _article_lines
        for line in lines(store, wanted):
            stream.write(line.encode())
            tally.written += 1
        return
    if style is TableFormat.atom:
        from pipeline.render.atom import render_atom

        digests = tally.rows(store.export_digests(wanted), lambda found: [found.stored.digest])
        stream.write(render_atom(digests))
        return
    from pipeline.render import table_files

    write = {
        TableFormat.jsonl: table_files.write_jsonl,
        TableFormat.csv: table_files.write_csv,
        TableFormat.parquet: table_files.write_parquet,
    }
    columns, rows = _table(store, wanted, what, tally)
    write[style](stream, columns, rows)


def _table(
    store: Store, wanted: Wanted, what: What, tally: _Tally
) -> tuple[tuple[Column, ...], Iterator[Row]]:
    from pipeline.render import tables

    if what is What.articles:
        versions = store.export_versions(wanted)
        return tables.ARTICLE_COLUMNS, tally.rows(versions, lambda v: [tables.article_row(v)])
    digests = store.export_digests(wanted)
    if what is What.facts:
        return tables.FACT_COLUMNS, tally.rows(digests, tables.fact_rows)
    return tables.DIGEST_COLUMNS, tally.rows(digests, lambda d: [tables.digest_row(d)])


def _digest_lines(store: Store, wanted: Wanted) -> Iterator[str]:
    """Give the digests as they were published, byte for byte."""
    for exported in store.export_digests(wanted):
        yield f"{exported.stored.json}\n"


def _article_lines(store: Store, wanted: Wanted) -> Iterator[str]:
    from pipeline.render.json_lines import dumps

    for exported in store.export_versions(wanted):
        record = {
            "url": exported.url,
            "version": exported.version,
            "superseded": exported.superseded,
            "dated": exported.dated.isoformat(),
            "fetched_at": exported.fetched_at.isoformat(),
            "text_sha256": exported.text_sha256,
            "article": json.loads(exported.json),
        }
        yield f"{dumps(record)}\n"
