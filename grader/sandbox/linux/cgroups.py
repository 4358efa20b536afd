"""Limits on a whole group of processes: memory, number of tasks, processor share. cgroup v1, or v2 where delegated.

RLIMIT_AS bounds each process's addresses and not what a machine has; only a cgroup bounds memory that counts.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox.owner import gone, namespace, started

_V1_CONTROLLERS = ("memory", "pids", "cpu")
_CPU_PERIOD = 100_000  # microseconds
_PEAK = "memory.max_usage_in_bytes"  # v1; writing to it forgets
_REMOVALS = 100
_NAME = re.compile(r"grader-(?P<pid>\d+)-(?P<started>\d+)-(?P<namespace>\d+)-")


@dataclass(frozen=True)
class GroupLimits:
    """`memory`: bytes, swap included. `pids`: threads and processes. `cpus`: how many processors' time."""

    memory: int
    pids: int
    cpus: float


class Group:
    """One cgroup, empty at first. Made by `create`."""

    def __init__(self, folders: dict[str, Path], *, v2: bool) -> None:
        self._folders, self._v2 = folders, v2

    @property
    def controllers(self) -> tuple[str, ...]:
        """Which limits this group enforces."""
        return tuple(self._folders)

    def set(self, limits: GroupLimits) -> None:
        """Set the limits and forget what was used before.

        Writing a limit costs the kernel milliseconds, so one that is in force already is left alone.
        """
        settings = [(n, v) for n, v in self._settings(limits) if n.partition(".")[0] in self._folders]
        if all(self._in_force(name, value) for name, value in settings if value != "-1"):
            settings = [(n, v) for n, v in settings if n == _PEAK]
        for name, value in settings:
            _write(self._folders[name.partition(".")[0]] / name, value)

    def _in_force(self, name: str, value: str) -> bool:
        if name == _PEAK:
            return True
        try:
            return _read(self._folders[name.partition(".")[0]], name).strip() == value
        except FileNotFoundError:
            return "memsw" in name  # a kernel without swap accounting; the plain limit holds all the same

    def _settings(self, limits: GroupLimits) -> list[tuple[str, str]]:
        quota = str(int(limits.cpus * _CPU_PERIOD))
        if self._v2:
            cpu = [("cpu.max", f"{quota} {_CPU_PERIOD}")]
            return [("memory.max", str(limits.memory)), ("memory.swap.max", "0"), ("pids.max", str(limits.pids)), *cpu]
        return [
            ("memory.memsw.limit_in_bytes", "-1"),  # raised first: it may never be below the plain limit
            ("memory.limit_in_bytes", str(limits.memory)),
            ("memory.memsw.limit_in_bytes", str(limits.memory)),
            (_PEAK, "0"),
            ("pids.max", str(limits.pids)),
            ("cpu.cfs_period_us", str(_CPU_PERIOD)),
            ("cpu.cfs_quota_us", quota),
        ]

    def add(self, pid: int) -> None:
        """Put a process into the group."""
        for folder in dict.fromkeys(self._folders.values()):
            (folder / "cgroup.procs").write_text(str(pid))

    def peak_memory(self) -> int | None:
        """The most memory that was in use, bytes; None where the kernel does not say."""
        if "memory" not in self._folders:
            return None
        with contextlib.suppress(OSError, ValueError):
            return int(_read(self._folders["memory"], "memory.peak" if self._v2 else _PEAK))
        return None

    def out_of_memory_kills(self) -> int:
        """How many processes the kernel killed because the group was out of memory."""
        if "memory" not in self._folders:
            return 0
        with contextlib.suppress(OSError):
            told = _read(self._folders["memory"], "memory.events" if self._v2 else "memory.oom_control")
            for line in told.splitlines():
                name, _, value = line.partition(" ")
                if name == "oom_kill":
                    return int(value)
        return 0

    def remove(self) -> None:
        """Delete the group once the processes that were killed in it are gone. Repeatable."""
        for folder in dict.fromkeys(self._folders.values()):
            for _ in range(_REMOVALS):
                try:
                    folder.rmdir()
                except FileNotFoundError:
                    break
                except OSError:  # busy: the kernel is not through with them
                    time.sleep(0.01)
                else:
                    break
            _sweep(folder.parent)  # of a judge that was killed meanwhile, or whose processes were ending before


def create(root: Path = Path("/sys/fs/cgroup")) -> Group | None:
    """A new group below our own, with every controller that may be used; None where there is none.

    Groups of judges that were killed are removed on the way, here and when this one is.
    """
    name = f"grader-{os.getpid()}-{started(os.getpid())}-{namespace()}-{secrets.token_hex(4)}"
    return _create_v2(root, name) if (root / "cgroup.controllers").exists() else _create_v1(root, name)


def _sweep(parent: Path) -> None:
    """Remove what judges that are no more left here, as far as their numbers mean the same to us."""
    for folder in parent.glob("grader-*"):
        made = _NAME.match(folder.name)
        if made and int(made["namespace"]) == namespace() and gone(int(made["pid"]), made["started"]):
            with contextlib.suppress(OSError):
                folder.rmdir()


def _create_v1(root: Path, name: str) -> Group | None:
    folders: dict[str, Path] = {}
    for controller in _V1_CONTROLLERS:
        if (root / controller / "cgroup.procs").exists():
            _sweep(root / controller)
            folder = root / controller / name
            with contextlib.suppress(OSError):
                folder.mkdir()
                folders[controller] = folder
    return Group(folders, v2=False) if folders else None


def _create_v2(root: Path, name: str) -> Group | None:
    """Where the group that we are in was delegated to us. UNTESTED on a live v2 host; the file logic is tested."""
    try:
        own = next(
            line[3:].strip() for line in Path("/proc/self/cgroup").read_text().splitlines() if line.startswith("0::")
        )
    except (OSError, StopIteration):
        return None
    parent = root / own.lstrip("/")
    _sweep(parent)
    try:
        wanted = set((parent / "cgroup.controllers").read_text().split()) & set(_V1_CONTROLLERS)
        enabled = set((parent / "cgroup.subtree_control").read_text().split())
        for controller in sorted(wanted - enabled):
            (parent / "cgroup.subtree_control").write_text(f"+{controller}")
        folder = parent / name
        folder.mkdir()
    except OSError:
        return None
    return Group(dict.fromkeys(sorted(wanted), folder), v2=True) if wanted else None


def _write(file: Path, value: str) -> None:
    # A kernel without swap accounting has no memsw file; the plain memory limit holds all the same.
    with contextlib.suppress(FileNotFoundError):
        try:
            file.write_text(value)
        except OSError:
            if "memsw" not in file.name:
                raise


def _read(folder: Path, name: str) -> str:
    """A file's text; several for every submission, and three times faster than through Path."""
    with open(f"{folder}/{name}", encoding="ascii") as file:
        return file.read()
