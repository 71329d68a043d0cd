"""Results as lines with tabs between the columns."""

from __future__ import annotations

from pipeline.cli.console import write_result


def tell(*columns: object) -> None:
    """Write one line; what came from outside can neither break it nor command the terminal."""
    plain = ("".join(c if c.isprintable() else "?" for c in str(column)) for column in columns)
    write_result("\t".join(plain) + "\n", None)
