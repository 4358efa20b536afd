"""The pool of judges: nothing lost, nothing twice, nothing left behind, whoever dies."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import grader.judge.process
from grader.batch import Batch, Graded
from grader.errors import JudgeFault, UsageError
from grader.grading import Grading, Request
from grader.judge.config import JudgeConfig
from grader.model import CheckResult, Message, Outcome, Submission
from tests.judge.running import COURSE, submission

FAKE = Path(__file__).parent / "judge" / "fake_judge.py"
SEED = 6412384712398471233


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judges that do what the submissions' names say."""
    monkeypatch.setattr(grader.judge.process, "_JUDGE", (sys.executable, "-S", str(FAKE)))


def hand_in(name: str) -> Submission:
    """A submission for the fake judge."""
    return Submission(name, name)


def grade(root: Path, *names: str, jobs: int = 2, week: str = "week01_a") -> dict[str, Graded]:
    """What becomes of these submissions; each is there once."""
    batch = Batch(JudgeConfig(str(root), week, SEED), jobs)
    graded = list(batch.run([hand_in(name) for name in names]))
    assert Counter(g.submission.student for g in graded) == Counter(names)
    assert all([r.check.id for r in g.results] == [c.id for c in batch.checks] for g in graded)
    return {g.submission.student: g for g in graded}


def outcomes(graded: Graded) -> list[str]:
    """How its checks ended."""
    return [r.outcome.value for r in graded.results]


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("jobs", [1, 2, 9])
def test_every_submission_is_judged_once(tmp_path: Path, jobs: int) -> None:
    """However many judges there are, each submission comes out once, with all its results and its time."""
    found = grade(tmp_path, "s001", "s002", "s003", "s004", jobs=jobs)
    assert {tuple(outcomes(g)) for g in found.values()} == {("passed",) * 3}
    assert {g.seconds for g in found.values()} == {0.25}
    assert len({id(r.check) for g in found.values() for r in g.results}) == 3  # a class shares them: memory stays flat


@pytest.mark.usefixtures("fake")
def test_no_submissions(tmp_path: Path) -> None:
    """An empty batch is over at once and starts nothing."""
    assert grade(tmp_path) == {}


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("death", ["dies", "dies half", "child", "child half"])
def test_a_death_is_judged_again(tmp_path: Path, death: str) -> None:
    """Judge or judge child killed in the middle, also in the middle of a line: the submission is judged again."""
    found = grade(tmp_path, "s001", death, "s002")
    assert {tuple(outcomes(g)) for g in found.values()} == {("passed",) * 3}


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("fault", ["dies twice", "ungraded"])
def test_our_own_fault_is_tried_again(tmp_path: Path, fault: str) -> None:
    """A judge that dies twice, and a check that its judge could not judge: another attempt grades everything."""
    found = grade(tmp_path, fault, "s001")
    assert {tuple(outcomes(g)) for g in found.values()} == {("passed",) * 3}


@pytest.mark.usefixtures("fake")
def test_attempts_are_three_with_pauses_that_grow(tmp_path: Path) -> None:
    """Our own fault is not tried for ever, and not at once: whatever it was may be over after a while."""
    starts: list[float] = []

    class Counted(Batch):
        def _start(self) -> grader.judge.process.JudgeProcess:
            starts.append(time.monotonic())
            return super()._start()

    list(Counted(JudgeConfig(str(tmp_path), "week01_a", SEED), 1).run([hand_in("dies always")]))
    assert len(starts) == 3
    assert starts[1] - starts[0] >= 0.1 and starts[2] - starts[1] >= 0.2


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("death", ["dies always", "child always"])
def test_the_last_death_is_ungraded(tmp_path: Path, death: str) -> None:
    """What was known stays; the rest is ungraded, with the fault and the check that was running; the others go on."""
    found = grade(tmp_path, "s001", death, "s002", jobs=1)
    assert outcomes(found[death]) == ["passed", "ungraded", "ungraded"]
    message = found[death].results[1].message
    assert isinstance(message, Message) and message.key == "ungraded"
    reason = str(message.params["reason"])
    assert reason.startswith("the judge") and reason.endswith("during test_a.py::two")
    assert outcomes(found["s001"]) == outcomes(found["s002"]) == ["passed"] * 3


@pytest.mark.usefixtures("fake")
def test_results_larger_than_the_pipe(tmp_path: Path) -> None:
    """A result of a megabyte arrives whole, also where the judge dies right after it."""
    found = grade(tmp_path, "big", "big dies")
    assert [len(g.results[0].output) for g in found.values()] == [1_000_000] * 2
    assert {tuple(outcomes(g)) for g in found.values()} == {("passed",) * 3}


@pytest.mark.usefixtures("fake")
def test_garbage_is_passed_over(tmp_path: Path) -> None:
    """Lines that are no events change nothing."""
    assert outcomes(grade(tmp_path, "garbage")["garbage"]) == ["passed"] * 3


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize(
    "week,error,says",
    [
        ("broken", UsageError, "no points"),
        ("faulty", JudgeFault, "pytest ended with 3"),
        ("silent", JudgeFault, "ended at once"),
    ],
)
def test_errors_of_the_course_are_raised_once(tmp_path: Path, week: str, error: type[Exception], says: str) -> None:
    """What keeps every judge from starting is one error of the right kind, whatever the number of judges."""
    before = threading.active_count()
    with pytest.raises(error, match=says):
        grade(tmp_path, "s001", "s002", "s003", week=week)
    assert threading.active_count() == before


@pytest.mark.usefixtures("fake")
def test_a_first_judge_that_is_killed(tmp_path: Path) -> None:
    """A judge that ends before it says anything is replaced, also the very first."""
    assert outcomes(grade(tmp_path, "s001", jobs=1, week="late")["s001"]) == ["passed"] * 3


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("week", ["flaky", "weaker", "walls fall"])
def test_a_judge_that_cannot_be_replaced(tmp_path: Path, week: str) -> None:
    """Where a later judge does not start, or only at a weaker level, what it had to do is ungraded; the rest stays."""
    found = grade(tmp_path, "s001", "dies always", "s002", jobs=1, week=week)
    assert outcomes(found["s001"]) == ["passed"] * 3
    assert outcomes(found["dies always"]) == ["passed", "ungraded", "ungraded"]
    assert outcomes(found["s002"]) == ["ungraded"] * 3


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("left", [0, 1, 3])
def test_what_is_left_is_asked_for_once_the_checks_are_known(tmp_path: Path, left: int) -> None:
    """Who continues a run chooses what is judged, knowing checks and level; no judge is left, whatever the choice."""
    batch = Batch(JudgeConfig(str(tmp_path), "week01_a", SEED), 2)
    hand_ins = [hand_in(f"s00{i}") for i in range(3)]

    class Chosen:
        """Knows what to judge when a judge has told its checks."""

        todo: list[Submission] | None = None

        def begin(self) -> int:
            assert self.todo is None and len(batch.checks) == 3
            self.todo = hand_ins[:left]
            return left

        def take(self, stopping: threading.Event) -> Submission | None:
            assert self.todo is not None
            with contextlib.suppress(IndexError):
                return self.todo.pop()
            return None

    judged = batch.run(hand_ins, Chosen(), eager=False)
    assert sorted(g.submission.student for g in judged) == ["s000", "s001", "s002"][:left]
    assert not batch._judges


@pytest.mark.usefixtures("fake")
def test_results_are_told_as_they_come(tmp_path: Path) -> None:
    """`on_result` hears of every result before its submission is complete."""
    told: list[tuple[str, str]] = []

    def on_result(submission: Submission, result: CheckResult) -> None:
        told.append((submission.student, result.check.name))

    for graded in Batch(JudgeConfig(str(tmp_path), "week01_a", SEED), 1, on_result).run([hand_in("s001")]):
        assert told == [(graded.submission.student, n) for n in ("one", "two", "three")]


@pytest.mark.usefixtures("fake")
def test_an_error_of_the_listener_ends_the_batch(tmp_path: Path) -> None:
    """An exception in `on_result` is raised by `run`, and no judge is left."""

    def on_result(submission: Submission, result: CheckResult) -> None:
        raise OSError("disk full")

    batch = Batch(JudgeConfig(str(tmp_path), "week01_a", SEED), 2, on_result)
    with pytest.raises(OSError, match="disk full"):
        list(batch.run([hand_in("s001"), hand_in("hangs")]))
    assert not batch._judges


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("how", ["stop", "close", "interrupt"])
def test_stopping(tmp_path: Path, how: str) -> None:
    """`stop()`, leaving the iterator and Ctrl-C each end the judges at once and keep what was finished."""
    batch = Batch(JudgeConfig(str(tmp_path), "week01_a", SEED), 2)
    judged: Iterator[Graded] = batch.run([hand_in(n) for n in ("s001", "hangs", "hangs too", "s002")])
    assert next(judged).submission.student == "s001"
    pids = [j._process.pid for j in batch._judges]
    started = time.monotonic()
    if how == "stop":
        threading.Timer(0.1, batch.stop).start()
        assert list(judged) == []
    elif how == "close":
        judged.close()  # type: ignore[attr-defined]
    else:
        before = signal.signal(signal.SIGINT, signal.default_int_handler)  # who runs us in the background ignores it
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            next(judged)
        signal.signal(signal.SIGINT, before)
    assert time.monotonic() - started < 5
    assert pids and not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.usefixtures("fake")
def test_unreadable_hand_ins_stand_among_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hand-in that cannot be read is a verdict of its own, in its place; no judge sees it."""
    from grader.course import load_course

    unreadable = Submission("s002", "s002", unreadable=Message("intake.empty", {"path": "s002.py"}))
    hand_ins = (submission("s001", plain="x = 1"), unreadable, submission("s003", plain="x = 1"))
    monkeypatch.setattr("grader.grading.task_infos", lambda spec, checks, only=(): _tasks(checks))
    seen: list[str] = []
    request = Request("week01_tiny", hand_ins, seed=1)
    grading = Grading(load_course(COURSE), request, on_verdict=lambda v: seen.append(v.student))
    grading.run()
    run = grading.result()
    assert [v.student for v in run.verdicts] == ["s001", "s002", "s003"]
    assert sorted(seen) == ["s001", "s002", "s003"]
    assert [v.earned for v in run.verdicts] == [3, 0, 3]
    assert run.verdicts[1].unreadable is not None and run.verdicts[1].results == ()
    assert (run.interrupted, run.expected) == (False, 3)


def _tasks(checks: object) -> tuple[object, ...]:
    from grader.scoring import TaskInfo

    return (TaskInfo("a", {"en": "A", "ko": "가"}, 3.0),)


def test_the_command_line_starts_without_torch() -> None:
    """What `grader grade` imports before it knows that there is work costs no second of torch."""
    import subprocess

    code = "import sys, grader.grading, grader.verify; sys.exit(bool({'torch', 'pytest'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_outcome_can_be_told() -> None:
    """A result of any outcome crosses from judge to batch and back unchanged."""
    from grader.model import Check, Frame

    check = Check("test_a.py::one", "a", "one", {"en": "One", "ko": "하나"}, 1.0, needs=("zero",), timeout=2.0)
    for outcome in Outcome:
        result = CheckResult(
            check,
            outcome,
            0.5,
            Message("k", {"a": 1, "b": [1.5, "x"], "c": None}),
            Frame("a.py", 3, "f", "x", 2),
            0.1,
            "out",
            "zero",
            {"accuracy": [0.5]},
        )
        adapter = grader.batch._RESULT
        assert adapter.validate_json(adapter.dump_json(result)) == result
