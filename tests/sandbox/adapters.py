"""The sandboxes that the contract is tested on, a hand-in that tries them, and what the tests look at."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.levels import Containers
from grader.model import Frame
from grader.sandbox import PlainProcess, ProcessLimits, Sandbox, StudentProcess, process
from grader.sandbox.docker import Docker
from grader.sandbox.namespaces import Namespaces
from grader.student import Conversation, Student

HOMEWORK = """
import ctypes, os, sys, time
import torch
def add(x): return x + 1
def apply(f, x): return f(f(x))
def show(text, times):
    for _ in range(times): print(text)
def noise():
    print("from print")
    print("from stderr", file=sys.stderr)
    os.write(1, b"from C\\n")
    os.write(2, b"from C stderr \\xff\\n")
    print("no newline", end="")
def flood(megabytes):
    print("first line")
    for _ in range(megabytes * 16): os.write(1, b"x" * 65536)
    print("last line")
def allocate(mb):
    x = torch.zeros(mb << 18)
    return len(x)
def hoard():
    kept = []
    while True: kept.append(bytearray(10 << 20))
def write(mb):
    with open("big", "wb") as file:
        for _ in range(mb): file.write(bytes(1 << 20))
def lock_folder():
    os.makedirs("a/b")
    open("a/b/c", "w").close()
    os.chmod("a/b", 0)
    os.chmod("a", 0)
def fork():
    return os.fork() and 1
def spin():
    while True: pass
def leave(status): os._exit(status)
def crash(): ctypes.string_at(0)
def grandchild():
    if os.fork() == 0:
        time.sleep(600)
        os._exit(0)
def remember(x):
    global memory
    memory = x
def recall(): return globals().get("memory", "nothing")
def left_behind(): return os.path.exists("big")
"""


class WithoutDescriptors(PlainProcess):
    """The plain process on a system that cannot pass descriptors: it connects back over the loopback interface."""

    def start(self, limits: ProcessLimits) -> StudentProcess:
        """As there."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(process, "_PASSES_DESCRIPTORS", False)
            return super().start(limits)


ADAPTERS: dict[str, Callable[[], Sandbox]] = {
    "process": PlainProcess,
    "loopback": WithoutDescriptors,
    "namespaces": Namespaces,
}
# An image takes a minute to build: CI and whoever has one name it. Without it this level is not among the adapters.
if IMAGE := os.environ.get("GRADER_TEST_IMAGE"):
    ADAPTERS["docker"] = lambda: Docker(Containers(IMAGE))
    ADAPTERS["docker fresh"] = lambda: Docker(Containers(IMAGE, fresh=True))
LIMITS = ProcessLimits(memory_mb=300, disk_mb=3, output_kb=16, processes=True)


def converse(running: StudentProcess) -> Student:
    """The homework's proxy."""
    conversation = Conversation(running.connection, Frame)
    conversation.deadline = time.monotonic() + 60
    conversation.load([("homework", HOMEWORK, False)], {})
    student = Student(lambda: conversation)
    vars(student)["conversation"] = conversation
    return student


def family(pid: int) -> list[int]:
    """A process and all below it, as this machine numbers them, whatever PID namespace they are in."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except FileNotFoundError:
        return []
    return [pid, *(p for child in children for p in family(int(child)))]


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid: int, patience: float = 5.0) -> bool:
    """Whether a process ends soon."""
    end = time.monotonic() + patience
    while alive(pid):
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def open_descriptors() -> int:
    """How many descriptors this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))
