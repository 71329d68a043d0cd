"""Text drawn by rich: laid out for so many columns, coloured for terminals alone."""

from __future__ import annotations

import io
from collections.abc import Callable

from rich.console import Console


def drawn(draw: Callable[[Console], None], width: int, *, terminal: bool) -> str:
    """Return what ``draw`` prints, without blanks at the ends of lines; markup in it is text."""
    out = io.StringIO()
    draw(
        Console(
            file=out,
            width=width,
            force_terminal=terminal,
            color_system="standard" if terminal else None,
            markup=False,
            highlight=False,
            emoji=False,
        )
    )
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))
