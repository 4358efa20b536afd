"""gradebook.csv of a week or of the term: what was published, after late work and overrides."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from grader.course.roster import Roster, Student
from grader.grades import Grade, StepKind, TaskGrade
from grader.reports.gradebook import BOM, cell
from grader.reports.plain import percent, points
from grader.scoring import round_points


def gradebook(weeks: Sequence[Sequence[Grade]], roster: Roster = Roster()) -> bytes:  # noqa: B008 - frozen
    """The grades of one or several assignments: UTF-8 with BOM, CRLF, texts quoted, numbers not.

    Columns: student, name, the roster's; one per task; of each assignment earned and possible, and with several their
    sum; percent; flags. Names of columns of several assignments begin with the assignment. A cell is empty where
    something is still to be judged or does not count; `flags` say so: `late`, `override`, `manual`, `excused`,
    `pending`, `missing` with the task.
    """
    students = _students(weeks, roster)
    keys = list(dict.fromkeys(key for student in roster.students for key in student.keys))
    several = len(weeks) > 1
    header = ["student", "name", *keys]
    for week in weeks:
        prefix = f"{week[0].assignment}:" if several and week else ""
        header += [f"{prefix}{task}" for task in _tasks(week)] + [f"{prefix}earned", f"{prefix}possible"]
    header += ["earned", "possible"] if several else []
    rows: list[list[object]] = [[cell(name) for name in (*header, "percent", "flags")]]
    by_week = [{grade.student: grade for grade in week} for week in weeks]
    for student in students:
        row: list[object] = [cell(student.id), cell(student.name), *(cell(student.keys.get(key, "")) for key in keys)]
        here = [grades.get(student.id) for grades in by_week]
        for grade, week in zip(here, weeks, strict=True):
            row += _week(grade, _tasks(week))
        counted = [grade for grade in here if grade is not None and not grade.excused]
        earned, possible = (round_points(sum(getattr(g, name) for g in counted)) for name in ("earned", "possible"))
        row += [earned, possible] if several else []
        share = percent(earned, possible)
        row += ["" if share is None else round(share, 1), cell("; ".join(_flags(here, several=several)))]
        rows.append(row)
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n").writerows(rows)
    return (BOM + out.getvalue()).encode("utf-8", "replace")


def _students(weeks: Iterable[Sequence[Grade]], roster: Roster) -> list[Student]:
    known = {student.id: student for student in roster.students}
    for week in weeks:
        for grade in week:
            known.setdefault(grade.student, Student(grade.student, grade.name))
    return list(known.values())


def _tasks(week: Iterable[Grade]) -> list[str]:
    return list(dict.fromkeys(task.task for grade in week for task in grade.tasks))


def _week(grade: Grade | None, tasks: Sequence[str]) -> list[object]:
    if grade is None:
        return [""] * (len(tasks) + 2)
    found = {task.task: task for task in grade.tasks}
    cells: list[object] = []
    for name in tasks:
        task = found.get(name)
        counts = task is not None and not (task.excused or task.pending or grade.excused)
        cells.append(float(points(task.earned)) if task is not None and counts else "")
    return cells + (["", ""] if grade.excused else [float(points(grade.earned)), float(points(grade.possible))])


def _flags(grades: Iterable[Grade | None], *, several: bool) -> list[str]:
    flags = []
    for grade in grades:
        if grade is None:
            continue
        where = f"{grade.assignment}:" if several else ""
        if grade.excused:
            flags.append(f"{where}excused")
            continue
        if not grade.handed_in:
            flags.append(f"{where}missing")
        if grade.ungraded:
            flags.append(f"{where}ungraded:{grade.ungraded}")
        flags += [f"{where}{flag}:{task.task}" for task in grade.tasks for flag in _of_task(task)]
    return flags


def _of_task(task: TaskGrade) -> list[str]:
    moved = {step.kind for step in task.steps}
    found = [kind.value for kind in (StepKind.LATE, StepKind.OVERRIDE, StepKind.MANUAL) if kind in moved]
    return found + ["excused"] * task.excused + ["pending"] * task.pending
