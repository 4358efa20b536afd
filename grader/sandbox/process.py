"""Level `process`: a plain child process. Guards against accidents, not against malice; never a grade by itself."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grader.worker
from grader.errors import GraderError, ProtocolError, SandboxFault
from grader.levels import PROCESS
from grader.sandbox.base import Ending, ProcessLimits, Sandbox, StudentProcess
from grader.sandbox.output import Capture

if TYPE_CHECKING:
    from grader.protocol import FrameSocket

_WORKER = Path(grader.worker.__file__).with_name("__main__.py")
_START_SECONDS = 120.0
_READY = b'"ready"'  # the worker's first frame
_PASSES_DESCRIPTORS = os.name == "posix"
# Nothing of ours reaches the student's environment: no data folder, no tokens, no PYTHONPATH.
_PASSED_ON = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
# Large tensors on large pages: on small ones, touching new memory takes longer than computing what goes there.
_LARGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"} if sys.platform == "linux" else {}


class PlainProcess(Sandbox):
    """Starts `worker/__main__.py` in its own process group and work folder.

    Args:
        python: the interpreter; by default the running one.
        start_seconds: how long a process may take until it is ready.
    """

    level = PROCESS.level

    def __init__(self, python: str = sys.executable, start_seconds: float = _START_SECONDS) -> None:
        self._python, self._start_seconds = python, start_seconds

    def start(self, limits: ProcessLimits) -> StudentProcess:
        try:
            return _Process(self._python, limits, time.monotonic() + self._start_seconds)
        except OSError as error:
            raise SandboxFault(f"the student process could not be started: {error}") from error


class _Process(StudentProcess):
    def __init__(self, python: str, limits: ProcessLimits, ready_by: float) -> None:
        self._ready_by: float | None = ready_by
        with contextlib.ExitStack() as undo, contextlib.ExitStack() as done:
            self._folder = tempfile.mkdtemp(prefix="grader-")
            undo.callback(_remove, self._folder)
            self._out, printed = socket.socketpair()
            undo.callback(self._out.close)
            done.callback(printed.close)
            self._capture = Capture(self._out, limits.output_kb << 10)
            options: dict[str, Any] = {
                "folder": self._folder,
                "memory_mb": limits.memory_mb,
                "disk_mb": limits.disk_mb,
                "parent": os.getpid(),
            }
            if _PASSES_DESCRIPTORS:
                ours, theirs = socket.socketpair()
                undo.callback(ours.close)
                done.callback(theirs.close)
                options["fd"] = theirs.fileno()
                self._popen = self._spawn(python, options, printed, (theirs.fileno(),))
            else:
                ours = self._over_loopback(python, options, printed)
            from grader.protocol import FrameSocket  # noqa: PLC0415 - with torch, as the new process does meanwhile

            undo.pop_all()
        self._frames = FrameSocket(ours, watched=[(self._out, self._capture.drain)])

    def _spawn(
        self, python: str, options: dict[str, Any], printed: socket.socket, passed: tuple[int, ...]
    ) -> subprocess.Popen[bytes]:
        environment = {k: os.environ[k] for k in _PASSED_ON if k in os.environ} | _ONE_THREAD | _LARGE_PAGES
        environment |= {"HOME": self._folder, "TMPDIR": self._folder, "LANG": "C.UTF-8"}
        posix = os.name == "posix"
        # A socket is no file for Windows; there the output is not kept.
        stream: Any = printed if posix else subprocess.DEVNULL
        extra: dict[str, Any] = {"pass_fds": passed, "start_new_session": True} if posix else {"creationflags": 0x200}
        return subprocess.Popen(
            [python, "-I", "-B", "-X", "utf8", str(_WORKER), json.dumps(options)],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            cwd=self._folder,
            env=environment,
            **extra,
        )

    def _over_loopback(self, python: str, options: dict[str, Any], printed: socket.socket) -> socket.socket:
        """Where descriptors cannot be passed: the process connects back and shows a token that it was given."""
        token = secrets.token_bytes(16)
        with socket.create_server(("127.0.0.1", 0)) as server, contextlib.ExitStack() as undo:
            server.settimeout(0.1)
            options |= {"port": server.getsockname()[1], "token": token.hex()}
            self._popen = self._spawn(python, options, printed, ())
            undo.callback(self._popen.wait)
            undo.callback(self._popen.kill)
            while self._popen.poll() is None and time.monotonic() < (self._ready_by or 0):
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                if _shows(connection, token):
                    undo.pop_all()
                    return connection
                connection.close()
            raise OSError(f"it did not connect; it printed: {self._capture.text()[-500:]}")

    @property
    def connection(self) -> FrameSocket:  # type: ignore[override] # nobody assigns it
        """As the port says; the wait for torch's import is here."""
        if self._ready_by is not None:
            try:
                header, _ = self._frames.receive(self._ready_by)
                if header != _READY:
                    raise ProtocolError("it said something else")
            except (GraderError, OSError) as error:
                self.kill()
                why = f"{type(error).__name__}; it printed: {self.output()[-500:]}"
                raise SandboxFault(f"the student process was not ready: {why}") from error
            self._ready_by = None
        return self._frames

    @property
    def pid(self) -> int:
        return self._popen.pid

    def output(self) -> str:
        return self._capture.text()

    def take_output(self) -> str:
        return self._capture.take()

    def kill(self) -> None:
        # The group's id is the leader's pid, which is ours as long as the leader was not reaped.
        if self._popen.returncode is None:
            try:
                if os.name == "posix":
                    os.killpg(self._popen.pid, signal.SIGKILL)
                else:
                    self._popen.kill()
            except OSError:  # gone already
                pass

    def ending(self, patience: float = 1.0) -> Ending | None:
        if self._popen.returncode is None and not self._exited(patience):
            return None
        self.kill()  # what a dead leader left behind in its group, before its pid is given back
        code = self._popen.wait()
        return Ending(status=code) if code >= 0 else Ending(signal=-code)

    def _exited(self, patience: float) -> bool:
        """Whether the leader ended; on POSIX without reaping it."""
        if not hasattr(os, "waitid"):  # Windows; macOS before Python 3.13
            try:
                self._popen.wait(patience)
            except subprocess.TimeoutExpired:
                return False
            return True
        end = time.monotonic() + patience
        while os.waitid(os.P_PID, self._popen.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
            if time.monotonic() >= end:
                return False
            time.sleep(0.001)
        return True

    def close(self) -> None:
        self.kill()
        self.ending(5.0)
        self._capture.close()
        self._frames.close()
        _remove(self._folder)


def _shows(connection: socket.socket, token: bytes) -> bool:
    """Whether who connected is the process that we started."""
    connection.settimeout(5.0)
    try:
        return secrets.compare_digest(connection.recv(len(token), socket.MSG_WAITALL), token)
    except OSError:
        return False


def _remove(folder: str) -> None:
    """Remove a work folder, unreadable parts included."""
    shutil.rmtree(folder, ignore_errors=True)
    if Path(folder).exists():
        for place in _folders(Path(folder)):
            shutil.rmtree(place, ignore_errors=True)


def _folders(top: Path) -> list[Path]:
    """All folders below, made accessible on the way down; the deepest first."""
    found = [top]
    for folder in found:
        try:
            folder.chmod(0o700)
            found += [p for p in folder.iterdir() if p.is_dir() and not p.is_symlink()]
        except OSError:  # what cannot be removed stays
            continue
    return found[::-1]
