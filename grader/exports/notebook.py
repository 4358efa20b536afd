"""The feedback notebook: a student's own cells, each task's outcome right below the cell that defines it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.exports.work import Chapter
from grader.grades import Grade
from grader.model import CheckResult, Outcome, Run, Verdict
from grader.reports.markdown import check_line, escaped, summary, task_blocks
from grader.reports.marks import SYMBOLS, TONES
from grader.reports.plain import one_line
from grader.reports.view import StudentView, TaskView, check_view, place, student_view, title_in

FEEDBACK = "grader-feedback"  # the tag of our cells


@dataclass(frozen=True)
class Work:
    """One student's hand-in with its result.

    Attributes:
        verdict, run: what the checks gave.
        chapters: the files.
        names: task → the functions and classes that it asks for.
        grade: what was published, where something was.
    """

    verdict: Verdict
    run: Run
    chapters: tuple[Chapter, ...]
    names: Mapping[str, Sequence[str]]
    grade: Grade | None = None


@dataclass(frozen=True)
class _Place:
    chapter: int
    cell: int


def feedback_notebook(work: Work, lang: str) -> str:
    """The notebook's text: nbformat 4.5, no outputs, no metadata of the student's.

    First the summary, then file by file the student's cells. A task stands below the last cell that defines one of its
    names; a check that failed in another cell is named below that one; tasks that are nowhere stand at the end.
    """
    made = notebook(work, lang)
    for cell in made["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)  # a line an item, as editors write it
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def notebook(work: Work, lang: str) -> dict[str, Any]:
    """The same as a dictionary of nbformat 4.5."""
    view = student_view(work.verdict, lang, work.grade)
    below, homeless = _placed(work, view)
    pointers = _pointers(work, below, lang)
    title = escaped(title_in(work.run.titles, lang, work.run.assignment))
    cells = [_feedback([f"# {title}", *summary(view, lang)], "calm")]
    for number, chapter in enumerate(work.chapters):
        if len(work.chapters) > 1:
            cells.append(_feedback([f"## {escaped(one_line(chapter.path))}"], "calm"))
        for index, cell in enumerate(chapter.cells):
            cells.append(_code(cell.source) if cell.code else _markdown(cell.source))
            here = _Place(number, index)
            cells += [_of_task(task, lang) for task in below.get(here, ())]
            if here in pointers:
                cells.append(_feedback(["\n".join(pointers[here])], "bad"))
    cells += [_of_task(task, lang) for task in homeless if task.checks or task.steps]
    for number, entry in enumerate(cells, 1):
        entry["id"] = f"cell-{number}"
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python", "pygments_lexer": "ipython3"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _placed(work: Work, view: StudentView) -> tuple[dict[_Place, list[TaskView]], list[TaskView]]:
    """Cell → the tasks whose outcome stands below it; and the tasks without a cell."""
    below: dict[_Place, list[TaskView]] = defaultdict(list)
    homeless = []
    for task in view.tasks:
        place_ = _home(work, task.id)
        if place_ is None:
            homeless.append(task)
        else:
            below[place_].append(task)
    return below, homeless


def _home(work: Work, task: str) -> _Place | None:
    """The last cell that defines one of the task's names, in the file that defines most of them."""
    best: tuple[int, _Place] | None = None
    for number, chapter in enumerate(work.chapters):
        cells = [chapter.defined_in[name] for name in work.names.get(task, ()) if name in chapter.defined_in]
        if cells and (best is None or len(cells) >= best[0]):
            best = (len(cells), _Place(number, max(cells)))
    return None if best is None else best[1]


def _pointers(work: Work, below: Mapping[_Place, Iterable[TaskView]], lang: str) -> dict[_Place, list[str]]:
    """Cell → lines on checks that failed there although their task stands below another cell."""
    home = {task.id: place_ for place_, tasks in below.items() for task in tasks}
    found: dict[_Place, list[str]] = defaultdict(list)
    for result in work.verdict.results:
        at = _where(work, result)
        if at is not None and at != home.get(result.check.task):
            view = check_view(result, work.verdict, lang)
            where = place(result.where, lang)
            found[at].append(f"- {SYMBOLS.get(view.mark, '')} {check_line(view, lang)} ({escaped(where)})")
    return found


def _where(work: Work, result: CheckResult) -> _Place | None:
    if result.where is None or result.outcome is Outcome.PASSED:
        return None
    for number, chapter in enumerate(work.chapters):
        if chapter.path == result.where.file:
            index = chapter.index_of(result.where.cell, result.where.line)
            return None if index is None else _Place(number, index)
    return None


def _code(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "id": "", "metadata": {}, "outputs": [], **_source(source)}


def _markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": "", "metadata": {}, **_source(source)}


def _feedback(blocks: Sequence[str], tone: str) -> dict[str, Any]:
    entry = _markdown("\n\n".join(blocks))
    return entry | {"metadata": {"tags": [FEEDBACK, f"{FEEDBACK}-{tone}"]}}


def _of_task(task: TaskView, lang: str) -> dict[str, Any]:
    return _feedback(list(task_blocks(task, lang, level=3)), TONES.get(task.mark, "calm"))


def _source(text: str) -> dict[str, str]:
    """Characters that UTF-8 does not have are replaced."""
    return {"source": text.encode("utf-8", "replace").decode()}
