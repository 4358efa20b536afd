"""A judge process as who started it sees it: by a fork server where there is one, by an interpreter of its own else."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, Self, cast

from grader.forking import ARGUMENTS, LOCAL, Forked
from grader.judge.config import JudgeConfig

_JUDGE = (sys.executable, "-m", "grader.judge.worker")
_SERVER = Path(__file__).with_name("forkserver.py")
_START_SECONDS = 120.0


class ForkServer:
    """A process that imports torch, and forks judges when they are asked for; see `forkserver`.

    It starts at once and does not keep its starter waiting. For Linux; elsewhere, and when it is gone, `judge` raises.

    Args:
        training: whether students' code is to find optimizers imported.
    """

    def __init__(self, *, training: bool) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        if sys.platform != "linux":
            return
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(_START_SECONDS)
        told = [str(_SERVER), str(theirs.fileno()), str(os.getpid())]
        with theirs, contextlib.suppress(OSError):
            self._process = subprocess.Popen(  # noqa: S603 - our own file
                [sys.executable, *ARGUMENTS, *told, *(["training"] if training else [])],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # what is wrong here is wrong with a judge of its own, too, which says it
                env=LOCAL,
                cwd="/",
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def judge(self, stdin: int, stdout: int) -> Forked:
        """A judge with these ends of pipes; it waits on stdin to be told environment and import path.

        Raises:
            OSError: the server has ended, or does not come up.
        """
        if self._process is None:
            raise OSError("there is no fork server")
        here = os.open(".", os.O_PATH | os.O_DIRECTORY)
        try:
            with self._lock:
                socket.send_fds(self._control, [b"j"], [stdin, stdout, 2, here])
                answer = self._control.recv(32)
        except TimeoutError:
            self.close()  # an answer that comes late would be taken for the next one
            raise
        finally:
            os.close(here)
        if not answer:
            raise OSError("the fork server has ended")
        return Forked(int(answer))

    def close(self) -> None:
        """End it; its judges go on. Who waits for one in another thread waits no longer. Repeatable."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            with self._lock:
                self._control.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class JudgeProcess:
    """`grader.judge.worker`, in a session of its own so that Ctrl-C reaches only us.

    Args:
        folder: for its temporary files. server: forks it, unless that has ended; None: it is started.
    """

    def __init__(self, config: JudgeConfig, folder: str, server: ForkServer | None = None) -> None:
        environment = os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        environment |= {"TMPDIR": folder}
        forked = _forked(server) if server is not None else None
        self._process: Forked | subprocess.Popen[bytes]
        self._process, self._stdin, self._stdout = forked or _started(environment)
        if forked is not None:
            self.send(json.dumps({"environment": environment, "path": sys.path}).encode())
        self.send(json.dumps(asdict(config)).encode())

    def send(self, line: bytes) -> None:
        """Hand over a line; a judge that is gone is noticed by its events."""
        with contextlib.suppress(OSError):
            self._stdin.write(line + b"\n")
            self._stdin.flush()

    def event(self) -> dict[str, Any] | None:
        """The next event; None at the end. What a killed child left half-written is passed over."""
        for line in self._stdout:
            with contextlib.suppress(ValueError, RecursionError):
                event = json.loads(line)
                if isinstance(event, dict) and "event" in event:
                    return event
        return None

    def kill(self) -> None:
        """End it and its children; a student's process ends with the judge that started it."""
        if self._process.poll() is None:
            with contextlib.suppress(OSError):  # it has just ended; or just begun, and leads no group yet
                if hasattr(os, "killpg"):  # not on Windows
                    os.killpg(self._process.pid, signal.SIGKILL)
            with contextlib.suppress(OSError):
                self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Let it end by itself, which it does when there is no more work, then make sure."""
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            self._stdin.close()
            self._process.wait(5)
        self.kill()
        self._stdout.close()


def _forked(server: ForkServer) -> tuple[Forked, BinaryIO, BinaryIO] | None:
    """A judge of the server with the ends of its pipes; None where the server has ended."""
    (stdin, ours), (theirs, stdout) = _pipe(), _pipe()
    with stdin, stdout:
        try:
            return server.judge(stdin.fileno(), stdout.fileno()), ours, theirs
        except OSError:
            ours.close()
            theirs.close()
            return None


def _started(environment: dict[str, str]) -> tuple[subprocess.Popen[bytes], BinaryIO, BinaryIO]:
    """A judge in an interpreter of its own with the ends of its pipes."""
    process = subprocess.Popen(  # noqa: S603 - our own module
        [*_JUDGE, str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    assert process.stdin is not None and process.stdout is not None
    return process, cast("BinaryIO", process.stdin), cast("BinaryIO", process.stdout)


def _pipe() -> tuple[BinaryIO, BinaryIO]:
    """Its reading and its writing end."""
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")
