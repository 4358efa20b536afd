"""The pages of docs/reference/ and what stands in each."""

from __future__ import annotations

from pathlib import Path

from grader.course.course import Course, _CourseFile
from grader.course.roster_file import NAME, STUDENT
from grader.grades.exceptions import COLUMNS
from grader.intake.sources.saved import SavedIntake
from grader.reports.results_schema import ResultsFile
from grader.signing.statement import Result
from grader.spec.assignment import AssignmentSpec
from grader.verify.equivalents import _File
from tools.reference.commands import commands_page
from tools.reference.models import tables

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"
_MADE = "<!-- Made by `python -m tools.reference` from the code; a test compares them. -->\n\n"
_FILES = """# Files of a course

What people write. All are UTF-8. A key that is unknown, missing or of another type stops the command with one line that
names file, key and remedy.
"""
_ROSTER = """## roster.csv

Named by `paths.roster`. Columns: `{student}` (the id, needed), `{name}`, and any others: e-mail, login, numbers of the
LMS, section. Separated by comma, semicolon or tab; UTF-8 or cp949. See [intake](../intake.md).
"""
_EXCEPTIONS = """## exceptions.csv

Named by `paths.exceptions`. Columns: {columns}. See [grades](../grades.md#extensions-and-excuses).
"""
_FORMATS = """# Files that the grader writes

What programs read. Fields may be added; a reader ignores those it does not know.
"""


def pages() -> dict[str, str]:
    """File name → text."""
    return {
        "commands.md": _MADE + commands_page(),
        "files.md": _MADE + _files(),
        "formats.md": _MADE + _formats(),
    }


def _files() -> str:
    root = "The root of a course: the grader walks up to this file."
    parts = [
        _FILES,
        tables("course.toml", _CourseFile, root, docstring=Course.__doc__ or ""),
        tables("assignment.toml", AssignmentSpec, "In `assignments/weekNN_word/`."),
        tables("mutants.toml", _File, "Beside `assignment.toml`; see [verifying](../verify.md)."),
        _ROSTER.format(student=STUDENT, name=NAME),
        _EXCEPTIONS.format(columns=", ".join(f"`{column}`" for column in COLUMNS)),
    ]
    return "\n".join(parts)


def _formats() -> str:
    results = "Of one grading; explained [field by field](../results-schema.md), as a [schema](../results.schema.json)."
    return "\n".join(
        [
            _FORMATS,
            tables("results.json", ResultsFile, results, toml=False),
            tables("WEEK.signed.json", Result, "What `grader ci --sign` writes; see [CI](../ci.md).", toml=False),
            tables("intake.json", SavedIntake, "What `grader intake` writes beside the folders.", toml=False),
        ]
    )
