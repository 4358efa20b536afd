"""Running the judge on sources that a test writes down."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from grader.course import load_course
from grader.errors import GraderError
from grader.judge.assignment import Assignment
from grader.judge.places import Places
from grader.judge.runner import Judge, Settings
from grader.judge.submission import SubmissionGrading
from grader.model import Check, CheckResult, Module, Submission
from grader.sandbox import ProcessLimits, Sandbox
from grader.student import Student

COURSE = Path(__file__).parent / "course"
REFERENCE = COURSE / "reference"
CHECK = Check("test_it.py::test_it", "it", "test_it", {"en": "It", "ko": "그것"}, 2.0)
Results = Mapping[str, CheckResult]


def submission(student: str, **sources: str) -> Submission:
    """A hand-in with a file per keyword."""
    modules = []
    for name, text in sources.items():
        source = textwrap.dedent(text)
        defines = {n.name: False for n in ast.parse(source).body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        modules.append(Module(name, f"{name}.py", source, defines=defines))
    return Submission(student, student, tuple(modules))


def reference_of(week: str) -> Submission:
    """The reference as a hand-in."""
    return submission("reference", **{p.stem: p.read_text() for p in sorted((REFERENCE / week).glob("*.py"))})


class Told:
    """Progress that remembers everything it was told."""

    def __init__(self) -> None:
        self.checks: tuple[Check, ...] = ()
        self.results: dict[str, dict[str, CheckResult]] = {}
        self.faults: dict[str, str | None] = {}

    def collected(self, checks: tuple[Check, ...]) -> None:
        """As Progress."""
        self.checks = checks

    def result(self, submission: Submission, result: CheckResult) -> None:
        """As Progress."""
        self.results.setdefault(submission.student, {})[short(result.check)] = result

    def done(self, submission: Submission, seconds: float, fault: str | None) -> None:
        """As Progress."""
        self.faults[submission.student] = fault


def short(check: Check) -> str:
    """`double` for `test_plain.py::test_double`."""
    return check.name.removeprefix("test_")


def judge(
    submissions: Iterable[Submission], sandbox: Sandbox, settings: Settings, *, root: Path = COURSE, week: str = "1"
) -> Told:
    """Run the checks of the course in this process."""
    told = Told()
    Judge(Assignment.load(load_course(root), week), sandbox, settings).run(submissions, told)
    return told


def one_check(
    sandbox: Sandbox, action: Callable[[Student], object], hand_in: Submission | None = None, seconds: float = 5.0
) -> CheckResult:
    """A check without pytest: whatever is raised that is not an error of ours goes through."""
    results: list[CheckResult] = []
    hand_in = hand_in or submission("s001")
    grading = SubmissionGrading(
        hand_in, sandbox, lambda check: (ProcessLimits(), seconds), Places(hand_in).find, results.append
    )
    try:
        grading.begin(CHECK)
        try:
            action(grading.student())
        except (GraderError, AssertionError) as error:
            grading.stumbled(error)
        grading.finish(CHECK)
    finally:
        grading.close()
    return results[0]
