"""What a wrong choice on the command line is told: the valid one that is most like it."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperGroup

from models.errors import did_you_mean

_CHOICE = re.compile(r"(?:Value error, )?'([^']{0,200})' is not one of (.{0,2000})\.", re.DOTALL)


class HintingGroup(TyperGroup):
    """The root of all commands; the message about a wrong choice ends with the nearest one."""

    def invoke(self, ctx: Any) -> Any:
        """Run what was asked for."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as exc:
            exc.message = _CHOICE.sub(_with_hint, exc.message)
            raise


def _with_hint(match: re.Match[str]) -> str:
    given, known = match.groups()
    hint = did_you_mean(given, re.findall(r"'([^']*)'", known))
    return f"{given!r} is not one of {known}{hint or '.'}"
