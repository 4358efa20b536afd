"""Level `namespaces`: each submission a sealed child of a warm template. The default on Linux.

Against: reading files, the network, other processes, filling memory and disk, leaving things behind. The kernel is
shared; without cgroups the memory of all its threads is bounded by RLIMIT_AS and the size of the work folder only.
"""

from __future__ import annotations

import json
import os
import select
import socket
from typing import Any

from grader.errors import SandboxFault
from grader.protocol import FrameSocket
from grader.sandbox import template
from grader.sandbox.base import Ending, ProcessLimits, Sandbox, StudentProcess
from grader.sandbox.linux import cgroups
from grader.sandbox.output import Capture

_INODES = 4096
_ROOM_MB = 64
_FIRST_UID = 0x40000000  # far from any real user's; each judge has its own range
_UIDS_A_JUDGE = 1024
_JUDGES = 1 << 16


class Namespaces(Sandbox):
    """Children of one template."""

    level = "namespaces"

    def __init__(self) -> None:
        self._count = 0
        self._template: template.Template | None = None
        self._group: cgroups.Group | None = None
        self._pid = os.getpid()

    def prepare(self) -> None:
        """Start the template if it does not run; cheap otherwise."""
        if self._template is not None and self._template.alive:
            return
        self._drop()
        self._template = template.Template()
        if self._group is None and os.geteuid() == 0:
            self._group = cgroups.create()
        if self._group is not None:
            # The template, once: its children are born in the group. Moving each of them in would cost 5 to 9 ms.
            self._group.add(self._template.pid)

    @property
    def template_pid(self) -> int:
        """The template's process id; only after `prepare`."""
        assert self._template is not None
        return self._template.pid

    def _drop(self) -> None:
        if self._template is not None:
            self._template.close()
            self._template = None

    def start(self, limits: ProcessLimits) -> StudentProcess:
        try:
            return self._start(limits)
        except SandboxFault:
            # A template that was killed hangs up before it counts as ended; another one gets a chance.
            self._drop()
            return self._start(limits)

    def _start(self, limits: ProcessLimits) -> StudentProcess:
        self.prepare()
        assert self._template is not None
        self._count += 1
        uid = None
        if os.geteuid() == 0:
            # RLIMIT_NPROC counts by uid: no two children that run at the same time share one.
            uid = _FIRST_UID + (os.getpid() % _JUDGES) * _UIDS_A_JUDGE + self._count % _UIDS_A_JUDGE
        options = {
            "memory_mb": limits.memory_mb,
            "disk_mb": limits.disk_mb,
            "inodes": _INODES,
            "cpu": limits.cpu_seconds,
            "tasks": limits.tasks,
            "uid": uid,
            "processes": limits.processes,
        }
        if self._group is not None:
            # Address space first, so that a refused allocation comes before the kernel's killer.
            # One task more: the template is in the group, too.
            memory = (limits.memory_mb + _ROOM_MB) << 20
            self._group.set(cgroups.GroupLimits(memory, limits.tasks + 1, limits.cpus))
        return _Sealed(self._template, options, limits, self._group)

    def close(self) -> None:
        """End the template; in a fork of the judge only this end of it."""
        if os.getpid() != self._pid:
            return
        self._drop()
        if self._group is not None:
            self._group.remove()
            self._group = None


class _Sealed(StudentProcess):
    def __init__(
        self, warm: template.Template, options: dict[str, Any], limits: ProcessLimits, group: cgroups.Group | None
    ) -> None:
        ours, theirs = socket.socketpair()
        out, printed = socket.socketpair()
        try:
            self._child = warm.spawn(options, theirs, printed)
        except SandboxFault:
            for end in (ours, out):
                end.close()
            raise
        finally:
            theirs.close()
            printed.close()
        self._group = group
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
            told = json.loads(message) if message else {"status": None, "signal": 9, "cpu": None, "memory": None}
            self._ending = Ending(
                told["status"], told["signal"], self._out_of_memory(), told["cpu"], self._memory(told)
            )
        return self._ending

    def _out_of_memory(self) -> bool:
        return self._group is not None and self._group.out_of_memory_kills() > self._kills

    def _memory(self, told: dict[str, Any]) -> int | None:
        peak = self._group.peak_memory() if self._group is not None else None
        return peak if peak is not None else told["memory"]

    def close(self) -> None:
        if self._closed:
            return
        self.kill()
        self.ending(5.0)
        self._closed = True
        template.release(self._child)
        self._capture.close()
        self.connection.close()
