"""One task or rubric item of one student: its points, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from grader.grades.allowances import Allowance, extended
from grader.grades.grade import Step, StepKind, TaskGrade
from grader.grades.human import Override
from grader.grades.late import Lateness, penalty, seconds_late
from grader.grades.schedule import Rules
from grader.model import CheckResult, Message, Outcome, TaskScore
from grader.scoring import TaskInfo, round_points, score


@dataclass(frozen=True)
class Case:
    """What is true of one homework of one student.

    Attributes:
        submitted: when it was handed in; None: unknown, never late.
        allowances: those that fit. overrides: in force, by target.
    """

    rules: Rules
    submitted: datetime | None = None
    allowances: Sequence[Allowance] = ()
    overrides: Mapping[str, Override] = field(default_factory=dict)

    def override(self, target: str) -> Override | None:
        """What a person decided about `target`."""
        return self.overrides.get(target)


def with_step(grade: TaskGrade, kind: StepKind, message: Message, earned: float) -> TaskGrade:
    """The grade after one more step, to `earned` points."""
    step = Step(kind, message, round(earned - grade.earned, 2), earned)
    return replace(grade, earned=earned, steps=(*grade.steps, step))


def judged(found: TaskScore, results: Sequence[CheckResult], slot: str, case: Case, worth: float) -> TaskGrade:
    """What the checks gave, and what people made of it; dates and lateness come later.

    Args:
        results: of the task's checks. worth: all points of the task, those of ungraded checks included.
    """
    grade = TaskGrade(found.task, found.titles, slot, 0.0, found.possible, found.outcome, found.bonus)
    said: dict[str, object] = {"earned": found.earned, "possible": found.possible}
    grade = with_step(grade, StepKind.CHECKS, Message("grade.checks", said), found.earned)
    now = list(results)
    for index, result in enumerate(results):
        override = case.override(result.check.id)
        if override is None:
            continue
        points = min(round_points(override.points), result.check.points)
        passed = Outcome.PASSED if points >= result.check.points else Outcome.FAILED
        now[index] = replace(result, outcome=passed, earned=points)
        scored = _rescored(found, results, now)
        said = {**_said(override, result.earned, points), "check": dict(result.check.titles)}
        grade = with_step(grade, StepKind.OVERRIDE, Message("grade.override.check", said), scored.earned)
        grade = replace(grade, possible=scored.possible, outcome=scored.outcome)
    override = case.override(found.task)
    if override is None or override.after_late:
        return grade
    return _set(grade, override, worth)


def scored_by_hand(grade: TaskGrade, case: Case, *, handed_in: bool) -> TaskGrade:
    """A rubric item: pending until somebody scores it; nothing, where its homework was not handed in."""
    override = case.override(grade.task)
    if override is not None:
        points = round_points(override.points)
        params = {**_said(override, 0.0, points), "possible": grade.possible}
        return with_step(grade, StepKind.MANUAL, Message("grade.manual.scored", params), points)
    if not handed_in and grade.slot:
        return with_step(grade, StepKind.MISSING, Message("grade.missing"), 0.0)
    pending = with_step(grade, StepKind.MANUAL, Message("grade.manual.pending", {"possible": grade.possible}), 0.0)
    return replace(pending, pending=True)


def missing(grade: TaskGrade, case: Case) -> TaskGrade:
    """A task of somebody who handed in nothing."""
    grade = with_step(grade, StepKind.MISSING, Message("grade.missing"), 0.0)
    override = case.override(grade.task)
    return grade if override is None or override.after_late else _set(grade, override, grade.possible)


def settled(grade: TaskGrade, case: Case, worth: float) -> TaskGrade:
    """The rest of the way: lateness, a final override, an excuse."""
    override = case.override(grade.task)
    final = override is not None and override.after_late
    grade = _dated(grade, case, charge=not final)
    if override is not None and final and grade.steps[-1].kind is not StepKind.MANUAL:
        grade = _set(grade, override, worth)
    if not any(allowance.excused for allowance in case.allowances):
        return grade
    return replace(with_step(grade, StepKind.EXCUSED, Message("grade.excused"), 0.0), excused=True, pending=False)


def _dated(grade: TaskGrade, case: Case, *, charge: bool) -> TaskGrade:
    """With its dates, and what its lateness costs if it is to be charged."""
    submitted, plain = case.submitted, case.rules.due.get(grade.slot)
    zone = case.rules.zone
    due = extended(plain, case.allowances, zone) if plain is not None else None
    grade = replace(
        grade,
        submitted=submitted.astimezone(zone).isoformat() if submitted is not None else None,
        due=due.isoformat() if due is not None else None,
    )
    if submitted is None or due is None:
        return grade
    seconds = seconds_late(submitted, due)
    grade = replace(grade, late_seconds=float(seconds))
    if not seconds or not charge or grade.pending:
        return grade
    policy = case.rules.policy(grade.slot)
    found = penalty(policy, seconds, grade.earned, grade.possible)
    params: dict[str, object] = {"late": span_messages(seconds), "due": due.strftime("%Y-%m-%d %H:%M")}
    if found.lateness is Lateness.GRACE:
        return with_step(grade, StepKind.LATE, Message("grade.late.grace", params), grade.earned)
    if found.lateness is Lateness.NO_CREDIT:
        return with_step(grade, StepKind.LATE, Message("grade.late.no_credit", params), 0.0)
    if not found.percent:
        return with_step(grade, StepKind.LATE, Message("grade.late.free", params), grade.earned)
    params |= {"percent": round(found.percent, 2), "floor": found.left if found.floored else None}
    key = "grade.late.of_earned" if policy.of == "earned" else "grade.late.of_possible"
    return with_step(grade, StepKind.LATE, Message(key, params), found.left)


def span_messages(seconds: int) -> tuple[Message, ...]:
    """3 days, 2 hours: what is zero is left out."""
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    parts = {"days": days, "hours": hours, "minutes": minutes, "seconds": rest}
    return tuple(Message(f"span.{unit}", {"count": count}) for unit, count in parts.items() if count)


def _set(grade: TaskGrade, override: Override, worth: float) -> TaskGrade:
    """A person's points in place of those that stand; what was ungraded is settled by that."""
    points = round_points(override.points)
    key = "grade.override.final" if override.after_late else "grade.override.task"
    outcome = grade.outcome if grade.outcome is not Outcome.UNGRADED else None
    changed = with_step(grade, StepKind.OVERRIDE, Message(key, _said(override, grade.earned, points)), points)
    return replace(changed, possible=round_points(worth), outcome=outcome)


def _said(override: Override, before: float, points: float) -> dict[str, object]:
    return {"author": override.author, "reason": override.reason, "before": before, "points": points}


def _rescored(found: TaskScore, before: Sequence[CheckResult], now: Sequence[CheckResult]) -> TaskScore:
    """The task's score with other results; checks without any result stay outside `possible`, as they were."""
    info = TaskInfo(found.task, found.titles, sum(result.check.points for result in now), found.bonus)
    (was,), (new,) = score(before, [info]), score(now, [info])
    lacking = found.outcome is Outcome.UNGRADED and was.outcome is not Outcome.UNGRADED
    return replace(new, outcome=Outcome.UNGRADED) if lacking else new
