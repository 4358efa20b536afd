"""Where the grades come from that are exported and handed back: the one place that knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.course import Course
from grader.course.roster import Roster
from grader.errors import UsageError
from grader.exports import from_verdict
from grader.grades import Grade
from grader.model import Run, Verdict
from grader.reports import read_results
from grader.spec import AssignmentSpec, load_assignment

RESULTS = Path("graded/results.json")


@dataclass(frozen=True)
class Published:
    """What may leave the house of one assignment.

    Attributes:
        spec: the assignment.
        run: the verdicts behind the grades.
        grades: one for each student.
        roster: empty where the course has none.
    """

    spec: AssignmentSpec
    run: Run
    grades: tuple[Grade, ...]
    roster: Roster

    @property
    def verdict_of(self) -> Mapping[str, Verdict]:
        """Student → verdict; a member of a team has the team's."""
        found = {member: verdict for verdict in self.run.verdicts for member in verdict.members}
        return found | {verdict.student: verdict for verdict in self.run.verdicts}


def published(course: Course, week: str, results: Path | None = None) -> Published:
    """The grades of an assignment.

    Args:
        course: of the assignment.
        week: as the command line names it.
        results: a results.json whose verdicts are to be taken as they are, without due dates and overrides.

    Raises:
        UsageError: there are none, or the file is of another assignment.
    """
    spec = load_assignment(course.assignment_dir(week))
    run = read_results(results or RESULTS)
    if run.assignment != spec.id:
        raise UsageError(f"{results or RESULTS}: results of {run.assignment}, not of {spec.id} (say --results)")
    slots = {task.id: task.slot for task in spec.tasks}
    grades = tuple(from_verdict(verdict, spec.id, slots=slots) for verdict in run.verdicts)
    return Published(spec, run, grades, Roster())
