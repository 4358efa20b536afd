"""What a freshly forked child of the template does to become a sealed one."""

from __future__ import annotations

import os
import random
import resource
from typing import NamedTuple

from grader.sandbox.linux import calls, landlock, seccomp
from grader.sandbox.linux.calls import MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_RDONLY, mount
from grader.sandbox.linux.tree import WORK

_MESSAGE_BYTES = 0  # POSIX message queues


class Seal(NamedTuple):
    """What a child may use. Sizes in MiB, `cpu` in seconds; `uid` None: stay who we are (rootless).

    `memory_mb` is address space beyond what the template itself takes.
    """

    memory_mb: int
    disk_mb: int
    inodes: int
    cpu: int
    tasks: int
    uid: int | None
    processes: bool = False


def isolate(seal: Seal, root: str, keep: set[int]) -> None:
    """Leave the template's world: new namespaces, the read-only tree as root, a work folder of one's own.

    Args:
        root: the tree. keep: descriptors that stay open beside 0, 1, 2.

    Raises:
        OSError: a wall could not be built; the child must not go on.
    """
    detach(keep)
    calls.unshare("mnt", "ipc", "uts", "cgroup", "net")
    flags = MS_NOSUID | MS_NODEV | MS_NOEXEC
    size = f"mode=777,size={seal.disk_mb}m,nr_inodes={seal.inodes}"
    mount("tmpfs", root + WORK, "tmpfs", flags, size)
    mount("proc", root + "/proc", "proc", flags | MS_RDONLY, "hidepid=2")
    if seal.processes:
        mount("tmpfs", root + "/dev/shm", "tmpfs", flags, size)  # noqa: S108 - of the new tree
    calls.pivot_root(root)


def detach(keep: set[int]) -> None:
    """Close what was inherited. Where memory runs out it is this process that must go, not the template nor others."""
    calls.close_all_but(keep)
    calls.write("/proc/self/oom_score_adj", b"1000")


def lock(seal: Seal, rules: list[tuple[str, int]], program: bytes, taken: int | None) -> None:
    """Give up every right for good; the order of the steps matters.

    Args:
        rules: what Landlock allows. program: the seccomp filter. taken: bytes of address space that the template
            takes; None: address space is not limited (CUDA reserves it by the terabyte).

    Raises:
        OSError: a wall could not be built; the child must not go on.
    """
    os.chdir(WORK)
    held = landlock.ruleset(rules)
    if seal.uid is not None:
        calls.become(seal.uid, seal.uid)
    calls.drop_capabilities()
    calls.die_with_parent()  # after the change of credentials, which clears it
    _limit(seal, taken)
    calls.no_new_privileges()
    landlock.restrict(held)
    seccomp.load(program)  # last: it forbids all of the above


def own_tree() -> list[tuple[str, int]]:
    """Rules: read the tree, write the work folder and the devices. The root here is the new tree's own: a process
    that found its way out of the tree would not be below it any more.
    """
    own = written()
    devices = landlock.READ | landlock.WRITE_FILE
    return [("/", landlock.READ), (WORK, own), ("/dev/shm", own), ("/dev", devices)]  # noqa: S108 - of the new tree


def written() -> int:
    """Every right on files of one's own but to execute them."""
    return landlock.everything(landlock.abi()) & ~landlock.EXECUTE


def _limit(seal: Seal, taken: int | None) -> None:
    if taken is not None:
        space = taken + (seal.memory_mb << 20)
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
    for kind, value in (
        (resource.RLIMIT_FSIZE, seal.disk_mb << 20),
        (resource.RLIMIT_CPU, seal.cpu),
        (resource.RLIMIT_NPROC, seal.tasks),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 1),  # not 0: the kernel would still feed a dump to the host's core_pattern program
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, _MESSAGE_BYTES),
    ):
        resource.setrlimit(kind, (value, value))


def reseed() -> None:
    """Children of one template are copies: without this all students would draw the same numbers."""
    import numpy as np
    import torch

    seed = int.from_bytes(os.urandom(8), "little") >> 1
    torch.default_generator.manual_seed(seed)  # not torch.manual_seed, which also looks for GPUs
    random.seed(seed)
    np.random.seed(seed % 2**32)
