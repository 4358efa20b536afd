"""The judge's own life: children that hang, die or fail are a fault of ours with a name, and the next one is judged."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest

import grader.judge.runner
from grader.errors import SandboxFault
from grader.intake.parsing import parse
from grader.intake.stubs import defined_names
from grader.judge.bans import where_defined
from grader.judge.naming import similar_name
from grader.judge.places import Places
from grader.judge.runner import Settings, _fault
from grader.judge.submission import SubmissionGrading
from grader.judge.tables import TableDesk
from grader.model import CheckResult, Message, Module, Outcome, Submission
from grader.sandbox import ProcessLimits, StudentProcess
from tests.judge.running import CHECK, COURSE, Told, judge, one_check, reference_of, submission
from tests.judge.sandboxes import Threads

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
CHECKS = '''
import os
import signal
import pytest

pytestmark = pytest.mark.points(1)

@pytest.mark.timeout(1)
def test_it(student):
    """It.

    ko: 그것.
    """
    how = student.how
    while how == "hangs":
        pass
    if how == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "exits":
        os._exit(3)
    if how == "interrupted":
        raise KeyboardInterrupt
'''
SPEC = """
id = "week03_hard"
week = 3
title = { en = "Hard", ko = "어렵다" }
[[tasks]]
id = "hard"
module = "hard"
names = ["how"]
points = 1
slot = "preview"
title = { en = "Hard", ko = "어렵다" }
"""


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A course whose one check does to the judge what the hand-in's `how` says."""
    path = list(sys.path)
    shutil.copy(COURSE / "course.toml", tmp_path)
    for folder in ("assignments", "reference"):
        (tmp_path / folder / "week03_hard").mkdir(parents=True)
    (tmp_path / "assignments" / "week03_hard" / "assignment.toml").write_text(SPEC)
    (tmp_path / "assignments" / "week03_hard" / "test_hard.py").write_text(CHECKS)
    (tmp_path / "reference" / "week03_hard" / "hard.py").write_text('how = ""\n')
    yield tmp_path
    sys.path[:] = path


def hand_in(how: str) -> Submission:
    """A hand-in that asks for this."""
    return submission(how, hard=f"how = {how!r}\n")


def run(root: Path, *hows: str, fork: bool = True) -> Told:
    """Judge these hand-ins."""
    return judge(map(hand_in, hows), Threads(), Settings(1, fork=fork), root=root, week="3")


def test_children_that_do_not_come_back(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A hanging, a killed and a failing judge child are faults, each with its kind; the others are judged."""
    monkeypatch.setattr(grader.judge.runner, "_SLACK", 0.0)
    monkeypatch.setattr(tempfile, "tempdir", str(root))  # who is killed cleans nothing up
    started = time.monotonic()
    told = run(root, "fine", "hangs", "dies", "exits", "fine too")
    assert told.faults == {
        "fine": None,
        "hangs": "the judge took too long",
        "dies": "the judge was killed by signal 9",
        "exits": "the judge failed",
        "fine too": None,
    }
    assert time.monotonic() - started < 20
    assert told.results == {}  # they were told in the children
    assert "Traceback" not in capfd.readouterr().err


class Broken(Threads):
    """Has nothing to start student processes with, the second time."""

    prepared = 0

    def prepare(self, limits: Sequence[ProcessLimits] = ()) -> None:
        """As the port says."""
        self.prepared += 1
        if self.prepared == 2:
            raise SandboxFault("no engine answers")


def test_a_sandbox_that_breaks_between_submissions(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It is a fault of ours with its reason, without a traceback, and the judge goes on."""
    told = judge(map(hand_in, ("fine", "fine too", "fine as well")), Broken(), Settings(1), root=root, week="3")
    assert told.faults == {
        "fine": None,
        "fine too": "the judge could not go on: no engine answers",
        "fine as well": None,
    }
    assert "Traceback" not in capfd.readouterr().err


def test_a_stopped_child_does_not_hold_the_batch() -> None:
    """Even a child that no alarm can reach is given up."""
    desk = TableDesk(Mock(), ())
    pid = os.fork()
    if pid == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
    started = time.monotonic()
    assert _fault(desk.serve(pid, 0.2)) == "the judge was killed by signal 9"
    assert time.monotonic() - started < 30


def test_waiting_costs_nothing() -> None:
    """A child that ends is noticed at once."""
    desk = TableDesk(Mock(), ())
    pid = os.fork()
    if pid == 0:
        time.sleep(0.1)
        os._exit(0)
    started = time.monotonic()
    assert _fault(desk.serve(pid, 60)) is None
    assert time.monotonic() - started < 10


def test_interruption_without_fork(root: Path) -> None:
    """Ctrl-C during `grader check` is an interruption, not an internal fault."""
    with pytest.raises(KeyboardInterrupt):
        run(root, "interrupted", fork=False)


class Unwilling(Threads):
    """Fails to start the first so many times."""

    def __init__(self, failures: int) -> None:
        super().__init__()
        self.failures = failures

    def start(self, limits: ProcessLimits) -> StudentProcess:
        """As the port says."""
        if self.failures:
            self.failures -= 1
            raise SandboxFault("no more processes")
        return super().start(limits)


@pytest.mark.parametrize("failures,outcome", [(1, Outcome.PASSED), (2, Outcome.UNGRADED)])
def test_a_process_that_does_not_start_is_tried_again(failures: int, outcome: Outcome) -> None:
    """Once more, then the check is ungraded: it is our fault; the next check tries again."""
    results: list[CheckResult] = []
    hand_in = submission("s001", hard="def f():\n    return 1")
    grading = SubmissionGrading(
        hand_in, Unwilling(failures), lambda check: (ProcessLimits(), 5), Places(hand_in).find, results.append
    )
    for _ in range(2):
        grading.begin(CHECK)
        try:
            assert grading.student().f() == 1
        except SandboxFault as error:
            grading.stumbled(error)
        grading.finish(CHECK)
    grading.close()
    assert [r.outcome for r in results] == [outcome, Outcome.PASSED]


def test_credit_is_clamped() -> None:
    """Credit never exceeds the points, never falls, and is not changed by what is no number."""
    results: list[CheckResult] = []
    hand_in = submission("s001")
    grading = SubmissionGrading(
        hand_in, Threads(), lambda check: (ProcessLimits(), 5), Places(hand_in).find, results.append
    )
    for fractions in ([0.5, 0.25], [float("nan")], [-1.0], [7.0], []):
        grading.begin(CHECK)
        for fraction in fractions:
            grading.credit(fraction)
        grading.stumbled(AssertionError())
        grading.finish(CHECK)
    assert [r.earned for r in results] == [1.0, 0.0, 0.0, 2.0, 0.0]


def test_ungraded_and_skipped_earn_nothing() -> None:
    """Credit does not count where the check could not be judged: its points leave the total instead."""
    results: list[CheckResult] = []
    hand_in = submission("s001")
    grading = SubmissionGrading(
        hand_in, Threads(), lambda check: (ProcessLimits(), 5), Places(hand_in).find, results.append
    )
    grading.begin(CHECK)
    grading.credit(1.0)
    grading.stumbled(ZeroDivisionError())
    grading.stumbled(AssertionError())  # a teardown that fails as well; the first one counts
    grading.finish(CHECK)
    assert (results[0].outcome, results[0].earned) == (Outcome.UNGRADED, 0.0)


def test_places_are_those_of_the_hand_in() -> None:
    """A file that was not handed in, or a line that it does not have, is no place: it could carry a hidden case out."""
    source = "class RNN:\n    def forward(self):\n        if True:\n            return 1\n\nx = 1"
    places = Places(submission("s001", rnn=source))
    assert places.find("0.1234.py", 1) is None
    assert places.find("rnn.py", 0) is places.find("rnn.py", 7) is None
    inside, outside = places.find("rnn.py", 4), places.find("rnn.py", 6)
    assert inside is not None and outside is not None
    assert (inside.file, inside.line, inside.function, inside.text) == ("rnn.py", 4, "RNN.forward", "return 1")
    assert outside.function == ""


def test_reference_is_fresh_for_another_course(tmp_path: Path) -> None:
    """Two courses with assignments of the same name have each their own reference in one process."""
    copy = tmp_path / "course"
    shutil.copytree(COURSE, copy)
    file = copy / "reference" / "week01_tiny" / "plain.py"
    file.write_text(file.read_text().replace("return 2 * x", "return 3 * x"))
    path = list(sys.path)
    try:
        settings = Settings(7, only=("plain",), fork=False)
        kept = judge([reference_of("week01_tiny")], Threads(), settings)
        changed = judge([reference_of("week01_tiny")], Threads(), settings, root=copy)
    finally:
        sys.path[:] = path
    assert kept.results["reference"]["double"].outcome is Outcome.PASSED
    assert changed.results["reference"]["double"].outcome is Outcome.FAILED


def test_a_finished_definition_hides_stubs() -> None:
    """Where one file has a name done, the stubs of others are not fallen back to, even if that file cannot be run."""
    modules = tuple(
        Module(name, f"{name}.py", "", defines={"f": stub, "g": True})
        for name, stub in (("a", True), ("b", False), ("c", True))
    )
    assert where_defined(Submission("s001", "s001", modules)) == {"f": ["b"], "g": ["a", "b", "c"]}


def test_a_misspelt_name_is_named() -> None:
    """`Rnn` for `RNN`: the message for the missing name says what is there, whatever its case."""
    hand_in = submission("s001", plain="class Rnn:\n    pass\n")
    modules = tuple(replace(m, defines={"Rnn": False}) for m in hand_in.modules)
    result = one_check(Threads(), lambda student: student.RNN, replace(hand_in, modules=modules))
    assert result.message == Message("missing_name", {"name": "RNN", "similar": "Rnn"})


def test_an_import_is_no_misspelt_name() -> None:
    """`nn` is not offered for a missing name `rnn`, nor a module by its own name; what the student wrote is."""
    plain = "import torch.nn as nn\nimport rnns\nfrom torch.nn import RNN\n"
    for source, similar in ((plain, ""), (plain + "def rnn_(x):\n    return x\n", "rnn_")):
        hand_in = submission("s001", plain=source)
        modules = tuple(replace(m, defines=defined_names(parse(source))) for m in hand_in.modules)
        assert similar_name("rnn", replace(hand_in, modules=modules)) == similar
