"""What calls ``chipwire tick`` every few minutes: a systemd timer, or a line for cron."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from pipeline.errors import UsageError

_MINUTES = 5
_UNITS = """\
# {folder}chipwire.service
[Unit]
Description=chipwire: send the editions that are due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={command}
# A message that the server has is waited for.
TimeoutStopSec=11min

# {folder}chipwire.timer
[Unit]
Description=chipwire: every {minutes} minutes

[Timer]
OnCalendar=*:0/{minutes}
Persistent=true

[Install]
WantedBy=timers.target

# Then: systemctl daemon-reload && systemctl enable --now chipwire.timer

# Or, with cron (crontab -e):
{cron}
"""


def units(command: Sequence[str]) -> str:
    """Return a systemd service and timer, and a line for cron, that run a command.

    Raises ``UsageError`` for an argument with a line end.
    """
    if any(not part.isprintable() for part in command):
        raise UsageError("a path with a line end or control character cannot stand in a unit")
    return _UNITS.format(
        folder="/etc/systemd/system/",
        command=" ".join(map(_for_systemd, command)),
        minutes=_MINUTES,
        cron=f"*/{_MINUTES} * * * * {_for_cron(command)}",
    )


def _for_systemd(part: str) -> str:
    """Quote an argument as systemd.service(5) says: specifiers and variables are not expanded."""
    plain = part.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"' if plain != part or " " in part or "'" in part or ";" in part else part


def _for_cron(command: Sequence[str]) -> str:
    return shlex.join(command).replace("%", r"\%")
