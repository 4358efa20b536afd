"""The two places in which a template lives, and what its children's walls are made of there."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import sysconfig
import time
from pathlib import Path
from typing import Protocol

from grader.sandbox.linux import calls, fork, landlock, policy, seal, tree
from grader.sandbox.linux.seal import Seal
from grader.sandbox.linux.syscalls import this_architecture

_GROUP_FILES = ("/sys/fs/cgroup/memory/memory.oom_control", "/sys/fs/cgroup/memory.events")  # v1, v2


class Walls(Protocol):
    """What a template needs to know of the place it lives in."""

    def enter(self) -> None:
        """Before anything else, the template itself."""

    def fork(self, body: fork.Body) -> int:
        """A child, by its process id."""

    def seal(self, wanted: Seal, connection: int) -> None:
        """In the child: nothing but the connection and the standard streams is left."""

    def ready(self) -> None:
        """The last thing before the first child."""

    def clear(self, wanted: Seal) -> None:
        """After a child: what it left behind."""

    def kills(self) -> int:
        """How many processes the kernel has killed for memory; 0 where somebody else counts."""


class _Sealing:
    """What both have in common."""

    def __init__(self, *, gpu: bool = False) -> None:
        self._taken = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        architecture = this_architecture()
        self._programs = {both: policy.program(architecture, processes=both, gpu=gpu) for both in (False, True)}


class Namespaces(_Sealing):
    """On the machine itself: each child in namespaces of its own.

    Args:
        base: an empty folder for the read-only tree.
    """

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base, self._root = base, ""
        self._rules = seal.own_tree()

    def enter(self) -> None:
        """Mounts of our own; rootless in a user namespace of our own, where our id stays what it is."""
        if os.geteuid() == 0:
            calls.unshare("mnt")
        else:
            uid, gid = os.getuid(), os.getgid()
            calls.unshare("user", "mnt")
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
            Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
            calls.die_with_parent()  # the change of credentials has cleared it
        self._root = tree.build(self._base)
        calls.drop_bounding_set()  # nothing executed from here on, in a child either, can gain a capability

    def fork(self, body: fork.Body) -> int:
        """The first process of a new PID namespace: with it goes everything that it started."""
        return fork.fork(body, new_pid_namespace=True)

    def seal(self, wanted: Seal, connection: int) -> None:
        """See `seal.isolate` and `seal.lock`."""
        seal.isolate(wanted, self._root, {connection})
        seal.lock(wanted, self._rules, self._programs[wanted.processes], self._taken)

    def ready(self) -> None:
        """Nothing is left to do."""

    def clear(self, wanted: Seal) -> None:
        """The kernel does it."""

    def kills(self) -> int:
        """The judge counts."""
        return 0


class Container(_Sealing):
    """In a container that serves one child at a time: each a user of its own, behind Landlock and seccomp.

    Args:
        gpu: whether the children may use a GPU.
    """

    def __init__(self, *, gpu: bool) -> None:
        super().__init__(gpu=gpu)
        self._gpu = gpu
        self._rules = {both: _container_rules(processes=both, gpu=gpu) for both in (False, True)}

    def enter(self) -> None:
        """The engine has built this place; a child's program must not gain what this process has."""

    def fork(self, body: fork.Body) -> int:
        """An ordinary child: a container may not make namespaces."""
        return fork.fork(body, new_pid_namespace=False)

    def seal(self, wanted: Seal, connection: int) -> None:
        """See `seal.lock`."""
        seal.detach({connection})
        seal.lock(
            wanted, self._rules[wanted.processes], self._programs[wanted.processes], None if self._gpu else self._taken
        )

    def ready(self) -> None:
        """The work folder is the first child's: torch has left something there."""
        empty(tree.WORK)

    def clear(self, wanted: Seal) -> None:
        """End the processes that the child started, and empty the folders that it wrote to."""
        if wanted.uid is None:  # alone in its container, which goes with it
            return
        if wanted.processes:
            end_processes_of(wanted.uid)
        for folder in (tree.WORK, "/dev/shm"):  # noqa: S108 - of the container
            empty(folder)

    def kills(self) -> int:
        """As the container's own cgroup counts."""
        for file in _GROUP_FILES:
            with contextlib.suppress(OSError):
                for line in Path(file).read_text().splitlines():
                    name, _, value = line.partition(" ")
                    if name == "oom_kill":
                        return int(value)
        return 0


def _container_rules(*, processes: bool, gpu: bool) -> list[tuple[str, int]]:
    """Libraries are read; the work folder is written, and shared memory where several processes are to share it."""
    libraries = [*tree.SYSTEM_LIBRARIES, *tree.FILES]
    libraries += [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    libraries += [str(p) for p in Path(sys.base_prefix, "lib").glob("libpython*")]
    devices = [*tree.DEVICES, *(str(p) for p in Path("/dev").glob("nvidia*") if gpu)]
    places = (tree.WORK, "/dev/shm") if processes else (tree.WORK,)  # noqa: S108 - of the container
    return [
        *((path, landlock.READ) for path in dict.fromkeys(libraries)),
        *((path, landlock.READ_FILE) for path in ("/proc/cpuinfo", "/proc/meminfo")),
        ("/proc/self", landlock.READ_FILE | landlock.READ_DIR),  # looked up by the child: its own
        *((path, landlock.READ_FILE | landlock.WRITE_FILE) for path in devices),
        *((path, seal.written()) for path in places),
    ]


def end_processes_of(uid: int) -> None:
    """Kill every process of a user, at one stroke, and wait until they are gone."""

    def body() -> None:
        calls.become(uid, uid)
        while True:  # one in the middle of a system call still finishes that
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, 9)  # all but the caller
            if not _others_of(uid):
                return
            time.sleep(0.0005)

    os.waitpid(fork.fork(body, new_pid_namespace=False), 0)


def _others_of(uid: int) -> bool:
    """Whether a user has processes beside this one."""
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            with contextlib.suppress(OSError):  # it has just ended
                status = Path(f"/proc/{name}/status").read_bytes()
                if f"\nUid:\t{uid}\t".encode() in status:
                    return True
    return False


def empty(folder: str) -> None:
    """Remove everything in a folder, however deep: what lies in a folder in it is moved up before that one goes."""
    unique = secrets.token_hex(8)
    count = 0
    while entries := list(os.scandir(folder)):
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
                continue
            for inner in list(os.scandir(entry.path)):
                if inner.is_dir(follow_symlinks=False):
                    count += 1
                    os.rename(inner.path, f"{folder}/{unique}-{count}")
                else:
                    os.unlink(inner.path)
            os.rmdir(entry.path)
