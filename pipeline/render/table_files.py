"""Rows written as CSV, Parquet or JSON lines, as they come: memory does not grow with them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from pipeline.errors import UsageError
from pipeline.render.json_lines import dumps
from pipeline.render.tables import Column, Kind, Row, Value
from pipeline.store import exact

# A cell that begins so is a formula to a spreadsheet, in full width too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GROUP = 1_000  # rows that Parquet keeps together
_DIGITS, _PLACES = 38, 8  # of a decimal in Parquet; other values are in the column "value" alone


def write_csv(stream: BinaryIO, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Write CSV in UTF-8: decimals with all their digits, no cell that a spreadsheet would run."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow([column.name for column in columns])
        for row in rows:
            writer.writerow([_cell(row.get(column.name)) for column in columns])
    finally:
        text.detach()  # the stream is not ours to close


def _cell(value: Value) -> str:
    written = _plain(value)
    if not isinstance(written, str):
        return "" if written is None else str(written)
    dangerous = written.startswith(_FORMULA) or written.lstrip().startswith(_FORMULA)
    return ("'" + written if dangerous else written).replace("\x00", "\ufffd")


def write_jsonl(stream: BinaryIO, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Write one object a line; decimals are text, moments ISO 8601."""
    for row in rows:
        record = {column.name: _plain(row.get(column.name)) for column in columns}
        stream.write(f"{dumps(record)}\n".encode())


def _plain(value: Value) -> str | int | float | None:
    """Return what JSON can hold."""
    if isinstance(value, Decimal):
        return exact(value)
    return value.isoformat() if isinstance(value, datetime) else value


def write_parquet(stream: BinaryIO, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Write Parquet, with a type for each kind of column."""
    pyarrow, parquet = load_pyarrow()
    schema = pyarrow.schema([(column.name, _type(pyarrow, column.kind)) for column in columns])
    left = iter(rows)
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while group := list(islice(left, _GROUP)):
            records = [
                {column.name: _typed(row.get(column.name)) for column in columns} for row in group
            ]
            writer.write_table(pyarrow.Table.from_pylist(records, schema=schema))


def load_pyarrow() -> tuple[Any, Any]:
    """Import pyarrow and its Parquet writer; raises ``UsageError`` where it is missing."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as exc:
        raise UsageError("Parquet needs: pip install 'chipwire[parquet]'") from exc
    return pyarrow, parquet


def _type(pyarrow: Any, kind: Kind) -> Any:
    types = {
        "text": pyarrow.string,
        "integer": pyarrow.int64,
        "real": pyarrow.float64,
        "flag": pyarrow.bool_,
        "decimal": lambda: pyarrow.decimal128(_DIGITS, _PLACES),
        "moment": lambda: pyarrow.timestamp("us", tz="UTC"),
    }
    return types[kind]()


def _typed(value: Value) -> Value:
    """Return a value as Parquet holds it; None for a decimal with too many digits."""
    if not isinstance(value, Decimal):
        return value
    places = value.as_tuple().exponent
    fits = isinstance(places, int) and places >= -_PLACES
    return value if fits and value.adjusted() < _DIGITS - _PLACES else None
