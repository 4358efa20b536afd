"""Everything that a class report says, before any language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.grades import Grade
from grader.model import Run, Submission
from grader.reports.class_report.clusters import Cluster, clusters
from grader.reports.class_report.counting import ClassCount, TaskCount, count, count_tasks
from grader.reports.class_report.outliers import Spread, memory_peaks, run_times
from grader.reports.class_report.outstanding import Outstanding, outstanding
from grader.reports.class_report.standing import Standing, grades_of, late_students, standing


@dataclass(frozen=True)
class Findings:
    """One run, looked at from all sides. `grades`: place in the run → grade; `standing` is None without grades."""

    run: Run
    grades: Mapping[int, Grade]
    numbers: ClassCount
    tasks: tuple[TaskCount, ...]
    mistakes: tuple[Cluster, ...]
    times: Spread | None
    memory: Spread | None
    outstanding: Outstanding
    standing: Standing | None


def findings(
    run: Run,
    grades: Sequence[Grade] = (),
    submissions: Iterable[Submission] = (),
    flagged: Collection[str] | None = None,
) -> Findings:
    """Look at a run.

    Args:
        grades: what is published, where that is more than the checks' points; also of who handed in nothing.
        submissions: the hand-ins, as far as they are at hand: what is written beside the code is looked at.
        flagged: students whose code resembles that of others; None where nobody looked.
    """
    by_place = grades_of(run, grades)
    return Findings(
        run=run,
        grades=by_place,
        numbers=count(run, by_place),
        tasks=count_tasks(run),
        mistakes=clusters(run),
        times=run_times(run),
        memory=memory_peaks(run),
        outstanding=outstanding(run, submissions, flagged, late_students(grades)),
        standing=standing(grades) if grades else None,
    )
