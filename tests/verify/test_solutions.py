"""Whether an assignment does what it should: every way in which it may not is found."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from grader.batch import Graded
from grader.course import Course, load_course
from grader.errors import UsageError
from grader.model import Check, CheckResult, Message, Outcome, Submission
from grader.verify import Finding, verify
from tests.judge.running import COURSE

WEEK = "week01_tiny"
PLAIN = ("test_double", "test_gradient")
HARD = ("test_work",)
CHECKS = tuple(
    Check(f"test_{task}.py::{name}", task, name, {"en": name, "ko": name}, 1.0)
    for task, names in (("plain", PLAIN), ("hard", HARD))
    for name in names
)
Answers = Callable[[str, Check], Outcome]


def honest(student: str, check: Check) -> Outcome:
    """A sound assignment: every wrong solution loses test_gradient, or test_work."""
    if student == "template":
        return Outcome.NOT_STARTED if check.name != "test_gradient" else Outcome.SKIPPED
    if student.startswith(check.task) and check.name in ("test_gradient", "test_work"):
        return Outcome.FAILED
    return Outcome.PASSED


class PretendBatch:
    """Gives the outcomes that a test wants, in any order."""

    answers: Answers = staticmethod(honest)
    credit = 0.0
    seen: tuple[Submission, ...] = ()

    def __init__(self, config: object, jobs: int, server: object = None) -> None:
        self.checks = CHECKS

    def run(self, submissions: Sequence[Submission]) -> Iterator[Graded]:
        """As Batch.run, at once."""
        PretendBatch.seen = tuple(submissions)
        for s in reversed(submissions):
            results = []
            for check in CHECKS:
                outcome = PretendBatch.answers(s.student, check)
                message = None if outcome is Outcome.PASSED else Message("check_failed")
                earned = 1.0 if outcome is Outcome.PASSED else PretendBatch.credit
                results.append(CheckResult(check, outcome, earned, message))
            yield Graded(s, tuple(results), 0.1)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The tiny course with three wrong solutions per task, and a batch that pretends."""
    shutil.copytree(COURSE, tmp_path, dirs_exist_ok=True)
    wrong = tmp_path / "assignments" / WEEK / "wrong"
    shutil.rmtree(wrong)
    wrong.mkdir()
    for task, loses in (("plain", "test_gradient"), ("hard", "test_work")):
        for i in range(3):
            write(wrong / f"{task}__{i}.py", f"Wrong number {i}.\n\ntask: {task}\nloses: {loses}\n")
    monkeypatch.setattr("grader.verify.solutions.Batch", PretendBatch)
    monkeypatch.setattr(PretendBatch, "answers", staticmethod(honest))
    return load_course(tmp_path)


def write(path: Path, doc: str, code: str = "x = 1\n") -> None:
    """Make a wrong solution with this docstring."""
    path.write_text(f'"""{doc}"""\n{code}', encoding="utf-8")


def wrong(course: Course, name: str) -> Path:
    """The file of a wrong solution."""
    return course.root / "assignments" / WEEK / "wrong" / name


def problems(course: Course) -> dict[str, tuple[str, ...]]:
    """What is found to be wrong, by name."""
    findings = list(verify(course, WEEK, 1))
    return {f.name: f.problems for f in findings if f.problems}


def pretend(monkeypatch: pytest.MonkeyPatch, student: str, name: str, outcome: Outcome) -> None:
    """One answer differs from those of a sound assignment."""

    def answers(who: str, check: Check) -> Outcome:
        return outcome if (who, check.name) == (student, name) else honest(who, check)

    monkeypatch.setattr(PretendBatch, "answers", staticmethod(answers))


def test_a_sound_assignment(course: Course) -> None:
    """Reference, template and every wrong solution are judged; nothing is found, and each is told what it is about."""
    findings = list(verify(course, WEEK, 1))
    assert problems(course) == {}
    assert {f.name: f.about for f in findings} == {
        "reference": "must get full marks",
        "template": "must get none",
        **{f"{task}__{i}": f"Wrong number {i}." for task in ("plain", "hard") for i in range(3)},
    }


def test_the_template_is_made_from_the_reference(course: Course) -> None:
    """What is judged as the template has the reference's names without the solutions."""
    problems(course)
    (template,) = [s for s in PretendBatch.seen if s.student == "template"]
    source = "".join(m.source for m in template.modules)
    assert "NotImplementedError" in source and "2 * x" not in source


@pytest.mark.parametrize(
    "student,name,outcome,says",
    [
        ("reference", "test_work", Outcome.FAILED, "test_hard.py::test_work: failed (check_failed)"),
        ("reference", "test_double", Outcome.UNGRADED, "test_plain.py::test_double: ungraded (check_failed)"),
        ("template", "test_double", Outcome.PASSED, "test_plain.py::test_double: passed"),
        ("template", "test_double", Outcome.ERROR, "test_plain.py::test_double: error"),
        ("plain__1", "test_gradient", Outcome.PASSED, "keeps what it must lose: test_gradient"),
        ("plain__1", "test_double", Outcome.FAILED, "loses what it should keep: test_double"),
        ("plain__1", "test_gradient", Outcome.UNGRADED, "test_plain.py::test_gradient: ungraded (check_failed)"),
    ],
)
def test_what_is_not_as_it_should_be(
    course: Course, monkeypatch: pytest.MonkeyPatch, student: str, name: str, outcome: Outcome, says: str
) -> None:
    """A reference that loses, a template that gets points, a wrong solution that passes or loses too much, a check
    that cannot judge: each is found, at the solution where it shows, with the check's name.
    """
    pretend(monkeypatch, student, name, outcome)
    assert problems(course) == {student: (says,)}


def test_credit_of_the_template(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template that earns partial credit before it fails gets points, which it must not."""
    monkeypatch.setattr(PretendBatch, "credit", 0.5)
    assert "test_plain.py::test_double: not_started" in problems(course)["template"]


def test_only_the_task_of_a_wrong_solution_counts(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong solution need not solve the other tasks."""
    pretend(monkeypatch, "plain__1", "test_work", Outcome.MISSING)
    assert problems(course) == {}


def test_too_few_wrong_solutions(course: Course) -> None:
    """Fewer than three for a task is a finding about the task."""
    wrong(course, "hard__1.py").unlink()
    assert problems(course) == {"hard": ("has 2 of at least 3 wrong solutions",)}


def test_unknown_checks_are_named(course: Course) -> None:
    """A wrong solution that names a check which does not exist proves nothing."""
    write(wrong(course, "hard__1.py"), "Wrong.\n\ntask: hard\nloses: test_work, test_wrok\n")
    assert problems(course) == {"hard__1": ("'loses:' names unknown checks: test_wrok",)}


def test_names_may_clash(course: Course) -> None:
    """A wrong solution that is called `reference` is still a wrong one."""
    write(wrong(course, "reference.py"), "Wrong.\n\ntask: hard\nloses: test_work\n")
    findings = [f for f in verify(course, WEEK, 1) if f.name == "reference"]
    assert sorted((f.about, bool(f.problems)) for f in findings) == [("Wrong.", True), ("must get full marks", False)]


def test_loses_may_span_lines(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are separated by commas or white space, over several lines."""
    write(wrong(course, "plain__0.py"), "Wrong.\n\ntask: plain\nloses: test_gradient,\n    test_double\n")
    pretend(monkeypatch, "plain__0", "test_double", Outcome.FAILED)
    assert problems(course) == {}


def test_a_mistake_may_be_named(course: Course) -> None:
    """A line with the kinds of mistake is no part of the checks' names."""
    write(wrong(course, "plain__0.py"), "Wrong.\n\ntask: plain\nloses: test_gradient\nmistake: sign, scaled\n")
    assert problems(course) == {}


@pytest.mark.parametrize(
    "content,says",
    [
        ("x = 1\n", "wrong/new.py: the docstring must say what is wrong"),
        ('"""Wrong.\n\ntask: hard\n"""\n', "wrong/new.py: the docstring must say what is wrong"),
        ('"""Wrong.\n\nloses: test_work\n"""\n', "wrong/new.py: the docstring must say what is wrong"),
        ('"""Wrong.\n\ntask: soft\nloses: test_work\n"""\n', "wrong/new.py: no task 'soft' in week01_tiny"),
        ('"""Wrong.\n\ntask: hard\nloses: ,\n"""\n', "wrong/new.py: 'loses:' names no check"),
        (
            '"""Wrong.\n\ntask: hard\nloses: test_work\nmistake: sign, detachd\n"""\n',
            "wrong/new.py: 'mistake:': 'detachd' is not a valid Mistake",
        ),
        ("def f(:\n", "wrong/new.py: cannot be read"),
        ("x = '\udcff'\n", "wrong/new.py: cannot be read"),
    ],
)
def test_malformed_wrong_solutions(course: Course, content: str, says: str) -> None:
    """A wrong solution that does not say what it is stops everything, in one line."""
    wrong(course, "new.py").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match=says.replace("(", r"\(")) as raised:
        list(verify(course, WEEK, 1))
    assert len(str(raised.value).splitlines()) == 1


def test_unreadable_solutions_are_findings(course: Course) -> None:
    """A wrong solution that intake cannot read is told as such."""
    wrong(course, "hard__1.py").write_bytes(b'"""Wrong.\n\ntask: hard\nloses: test_work\n"""\n' + b"#" * (20 << 20))
    found = problems(course)
    assert list(found) == ["hard__1"]
    assert found["hard__1"][0].startswith("cannot be read")


@pytest.mark.slow
def test_the_tiny_course() -> None:
    """With real judges: what is sound passes, what is not is found."""
    findings: dict[str, Finding] = {f.name: f for f in verify(load_course(COURSE), WEEK, 2)}
    assert {name: f.problems for name, f in findings.items() if f.problems} == {
        "plain__right_after_all": (
            "keeps what it must lose: test_gradient",
            "loses what it should keep: test_layer",
        ),
        "hard": ("has 1 of at least 3 wrong solutions",),
    }
    assert set(findings) >= {"reference", "template", "plain__a_thousandth", "plain__detached", "hard__negative"}
    assert all(f.seconds > 0 for name, f in findings.items() if name != "hard")
