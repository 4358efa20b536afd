"""How a published grade came about, as its student sees it, in one language."""

from __future__ import annotations

from dataclasses import dataclass

from grader.grades import Grade, StepKind, TaskGrade
from grader.messages import render, text
from grader.reports.plain import points, visible
from grader.reports.view import title_in


@dataclass(frozen=True)
class StepView:
    """One step: what, by how many points, and what stood after it."""

    what: str
    change: str
    earned: str


@dataclass(frozen=True)
class TaskGradeView:
    """One task or rubric item that is more than the checks' points."""

    title: str
    result: str  # points, or why there are none
    steps: tuple[StepView, ...]


@dataclass(frozen=True)
class GradeView:
    """The grade: totals, the tasks whose points a word is due on, and what people wrote."""

    earned: str
    possible: str
    share: float
    tasks: tuple[TaskGradeView, ...]
    comments: tuple[str, ...]


def grade_view(grade: Grade, lang: str) -> GradeView:
    """Tasks that have the checks' points and nothing else are left out: the page shows them anyway."""
    return GradeView(
        earned=points(grade.earned),
        possible=points(grade.possible),
        share=min(max(grade.earned / grade.possible, 0.0), 1.0) if grade.possible > 0 else 0.0,
        tasks=tuple(_task(task, lang) for task in grade.tasks if _says_more(task)),
        comments=tuple(visible(comment) for comment in grade.comments),
    )


def _says_more(task: TaskGrade) -> bool:
    return task.pending or task.excused or any(step.kind is not StepKind.CHECKS for step in task.steps)


def _task(task: TaskGrade, lang: str) -> TaskGradeView:
    if task.excused:
        result = text("class.excused", lang)
    elif task.pending:
        result = text("label.pending", lang)
    else:
        result = text("label.points_of", lang, earned=points(task.earned), possible=points(task.possible))
    return TaskGradeView(
        title=title_in(task.titles, lang, task.task),
        result=result,
        steps=tuple(
            StepView(visible(render(step.message, lang)), _signed(step.change), points(step.earned))
            for step in task.steps
        ),
    )


def _signed(change: float) -> str:
    """+2, −0.5, 0: a minus as print has it."""
    written = points(abs(change))
    return written if written == "0" else f"{'−' if change < 0 else '+'}{written}"
