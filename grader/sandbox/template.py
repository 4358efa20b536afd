"""The judge's end of a warm template: start it, ask it for children."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import SandboxFault
from grader.forking import ARGUMENTS, LOCAL, Forked

_MAIN = Path(__file__).with_name("linux") / "template.py"
START_SECONDS = 120.0
_SPAWN_SECONDS = 20.0


@dataclass(frozen=True)
class Spare:
    """A template that was forked together with this process, and waits on `control` to be told where it is to live."""

    control: socket.socket
    process: Forked


spares: list[Spare] = []


@dataclass(frozen=True)
class Child:
    """A forked child: its process id here, a pidfd, and the socket on which its end will be reported."""

    pid: int
    pidfd: int
    status: socket.socket


class Template(ABC):
    """One warm process, wherever it runs: it is asked for children over `control`."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control

    @property
    @abstractmethod
    def alive(self) -> bool:
        """Whether it can fork another child; also true to a fork of the judge, whose child it is not."""

    @abstractmethod
    def close(self) -> None:
        """End it and everything it forked; repeatable."""

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
        return Child(_number(descriptors[0]), descriptors[0], ours)

    def _hung_up(self) -> bool:
        """Whether nobody holds the other end any more."""
        return bool(select.select([self._control], [], [], 0)[0])

    def _greeting(self, *ends: int) -> dict[str, Any]:
        """The first message; empty where it did not come in time, the other end hung up, or `ends` ended."""
        control = self._control.fileno()
        if control not in select.select([control, *ends], [], [], START_SECONDS)[0]:
            return {}
        message = self._control.recv(1 << 16)
        data: dict[str, Any] = json.loads(message) if message else {}
        return data


class LocalTemplate(Template):
    """A template on this machine, whose children are in namespaces.

    Raises:
        SandboxFault: it did not come up; the text says what it printed.
    """

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="grader-template-")
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the template
        self._process: subprocess.Popen[bytes] | Forked
        try:
            if spares:
                control, self._process = self._woken(spares.pop())
            else:
                control, self._process = self._started()
        except OSError as error:
            self._clean()
            raise SandboxFault(f"the template could not be started: {error}") from error
        super().__init__(control)
        self._pidfd = os.pidfd_open(self._process.pid)
        ready = self._greeting(self._pidfd)
        if not ready.get("ready"):
            said = self._said()
            self.close()
            raise SandboxFault(f"the template did not start: {why(ready, said)}")

    def _woken(self, spare: Spare) -> tuple[socket.socket, Forked]:
        told = options(-1, self._folder, walls="namespaces")
        socket.send_fds(spare.control, [told.encode()], [self._errors.fileno()])
        return spare.control, spare.process

    def _started(self) -> tuple[socket.socket, subprocess.Popen[bytes]]:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            told = options(theirs.fileno(), self._folder, walls="namespaces")
            process = subprocess.Popen(
                [sys.executable, *ARGUMENTS, str(_MAIN), told],
                stdin=subprocess.DEVNULL,
                stdout=self._errors,
                stderr=self._errors,
                env=LOCAL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        return ours, process

    @property
    def alive(self) -> bool:
        return not select.select([self._pidfd], [], [], 0)[0]

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def close(self) -> None:
        if self._control.fileno() == -1:
            return
        self._control.close()
        self._process.kill()
        self._process.wait()
        os.close(self._pidfd)
        self._clean()

    def _clean(self) -> None:
        self._errors.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _said(self) -> str:
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace")


def _number(pidfd: int) -> int:
    """The process's number here; the template may live where numbers mean something else."""
    for line in Path(f"/proc/self/fdinfo/{pidfd}").read_text("ascii").splitlines():
        name, _, value = line.partition(":")
        if name == "Pid":
            return int(value)
    return -1


def options(control: int | str, base: str, *, walls: str, once: bool = False, gpu: bool = False) -> str:
    """The template program's argument; see there."""
    return json.dumps({"control": control, "base": base, "walls": walls, "once": once, "gpu": gpu})


def why(greeting: dict[str, Any], said: str) -> str:
    """Why a template did not come up, from its greeting and what it printed."""
    if threads := greeting.get("threads"):
        return f"it has {threads} threads"
    lines = said.strip().splitlines()
    return lines[-1] if lines else "it ended without a word"


def end(child: Child) -> None:
    """SIGKILL; as the first process of its PID namespace it takes everything in it along."""
    try:
        signal.pidfd_send_signal(child.pidfd, signal.SIGKILL)
    except PermissionError:  # another user's, in a container: the template may
        with contextlib.suppress(OSError):
            child.status.send(b"end")
    except OSError:  # it ended
        pass


def release(child: Child) -> None:
    """Close what is held of a child."""
    os.close(child.pidfd)
    child.status.close()
