"""Level `process`: a plain child process. Guards against accidents, not against malice; never a grade by itself."""

from __future__ import annotations

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
from collections.abc import Callable
from pathlib import Path
from typing import Any

import grader.worker
from grader.errors import SandboxFault
from grader.protocol import FrameSocket
from grader.sandbox.base import Ending, ProcessLimits, Sandbox, StudentProcess
from grader.levels import PROCESS
from grader.sandbox.output import Capture

_WORKER = Path(grader.worker.__file__).with_name("__main__.py")
_START_SECONDS = 120.0
# Nothing of ours reaches the student's environment: no data folder, no tokens, no PYTHONPATH.
_PASSED_ON = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


class PlainProcess(Sandbox):
    """Starts `worker/__main__.py` with the running interpreter, in its own process group and work folder."""

    level, guarantees = PROCESS.level, PROCESS.guarantees

    def start(self, limits: ProcessLimits) -> StudentProcess:
        folder = tempfile.mkdtemp(prefix="grader-")
        try:
            return _Process(Path(folder), limits)
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise SandboxFault(f"the student process could not be started: {error}") from error


class _Process(StudentProcess):
    def __init__(self, folder: Path, limits: ProcessLimits) -> None:
        self._folder = folder
        self._out, printed = socket.socketpair()
        self._capture = Capture(self._out, limits.output_kb << 10)
        options: dict[str, Any] = {"folder": str(folder), "memory_mb": limits.memory_mb, "disk_mb": limits.disk_mb}
        if hasattr(socket, "AF_UNIX") and os.name == "posix":
            ours, theirs = socket.socketpair()
            options["fd"] = theirs.fileno()
            self._popen = self._spawn(options, printed, (theirs.fileno(),))
            theirs.close()
        else:
            ours = self._over_loopback(options, printed)
        printed.close()
        self.connection = FrameSocket(ours, watched=[(self._out, self._capture.drain)])

    def _spawn(
        self, options: dict[str, Any], printed: socket.socket, passed: tuple[int, ...]
    ) -> subprocess.Popen[bytes]:
        environment = {k: os.environ[k] for k in _PASSED_ON if k in os.environ} | _ONE_THREAD
        environment |= {"HOME": str(self._folder), "TMPDIR": str(self._folder), "LANG": "C.UTF-8"}
        posix = os.name == "posix"
        # A socket is no file for Windows; there the output is not kept.
        stream: Any = printed if posix else subprocess.DEVNULL
        extra: dict[str, Any] = {"pass_fds": passed, "start_new_session": True} if posix else {"creationflags": 0x200}
        return subprocess.Popen(
            [sys.executable, "-I", "-B", "-X", "utf8", str(_WORKER), json.dumps(options)],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            cwd=self._folder,
            env=environment,
            **extra,
        )

    def _over_loopback(self, options: dict[str, Any], printed: socket.socket) -> socket.socket:
        """Where descriptors cannot be passed: the process connects back and shows a token it was given."""
        token = secrets.token_bytes(16)
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(_START_SECONDS)
            options |= {"port": server.getsockname()[1], "token": token.hex()}
            self._popen = self._spawn(options, printed, ())
            while True:
                connection, _ = server.accept()
                connection.settimeout(5)
                if connection.recv(16, socket.MSG_WAITALL) == token:
                    return connection
                connection.close()

    def output(self) -> str:
        return self._capture.text()

    def take_output(self) -> str:
        return self._capture.take()

    def kill(self) -> None:
        _quietly(self._kill_group if os.name == "posix" else self._popen.kill)

    def _kill_group(self) -> None:
        # The group's id is the leader's pid, which is ours as long as the leader was not reaped.
        if self._popen.returncode is None:
            os.killpg(self._popen.pid, signal.SIGKILL)

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
        self.connection.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _quietly(action: Callable[[], None]) -> None:
    try:
        action()
    except OSError:  # gone already
        pass
