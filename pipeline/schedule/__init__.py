"""When editions are due, and what is done then.

times    when an edition is due: days, hour and zone, right in nights that change the clock
tick     do what is due, and end: THE FILE TO READ FIRST of this package
loop     tick again and again, for those who want a process
systemd  the files of a timer, and a line for cron
"""

from __future__ import annotations

from pipeline.schedule.tick import Ticked, tick
from pipeline.schedule.times import due_times, next_due

__all__ = ["Ticked", "due_times", "next_due", "tick"]
