"""The judge's end of the warm template: start it, ask it for children, start another one when it died."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import SandboxFault

_MAIN = Path(__file__).with_name("linux") / "template.py"
_START_SECONDS = 120.0
_SPAWN_SECONDS = 20.0
# malloc with huge pages makes fork cheap; hash randomisation is per template, so children are reseeded where it counts.
_ENVIRONMENT = {
    "PYTHONMALLOC": "malloc",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTORCH_NVML_BASED_CUDA_CHECK": "1",
    "LANG": "C.UTF-8",
    "PATH": "/usr/bin",
}


@dataclass(frozen=True)
class Child:
    """A forked child: its process id here, a pidfd, and the socket on which its end will be reported."""

    pid: int
    pidfd: int
    status: socket.socket


class Template:
    """One warm process.

    Raises:
        SandboxFault: it did not come up; the text says what it printed.
    """

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="grader-template-")
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the template
        options = {"control": theirs.fileno(), "base": self._folder}
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-s", "-B", "-X", "utf8", str(_MAIN), json.dumps(options)],
                stdin=subprocess.DEVNULL,
                stdout=self._errors,
                stderr=self._errors,
                env=_ENVIRONMENT,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        except OSError as error:
            self._clean()
            raise SandboxFault(f"the template could not be started: {error}") from error
        finally:
            theirs.close()
        self._pidfd = os.pidfd_open(self._process.pid)
        ready = self._receive(self._control, _START_SECONDS)
        if not ready.get("ready"):
            threads = ready.get("threads")
            said = f"it has {threads} threads" if threads else self._said()
            self.close()
            raise SandboxFault(f"the template did not start: {said}")

    @property
    def alive(self) -> bool:
        """Whether it can fork another child; also true to a fork of the judge, whose child it is not."""
        return not select.select([self._pidfd], [], [], 0)[0]

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def spawn(self, options: dict[str, Any], conversation: socket.socket, output: socket.socket) -> Child:
        """Fork a child that serves `conversation` and prints to `output`.

        Raises:
            SandboxFault: the template is gone or could not fork.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            given = [conversation.fileno(), output.fileno(), theirs.fileno()]
            socket.send_fds(self._control, [json.dumps(options).encode()], given)
            theirs.close()
            ours.settimeout(_SPAWN_SECONDS)
            message, descriptors, _, _ = socket.recv_fds(ours, 1 << 16, 1)
        except OSError as error:
            ours.close()
            raise SandboxFault(f"the template is gone: {error}") from error
        finally:
            theirs.close()
        told: dict[str, Any] = json.loads(message) if message else {"error": "it ended"}
        if "error" in told or len(descriptors) != 1:
            ours.close()
            raise SandboxFault(f"the template could not fork: {told.get('error')}")
        return Child(told["pid"], descriptors[0], ours)

    def close(self) -> None:
        """End it and everything it forked; repeatable."""
        if self._control.fileno() == -1:
            return
        self._control.close()
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        os.close(self._pidfd)
        self._clean()

    def _clean(self) -> None:
        self._errors.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _said(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it ended without a word"

    def _receive(self, source: socket.socket, seconds: float) -> dict[str, Any]:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([source], [], [], 0.2)[0]:
                message = source.recv(1 << 16)
                data: dict[str, Any] = json.loads(message) if message else {}
                return data
            if self._process.poll() is not None:
                break
        return {}


def end(child: Child) -> None:
    """SIGKILL; as the first process of its PID namespace it takes everything in it along."""
    try:
        signal.pidfd_send_signal(child.pidfd, signal.SIGKILL)
    except OSError:  # it ended
        pass


def release(child: Child) -> None:
    """Close what is held of a child."""
    os.close(child.pidfd)
    child.status.close()
