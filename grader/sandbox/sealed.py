"""One child of a warm template, as the judge sees it."""

from __future__ import annotations

import itertools
import json
import os
import select
import socket
from collections.abc import Callable
from typing import Any

from grader.errors import SandboxFault
from grader.protocol import FrameSocket
from grader.sandbox import template
from grader.sandbox.base import Ending, ProcessLimits, StudentProcess
from grader.sandbox.linux import cgroups
from grader.sandbox.output import Capture

INODES = 4096  # files and folders that a submission may make
_UIDS_A_JUDGE = 1024
_JUDGES = 1 << 16
Spawn = Callable[[dict[str, Any], socket.socket, socket.socket], template.Child]


class Uids:
    """User numbers: RLIMIT_NPROC counts by user, so no two children that run at the same time have the same.

    Args:
        first: of a range of 2²⁶ that is far from any real user's; each judge and each fork of one has its own part.
    """

    def __init__(self, first: int) -> None:
        self._first, self._count = first, itertools.count()

    def another(self) -> int:
        """One that this judge has not used for a while."""
        return self._first + (os.getpid() % _JUDGES) * _UIDS_A_JUDGE + next(self._count) % _UIDS_A_JUDGE


def _wanted(limits: ProcessLimits, uid: int | None) -> dict[str, Any]:
    """The fields of `linux.seal.Seal`."""
    return {
        "memory_mb": limits.memory_mb,
        "disk_mb": limits.disk_mb,
        "inodes": INODES,
        "cpu": limits.cpu_seconds,
        "tasks": limits.tasks,
        "uid": uid,
        "processes": limits.processes,
    }


class Sealed(StudentProcess):
    """A child of a template.

    Args:
        spawn: asks the template. uid: the child's user; None: the template's own. group: the cgroup that it is in,
            where the judge has made one. closed: called once, in the end, with whether the template has reported it.

    Raises:
        SandboxFault: the template could not.
    """

    def __init__(
        self,
        spawn: Spawn,
        limits: ProcessLimits,
        uid: int | None,
        group: cgroups.Group | None = None,
        closed: Callable[[bool], None] = lambda ended: None,
    ) -> None:
        ours, theirs = socket.socketpair()
        out, printed = socket.socketpair()
        try:
            self._child = spawn(_wanted(limits, uid), theirs, printed)
        except SandboxFault:
            for end in (ours, out):
                end.close()
            raise
        finally:
            theirs.close()
            printed.close()
        self._group, self._when_closed = group, closed
        self._kills = group.out_of_memory_kills() if group is not None else 0
        self._capture = Capture(out, limits.output_kb << 10)
        self._ending: Ending | None = None
        self._closed = False
        self.connection = FrameSocket(ours, watched=[(out, self._capture.drain)])

    @property
    def pid(self) -> int:
        """The process id as the machine sees it."""
        return self._child.pid

    def output(self) -> str:
        return self._capture.text()

    def take_output(self) -> str:
        return self._capture.take()

    def kill(self) -> None:
        if not self._closed:
            template.end(self._child)

    def ending(self, patience: float = 1.0) -> Ending | None:
        if self._ending is None and not self._closed:
            self._child.status.settimeout(max(patience, 0.001))
            try:
                message = self._child.status.recv(1 << 16)
            except OSError:
                return None
            if not message:  # the template died; its child follows, though not in the same instant
                template.end(self._child)
                select.select([self._child.pidfd], [], [], 5.0)
            told: dict[str, Any] = json.loads(message) if message else {"signal": 9}
            self._ending = Ending(
                told.get("status"), told.get("signal"), self._out_of_memory(told), told.get("cpu"), self._memory(told)
            )
        return self._ending

    def _out_of_memory(self, told: dict[str, Any]) -> bool:
        counted = self._group is not None and self._group.out_of_memory_kills() > self._kills
        return counted or bool(told.get("out_of_memory"))

    def _memory(self, told: dict[str, Any]) -> int | None:
        peak = self._group.peak_memory() if self._group is not None else None
        return peak if peak is not None else told.get("memory")

    def close(self) -> None:
        if self._closed:
            return
        self.kill()
        self.ending(5.0)
        self._closed = True
        template.release(self._child)
        self._capture.close()
        self.connection.close()
        self._when_closed(self._ending is not None)
