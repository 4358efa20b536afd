"""What a sandbox really stops: code in it tries, the judge looks. Nothing is promised that was not seen just now."""

from __future__ import annotations

import contextlib
import secrets
import socket
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.errors import GraderError, StudentFault
from grader.model import Frame
from grader.protocol import DeadlinePassed
from grader.sandbox import ProcessLimits, Sandbox, StudentProcess
from grader.student import Conversation, Student

_MEMORY_MB, _DISK_MB = 1024, 8
_SECONDS = 30.0
_CODE = """
import os, socket, time

def read(path):
    with open(path) as file:
        return file.read()

def connect(port):
    with socket.create_connection(("127.0.0.1", port), 2) as connection:
        connection.sendall(b"x")
    return "connected"

def fork():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return "forked"

def others():
    try:
        return sum(name.isdigit() for name in os.listdir("/proc")) - 1
    except PermissionError:
        return 0

def fill_memory(mib):
    return len(bytearray(mib << 20))

def fill_disk(mib):
    written = 0
    for i in range(4):
        with open(f"file{i}", "wb") as file:
            for _ in range(mib // 2):
                written += file.write(bytes(1 << 20))
    return written

def spin():
    while True:
        pass
"""


@dataclass(frozen=True)
class Guarantee:
    """One promise: whether it held when it was tried, and what was tried."""

    name: str
    held: bool
    tried: str


def probe(sandbox: Sandbox) -> tuple[Guarantee, ...]:
    """Try everything that the strongest level stops.

    Raises:
        SandboxFault: not even a harmless call worked.
    """
    limits = ProcessLimits(memory_mb=_MEMORY_MB, disk_mb=_DISK_MB)

    @contextlib.contextmanager
    def student() -> Iterator[tuple[Student, StudentProcess, Conversation]]:
        process = sandbox.start(limits)
        try:
            conversation = Conversation(process.connection, Frame)
            conversation.deadline = time.monotonic() + _SECONDS
            conversation.load([("probe", _CODE, False)], {})
            yield Student(lambda: conversation), process, conversation
        finally:
            process.close()

    def fails(name: str, *arguments: object) -> bool:
        """Whether a call in a fresh process raises; anything else that goes wrong is no guarantee."""
        with student() as (code, _, _conversation):
            try:
                getattr(code, name)(*arguments)
            except StudentFault:
                return True
            except GraderError:
                return name == "fill_memory"  # killed for memory is stopped, too
        return False

    found = []
    with student() as (code, process, conversation):
        found.append(Guarantee("files", _cannot_read(code), "read a file of the judge"))
        found.append(Guarantee("network", _cannot_connect(code), "connect to a port of the judge"))
        seen = _others(code)
        found.append(Guarantee("processes", seen == 0 and fails("fork"), "see other processes; fork"))
        found.append(
            Guarantee(
                "memory", fails("fill_memory", 2 * _MEMORY_MB), f"take {2 * _MEMORY_MB} MiB, allowed {_MEMORY_MB}"
            )
        )
        found.append(Guarantee("disk", fails("fill_disk", _DISK_MB), f"write {2 * _DISK_MB} MiB in four files"))
        conversation.deadline = time.monotonic() + 0.02
        found.append(Guarantee("time", _ends(code, process), "spin until the deadline"))
    return tuple(found)


def _cannot_read(code: object) -> bool:
    secret = secrets.token_hex(8)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(secret)
        file.flush()
        Path(file.name).chmod(0o644)
        try:
            return bool(code.read(file.name) != secret)  # type: ignore[attr-defined]
        except StudentFault:
            return True


def _cannot_connect(code: object) -> bool:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)  # a connection that was made is there when the call returns
        try:
            code.connect(server.getsockname()[1])  # type: ignore[attr-defined]
        except StudentFault:
            pass
        try:
            server.accept()[0].close()
        except OSError:
            return True
    return False


def _others(code: object) -> int:
    try:
        return int(code.others())  # type: ignore[attr-defined]
    except StudentFault:
        return 0 if not Path("/proc/self").exists() else -1


def _ends(code: object, process: StudentProcess) -> bool:
    try:
        code.spin()  # type: ignore[attr-defined]
    except (DeadlinePassed, StudentFault):
        process.kill()
        return process.ending(2.0) is not None
    return False
