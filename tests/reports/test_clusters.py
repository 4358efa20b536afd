"""Students who made the same mistake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.model import Check, CheckResult, Frame, Message, Outcome, Run, Submission, Verdict
from grader.reports.class_report.clusters import clusters, normalised
from grader.scoring import TaskInfo, verdict

TASKS = [TaskInfo("rnn", {"en": "RNN", "ko": "RNN"}, 4)]
CHECKS = {name: Check(f"test_rnn.py::{name}", "rnn", name, {"en": name, "ko": name}, 2) for name in ("one", "two")}
SIGN = Message("mistake.sign", {"what": "dx"})


def failed(name: str, message: Message | None = None, line: str = "x = 1", **fields: Any) -> CheckResult:
    """A check that failed on that line."""
    fields = {"where": Frame("hw.py", 3, "f", line), "message": message or Message("check_failed")} | fields
    return CheckResult(CHECKS[name], fields.pop("outcome", Outcome.FAILED), **fields)


def passed(name: str) -> CheckResult:
    """A check that passed."""
    return CheckResult(CHECKS[name], Outcome.PASSED, 2)


@pytest.fixture
def class_where(run_of: Callable[..., Run]) -> Callable[..., Run]:
    """Makes a run of the given results, a list for each student."""

    def make(*results: list[CheckResult]) -> Run:
        verdicts: list[Verdict] = [
            verdict(Submission(f"s{number:03}", "hw.py"), each, TASKS) for number, each in enumerate(results, 1)
        ]
        return run_of(*verdicts)

    return make


def test_a_diagnosis_joins_checks(class_where: Callable[..., Run]) -> None:
    """The same diagnosis is the same mistake in whichever checks of a task; a student counts once."""
    both = [failed("one", diagnosis=SIGN), failed("two", diagnosis=Message("mistake.sign", {"what": "db"}))]
    (found,) = clusters(class_where(both, both, [failed("one", diagnosis=SIGN)], [passed("one"), passed("two")]))
    assert (found.verdicts, found.students, found.tried) == ((0, 1, 2), 3, 4)
    assert [check.name for check in found.checks] == ["one", "two"]
    assert found.diagnosed and found.message.key == "mistake.sign"
    assert found.about == ("dx", "db")


def test_other_diagnoses_are_other_mistakes(class_where: Callable[..., Run]) -> None:
    """Two kinds give two groups, the larger one first, although the checks said the same."""
    zeros = Message("mistake.zeros", {})
    run = class_where(*[[failed("one", diagnosis=zeros)]] * 2, *[[failed("one", diagnosis=SIGN)]] * 3)
    assert [(c.message.key, c.students) for c in clusters(run)] == [("mistake.sign", 3), ("mistake.zeros", 2)]


def test_without_a_diagnosis_numbers_do_not_matter(class_where: Callable[..., Run]) -> None:
    """The same exception with other shapes is the same mistake; another class of exception is another."""

    def raised(kind: str, said: str) -> list[CheckResult]:
        message = Message("student_error", {"type": kind, "text": said})
        return [failed("one", message, outcome=Outcome.ERROR)]

    shapes = [raised("RuntimeError", f"mat1 and mat2 cannot be multiplied ({n}x5 and 4x3)") for n in (3, 70)]
    run = class_where(*shapes, raised("ValueError", "mat1 and mat2 cannot be multiplied (3x5 and 4x3)"))
    (found,) = clusters(run)
    assert (found.verdicts, found.same, found.outcome) == ((0, 1), False, Outcome.ERROR)


def test_what_differs_is_kept_apart(class_where: Callable[..., Run]) -> None:
    """The same message about another value is another mistake."""

    def wrong(what: str) -> list[CheckResult]:
        return [failed("one", Message("value_differs", {"what": what, "actual": 0.5}))]

    assert [c.verdicts for c in clusters(class_where(wrong("h"), wrong("c"), wrong("h"), wrong("c")))] == [
        (0, 2),
        (1, 3),
    ]


def test_one_fault_in_two_checks_is_one_cluster(class_where: Callable[..., Run]) -> None:
    """Without a diagnosis the same words about the same students are put together; about others they are not."""
    both = [failed("one"), failed("two")]
    assert [len(c.checks) for c in clusters(class_where(both, both, [failed("one"), passed("two")]))] == [2]
    apart = [[failed("one"), passed("two")]] * 2 + [[passed("one"), failed("two")]] * 2
    assert [len(c.checks) for c in clusters(class_where(*apart))] == [1, 1]


def test_examples_are_the_lines_most_wrote(class_where: Callable[..., Run]) -> None:
    """Each line once, with how many wrote it; blanks do not make another line."""
    lines = ["y = a - b", "y = a-b", "return -x", ""]
    (found,) = clusters(class_where(*[[failed("one", diagnosis=SIGN, line=line)] for line in lines]))
    assert [(e.students, e.where.text if e.where else "") for e in found.examples] == [
        (2, "y = a - b"),
        (1, "return -x"),
        (1, ""),
    ]


@pytest.mark.parametrize("outcome", [Outcome.NOT_STARTED, Outcome.SKIPPED, Outcome.UNGRADED])
def test_what_was_not_tried_is_no_mistake(class_where: Callable[..., Run], outcome: Outcome) -> None:
    """Stubs, skipped checks and our own faults are in no group."""
    assert clusters(class_where(*[[failed("one", outcome=outcome)]] * 3)) == ()


def test_one_student_is_no_cluster(class_where: Callable[..., Run]) -> None:
    """A mistake of one student is for that student's page."""
    assert clusters(class_where([failed("one", diagnosis=SIGN)], [passed("one")])) == ()


@pytest.mark.parametrize(
    "value,left",
    [
        ("at 0x7f1c: 3.5e-2 of [-4, 12]", "at #: # of [#, #]"),
        ("'Net' has no attribute \"fc\"", "# has no attribute #"),
        (["a 1", 2], "a #,"),
        ({"k": "v 7"}, "k=v #"),
        (0.25, ""),
    ],
)
def test_normalised_parameters(value: object, left: str) -> None:
    """Numbers, addresses and quoted values differ from student to student; the words around them do not."""
    assert normalised(value) == left
