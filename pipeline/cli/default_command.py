"""Groups of commands one of which is meant where none is named."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


class DefaultCommandGroup(TyperGroup):
    """A group whose ``default`` command is meant where its first argument names no command."""

    default: str

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command before arguments that name none."""
        named = bool(args) and args[0] in (*self.commands, "-h", "--help")
        if not named and (args or not self.no_args_is_help):
            args = [self.default, *args]
        return super().parse_args(ctx, args)
