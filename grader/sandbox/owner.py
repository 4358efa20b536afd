"""Who made what outlives its maker: a process by its number and the moment it started, which no other shares."""

from __future__ import annotations

import os
from pathlib import Path

_ENDED = "ZX"  # one that only waits to be reaped does nothing more; some systems reap orphans seconds later


def namespace() -> int:
    """Where process numbers mean the same thing, by number."""
    return Path("/proc/self/ns/pid").stat().st_ino


def started(pid: int) -> str:
    """When a process started, in the kernel's ticks; empty if it is no more, or not for us to see."""
    return _state_and_start(pid)[1]


def gone(pid: int, since: str) -> bool:
    """Whether the process that started then is no more. One that we may not look at is taken to live."""
    state, start = _state_and_start(pid)
    if state:
        return state in _ENDED or start != since
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        pass  # another user's; or no number of a process
    return False


def _state_and_start(pid: int) -> tuple[str, str]:
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rsplit(")", 1)[1].split()
    except OSError:
        return "", ""
    return state, fields[18]
