"""Children by the bare system call, also as the first process of a new PID namespace."""

from __future__ import annotations

import os
import platform
import signal
from collections.abc import Callable

from grader.sandbox.linux import calls

Body = Callable[[], None]
_PARENT, _CHILD_CLEARTID, _CHILD_SETTID = 0x00008000, 0x00200000, 0x01000000


def fork(body: Body, *, new_pid_namespace: bool = False, sibling: bool = False) -> int:
    """Fork; the child runs `body` and exits. The child's process id, as this process sees it.

    Args:
        new_pid_namespace: it is the first process of one. sibling: its parent is this process's own parent.

    The bare system call. `unshare` would put all later children of this process into one namespace, too, and an
    ordinary user could not come back. And what the C library and Python do in a new child, for locks of threads that
    are not there and modules that nobody uses, touches four hundred pages, each of which is then copied. Only for a
    process with a single thread. Here as there, the kernel writes the new thread's number where the C library keeps it.
    """
    flags = _CHILD_SETTID | _CHILD_CLEARTID | signal.SIGCHLD
    if new_pid_namespace:
        flags |= calls.NAMESPACES["pid"]
    if sibling:
        flags |= _PARENT
    thread_number = calls.thread_number_address()
    last = (thread_number, 0) if platform.machine() == "x86_64" else (0, thread_number)
    pid = calls.syscall("clone", flags, 0, 0, *last)
    if pid == 0:
        _run(body)
    return pid


def _run(body: Body) -> None:
    """Run and exit, whatever happens: a child must never return into the template's loop."""
    try:
        body()
    except BaseException as error:  # noqa: BLE001 - said on stderr, which is the captured output
        os.write(2, f"sandbox: {type(error).__name__}: {error}\n".encode())
        os._exit(125)
    os._exit(0)
