"""Children as the first process of a new PID namespace, from a process that stays in its own."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Callable

from grader.sandbox.linux import calls

Body = Callable[[], None]


# Not os.fork: what Python does in a new child (locks of threads that are not there, handlers of modules that nobody
# uses) touches four hundred pages, each of which is then copied. PyDLL: the interpreter stays locked meanwhile.
_fork: Callable[[], int] = ctypes.PyDLL(None).fork


def adopt_orphans() -> None:
    """Orphaned grandchildren become this process's children, to be reaped by it."""
    calls.become_subreaper()


def privileged(body: Body) -> int:
    """Fork; the child runs `body` and exits. The child's process id, as this process sees it."""
    own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    try:
        calls.unshare("pid")
        pid = _fork()
        if pid == 0:
            _run(body)
        calls.setns(own, "pid")
    finally:
        os.close(own)
    return pid


def rootless(body: Body) -> int:
    """As `privileged`, without the right to come back into the own PID namespace: a second fork in between.

    The process in the middle ends at once and this one, a subreaper, adopts the child. The child waits until the one
    in the middle was reaped, so that its parent-death signal means this process: a process closes its descriptors
    before it lets go of its children, so an end of file from the middle one would come too early.
    """
    read, write = os.pipe()
    go_read, go_write = os.pipe()
    middle = _fork()
    if middle == 0:
        try:
            calls.unshare("pid")
            pid = _fork()
            if pid == 0:
                os.close(write)
                os.close(go_write)
                os.read(go_read, 1)  # end of file: the template has let go, too
                os.close(go_read)
                _run(body)
            os.write(write, struct.pack("i", pid))
        finally:
            os._exit(0)
    os.close(write)
    os.close(go_read)
    try:
        told = os.read(read, 4)
        os.waitpid(middle, 0)
    finally:
        os.close(read)
        os.close(go_write)
    if len(told) != 4:
        raise OSError("the child could not be forked")
    return int(struct.unpack("i", told)[0])


def _run(body: Body) -> None:
    """Run and exit, whatever happens: a child must never return into the template's loop."""
    try:
        body()
    except BaseException as error:  # noqa: BLE001 - said on stderr, which is the captured output
        os.write(2, f"sandbox: {type(error).__name__}: {error}\n".encode())
        os._exit(125)
    os._exit(0)
