"""What is not the student's doing is not held against them: a process killed from outside, a disk that we filled."""

from __future__ import annotations

import signal
from pathlib import Path
from types import SimpleNamespace

import pytest

import grader.judge.conversation
from grader.batch import Batch
from grader.errors import ProcessEnded
from grader.judge.config import JudgeConfig
from grader.judge.conversation import JudgedConversation
from grader.judge.runner import Settings
from grader.model import Frame, Outcome
from grader.protocol import FrameSocket
from grader.sandbox import Ending, ProcessLimits, StudentProcess
from tests.judge.running import COURSE, judge, short, submission
from tests.judge.sandboxes import Threads

LIMITS = ProcessLimits(cpu_seconds=10)
KILLED = Ending(signal=signal.SIGKILL)


def hangs_up(connection: FrameSocket, folder: Path) -> None:
    """A process that is gone."""


class Ends(Threads):
    """Student processes that end as is told."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(hangs_up)
        self._how = ending

    def start(self, limits: ProcessLimits) -> StudentProcess:
        """As the port says."""
        process = super().start(limits)
        process.ending = lambda patience=1.0: self._how  # type: ignore[method-assign]
        return process


def outcome(ending: Ending, *, excuse: bool = True) -> tuple[Outcome, str, bool]:
    """What the judge makes of an ending: outcome, message, whether the submission is to be judged once more."""
    process = Ends(ending).start(LIMITS)
    try:
        conversation = JudgedConversation(process, LIMITS, Frame, excuse=excuse)
        conversation.allow(5)
        with pytest.raises(ProcessEnded) as info:
            conversation.load([], {})
        return info.value.outcome, info.value.detail.key, conversation.excused
    finally:
        process.close()


def test_a_kill_that_nothing_explains() -> None:
    """SIGKILL out of the blue is our fault the first time, and the student's where it is not to be excused."""
    assert outcome(KILLED) == (Outcome.UNGRADED, "ungraded", True)
    assert outcome(KILLED, excuse=False) == (Outcome.CRASHED, "crashed_signal", False)


@pytest.mark.parametrize(
    "ending,expected",
    [
        (Ending(signal=signal.SIGKILL, out_of_memory=True), (Outcome.MEMORY, "memory", False)),
        (Ending(signal=signal.SIGKILL, cpu=9.5), (Outcome.TIMEOUT, "cpu_time", False)),
        (Ending(signal=signal.SIGSEGV), (Outcome.CRASHED, "crashed_signal", False)),
        (Ending(signal=signal.SIGTERM), (Outcome.CRASHED, "crashed_signal", False)),
        (Ending(status=137), (Outcome.CRASHED, "crashed_exit", False)),
    ],
    ids=["out of memory", "processor time", "SIGSEGV", "SIGTERM", "exit 137"],
)
def test_a_death_that_is_explained(ending: Ending, expected: tuple[Outcome, str, bool]) -> None:
    """Limits, other signals and exit codes are the student's, the first time too."""
    assert outcome(ending) == expected


@pytest.mark.parametrize("free,expected", [(0, Outcome.UNGRADED), (50 << 20, Outcome.DISK)])
def test_a_disk_that_is_full_is_ours(free: int, expected: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    """No space left, with a full disk around, is ours to clear up; with room around it is the student's own limit."""
    monkeypatch.setattr(grader.judge.conversation, "disk_usage", lambda path: SimpleNamespace(free=free))
    code = "def work(i):\n    if i < 0:\n        return 2 * i\n    raise OSError(28, 'No space left on device')\n"
    told = judge([submission("s001", hard=code)], Threads(), Settings(1, only=("hard",), fork=False))
    found = told.results["s001"]["work[0]"]
    assert found.outcome is expected
    assert (found.earned > 0) is (expected is Outcome.DISK)  # the credit that was given before


@pytest.mark.slow
def test_who_kills_itself_is_judged_twice_and_no_more(tmp_path: Path) -> None:
    """Killed once by whomever: all points. A submission that does it every time has crashed, and the next is judged."""
    suicide = (
        "import os, pathlib\ndef work(i):\n    if i == 1{once}:\n        os.kill(os.getpid(), 9)\n    return 2 * i\n"
    )
    marker = tmp_path / "killed"
    once = suicide.format(
        once=f" and not (pathlib.Path({str(marker)!r}).exists() or open({str(marker)!r}, 'w').close())"
    )
    hand_ins = [submission("once", hard=once), submission("always", hard=suicide.format(once=""))]
    hand_ins.append(submission("next", hard="def work(i):\n    return 2 * i\n"))
    batch = Batch(JudgeConfig(str(COURSE), "week01_tiny", 1, only=("hard",), sandbox="process"), 1)
    found = {g.submission.student: {short(r.check): r for r in g.results} for g in batch.run(hand_ins)}
    assert {r.outcome for r in found["once"].values()} == {Outcome.PASSED}
    outcomes = {name: r.outcome for name, r in found["always"].items()}
    assert outcomes.pop("work[1]") is Outcome.CRASHED
    assert set(outcomes.values()) == {Outcome.PASSED}
    assert found["always"]["work[1]"].earned == 0.25  # no more than the credit that it had
    assert {r.outcome for r in found["next"].values()} == {Outcome.PASSED}
