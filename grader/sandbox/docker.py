"""Level `docker`: the warm template in a hardened container, one container for each slot and set of limits.

A container serves one submission at a time: the template forks a child that becomes a user of its own behind Landlock
and seccomp, and clears up after it. With `fresh` a container serves one submission and goes; others are started ahead.
The kernel is shared; whoever may use the engine is root on the machine.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from grader.errors import SandboxFault
from grader.levels import Containers
from grader.sandbox import engine, image
from grader.sandbox.base import ProcessLimits, Sandbox, StudentProcess
from grader.sandbox.container import ContainerTemplate
from grader.sandbox.sealed import Sealed, Uids

_AHEAD = 2  # with `fresh`: the one that is used next, and one that is coming up meanwhile
_FIRST_UID = 0x20000000
_DEFAULT = Containers()


class Docker(Sandbox):
    """Children of templates in containers.

    Args:
        options: how containers are made.
    """

    level = "docker"

    def __init__(self, options: Containers = _DEFAULT) -> None:
        self._options = options
        self._idle: list[ContainerTemplate] = []
        self._busy: list[ContainerTemplate] = []
        self._uids = Uids(_FIRST_UID)
        self._pid = os.getpid()

    def prepare(self, limits: Sequence[ProcessLimits] = ()) -> None:
        if not self.content:
            engine.look()
            self.content = image.check(self._options.image or image.NAME)
            engine.reap()
        if not limits:
            return
        wanted = list(dict.fromkeys(limits))
        kept = [c for c in self._idle if c.alive and c.limits in wanted]
        for container in self._idle:
            if container not in kept:
                container.close()
        self._idle = kept
        for each in wanted:
            there = sum(c.limits == each for c in kept)
            for _ in range((_AHEAD if self._options.fresh else 1) - there):
                self._idle.append(ContainerTemplate(self._options, self.content, each))
        for each in wanted:
            next(c for c in self._idle if c.limits == each).wait()

    def start(self, limits: ProcessLimits) -> StudentProcess:
        container = self._take(limits)
        uid = None if self._options.fresh else self._uids.another()
        try:
            return Sealed(container.spawn, limits, uid, closed=lambda ended: self._back(container, ended))
        except SandboxFault:
            self._back(container, ended=False)
            raise

    def _take(self, limits: ProcessLimits) -> ContainerTemplate:
        """An idle container with these limits, or a new one."""
        self.prepare()
        for container in [c for c in self._idle if c.limits == limits]:
            self._idle.remove(container)
            # One that was started ahead and not waited for belongs to the judge, not to a fork of it.
            if container.alive and (container.ready or os.getpid() == self._pid):
                break
            container.close()
        else:
            container = ContainerTemplate(self._options, self.content, limits)
        container.wait()
        self._busy.append(container)
        return container

    def _back(self, container: ContainerTemplate, ended: bool) -> None:
        if container in self._busy:
            self._busy.remove(container)
        if ended and not self._options.fresh and container.alive:
            self._idle.append(container)
        else:
            container.close()

    def close(self) -> None:
        if os.getpid() != self._pid:
            return
        for container in [*self._idle, *self._busy]:
            container.close()
        self._idle, self._busy = [], []
        engine.forget()
