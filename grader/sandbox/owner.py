"""Who made what outlives its maker: a process by its number and the moment it started, which no other shares."""

from __future__ import annotations

from pathlib import Path

_ENDED = "ZX"  # one that only waits to be reaped does nothing more; some systems reap orphans seconds later


def started(pid: int) -> str:
    """When a process started, in the kernel's ticks; empty if it is no more."""
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rsplit(")", 1)[1].split()
    except OSError:
        return ""
    return "" if state in _ENDED else fields[18]
