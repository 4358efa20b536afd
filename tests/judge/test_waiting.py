"""A check's time on a machine that has other things to do."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from grader.errors import ProcessEnded
from grader.judge.conversation import JudgedConversation
from grader.judge.waiting import Waiting
from grader.model import Frame, Outcome
from grader.sandbox import PlainProcess, ProcessLimits
from grader.student import Student

LIMITS = ProcessLimits()
HAND_IN = """
import time

def sleep(seconds):
    time.sleep(seconds)
    return True
"""


@pytest.fixture
def talk() -> Iterator[JudgedConversation]:
    """With a student's process."""
    process = PlainProcess().start(LIMITS)
    conversation = JudgedConversation(process, LIMITS, Frame)
    try:
        conversation.allow(60)
        conversation.load([("homework", HAND_IN, False)], {})
        yield conversation
    finally:
        conversation.close()
        process.close()


def waits(monkeypatch: pytest.MonkeyPatch, seconds: Callable[[], float]) -> None:
    """The kernel says that processes have waited so long for a processor."""
    monkeypatch.setattr(Waiting, "seconds", lambda self: seconds())


def test_waiting_for_a_processor_costs_no_time(talk: JudgedConversation, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that takes longer than its limit, because the processor was busy elsewhere, is in time."""
    started = time.monotonic()
    waits(monkeypatch, lambda: 0.9 * (time.monotonic() - started))
    talk.allow(0.5)
    assert Student(lambda: talk).sleep(1.2)
    assert talk.left > 0


@pytest.mark.parametrize("before", [0.0, 100.0], ids=["none", "before the check"])
def test_other_waiting_does(talk: JudgedConversation, monkeypatch: pytest.MonkeyPatch, before: float) -> None:
    """Who waits for anything else is late, and what was waited in an earlier check is none of this one's."""
    waits(monkeypatch, lambda: before)
    talk.allow(0.5)
    with pytest.raises(ProcessEnded) as info:
        Student(lambda: talk).sleep(30)
    assert info.value.outcome is Outcome.TIMEOUT


def test_it_has_an_end(talk: JudgedConversation, monkeypatch: pytest.MonkeyPatch) -> None:
    """A submission whose own threads stand in its way gets five times the limit, no more."""
    waits(monkeypatch, lambda: 10 * time.monotonic())
    talk.allow(0.3)
    started = time.monotonic()
    with pytest.raises(ProcessEnded) as info:
        Student(lambda: talk).sleep(30)
    assert info.value.outcome is Outcome.TIMEOUT
    assert time.monotonic() - started >= 5 * 0.3


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts it")
def test_the_kernel_counts_it() -> None:
    """Of two processes on one processor each waits for the other; after its end a process has waited for nothing."""
    loop = [sys.executable, "-c", "while True: pass"]
    both = [subprocess.Popen(loop), subprocess.Popen(loop)]
    waiting = Waiting(both[0].pid)
    try:
        for process in both:
            os.sched_setaffinity(process.pid, {min(os.sched_getaffinity(0))})
        until = time.monotonic() + 30
        while waiting.seconds() < 0.3 and time.monotonic() < until:
            time.sleep(0.05)
        assert waiting.seconds() >= 0.3
    finally:
        for process in both:
            process.kill()
            process.wait()
    assert waiting.seconds() == 0
    waiting.close()
    waiting.close()
    assert Waiting(both[0].pid).seconds() == 0
