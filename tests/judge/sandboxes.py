"""Student processes that are threads: no start-up, and a hostile one can be written in a few lines.

How a process dies is tested with real ones; these are for what it says.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from grader.protocol import FrameSocket
from grader.sandbox import Ending, ProcessLimits, Sandbox, StudentProcess
from grader.worker.session import Session

Serve = Callable[[FrameSocket, Path], None]


def honest(connection: FrameSocket, folder: Path) -> None:
    """What runs in a real student process."""
    Session(connection, folder).run()


class Threads(Sandbox):
    """Every student process is a thread that runs `serve`; when that returns, the process has exited with 0."""

    level = "threads"
    guarantees = ()

    def __init__(self, serve: Serve = honest) -> None:
        self._serve = serve
        self.started = 0

    def start(self, limits: ProcessLimits) -> StudentProcess:
        """As the port says."""
        self.started += 1
        return _Thread(self._serve)


class _Thread(StudentProcess):
    def __init__(self, serve: Serve) -> None:
        ours, self._theirs = socket.socketpair()
        self.connection = FrameSocket(ours)
        self._folder = Path(tempfile.mkdtemp(prefix="grader-test-"))
        frames = FrameSocket(self._theirs)

        def run() -> None:
            finders = list(sys.meta_path)
            try:
                serve(frames, self._folder)
            finally:
                frames.close()
                sys.meta_path[:] = finders
                _forget(self._folder)

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        """The judge's own: it is a thread."""
        return os.getpid()

    def output(self) -> str:
        return ""

    def take_output(self) -> str:
        return ""

    def kill(self) -> None:
        try:
            self._theirs.shutdown(socket.SHUT_RDWR)
        except OSError:  # it ended before
            pass

    def ending(self, patience: float = 1.0) -> Ending | None:
        self._thread.join(patience)
        return None if self._thread.is_alive() else Ending(status=0)

    def close(self) -> None:
        self.kill()
        self._thread.join(5)
        self.connection.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _forget(folder: Path) -> None:
    """A real process takes the modules of its submission with it."""
    for name, module in list(sys.modules.items()):
        if Path(getattr(module, "__file__", None) or "/").is_relative_to(folder):
            del sys.modules[name]
