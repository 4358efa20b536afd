"""Who holds a claim: a process on a host, and whether it still lives."""

from __future__ import annotations

import functools
import os
import platform
import uuid
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Owner:
    """A process. `host` names machine, boot and PID namespace; `started` tells processes of the same number apart."""

    token: str
    host: str
    pid: int
    started: str

    @property
    def gone(self) -> bool:
        """Whether the process is seen to have ended; of another host's nothing is seen."""
        return self.host == this_host() and started(self.pid) != self.started

    @property
    def shown(self) -> str:
        """For people."""
        return f"process {self.pid} on {self.host.partition(' ')[0]}"


def this_process() -> Owner:
    """We, as the owner of claims; each call is an owner of its own."""
    return Owner(uuid.uuid4().hex, this_host(), os.getpid(), started(os.getpid()))


@functools.cache
def this_host() -> str:
    """The host's name; where Linux tells, with what a reboot or another container changes."""
    parts = [platform.node() or "unknown"]
    try:
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip())
        parts.append(str(Path("/proc/self/ns/pid").readlink()))
    except OSError:  # no Linux: claims end with their lease
        pass
    return " ".join(parts)


def started(pid: int) -> str:
    """When a process of this host began, in ticks since the boot; "" where it has ended or nobody tells."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]
