"""Code run in a forked child of the test, with mounts of its own where it wants them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from grader.sandbox.linux import calls


def in_child(body: Callable[[], object]) -> int:
    """Exit status of a forked child that runs `body`: 0, 100 + errno of an OSError, 99 for what else it raises."""
    pid = os.fork()
    if pid == 0:
        try:
            body()
        except OSError as error:
            os._exit(100 + (error.errno or 0))
        except BaseException:  # noqa: BLE001
            os._exit(99)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def alone() -> None:
    """Mounts of our own; an ordinary user needs a user namespace for that."""
    uid, gid = os.getuid(), os.getgid()
    if os.geteuid() == 0:
        calls.unshare("mnt")
    else:
        calls.unshare("user", "mnt")
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    calls.mount(None, "/", None, calls.MS_REC | calls.MS_PRIVATE)
