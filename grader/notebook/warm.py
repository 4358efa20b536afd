"""The kernel's side of the judge: one process with everything imported, asked over its pipes.

The kernel never forks and never runs a check: pipes and a plain new process work on every system. Stopping a cell
stops the kernel alone (the process has a group of its own); the judge is then replaced, with all that it started.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

_PACKAGE = Path(__file__).resolve().parents[2]
_LOOK = 0.2  # seconds; a wait that the stop button ends on Windows, too


class JudgeEnded(Exception):
    """The judge's process has ended; the text says what it said last."""


class WarmJudge:
    """The process, started when it is needed, and again after it ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._errors: IO[bytes] | None = None
        self._warmed: dict[str, Any] | None = None
        self._owner = os.getpid()
        atexit.register(self._at_exit)

    @property
    def pid(self) -> int | None:
        """Of the process; None when there is none."""
        return None if self._process is None or self._process.poll() is not None else self._process.pid

    def send(self, request: Mapping[str, Any]) -> None:
        """Send a request; nobody waits for an answer to `warm`."""
        if request["do"] == "warm":
            self._warmed = dict(request)
        if self.pid is None:
            self._start()
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError:
            raise JudgeEnded(self._said()) from None

    def ask(self, request: Mapping[str, Any], progress: Callable[[Mapping[str, Any]], None]) -> Mapping[str, Any]:
        """The answer to a request.

        A process that is ready for something else says so and ends, and one that died before is replaced: both are
        asked once more.

        Raises:
            JudgeEnded: it ended while it worked on this.
            KeyboardInterrupt: the stop button.
        """
        if (answer := self._once(request, progress)) is None:
            self.close()
            answer = self._once(request, progress)
        if answer is None:
            raise JudgeEnded(self._said())
        return answer

    def _once(
        self, request: Mapping[str, Any], progress: Callable[[Mapping[str, Any]], None]
    ) -> Mapping[str, Any] | None:
        """None for a process that was not ready for this."""
        try:
            self.send(request)
        except JudgeEnded:
            return None
        while True:
            try:
                line = self._lines.get(timeout=_LOOK)
            except queue.Empty:
                continue
            if line is None:
                raise JudgeEnded(self._said())
            told = json.loads(line)
            if "other" in told:
                return None
            if "done" in told:
                progress(told)
            elif "ready" not in told:
                if "error" in told and told.get("fatal"):
                    self.close()
                return dict(told)

    def renew(self) -> None:
        """End the process, whatever it does, and start the next one in the background."""
        self.close()
        with contextlib.suppress(JudgeEnded, OSError):
            if self._warmed is not None:
                self.send(self._warmed)
            else:
                self._start()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()  # what it started ends with it: each holds a connection to it
            process.wait()
            if process.stdin is not None:
                with contextlib.suppress(OSError):  # what was still to be written
                    process.stdin.close()
        self._lines = queue.SimpleQueue()

    def _at_exit(self) -> None:
        if os.getpid() == self._owner:  # a fork of the kernel, made by the student's own code, ends nothing
            self.close()

    def _start(self) -> None:
        self.close()
        if self._errors is not None:
            self._errors.close()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        path = os.pathsep.join(filter(None, [str(_PACKAGE), os.environ.get("PYTHONPATH", "")]))
        group: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "grader.notebook.serving",
            ],  # -P: a file torch.py beside the notebook is not it
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"},
            text=True,
            encoding="utf-8",
            errors="replace",
            **group,
        )
        threading.Thread(target=_pump, args=(self._process.stdout, self._lines), daemon=True).start()

    def _said(self) -> str:
        """The last line that the process wrote on its stderr."""
        if self._errors is None or self._errors.closed:
            return ""
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").split("\n")
        return next((line.strip()[:300] for line in reversed(lines) if line.strip()), "")


def _pump(pipe: IO[str], lines: queue.SimpleQueue[str | None]) -> None:
    with contextlib.suppress(OSError, ValueError):
        for line in pipe:
            if line.startswith("{"):  # whatever else was printed there is not ours
                lines.put(line)
    lines.put(None)
