"""What differs between two gradings: for whom, and in which checks and tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.grades.grade import Grade
from grader.model import CheckResult, Outcome, Verdict


@dataclass(frozen=True)
class CheckChange:
    """A check that ended otherwise. None: it was not there."""

    check: str
    titles: Mapping[str, str]
    before: float | None
    after: float | None
    was: Outcome | None
    now: Outcome | None


@dataclass(frozen=True)
class Change:
    """One student's changes; `before`, `after`: points, None where there is nothing of theirs."""

    student: str
    name: str
    before: float | None
    after: float | None
    checks: tuple[CheckChange, ...] = ()


def verdict_changes(before: Iterable[Verdict], after: Iterable[Verdict]) -> tuple[Change, ...]:
    """Between two runs, sorted by student: who is in one only, whose points or checks differ."""
    old, new = _by_attempt(before), _by_attempt(after)
    found = []
    for student, attempt in sorted(old.keys() | new.keys()):
        was, now = old.get((student, attempt)), new.get((student, attempt))
        checks = check_changes(was, now) if was is not None and now is not None else ()
        before_points, after_points = (None if verdict is None else verdict.earned for verdict in (was, now))
        if checks or before_points != after_points:
            name = student if attempt == 1 else f"{student} ({attempt})"
            found.append(Change(student, name, before_points, after_points, checks))
    return tuple(found)


def grade_changes(
    before: Sequence[Grade],
    after: Sequence[Grade],
    verdicts: Mapping[str, tuple[Verdict | None, Verdict | None]],
) -> tuple[Change, ...]:
    """Between two states of a class, in its order: whose grade or checks differ.

    Args:
        verdicts: student → what stood behind the grade before and stands after.
    """
    old = {grade.student: grade for grade in before}
    found = []
    for grade in after:
        was, now = verdicts.get(grade.student, (None, None))
        checks = check_changes(was, now) if was is not None and now is not None else ()
        earned = old[grade.student].earned if grade.student in old else None
        if checks or earned != grade.earned:
            found.append(Change(grade.student, grade.name, earned, grade.earned, checks))
    return tuple(found)


def check_changes(before: Verdict, after: Verdict) -> tuple[CheckChange, ...]:
    """The checks whose outcome or points differ, in the order of the later verdict; those that are gone come last."""
    old = {result.check.id: result for result in before.results}
    new = {result.check.id: result for result in after.results}
    pairs = [(old.get(name), new.get(name)) for name in dict.fromkeys([*new, *old])]
    return tuple(_change(was, now) for was, now in pairs if _seen(was) != _seen(now))


def _seen(result: CheckResult | None) -> tuple[Outcome, float] | None:
    return None if result is None else (result.outcome, result.earned)


def _change(was: CheckResult | None, now: CheckResult | None) -> CheckChange:
    known = now or was
    assert known is not None
    return CheckChange(
        known.check.id,
        known.check.titles,
        None if was is None else was.earned,
        None if now is None else now.earned,
        None if was is None else was.outcome,
        None if now is None else now.outcome,
    )


def _by_attempt(verdicts: Iterable[Verdict]) -> dict[tuple[str, int], Verdict]:
    return {(verdict.student, verdict.attempt): verdict for verdict in verdicts}
