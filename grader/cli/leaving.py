"""The end of the program: what was imported is not taken apart."""

from __future__ import annotations

import atexit
import os
import sys
import threading


def leave(code: object) -> None:
    """End the process as Python does, but leave the modules to the operating system: torch's alone take 0.1 s.

    Returns where Python has to do it: another thread runs, somebody measures or debugs this process, the output cannot
    be written, the code is no number; and where there is nothing to gain.
    """
    watched = sys.getprofile() or sys.gettrace()
    if watched or "torch" not in sys.modules or threading.active_count() > 1 or not isinstance(code, int):
        return
    atexit._run_exitfuncs()  # noqa: SLF001 - os._exit does not, and there is no other name for it
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # full, or closed
        return
    os._exit(code)
