"""Level `process` without the wait: student processes are forked from one that has imported torch.

That one is a fork of this process, made before anything ran here that a fork must not inherit: no check is collected,
no backward pass was made, there is one thread. It guards no more than `PlainProcess` does, and is for a student's own
computer: for `grader check`, never for a grade. Where there is no fork, a plain process is started beforehand instead.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import shutil
import signal
import socket
import struct
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Self

from grader.errors import GraderError, SandboxFault
from grader.levels import PROCESS
from grader.sandbox.base import Ending, ProcessLimits, Sandbox, StudentProcess
from grader.sandbox.output import Capture
from grader.sandbox.process import PlainProcess

if TYPE_CHECKING:
    from grader.protocol import FrameSocket
    from grader.spec import AssignmentSpec

_READY = b'"ready"'
_SECONDS = 30.0
_NUMBER = struct.Struct("!i")


def can_fork() -> bool:
    """Whether this system forks safely after torch is imported; macOS has fork, and frameworks that mind it."""
    return sys.platform == "linux" and hasattr(os, "fork") and hasattr(socket, "AF_UNIX")


class Spare(Sandbox):
    """Plain processes, of which the next one is always started already.

    Args:
        limits: of the first one; where others are asked for, they are started anew.
    """

    level = PROCESS.level

    def __init__(self, limits: ProcessLimits) -> None:
        self._plain, self._limits = PlainProcess(), limits
        self._next: StudentProcess | None = self._plain.start(limits)

    @classmethod
    def of(cls, spec: AssignmentSpec, only: Sequence[str]) -> Self:
        """For the tasks of an assignment, the first one's limits first."""
        first = spec.limits_of(only[0] if only else spec.tasks[0].id)
        return cls(ProcessLimits(**{f.name: getattr(first, f.name) for f in fields(ProcessLimits) if f.name != "cpus"}))

    def start(self, limits: ProcessLimits) -> StudentProcess:
        ready, self._next = self._next, None
        if ready is not None and limits != self._limits:
            ready.close()
            ready = None
        self._limits = limits
        return self._plain.start(limits) if ready is None else ready

    def ahead(self) -> None:
        """Start the next one now."""
        if self._next is None:
            self._next = self._plain.start(self._limits)

    def close(self) -> None:
        if self._next is not None:
            self._next.close()
        self._next = None


class Nursery(Sandbox):
    """Forks student processes from a fork of this process; make it when torch is imported, and nothing has run yet."""

    level = PROCESS.level

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        sys.stdout.flush()
        sys.stderr.flush()
        self._pid = os.fork()
        if self._pid == 0:
            status = 1
            try:
                self._control.close()
                _serve(theirs)
                status = 0
            finally:
                os._exit(status)
        theirs.close()

    def start(self, limits: ProcessLimits) -> StudentProcess:
        try:
            return _Nursling(self._control, limits)
        except OSError as error:
            raise SandboxFault(f"the student process could not be forked: {error}") from error

    def ahead(self) -> None:
        """A fork takes milliseconds: there is nothing to do beforehand."""

    def close(self) -> None:
        if self._control.fileno() == -1:
            return
        self._control.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


class _Nursling(StudentProcess):
    def __init__(self, control: socket.socket, limits: ProcessLimits) -> None:
        from grader.protocol import FrameSocket  # with torch, which is imported by now

        self._folder = tempfile.mkdtemp(prefix="grader-")
        self._ended: Ending | None = None
        self._waiting = True
        ours, theirs = socket.socketpair()
        self._out, printed = socket.socketpair()
        self._status, status = socket.socketpair()
        self._capture = Capture(self._out, limits.output_kb << 10)
        options = {"folder": self._folder, "memory_mb": limits.memory_mb, "disk_mb": limits.disk_mb}
        with theirs, printed, status:
            given = [theirs.fileno(), printed.fileno(), status.fileno()]
            socket.send_fds(control, [json.dumps(options).encode()], given)
        self._frames = FrameSocket(ours, watched=[(self._out, self._capture.drain)])
        self._pid = self._number(_SECONDS)
        if self._pid is None:
            raise SandboxFault("the process that forks student processes has ended")

    @property
    def connection(self) -> FrameSocket:  # type: ignore[override] # nobody assigns it
        """As the port says."""
        if self._waiting:
            try:
                header, _ = self._frames.receive(time.monotonic() + _SECONDS)
            except (GraderError, OSError) as error:
                self.kill()
                why = f"{type(error).__name__}; it printed: {self.output()[-500:]}"
                raise SandboxFault(f"the student process was not ready: {why}") from error
            self._waiting = header != _READY
        return self._frames

    @property
    def pid(self) -> int:
        return self._pid or -1

    def output(self) -> str:
        return self._capture.text()

    def take_output(self) -> str:
        return self._capture.take()

    def kill(self) -> None:
        # Its number is its own until it is told on the status socket that it ended.
        if self._pid and self.ending(0.0) is None:
            for kill in (os.killpg, os.kill):
                with contextlib.suppress(OSError):
                    kill(self._pid, signal.SIGKILL)

    def ending(self, patience: float = 1.0) -> Ending | None:
        if self._ended is None:
            code = self._number(patience)
            if code is not None:
                self._ended = Ending(status=code) if code >= 0 else Ending(signal=-code)
        return self._ended

    def close(self) -> None:
        self.kill()
        self.ending(5.0)
        self._capture.close()
        self._frames.close()
        self._status.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _number(self, patience: float) -> int | None:
        """The next number on the status socket: the process's id, then its exit status."""
        if self._status.fileno() == -1 or not select.select([self._status], [], [], max(0.0, patience))[0]:
            return None
        data = self._status.recv(_NUMBER.size)
        return int(_NUMBER.unpack(data)[0]) if len(data) == _NUMBER.size else -signal.SIGKILL


# -- in the fork -------------------------------------------------------------------------------------


def _serve(control: socket.socket) -> None:
    """Fork on request, reap, report; until nobody holds the other end."""
    import grader.worker.__main__
    import grader.worker.colab
    import grader.worker.session  # noqa: F401 - here, once for all

    os.setsid()  # Ctrl-C is for who asked
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    children: dict[int, socket.socket] = {}
    ended, noticed = socket.socketpair()
    noticed.setblocking(False)  # as Python wants it; a full one has been noticed
    signal.set_wakeup_fd(noticed.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # the default would not be noticed
    while True:
        ready = select.select([control, ended], [], [])[0]
        if ended in ready:
            ended.recv(1 << 10)
            for pid in [*children]:
                found, status = os.waitpid(pid, os.WNOHANG)
                if found:
                    with contextlib.suppress(OSError):
                        children[pid].send(_NUMBER.pack(os.waitstatus_to_exitcode(status)))
                    children.pop(pid).close()
        if control not in ready:
            continue
        message, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 3)
        if not message:
            for pid in children:
                for kill in (os.killpg, os.kill):  # one that has just been forked leads no group yet
                    with contextlib.suppress(OSError):
                        kill(pid, signal.SIGKILL)
            return
        conversation, output, status_fd = descriptors
        answer = socket.socket(fileno=status_fd)
        pid = os.fork()
        if pid == 0:
            _be_student(
                json.loads(message), conversation, output, [control, answer, ended, noticed, *children.values()]
            )
        os.close(conversation)
        os.close(output)
        children[pid] = answer
        answer.send(_NUMBER.pack(pid))


def _be_student(options: dict[str, Any], conversation: int, output: int, held: list[socket.socket]) -> None:
    """Become a student process; never returns."""
    status = 1
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for other in held:
            other.close()
        null = os.open(os.devnull, os.O_RDONLY)
        for here, there in ((null, 0), (output, 1), (output, 2)):
            os.dup2(here, there)
        folder = options["folder"]
        passed = {k: os.environ[k] for k in ("PATH", "LD_LIBRARY_PATH") if k in os.environ}
        os.environ.clear()
        os.environ |= passed | {"HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}
        tempfile.tempdir = None
        sys.argv[1:] = []
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        import numpy as np

        random.seed()
        np.random.seed()
        from grader.worker.__main__ import serve

        serve(socket.socket(fileno=conversation), options)
        status = 0
    except BaseException:  # noqa: BLE001 - printed where the judge keeps it
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)
