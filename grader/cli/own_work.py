"""Whose work `grader check` looks at, of which week, and what it says about the rest."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path

from grader.cli.find import find_week
from grader.cli.options import the_course
from grader.course import Course
from grader.errors import SpecError, UsageError
from grader.levels import PROCESS
from grader.model import CheckResult, Message, Run, Submission, Verdict
from grader.spec import AssignmentSpec

CODE = frozenset({".py", ".ipynb"})
_MANIFEST = "release.json"  # in the checks' folder of a student's bundle


def course_of(path: Path, course_dir: Path) -> Course:
    """The course around the work; a file that lies elsewhere (downloaded from Colab) belongs to the one we are in.

    Raises:
        UsageError: there is none; it says where one comes from.
    """
    if course_dir != Path():
        return the_course(course_dir)
    try:
        return the_course(path)
    except SpecError:
        raise
    except UsageError:
        return the_course(course_dir)


def work_of(path: Path, course: Course) -> Path:
    """The file or folder with the work: of a bundle's top, the week's folder that was worked on last.

    Raises:
        UsageError: it holds no work, or the reference as well.
    """
    if not path.is_dir() or not course.root.resolve().is_relative_to(path.resolve()):
        return path
    if path.resolve() != course.root.resolve() or not is_bundle(course):  # it holds the reference, too
        raise UsageError(f"{path}: this is the course's folder (give your own: {course.paths.template}/<week>)")
    weeks = [path / week for week in course.assignments() if code_files(path / week)]
    if not weeks:
        raise UsageError(f"{path}: no week's folder with code is here (change into the folder of a week)")
    return max(weeks, key=lambda folder: max(file.stat().st_mtime_ns for file in code_files(folder)))


def is_bundle(course: Course) -> bool:
    """Whether the course is a student's bundle, without the reference."""
    return any((course.assignment_dir(week) / _MANIFEST).is_file() for week in course.assignments())


def code_files(path: Path) -> list[Path]:
    """The files that may be work: the file itself, or those of a folder."""
    if path.is_file():
        return [path]
    inside = (p for p in path.rglob("*") if p.suffix in CODE and p.is_file())
    return sorted(p for p in inside if not any(part.startswith((".", "__")) for part in p.relative_to(path).parts))


def tasks_of(path: Path, spec: AssignmentSpec) -> tuple[str, ...]:
    """The tasks that a file of the template is about: who checks `lstm_cell.py` knows that the rest is elsewhere."""
    return tuple(t.id for t in spec.tasks if path.is_file() and path.name == f"{t.module}.py")


def week_of(course: Course, path: Path, submission: Submission) -> str:
    """The week that the work belongs to; a course that has one only needs no guess."""
    known = course.assignments()
    return known[0] if len(known) == 1 else find_week(course, path, submission)


def left_out(
    outcome: Verdict, spec: AssignmentSpec, checks: Path, *, training: bool, trained: bool, only: Collection[str]
) -> list[Message]:
    """What grading will look at and this did not.

    Args:
        checks: the folder of the week's checks. training: training checks were to run. trained: some did.
    """
    if outcome.unreadable is not None:
        return []
    said = []
    tasks = [t for t in spec.tasks if not only or t.id in only]
    if not training and any(t.gates for t in tasks):
        said.append(Message("cli.no_training"))
    elif trained:
        said.append(Message("cli.trained_generated"))
    here = points_here(outcome.results)
    hidden = _hidden(checks, [t.id for t in tasks])
    if hidden is None and training:  # without training the difference is not the hidden checks' alone
        hidden = sum(t.points - here.get(t.id, 0.0) for t in tasks)
    if hidden:
        said.append(Message("cli.public_only", {"public": f"{sum(here.values()):g}", "hidden": f"{hidden:g}"}))
    elif hidden is None:
        said.append(Message("cli.hidden_left"))
    return [*said, Message("cli.no_sandbox")]


def _hidden(checks: Path, tasks: Collection[str]) -> float | None:
    """The points of the hidden checks, as a bundle tells them; None in the course itself."""
    try:
        hidden = json.loads((checks / _MANIFEST).read_bytes())["hidden"]
        return float(sum(points for task, (_, points) in hidden.items() if task in tasks))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def points_here(results: Iterable[CheckResult]) -> dict[str, float]:
    """Task → points of the checks that ran; not `possible`, which leaves out what could not be judged."""
    found: dict[str, float] = {}
    for result in results:
        found[result.check.task] = found.get(result.check.task, 0.0) + result.check.points
    return found


def as_run(spec: AssignmentSpec, started: str, environment: dict[str, str], outcome: Verdict) -> Run:
    """The same schema as `grader grade --json`, with one submission."""
    return Run(
        assignment=spec.id,
        titles=spec.title,
        seed_sha256="",
        sandbox=PROCESS.level,
        guarantees=PROCESS.guarantees,
        started=started,
        seconds=outcome.seconds,
        environment=environment,
        verdicts=(outcome,),
        expected=1,
    )
