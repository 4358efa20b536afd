"""From a verdict to a grade: the order of the steps, and that they add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.moments import Span
from grader.course.roster import Student
from grader.grades import Allowance, Grade, Override, StepKind, TaskGrade, best, final, rules_of, task_times
from grader.messages import render
from grader.model import Module, Outcome, Submission, Verdict
from tests.grades.things import (
    PREVIEW,
    REVIEW,
    S001,
    course_of,
    ordinary,
    policy_of,
    result,
    seoul,
    spec_of,
    verdict_of,
)

O, K = Outcome, StepKind  # noqa: E741
LATE = policy_of('grace = "10m"\npercent = 10\nno_credit_after = "7d"')
RULES = rules_of(course_of(late=LATE), spec_of())
ON_TIME = {PREVIEW: seoul("2023-02-01T17:00:00"), REVIEW: seoul("2023-02-02T18:00:00")}
VALUES = f"test_{REVIEW}.py::values"


def grade(
    verdict: Verdict | None = None, *, nothing: bool = False, times: Mapping[str, datetime] = ON_TIME, **more: Any
) -> Grade:
    """The grade of an ordinary verdict, handed in on time, unless told."""
    return final(S001, None if nothing else verdict or ordinary(), spec_of(), RULES, times=times, **more)


def task(grade: Grade, name: str) -> TaskGrade:
    """One of its tasks."""
    return next(task for task in grade.tasks if task.task == name)


def kinds(grade: TaskGrade) -> list[StepKind]:
    """What moved it."""
    return [step.kind for step in grade.steps]


def test_on_time_nothing_moves() -> None:
    """The checks' points stand, with dates; the rubric item waits, in neither sum."""
    found = grade()
    assert (found.earned, found.possible, found.student, found.name) == (11.0, 14.0, "s001", "Kim")
    preview = task(found, PREVIEW)
    assert (preview.earned, preview.possible, preview.slot, kinds(preview)) == (3.0, 4.0, "preview", [K.CHECKS])
    assert (preview.submitted, preview.due) == ("2023-02-01T17:00:00+09:00", "2023-02-01T18:00:00+09:00")
    report = task(found, "report")
    assert (report.pending, report.outcome, report.earned, report.possible) == (True, None, 0.0, 5.0)


def test_each_slot_has_its_own_lateness() -> None:
    """The preview is a second past its grace, the review at its due date to the second."""
    times = {PREVIEW: seoul("2023-02-01T18:10:01"), REVIEW: seoul("2023-02-02T19:00:00")}
    found = grade(times=times)
    assert (task(found, PREVIEW).earned, task(found, REVIEW).earned, found.earned) == (2.7, 8.0, 10.7)
    assert task(found, PREVIEW).late_seconds == 601
    said = render(task(found, PREVIEW).steps[-1].message, "en")
    assert said == (
        "Handed in 10 minutes, 1 second after the due date (2023-02-01 18:00): 10 % of the earned points are taken off."
    )


def test_grace_is_told_and_costs_nothing() -> None:
    """A student who came within the grace reads that it was the grace."""
    found = task(grade(times={**ON_TIME, PREVIEW: seoul("2023-02-01T18:10:00")}), PREVIEW)
    assert (found.earned, kinds(found), found.late_seconds) == (3.0, [K.CHECKS, K.LATE], 600)


def test_unknown_times_are_never_late() -> None:
    """A folder of files without times costs nobody anything."""
    found = task(grade(times={}), PREVIEW)
    assert (found.earned, found.submitted, found.late_seconds) == (3.0, None, 0.0)
    assert found.due is not None


def test_an_override_comes_before_the_late_penalty() -> None:
    """A person corrects what the checks gave; lateness is charged on that."""
    late = {**ON_TIME, PREVIEW: seoul("2023-02-01T19:00:00")}
    found = task(grade(times=late, overrides=[Override(PREVIEW, 4.0, "typo in the check", "ta")]), PREVIEW)
    assert [(s.kind, s.change, s.earned) for s in found.steps] == [
        (K.CHECKS, 3.0, 3.0),
        (K.OVERRIDE, 1.0, 4.0),
        (K.LATE, -0.4, 3.6),
    ]
    assert render(found.steps[1].message, "ko") == "3점을 4점으로 고쳤습니다 (조정: ta): typo in the check"


def test_an_override_after_late_is_final() -> None:
    """With `after_late` the points stay, however late."""
    late = {**ON_TIME, PREVIEW: seoul("2023-02-20T19:00:00")}
    found = task(grade(times=late, overrides=[Override(PREVIEW, 2.5, after_late=True)]), PREVIEW)
    assert (found.earned, kinds(found)) == (2.5, [K.CHECKS, K.OVERRIDE])
    assert found.late_seconds > 0


def test_the_last_override_counts_and_a_withdrawal_ends_it() -> None:
    """Later words replace earlier ones; withdrawn, the checks' points are back."""
    one, two = Override(PREVIEW, 1.0), Override(PREVIEW, 2.0)
    assert task(grade(overrides=[one, two]), PREVIEW).earned == 2.0
    assert task(grade(overrides=[one, two, Override(PREVIEW, withdrawn=True)]), PREVIEW).earned == 3.0


def test_a_check_override_moves_its_task() -> None:
    """The task is scored again with it; a task override still beats it."""
    found = task(grade(overrides=[Override(VALUES, 2.0, "half right")]), REVIEW)
    assert (found.earned, found.steps[-1].change) == (4.0, -4.0)
    assert render(found.steps[-1].message, "ko").startswith('검사 "values 검사": 6점을 2점으로')
    assert task(grade(overrides=[Override(VALUES, 2.0), Override(REVIEW, 9.0)]), REVIEW).earned == 9.0


def test_people_settle_what_we_could_not_judge() -> None:
    """An ungraded check's points leave the possible ones, until somebody sets the check or the task."""
    lost = verdict_of(result(REVIEW, "values", 6, 0.0, O.UNGRADED), result(REVIEW, "grad", 4, 4.0))
    found = grade(lost)
    assert (found.ungraded, task(found, REVIEW).possible) == (1, 4.0)
    by_check = grade(lost, overrides=[Override(VALUES, 5.0)])
    assert (by_check.ungraded, by_check.earned, by_check.possible) == (0, 9.0, 10.0)
    by_task = grade(lost, overrides=[Override(REVIEW, 7.0)])
    assert (by_task.ungraded, by_task.earned, by_task.possible) == (0, 7.0, 10.0)
    assert task(by_task, REVIEW).outcome is not O.UNGRADED


def test_a_rubric_item_counts_once_it_is_scored() -> None:
    """A person's points, then its slot's lateness."""
    late = {**ON_TIME, REVIEW: seoul("2023-02-02T20:00:00")}
    found = grade(times=late, overrides=[Override("report", 4.0, "clear", "ta")])
    report = task(found, "report")
    assert (report.pending, report.earned, kinds(report)) == (False, 3.6, [K.MANUAL, K.LATE])
    assert found.possible == 19.0
    final_words = grade(times=late, overrides=[Override("report", 4.0, after_late=True)])
    assert task(final_words, "report").earned == 4.0


def test_the_whole_assignment_can_be_set() -> None:
    """The total is what a person says, whatever the lateness; the difference is a line of its own."""
    late = {**ON_TIME, REVIEW: seoul("2023-02-02T20:00:00")}
    found = grade(times=late, overrides=[Override("", 12.0, "oral exam")])
    assert (found.earned, found.possible) == (12.0, 14.0)
    line = task(found, "adjustment")
    assert (line.earned, line.possible, line.bonus) == (1.8, 0.0, True)


def test_nothing_handed_in() -> None:
    """Every task is worth nothing of its points; only what people score by itself stays open."""
    found = grade(nothing=True)
    assert (found.earned, found.possible, found.handed_in) == (0.0, 19.0, False)
    assert {t.task: kinds(t) for t in found.tasks} == {PREVIEW: [K.MISSING], REVIEW: [K.MISSING], "report": [K.MISSING]}
    assert task(found, PREVIEW).outcome is O.MISSING
    given = grade(nothing=True, overrides=[Override(PREVIEW, 4.0, "sent by mail")])
    assert (given.earned, kinds(task(given, PREVIEW))) == (4.0, [K.MISSING, K.OVERRIDE])


def test_worth_says_what_was_to_be_graded() -> None:
    """Who handed in nothing is measured by the tasks of the run."""
    found = grade(nothing=True, worth={PREVIEW: 3.0})
    assert [t.task for t in found.tasks] == [PREVIEW, "report"]
    assert task(found, PREVIEW).possible == 3.0


def test_excuses_come_last() -> None:
    """An excused slot is in neither sum, whatever was earned or overridden; all of it excused: the assignment is."""
    found = grade(overrides=[Override(PREVIEW, 4.0)], allowances=[Allowance("s001", slot="preview", excused=True)])
    assert (found.earned, found.possible, found.excused) == (8.0, 10.0, False)
    preview = task(found, PREVIEW)
    assert (preview.excused, preview.earned, kinds(preview)) == (True, 0.0, [K.CHECKS, K.OVERRIDE, K.EXCUSED])
    whole = grade(overrides=[Override("", 9.0)], allowances=[Allowance("s001", excused=True)])
    assert (whole.excused, whole.earned, whole.possible, len(whole.tasks)) == (True, 0.0, 0.0, 3)
    assert not grade(allowances=[Allowance("s002", excused=True), Allowance("s001", "other", excused=True)]).excused


def test_an_extension_moves_the_due_date() -> None:
    """Handed in at the extended date to the second: on time; the page shows that date."""
    times = {**ON_TIME, PREVIEW: seoul("2023-02-03T18:00:00")}
    found = task(grade(times=times, allowances=[Allowance("s001", slot="preview", extra=Span(2))]), PREVIEW)
    assert (found.earned, found.due, found.late_seconds) == (3.0, "2023-02-03T18:00:00+09:00", 0.0)
    times[PREVIEW] += timedelta(minutes=10, seconds=1)
    found = task(grade(times=times, allowances=[Allowance("s001", slot="preview", extra=Span(2))]), PREVIEW)
    assert found.earned == 2.7


def test_the_best_attempt_is_the_one_with_the_best_grade() -> None:
    """A better attempt that came too late does not win; of equals the first does."""
    early, late = replace(ordinary(6.0), attempt=1), replace(ordinary(10.0), attempt=2)
    weeks = {**ON_TIME, REVIEW: seoul("2023-02-20T19:00:00")}
    first, second = grade(early), grade(late, times=weeks)
    assert best([first, second]) is first
    assert best([first, grade(late)]).earned == 13.0
    assert best([first, replace(first, name="again")]) is first


def test_a_task_is_handed_in_with_its_last_file() -> None:
    """Two files define names of the review: the later one counts, and files of other tasks do not."""
    modules = (
        Module("a", "a.py", "", defines={"lstm_cell": False}),
        Module("b", "b.py", "", defines={"gru_cell": True}),
        Module("c", "c.py", "", defines={"RNN": False}),
        Module("d", "d.py", "", defines={"helper": False}),
    )
    times = {
        "a.py": "2023-02-02T18:00:00+09:00",
        "b.py": "2023-02-02T10:30:00Z",
        "c.py": "",
        "d.py": "2024-01-01T00:00:00Z",
    }
    found = task_times(Submission("s001", "", modules, times=times), spec_of(), RULES)
    assert found == {REVIEW: seoul("2023-02-02T19:30:00")}
    odd = Submission("s001", "", modules, times={"a.py": "yesterday", "c.py": "2023-02-01T18:00:00"})
    assert task_times(odd, spec_of(), RULES) == {PREVIEW: seoul("2023-02-01T18:00:00")}


MOMENTS = st.integers(-2 * 86_400, 10 * 86_400).map(lambda s: seoul("2023-02-01T18:00:00") + timedelta(seconds=s))
POINTS = st.integers(0, 1000).map(lambda n: n / 100)
OVERRIDES = st.lists(
    st.builds(
        Override,
        st.sampled_from([PREVIEW, REVIEW, "report", "", VALUES, "gone"]),
        POINTS,
        after_late=st.booleans(),
        withdrawn=st.booleans(),
    ),
    max_size=5,
)
ALLOWANCES = st.lists(
    st.builds(
        lambda slot, days, excused: Allowance(
            "s001", "*", slot, extra=None if excused else Span(days), excused=excused
        ),
        st.sampled_from(["*", "preview", "review"]),
        st.integers(0, 9),
        st.booleans(),
    ),
    max_size=3,
)


@given(st.none() | POINTS, MOMENTS, MOMENTS, OVERRIDES, ALLOWANCES)
def test_steps_add_up(
    review: float | None, one: datetime, two: datetime, overrides: Sequence[Override], allowances: Sequence[Allowance]
) -> None:
    """Every task is the sum of its steps, every grade the sum of the tasks that count."""
    verdict = None if review is None else ordinary(review)
    found = final(
        S001, verdict, spec_of(), RULES, times={PREVIEW: one, REVIEW: two}, overrides=overrides, allowances=allowances
    )
    for each in found.tasks:
        assert round(sum(step.change for step in each.steps), 2) == each.earned == each.steps[-1].earned
    counted = [t for t in found.tasks if not t.pending and not t.excused]
    assert found.earned == round(sum(t.earned for t in counted), 2)
    assert found.possible == round(sum(t.possible for t in counted if not t.bonus), 2)


@given(POINTS, MOMENTS, st.integers(0, 9 * 86_400), OVERRIDES)
def test_coming_later_never_earns_more(
    review: float, moment: datetime, later: int, overrides: Sequence[Override]
) -> None:
    """With whatever a person set: the same work later is not worth more."""
    delayed = moment + timedelta(seconds=later)
    first, second = (
        grade(ordinary(review), times={PREVIEW: t, REVIEW: t}, overrides=overrides) for t in (moment, delayed)
    )
    assert second.earned <= first.earned
    assert all(b.earned <= a.earned for a, b in zip(first.tasks, second.tasks, strict=True) if a.task != "adjustment")


@given(POINTS, MOMENTS, st.integers(0, 300), OVERRIDES)
def test_an_extension_never_hurts(review: float, moment: datetime, hours: int, overrides: Sequence[Override]) -> None:
    """With an extension the grade is the same or better."""
    times = {PREVIEW: moment, REVIEW: moment}
    plain = grade(ordinary(review), times=times, overrides=overrides)
    more = [Allowance("s001", extra=Span(0, hours * 3600))]
    assert grade(ordinary(review), times=times, overrides=overrides, allowances=more).earned >= plain.earned


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_step_can_be_read(lang: str) -> None:
    """No step shows a bare key or an unfilled hole, in either language."""
    late = {PREVIEW: seoul("2023-02-01T19:00:00"), REVIEW: seoul("2023-03-01T19:00:00")}
    grades = [
        grade(times=late, overrides=[Override(VALUES, 1.0), Override("report", 1.0), Override("", 3.0)]),
        grade(overrides=[Override(PREVIEW, 1.0, after_late=True)], allowances=[Allowance("*", excused=True)]),
        grade(nothing=True),
        final(Student("s001"), ordinary(), spec_of(), rules_of(course_of(), spec_of()), times=late),
    ]
    texts = [render(step.message, lang) for g in grades for t in g.tasks for step in t.steps]
    assert texts and not any(text.startswith("[") or "{" in text or "?" in text for text in texts)
