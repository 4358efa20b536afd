"""The contract of the sandbox port, for every adapter: what StudentProcess and Sandbox promise in their docstrings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

import grader
from grader.errors import ProcessEnded
from grader.model import Outcome
from grader.protocol import DeadlinePassed, PeerClosed
from grader.sandbox import ProcessLimits, Sandbox, StudentProcess
from grader.student import Student
from tests.sandbox.adapters import ADAPTERS, LIMITS, alive, converse, family, gone, open_descriptors

HOME = Path(grader.__file__).parents[1]
TESTS = Path(__file__).parents[2]


@pytest.fixture(scope="module", params=ADAPTERS)
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """Each adapter in turn."""
    torch.set_num_threads(1)
    made = ADAPTERS[request.param]()
    made.prepare()
    yield made
    made.close()


@pytest.fixture
def running(sandbox: Sandbox) -> Iterator[StudentProcess]:
    """A process of its own for one test."""
    started = sandbox.start(LIMITS)
    yield started
    started.close()


@pytest.fixture(scope="module")
def shared(sandbox: Sandbox) -> Iterator[tuple[StudentProcess, Student]]:
    """A process for tests that leave it as it was."""
    started = sandbox.start(LIMITS)
    yield started, converse(started)
    started.close()


def test_says_what_it_is(sandbox: Sandbox) -> None:
    """The level is there to be recorded."""
    assert sandbox.level


def test_calls(shared: tuple[StudentProcess, Student]) -> None:
    """Student code runs, in another process."""
    running, student = shared
    assert torch.equal(student.add(torch.ones(2)), torch.full((2,), 2.0))
    assert running.pid != os.getpid()
    assert alive(running.pid)


def test_calls_back(shared: tuple[StudentProcess, Student]) -> None:
    """Student code can ask a function of the judge, and go on with what it says."""
    _, student = shared
    assert torch.equal(student.apply(lambda x: 3 * x, torch.ones(2)), torch.full((2,), 9.0))


def test_evidence(shared: tuple[StudentProcess, Student]) -> None:
    """print, stderr and C-level writes are kept, in order, at once, and never mistaken for a frame."""
    running, student = shared
    running.take_output()
    student.noise()
    lines = ["from print", "from stderr", "from C", "from C stderr \ufffd", "no newline"]
    assert running.output() == "\n".join(lines)
    assert running.take_output() == "\n".join(lines)
    assert running.output() == ""
    student.show("again", 1)
    assert running.take_output() == "again\n"


def test_floods_are_capped(shared: tuple[StudentProcess, Student]) -> None:
    """Of 64 MB of output the first and the last part are kept, and the rest is counted."""
    running, student = shared
    running.take_output()
    student.flood(64)
    text = running.take_output()
    assert text.startswith("first line\nxxx")
    assert text.endswith("xxxlast line\n")
    assert "bytes not kept" in text
    assert len(text) < 17 << 10


def test_memory_limit(shared: tuple[StudentProcess, Student]) -> None:
    """An allocation over the limit is the outcome `memory`; one below works, and the process lives on."""
    _, student = shared
    assert student.allocate(100) == 100 << 18
    for attack in (lambda: student.allocate(400), student.hoard):
        with pytest.raises(ProcessEnded) as info:
            attack()
        assert info.value.outcome is Outcome.MEMORY
    assert student.add(1) == 2


def test_disk_limit(shared: tuple[StudentProcess, Student]) -> None:
    """A file over the limit is the outcome `disk`; one below works."""
    _, student = shared
    student.write(2)
    with pytest.raises(ProcessEnded) as info:
        student.write(5)
    assert info.value.outcome is Outcome.DISK
    assert student.add(1) == 2


def test_spinning_process_is_killed(running: StudentProcess) -> None:
    """A deadline on the judge's clock, then SIGKILL: the whole group is gone; the process says by which signal."""
    student = converse(running)
    student.grandchild()
    pids = family(running.pid)
    assert len(pids) == 2
    assert running.ending(0) is None
    vars(student)["conversation"].deadline = time.monotonic() + 0.3
    with pytest.raises(DeadlinePassed):
        student.spin()
    running.kill()
    running.kill()
    ending = running.ending(5)
    assert ending is not None
    assert (ending.status, ending.signal) == (None, signal.SIGKILL)
    assert all(map(gone, pids))
    assert running.ending() == ending


def test_death_by_a_signal(running: StudentProcess) -> None:
    """A process that dies of a signal closes the connection, says which one, and what it printed is kept."""
    student = converse(running)
    student.show("last words", 1)
    with pytest.raises(PeerClosed):
        student.crash()
    ending = running.ending(5)
    assert ending is not None
    assert (ending.status, ending.signal) == (None, signal.SIGSEGV)
    assert running.output() == "last words\n"


def test_leaving(running: StudentProcess) -> None:
    """A process that leaves says with which status; what it started goes with it."""
    student = converse(running)
    student.grandchild()
    student.grandchild()
    pids = family(running.pid)
    assert len(pids) == 3
    with pytest.raises(PeerClosed):
        student.leave(7)
    ending = running.ending(5)
    assert ending is not None
    assert (ending.status, ending.signal) == (7, None)
    assert all(map(gone, pids))


def test_forks_do_not_answer(shared: tuple[StudentProcess, Student]) -> None:
    """A child that student code forks, and that returns into our code, neither answers nor disturbs the parent."""
    _, student = shared
    for _ in range(3):
        assert student.fork() == 1
    assert student.add(1) == 2


def test_state_is_fresh(sandbox: Sandbox, shared: tuple[StudentProcess, Student], running: StudentProcess) -> None:
    """What one process remembers, or writes, the next one does not find."""
    process, student = shared
    student.remember(42)
    student.write(1)
    assert (student.recall(), student.left_behind()) == (42, True)
    other = converse(running)
    assert (other.recall(), other.left_behind()) == ("nothing", False)
    assert running.pid != process.pid


def test_nothing_is_left_behind(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No process, no folder (locked ones included), no descriptor of the judge."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    sandbox.start(ProcessLimits()).close()  # what is kept for the next one is there from now on
    descriptors = open_descriptors()
    pids = []
    for _ in range(2):
        running = sandbox.start(ProcessLimits())
        student = converse(running)
        pids.append(running.pid)
        student.lock_folder()
        running.close()
        running.close()
        running.kill()
        assert running.ending(0) is not None
        assert isinstance(running.output(), str)
    assert not any(map(alive, pids))
    assert list(tmp_path.iterdir()) == []
    assert open_descriptors() <= descriptors


def test_process_ends_with_the_connection(running: StudentProcess) -> None:
    """A process whose judge hung up exits by itself, with status 0."""
    converse(running)
    running.connection.close()
    assert gone(running.pid)
    ending = running.ending(5)
    assert ending is not None
    assert ending.status == 0


JUDGE = """
import sys, time
sys.path.insert(0, sys.argv[1])
sys.path.insert(0, sys.argv[2])
from grader.sandbox import ProcessLimits
from tests.sandbox.adapters import ADAPTERS, converse
running = ADAPTERS[sys.argv[3]]().start(ProcessLimits())
student = converse(running)
print(running.pid, flush=True)
student.spin()
"""


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_process_dies_with_its_judge(adapter: str) -> None:
    """A judge that is killed in the middle of a call takes the process along, even one that never looks up."""
    command = [sys.executable, "-c", JUDGE, str(HOME), str(TESTS), adapter]
    judge = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert judge.stdout is not None
    with judge.stdout:
        pid = int(judge.stdout.readline())
    time.sleep(0.2)
    assert alive(pid)
    judge.kill()
    judge.wait()
    assert gone(pid)


@pytest.mark.parametrize("adapter", ["process", "loopback"])
def test_start_does_not_wait(adapter: str) -> None:
    """start() returns before torch is imported over there, so that it overlaps with other work."""
    started = time.monotonic()
    running = ADAPTERS[adapter]().start(ProcessLimits())
    returned = time.monotonic() - started
    assert running.connection
    ready = time.monotonic() - started
    running.close()
    assert returned < ready * 0.6
