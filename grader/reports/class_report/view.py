"""The class in one language, ready to be shown: rows, bars and lists of texts."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from grader.messages import render, text
from grader.model import Message, Outcome
from grader.reports.class_report.counting import ClassCount, count, count_tasks
from grader.reports.marks import PARTIAL, label_of, mark_of
from grader.reports.plain import one_line, percent, points, visible
from grader.reports.view import title_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.grades import Grade
    from grader.model import Run, TaskScore, Verdict


@dataclass(frozen=True)
class Cell:
    """One task of one student; without a mark when the student has no such task."""

    mark: str = ""
    label: str = ""
    earned: str = ""


@dataclass(frozen=True)
class Row:
    """One student."""

    student: str
    page: str
    earned: str
    possible: str
    percent: str
    unreadable: bool
    ungraded: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Trouble:
    """Something that a person has to look at."""

    student: str
    page: str
    what: str
    why: str


@dataclass(frozen=True)
class ClassView:
    """Everything that the class page shows."""

    lang: str
    title: str
    task_ids: tuple[str, ...]
    tasks: tuple[tuple[str, str, bool], ...]  # title, points, bonus
    rows: tuple[Row, ...]
    ungraded: tuple[Trouble, ...]
    unreadable: tuple[Trouble, ...]
    figures: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...]  # those that occur, with their labels
    interrupted: bool


def class_view(
    run: Run, lang: str, pages: Sequence[str], grades: Mapping[int, Grade] = MappingProxyType({})
) -> ClassView:
    """The run in `lang`.

    Args:
        pages: the links to the students' pages, one per verdict. grades: place in the run → the published grade.
    """
    numbers = count(run, grades)
    tasks = {entry.task.task: entry.task for entry in count_tasks(run)}
    titles = {task_id: title_in(task.titles, lang, task_id) for task_id, task in tasks.items()}
    rows = tuple(
        _row(verdict, grades.get(place), pages[place], list(tasks), lang) for place, verdict in enumerate(run.verdicts)
    )
    used = {cell.mark for row in rows for cell in row.cells}
    return ClassView(
        lang=lang,
        title=title_in(run.titles, lang, run.assignment),
        task_ids=tuple(tasks),
        tasks=tuple((titles[task_id], points(task.possible), task.bonus) for task_id, task in tasks.items()),
        rows=rows,
        ungraded=_ungraded(run, pages, titles, lang),
        unreadable=tuple(
            Trouble(one_line(v.student), page, one_line(v.origin), visible(render(v.unreadable, lang)))
            for v, page in zip(run.verdicts, pages, strict=True)
            if v.unreadable is not None
        ),
        figures=_figures(run, numbers, lang),
        facts=_facts(run, lang),
        marks=tuple((m, label_of(m, lang)) for m in (*Outcome, PARTIAL) if m in used),
        interrupted=run.interrupted,
    )


def _row(verdict: Verdict, grade: Grade | None, page: str, tasks: Sequence[str], lang: str) -> Row:
    """Points of the tasks are the checks', the total is the grade's where there is one."""
    by_id = {task.task: task for task in verdict.tasks}
    total = grade or verdict
    share = percent(total.earned, total.possible)
    return Row(
        student=one_line(verdict.student),
        page=page,
        earned=points(total.earned),
        possible=points(total.possible),
        percent="" if share is None else f"{share:.0f}",
        unreadable=verdict.unreadable is not None,
        ungraded=verdict.ungraded,
        cells=tuple(_cell(by_id.get(task), lang) for task in tasks),
    )


def _cell(task: TaskScore | None, lang: str) -> Cell:
    if task is None:
        return Cell()
    mark = mark_of(task.outcome, task.earned)
    return Cell(mark, label_of(mark, lang), points(task.earned))


def _ungraded(run: Run, pages: Sequence[str], titles: dict[str, str], lang: str) -> tuple[Trouble, ...]:
    return tuple(
        Trouble(
            student=one_line(verdict.student),
            page=page,
            what=f"{titles.get(result.check.task, result.check.task)}: "
            + title_in(result.check.titles, lang, result.check.name),
            why=_reason(result.message, lang),
        )
        for verdict, page in zip(run.verdicts, pages, strict=True)
        for result in verdict.results
        if result.outcome is Outcome.UNGRADED
    )


def _reason(message: Message | None, lang: str) -> str:
    """Why we failed; the rest of an `ungraded` message comforts students, who do not read this."""
    reason = message.params.get("reason") if message is not None else None
    if isinstance(reason, Message):
        return visible(render(reason, lang))
    return visible(str(reason)) if reason else visible(render(message, lang)) if message is not None else ""


def _figures(run: Run, numbers: ClassCount, lang: str) -> tuple[tuple[str, str], ...]:
    graded = f"{len(run.verdicts)} / {max(run.expected, len(run.verdicts))}"
    mean, median = (("-" if value is None else f"{value:.1f} %") for value in (numbers.mean, numbers.median))
    values = {
        "graded": graded,
        "mean": mean,
        "median": median,
        "full_marks": str(numbers.full),
        "unreadable_count": str(sum(verdict.unreadable is not None for verdict in run.verdicts)),
        "ungraded_checks": str(numbers.ungraded),
    }
    return tuple((text(f"label.{name}", lang), value) for name, value in values.items())


def _facts(run: Run, lang: str) -> tuple[tuple[str, str], ...]:
    values = {
        "duration": text("label.seconds", lang, seconds=f"{run.seconds:.1f}"),
        "sandbox": one_line(run.sandbox),
        "guarantees": one_line(", ".join(run.guarantees)),
        "seed": one_line(run.seed_sha256[:16]),
        "environment": one_line(", ".join(f"{name} {value}" for name, value in run.environment.items())),
    }
    return tuple((text(f"label.{name}", lang), value) for name, value in values.items() if value)
