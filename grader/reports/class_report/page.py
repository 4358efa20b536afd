"""The class page in one language, ready for its template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.messages import text
from grader.reports.class_report import plots
from grader.reports.class_report.checks_view import CheckRow, TaskPart, groups, hardest, scores, task_parts
from grader.reports.class_report.findings import Findings
from grader.reports.class_report.mistakes_view import MistakeView, mistake_views
from grader.reports.class_report.outstanding_view import OutstandingView, outstanding_view
from grader.reports.class_report.spread_view import SpreadView, memory_view, time_view
from grader.reports.class_report.standing_view import StandingView, standing_view
from grader.reports.class_report.view import ClassView, class_view
from grader.reports.view import title_in


@dataclass(frozen=True)
class ClassPage:
    """All sections; `sections` are the ids and titles of those that are there, in their order."""

    view: ClassView
    scores: plots.Plot
    hardest: tuple[CheckRow, ...]
    tasks: tuple[TaskPart, ...]
    groups: tuple[tuple[str, str], ...]
    mistakes: tuple[MistakeView, ...]
    spreads: tuple[SpreadView, ...]
    outstanding: OutstandingView
    standing: StandingView | None
    sections: tuple[tuple[str, str], ...]


def class_page_view(found: Findings, lang: str, pages: Sequence[str]) -> ClassPage:
    """`pages`: the links to the students' pages, one per verdict."""
    run = found.run
    titles = {entry.task.task: title_in(entry.task.titles, lang, entry.task.task) for entry in found.tasks}
    spreads = [time_view(run, found.times, pages, lang)] if found.times is not None else []
    if found.memory is not None:
        spreads.append(memory_view(run, found.memory, pages, lang))
    by_student = {name: page for v, page in zip(run.verdicts, pages, strict=True) for name in (*v.members, v.student)}
    mistakes = mistake_views(run, found.mistakes, pages, titles, lang)
    there = {
        "scores": True,
        "look": True,
        "mistakes": True,
        "checks": bool(found.numbers.checks),
        "usage": bool(spreads),
        "outstanding": bool(run.verdicts),
        "students": True,
    }
    return ClassPage(
        view=class_view(run, lang, pages, found.grades),
        scores=scores(found.numbers, lang),
        hardest=hardest(found.numbers, found.tasks, lang),
        tasks=task_parts(run, found.tasks, found.numbers, lang),
        groups=groups(lang),
        mistakes=mistakes,
        spreads=tuple(spreads),
        outstanding=outstanding_view(run, found.outstanding, pages, lang),
        standing=None if found.standing is None else standing_view(found.standing, by_student, lang),
        sections=tuple((name, text(f"class.section_{name}", lang)) for name, shown in there.items() if shown),
    )
