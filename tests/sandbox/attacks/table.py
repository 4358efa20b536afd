"""What an attack is: a submission that tries something, how it must fail, and a benign twin that must work."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.sandbox.linux.syscalls import this_architecture

# Above every submission: what attackers would write for themselves.
PRELUDE = """
import ctypes, errno, mmap, os, random, resource, select, signal, socket, stat, sys, threading, time
import numpy as np
import torch

libc = ctypes.CDLL(None, use_errno=True)

def refused(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except OSError as error:
        return errno.errorcode[error.errno]
    return "done"

def call(number, *args):
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in args]
    result = libc.syscall(ctypes.c_long(number), *wide)
    return "done" if result >= 0 else errno.errorcode[ctypes.get_errno()]

def answers(f, names):
    "What system calls answer to senseless arguments; names that this architecture has not are passed over."
    return sorted({call(f["numbers"][n], -1, -1, -1, -1, -1, -1) for n in names.split() if n in f["numbers"]})

def fill(folder, files, size):
    "Write files until it fails: the error and how many bytes there are."
    written = 0
    for i in range(files):
        try:
            with open(f"{folder}/{i}", "wb", buffering=0) as file:
                written += file.write(bytes(size))
        except OSError as error:
            return errno.errorcode[error.errno], written
    return "done", written

def machine_code(code):
    memory = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
    memory.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    return ctypes.CFUNCTYPE(ctypes.c_int)(address)()
"""

# x86-64 numbers of calls that the sandbox does not even name: they must fall to the default.
_UNNAMED = {
    "mq_open": 240, "shmat": 30, "shmctl": 31, "semop": 65, "msgsnd": 69, "sethostname": 170, "setdomainname": 171,
    "clock_settime": 227, "settimeofday": 164, "adjtimex": 159, "clock_adjtime": 305, "setpriority": 141,
    "sched_setscheduler": 144, "sched_setparam": 142, "sched_setattr": 314, "ioprio_set": 251, "iopl": 172,
    "ioperm": 173, "modify_ldt": 154, "mlock": 149, "mlockall": 151, "io_setup": 206, "fanotify_init": 300,
    "acct": 163, "vhangup": 153, "setfsuid": 122, "setresuid": 117, "setgroups": 116, "setxattr": 188,
    "fsetxattr": 190, "getxattr": 191, "create_module": 174, "lookup_dcookie": 212, "migrate_pages": 256,
    "move_pages": 279, "set_mempolicy": 238, "get_mempolicy": 239, "pkey_alloc": 330, "fspick": 433, "fsmount": 432,
    "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "tkill": 200, "mknodat": 259, "fchown": 93,
    "lchown": 94, "fchownat": 260, "sendmmsg": 307, "recvmmsg": 299, "inotify_init": 253,
    "tee": 276, "map_shadow_stack": 453, "futex_waitv": 449, "lsm_set_self_attr": 460, "listmount": 458,
    "statmount": 457, "quotactl_fd": 443, "epoll_pwait2": 441, "kexec_file_load": 320, "cachestat": 451,
}  # fmt: skip


def numbers() -> dict[str, int]:
    """System-call numbers by name on this machine."""
    extra = _UNNAMED if platform.machine() == "x86_64" else {}
    return this_architecture().numbers | extra


@dataclass(frozen=True)
class Attack:
    """One submission: `attack(f)` and its benign twin `control(f)`, which returns True; `f` holds what an attacker
    could know at best (see `arena.Arena.facts`).

    Attributes:
        name: the attack and its outcome; the test's name.
        gives: what `attack` returns. user: the same for an ordinary user, where it differs.
        raises: the exception's class name, where it does not return.
        signals: it ends with one of these signals. status: it exits with this status.
        hangs: it never answers; the judge's clock ends it.
        outside: what it returns without walls, in a plain process: the proof that the attack is one.
        limits: arguments of ProcessLimits.
    """

    name: str
    code: str
    gives: Any = None
    user: Any = None
    raises: str | None = None
    signals: tuple[int, ...] = ()
    status: int | None = None
    hangs: bool = False
    outside: Any = None
    limits: Mapping[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The whole submission."""
        return PRELUDE + self.code
