"""gradebook.csv: a row per student, a column per task; opens in a spreadsheet as it is, Korean included."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from grader.messages import render
from grader.model import Outcome
from grader.reports.files import write_atomic
from grader.reports.plain import one_line, percent, points, visible

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from grader.model import Run, Verdict

# A cell that begins with one of these is run as a formula; full-width forms are read the same in East Asian locales.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BOM = "\ufeff"  # without it Excel reads the file in the system's code page


def write_gradebook(run: Run, path: Path, lang: str) -> None:
    """Writes the gradebook atomically: UTF-8 with BOM, CRLF, texts quoted, numbers not.

    Columns: student, earned, possible, percent, one per task, flags, notes. Flags are `outcome:task` for every task
    that was neither passed nor merely wrong, `ungraded:<checks>` and `unreadable`. Only notes depend on `lang`.

    Raises:
        OSError: the folder cannot be written.

    """
    tasks = task_ids(run)
    rows: list[list[object]] = [["student", "earned", "possible", "percent", *map(cell, tasks), "flags", "notes"]]
    rows.extend(_row(verdict, tasks, lang) for verdict in run.verdicts)
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n").writerows(rows)
    write_atomic(path, (BOM + out.getvalue()).encode("utf-8", "replace"))


def task_ids(run: Run) -> list[str]:
    """Every task that occurs, in the order of first occurrence."""
    return list(dict.fromkeys(task.task for verdict in run.verdicts for task in verdict.tasks))


def cell(text: str) -> str:
    """One line that a spreadsheet shows and never runs."""
    line = one_line(text)
    return f"'{line}" if line.startswith(_FORMULA) or text.startswith(_FORMULA) else line


def _row(verdict: Verdict, tasks: Iterable[str], lang: str) -> list[object]:
    earned = {task.task: float(points(task.earned)) for task in verdict.tasks}
    share = percent(verdict.earned, verdict.possible)
    return [
        cell(verdict.student),
        float(points(verdict.earned)),
        float(points(verdict.possible)),
        "" if share is None else round(share, 1),
        *(earned.get(task, "") for task in tasks),
        cell("; ".join(_flags(verdict))),
        cell("; ".join(_notes(verdict, lang))),
    ]


def _flags(verdict: Verdict) -> list[str]:
    ordinary = {Outcome.PASSED, Outcome.FAILED, Outcome.UNGRADED}
    flags = ["unreadable"] if verdict.unreadable is not None else []
    if verdict.ungraded or any(task.outcome is Outcome.UNGRADED for task in verdict.tasks):
        flags.append(f"ungraded:{verdict.ungraded}")
    if verdict.unreadable is None:
        flags.extend(f"{task.outcome}:{task.task}" for task in verdict.tasks if task.outcome not in ordinary)
    return flags


def _notes(verdict: Verdict, lang: str) -> list[str]:
    messages = [*([verdict.unreadable] if verdict.unreadable else []), *verdict.notes]
    return [visible(render(message, lang)) for message in messages]
