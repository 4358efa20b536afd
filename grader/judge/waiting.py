"""How long a student's process stood in line for a processor: the machine's load is no fault of the submission."""

from __future__ import annotations

import os


class Waiting:
    """The seconds that a process's main thread could have run and did not.

    Source: Linux, Documentation/scheduler/sched-stats, `/proc/<pid>/schedstat`. Where nobody counts them it has none.
    """

    def __init__(self, pid: int) -> None:
        try:
            self._file: int | None = os.open(f"/proc/{pid}/schedstat", os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        except OSError:  # not Linux, or gone
            self._file = None

    def seconds(self) -> float:
        """Since the process's start."""
        if self._file is None:
            return 0.0
        try:
            return int(os.pread(self._file, 100, 0).split()[1]) / 1e9
        except (OSError, IndexError, ValueError):  # gone
            return 0.0

    def close(self) -> None:
        """Nobody asks any more; repeatable."""
        if self._file is not None:
            os.close(self._file)
        self._file = None
