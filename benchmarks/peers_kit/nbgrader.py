"""nbgrader: a notebook per hand-in, `nbgrader autograde` once for all, scores from its gradebook."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from peers_kit.cost import run
from peers_kit.environments import environment, version
from peers_kit.hand_ins import RIGHT
from peers_kit.model import FUNCTIONS, HOMEWORK, POINTS, Graded, HandIn
from peers_kit.notebooks import code, jupyter, write

ASSIGNMENT = "rnn"
_SOLUTION = f"### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION"
_CONFIG = 'c = get_config()\nc.CourseDirectory.course_id = "peers"\n'


class NbGrader:
    """One kernel per hand-in; the tests are cells behind the student's."""

    key = "nbgrader"
    about = f"{version('nbgrader')}: autograde, one call"

    def __init__(self, cache: Path) -> None:
        self._cache = cache

    def prepare(self) -> None:
        """Make the environment and the course: the teacher's notebook, and its release."""
        self._bin = environment(self._cache, "nbgrader")
        self._scratch = tempfile.TemporaryDirectory(prefix="peers-nbgrader-")
        self._course = Path(self._scratch.name) / "course"
        self._course.mkdir()
        (self._course / "nbgrader_config.py").write_text(_CONFIG, "utf-8")
        write(self._course / "source" / ASSIGNMENT / "homework.ipynb", _cells(_SOLUTION))
        self._nbgrader(self._course, "generate_assignment", ASSIGNMENT)

    def grade(self, hand_ins: Sequence[HandIn], work: Path) -> Graded:
        """A fresh copy of the course; each hand-in is the released notebook with the student's cell filled in."""
        course = work / "course"
        shutil.copytree(self._course, course)
        for hand_in in hand_ins:
            write(course / "submitted" / hand_in.name / ASSIGNMENT / "homework.ipynb", _cells(hand_in.source))
        command = [str(self._bin / "nbgrader"), "autograde", ASSIGNMENT]
        cost, _ = run(command, course, jupyter(self._bin, work))
        self._nbgrader(course, "export", "--to", "grades.csv")
        with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
            return Graded(cost, {row["student_id"]: float(row["score"] or 0) for row in csv.DictReader(file)})

    def _nbgrader(self, course: Path, *arguments: str) -> None:
        run([str(self._bin / "nbgrader"), *arguments], course, jupyter(self._bin, course.parent))


def _cells(source: str) -> list[dict[str, object]]:
    checks = (HOMEWORK / "checks.py").read_text("utf-8")
    cells = [code(source, nbgrader=_marks("hand_in", solution=True)), code(checks, nbgrader=_marks("checks"))]
    for check, points in POINTS.items():
        cells.append(code(f"{check}({FUNCTIONS[check]})", nbgrader=_marks(check, points=points)))
    return cells


def _marks(name: str, *, solution: bool = False, points: int | None = None) -> dict[str, object]:
    """nbgrader's metadata of a cell: the student's, a given one, or a test worth points."""
    marks: dict[str, object] = {"schema_version": 3, "grade_id": name, "locked": not solution, "solution": solution}
    marks |= {"grade": points is not None, "task": False}
    return marks if points is None else marks | {"points": points}
