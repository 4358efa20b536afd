"""The class in one language, ready to be shown: rows, bars and lists of texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.messages import render, text
from grader.model import Message, Outcome
from grader.reports.class_count import ClassCount, count
from grader.reports.marks import PARTIAL, mark_of
from grader.reports.plain import one_line, percent, points, visible
from grader.reports.view import title_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Run, TaskScore, Verdict
    from grader.reports.class_count import CheckCount


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
class Bar:
    """One column of the histogram; `height` is a share of the highest."""

    label: str
    count: int
    height: float


@dataclass(frozen=True)
class CheckRow:
    """One check over the class; the parts are shares of all results, in the order of the legend."""

    title: str
    task: str
    hidden: bool
    rate: str
    parts: tuple[tuple[str, str, int, float], ...]  # tone, label, count, share
    attempts: str


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
    bars: tuple[Bar, ...]
    checks: tuple[CheckRow, ...]
    hardest: tuple[CheckRow, ...]
    ungraded: tuple[Trouble, ...]
    unreadable: tuple[Trouble, ...]
    figures: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...]  # those that occur, with their labels
    interrupted: bool


def class_view(run: Run, lang: str, pages: Sequence[str]) -> ClassView:
    """The run in `lang`; `pages` are the links to the students' pages, one per verdict."""
    numbers = count(run)
    tasks = _tasks(run)
    titles = {task_id: title_in(task.titles, lang, task_id) for task_id, task in tasks.items()}
    rows = tuple(_row(v, page, list(tasks), lang) for v, page in zip(run.verdicts, pages, strict=True))
    used = {cell.mark for row in rows for cell in row.cells}
    return ClassView(
        lang=lang,
        title=title_in(run.titles, lang, run.assignment),
        task_ids=tuple(tasks),
        tasks=tuple((titles[task_id], points(task.possible), task.bonus) for task_id, task in tasks.items()),
        rows=rows,
        bars=_bars(numbers, lang),
        checks=tuple(_check_row(entry, titles, lang) for entry in numbers.checks),
        hardest=tuple(_check_row(entry, titles, lang) for entry in numbers.hardest()),
        ungraded=_ungraded(run, pages, titles, lang),
        unreadable=tuple(
            Trouble(one_line(v.student), page, one_line(v.origin), visible(render(v.unreadable, lang)))
            for v, page in zip(run.verdicts, pages, strict=True)
            if v.unreadable is not None
        ),
        figures=_figures(run, numbers, lang),
        facts=_facts(run, lang),
        marks=tuple((m, text(f"outcome.{m}", lang)) for m in (*Outcome, PARTIAL) if m in used),
        interrupted=run.interrupted,
    )


def _tasks(run: Run) -> dict[str, TaskScore]:
    """Each task with its largest `possible`: what could not be judged is left out of single verdicts."""
    largest: dict[str, TaskScore] = {}
    for verdict in run.verdicts:
        for task in verdict.tasks:
            if task.task not in largest or task.possible > largest[task.task].possible:
                largest[task.task] = task
    return largest


def _row(verdict: Verdict, page: str, tasks: Sequence[str], lang: str) -> Row:
    by_id = {task.task: task for task in verdict.tasks}
    share = percent(verdict.earned, verdict.possible)
    return Row(
        student=one_line(verdict.student),
        page=page,
        earned=points(verdict.earned),
        possible=points(verdict.possible),
        percent="" if share is None else f"{share:.0f}",
        unreadable=verdict.unreadable is not None,
        ungraded=verdict.ungraded,
        cells=tuple(_cell(by_id.get(task), lang) for task in tasks),
    )


def _cell(task: TaskScore | None, lang: str) -> Cell:
    if task is None:
        return Cell()
    mark = mark_of(task.outcome, task.earned)
    return Cell(mark, text(f"outcome.{mark}", lang), points(task.earned))


def _bars(numbers: ClassCount, lang: str) -> tuple[Bar, ...]:
    width = 100 // len(numbers.bins)
    highest = max(*numbers.bins, 1)
    return tuple(
        Bar(text("label.distribution_bar", lang, low=i * width, high=(i + 1) * width, count=n), n, n / highest)
        for i, n in enumerate(numbers.bins)
    )


def _check_row(entry: CheckCount, titles: dict[str, str], lang: str) -> CheckRow:
    groups = (
        ("good", "passed", entry.passed),
        ("bad", "wrong", entry.wrong),
        ("calm", "absent", entry.absent),
        ("ask", "ungraded", entry.ungraded),
    )
    whole = max(sum(number for _, _, number in groups), 1)
    return CheckRow(
        title=title_in(entry.check.titles, lang, entry.check.name),
        task=titles.get(entry.check.task, one_line(entry.check.task)),
        hidden=entry.check.hidden,
        rate="-" if entry.pass_rate is None else f"{100 * entry.pass_rate:.0f} %",
        parts=tuple((tone, text(f"label.group_{name}", lang), n, n / whole) for tone, name, n in groups),
        attempts=text("label.hardest_item", lang, passed=entry.passed, attempted=entry.attempted),
    )


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
