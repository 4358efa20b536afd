"""Scores, tasks and checks of the class in one language."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from grader.messages import text
from grader.model import Run
from grader.reports.class_report import plots
from grader.reports.class_report.counting import BINS, CheckCount, ClassCount, TaskCount, bins
from grader.reports.class_report.words import share
from grader.reports.plain import one_line, points
from grader.reports.view import title_in


@dataclass(frozen=True)
class CheckRow:
    """One check; `parts` are tone, label, count, beginning and width in percent of all results."""

    title: str
    task: str
    hidden: bool
    rate: str
    parts: tuple[tuple[str, str, int, float, float], ...]
    attempts: str


@dataclass(frozen=True)
class TaskPart:
    """One task with its checks; `shape` is a small histogram of its points, as the data of an SVG path."""

    title: str
    possible: str
    bonus: bool
    mean: str
    full: int
    shape: str
    shape_label: str
    checks: tuple[CheckRow, ...]


def scores(numbers: ClassCount, lang: str) -> plots.Plot:
    """How the class's scores are spread."""
    width = 100 // len(numbers.bins)
    labels = [
        text("class.range", lang, low=place * width, high=(place + 1) * width) for place in range(len(numbers.bins))
    ]
    marks = []
    if numbers.percents:
        median = statistics.median(numbers.percents)
        marks.append(plots.mark(median / 100, text("class.median_mark", lang, value=f"{median:.0f}")))
    return plots.Plot(
        title=text("label.distribution", lang),
        about=text("label.distribution_about", lang),
        axis=text("label.distribution_axis", lang),
        bars=tuple(plots.bars(numbers.bins, labels)),
        ticks=tuple(plots.Mark(plots.across(tick / 100), str(tick)) for tick in range(0, 101, 20)),
        marks=tuple(marks),
    )


def task_parts(run: Run, tasks: Sequence[TaskCount], numbers: ClassCount, lang: str) -> tuple[TaskPart, ...]:
    """Every task with its checks, in the order in which they ran."""
    return tuple(_task(entry, [c for c in numbers.checks if c.check.task == entry.task.task], lang) for entry in tasks)


def hardest(numbers: ClassCount, tasks: Sequence[TaskCount], lang: str, count: int = 5) -> tuple[CheckRow, ...]:
    """The checks that fewest of those who tried passed."""
    titles = {entry.task.task: title_in(entry.task.titles, lang, entry.task.task) for entry in tasks}
    return tuple(_check(entry, titles.get(entry.check.task, ""), lang) for entry in numbers.hardest(count))


def groups(lang: str) -> tuple[tuple[str, str], ...]:
    """The key to the bars: tone and label."""
    names = ("passed", "wrong", "absent", "ungraded")
    return tuple(
        (tone, text(f"label.group_{name}", lang))
        for tone, name in zip(("good", "bad", "calm", "ask"), names, strict=True)
    )


def _task(entry: TaskCount, checks: Sequence[CheckCount], lang: str) -> TaskPart:
    title = title_in(entry.task.titles, lang, entry.task.task)
    mean = share(None if entry.mean is None else entry.mean / 100)
    return TaskPart(
        title=title,
        possible=points(entry.task.possible),
        bonus=entry.task.bonus,
        mean=mean,
        full=entry.full,
        shape=plots.small(bins(entry.percents, BINS)),
        shape_label=text("class.task_shape", lang, mean=mean, full=entry.full),
        checks=tuple(_check(check, title, lang) for check in checks),
    )


def _check(entry: CheckCount, task: str, lang: str) -> CheckRow:
    counts = (entry.passed, entry.wrong, entry.absent, entry.ungraded)
    whole = max(sum(counts), 1)
    parts, begin = [], 0.0
    for (tone, label), number in zip(groups(lang), counts, strict=True):
        if number:
            parts.append((tone, label, number, begin, 100 * number / whole))
        begin += 100 * number / whole
    return CheckRow(
        title=title_in(entry.check.titles, lang, entry.check.name),
        task=task or one_line(entry.check.task),
        hidden=entry.check.hidden,
        rate=share(entry.pass_rate),
        parts=tuple(parts),
        attempts=text("label.hardest_item", lang, passed=entry.passed, attempted=entry.attempted),
    )
