"""Level `namespaces`: each submission a sealed child of a warm template. The default on Linux.

Against: reading files, the network, other processes, filling memory and disk, leaving things behind. The kernel is
shared; without cgroups the memory of all its threads is bounded by RLIMIT_AS and the size of the work folder only.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from grader.errors import SandboxFault
from grader.sandbox import template
from grader.sandbox.base import ProcessLimits, Sandbox, StudentProcess
from grader.sandbox.linux import cgroups
from grader.sandbox.sealed import Sealed, Uids

_ROOM_MB = 64
_FIRST_UID = 0x40000000


class Namespaces(Sandbox):
    """Children of one template."""

    level = "namespaces"

    def __init__(self) -> None:
        self._uids = Uids(_FIRST_UID)
        self._template: template.LocalTemplate | None = None
        self._group: cgroups.Group | None = None
        self._pid = os.getpid()

    def prepare(self, limits: Sequence[ProcessLimits] = ()) -> None:
        """Start the template if it does not run; cheap otherwise."""
        if self._template is not None and self._template.alive:
            return
        self._drop()
        self._template = template.LocalTemplate()
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
        if self._group is not None:
            # Address space first, so that a refused allocation comes before the kernel's killer.
            # One task more: the template is in the group, too.
            memory = (limits.memory_mb + _ROOM_MB) << 20
            self._group.set(cgroups.GroupLimits(memory, limits.tasks + 1, limits.cpus))
        uid = self._uids.another() if os.geteuid() == 0 else None
        return Sealed(self._template.spawn, limits, uid, self._group)

    def close(self) -> None:
        """End the template; in a fork of the judge only this end of it."""
        if os.getpid() != self._pid:
            return
        self._drop()
        if self._group is not None:
            self._group.remove()
            self._group = None
