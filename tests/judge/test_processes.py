"""Real student processes under a real judge: deaths, limits, evidence, and nothing that survives a submission."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from grader.batch import Batch
from grader.judge.config import JudgeConfig
from grader.judge.runner import Settings
from grader.model import CheckResult, Outcome, Submission
from tests.judge.running import COURSE, judge, reference_of, short, submission
from tests.judge.sandboxes import Threads
from tests.judge.shared import Results, shared
from tests.testing.messages import checked

SEED = 7
DEADLY = """
import ctypes, os, sys

ME = os.urandom(8).hex()  # a process id says nothing: in a PID namespace of its own everyone is 1

def work(i):
    print(f"process {ME} works on {i}")
    if i == 0:
        os._exit(0)
    if i == 1:
        ctypes.string_at(0)
    if i == 2:
        while True:
            pass
    if i == 3:
        return bytearray(64 << 30)
    if i == 4:
        with open("big", "wb") as file:
            file.write(bytes(16 << 20))
    if i == 5:
        sys.exit("enough")
    if i == 10:
        print("x" * 100_000)
    return 2 * i
"""
ODD = """
import torch

def double(x):
    return 2.001 * x

def pair(x):
    return x.clone(), None

def train(seed):
    raise KeyError(seed)
"""
HAND_INS = [reference_of("week01_tiny"), submission("deadly", hard=DEADLY), submission("odd", plain=ODD)]


def run(week: str, hand_ins: Sequence[Submission], jobs: int) -> Results:
    """What the batch gives for these hand-ins."""
    batch = Batch(JudgeConfig(str(COURSE), week, SEED), jobs)
    return {g.submission.student: {short(r.check): r for r in g.results} for g in batch.run(hand_ins)}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """The tiny course's hand-ins, judged by two judges."""
    return shared(tmp_path_factory, "week01_tiny", lambda: run("week01_tiny", HAND_INS, 2))


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """The faulty checks, on a right and a wrong hand-in, one after the other in one judge."""
    wrong = submission("wrong", faulty="def answer(x):\n    return None if x is not None else 1")
    hand_ins = [reference_of("week02_faulty"), wrong]
    return shared(tmp_path_factory, "week02_faulty", lambda: run("week02_faulty", hand_ins, 1))


@pytest.mark.parametrize(
    "check,outcome,key,params",
    [
        ("work[0]", Outcome.CRASHED, "crashed_exit", {"status": 0}),
        ("work[1]", Outcome.CRASHED, "crashed_signal", {"signal": "SIGSEGV"}),
        ("work[2]", Outcome.TIMEOUT, "timeout", {"seconds": "2"}),
        ("work[3]", Outcome.MEMORY, "memory", {"limit_mb": 1024}),
        ("work[4]", Outcome.DISK, "disk", {"limit_mb": 2}),
        ("work[5]", Outcome.ERROR, "student_exit", {"text": "enough"}),
        ("double", Outcome.MISSING, "missing_name", {"name": "double", "similar": ""}),
    ],
)
def test_a_death_is_one_outcome(
    results: Results, check: str, outcome: Outcome, key: str, params: dict[str, object]
) -> None:
    """Exit, signal, endless loop, memory, disk: each has its outcome and a message with the limit."""
    result = results["deadly"][check]
    assert result.outcome is outcome
    assert result.message is not None
    assert (checked(result.message).key, dict(result.message.params)) == (key, params)


def test_credit_survives_a_death(results: Results) -> None:
    """What was credited before the process died counts, after a timeout as well; exit status 0 earns no more."""
    assert [results["deadly"][f"work[{i}]"].earned for i in range(6)] == [0.25] * 6


def test_a_timeout_is_on_time(results: Results) -> None:
    """The endless loop is stopped at the check's limit of 2 s; a busy machine adds its waiting, 8 s at most."""
    assert 2 <= results["deadly"]["work[2]"].seconds < 12


def test_after_a_death_comes_a_fresh_process(results: Results) -> None:
    """The next check runs in another process and can pass; without a death it is the same one."""
    pids = [results["deadly"][f"work[{i}]"].output.split()[1] for i in range(7)]
    assert len(set(pids[:6])) == 6
    assert pids[5] == pids[6]
    assert results["deadly"]["work[6]"].outcome is Outcome.PASSED


def test_evidence_belongs_to_its_check(results: Results) -> None:
    """What the process printed stands with the check that ran, also when the process died, and is capped."""
    for i in range(7):
        lines = results["deadly"][f"work[{i}]"].output.split("\n")
        assert [line.split()[-1] for line in lines if line.startswith("process")] == ["-1", str(i)]
    quiet = results["deadly"]["quiet"].output
    assert quiet.startswith("process") and "not kept" in quiet
    assert len(quiet) < 5000
    assert results["reference"]["double"].output == results["deadly"]["double"].output == ""


def test_the_reference_passes(results: Results) -> None:
    """Beside a deadly hand-in the reference earns everything."""
    assert {r.outcome for r in results["reference"].values()} == {Outcome.PASSED}


def essence(result: CheckResult) -> object:
    """What must not depend on how the judge ran; a text of Python's may contain the path of the work folder."""
    return result.outcome, result.earned, result.message, result.where, result.facts, result.waited_for, result.check


def test_with_and_without_fork(results: Results) -> None:
    """Forked per submission in a judge of its own, or all in one process: the same results."""
    hand_ins = [HAND_INS[0], HAND_INS[2]]
    told = judge(hand_ins, Threads(), Settings(SEED, fork=False))
    for s in hand_ins:
        for name, result in told.results[s.student].items():
            assert essence(result) == essence(results[s.student][name]), (s.student, name)


@pytest.mark.slow
def test_jobs_and_order_do_not_matter(results: Results) -> None:
    """One judge instead of two, backwards, another run: the same results from the same seed."""
    again = run("week01_tiny", [HAND_INS[2], HAND_INS[0]], 1)
    for student, found in again.items():
        for name, result in found.items():
            assert essence(result) == essence(results[student][name]), (student, name)


# -- checks that are broken ---------------------------------------------------------------------------


@pytest.mark.parametrize("student", ["reference", "wrong"])
def test_broken_checks_are_ungraded(faulty: Results, student: str) -> None:
    """An author's mistake counts against nobody, whatever was handed in; the reason is kept."""
    reasons = {"broken": "KeyError", "missing_gate": "gates.nowhere is missing", "skipped": "no GPU here"}
    for name, reason in reasons.items():
        result = faulty[student][name]
        assert (result.outcome, result.earned) == (Outcome.UNGRADED, 0)
        assert result.message is not None and reason in str(checked(result.message).params["reason"])


@pytest.mark.parametrize(
    "check,key",
    [("tripping", "unexpected_value"), ("raises", "assertion"), ("plain_assert", "unexpected_value")],
)
def test_checks_that_are_not_broken(faulty: Results, check: str, key: str) -> None:
    """What passes with the reference and raises with the student's value is the student's: pytest.raises, too."""
    assert faulty["reference"][check].outcome is Outcome.PASSED
    wrong = faulty["wrong"][check]
    assert wrong.outcome is Outcome.FAILED
    assert wrong.message is not None and checked(wrong.message).key == key


def test_nothing_survives_a_submission(faulty: Results) -> None:
    """What a check changed in the judge (default dtype, environment, patched functions) is gone for the next one."""
    assert faulty["reference"]["traces"].outcome is Outcome.PASSED
    message = faulty["wrong"]["clean"].message
    assert message is not None and message.key == "type_differs", message
    assert faulty["reference"]["clean"].outcome is Outcome.PASSED


def test_a_check_cannot_read_the_jobs(faulty: Results) -> None:
    """stdin is empty for a check: the next submissions are not there to be read."""
    assert {faulty[s]["stdin"].outcome for s in faulty} == {Outcome.PASSED}
