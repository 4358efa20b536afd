"""What is printed of a push: lines for a terminal, a CI's log, or who pushed (`remote: …`)."""

from __future__ import annotations

from collections.abc import Iterator

from grader.ci.push import Graded, Outcome
from grader.messages import render, text
from grader.model import Outcome as CheckOutcome
from grader.reports.marks import SYMBOLS
from grader.reports.plain import one_line
from grader.reports.view import CheckView, student_view, title_in

_SHOWN = 8  # checks that are explained, of a week
_EDITED = 10
_WIDTH = 300  # characters of a line


def week_lines(graded: Graded, lang: str) -> Iterator[str]:
    """A week: points of each task, and the first checks that did not pass."""
    (verdict,) = graded.run.verdicts
    view = student_view(verdict, lang)
    title = title_in(graded.run.titles, lang, graded.week)
    yield _line(f"{graded.week} · {title} · {text('label.total', lang)} {view.earned} / {view.possible}")
    if view.unreadable:
        yield _line(f"  {view.unreadable}")
    for note in view.notes:
        yield _line(f"  {note}")
    failed: list[CheckView] = []
    for task in view.tasks:
        yield _line(f"  {SYMBOLS[task.mark]} {task.title} · {task.earned} / {task.possible} · {task.label}")
        failed += [c for c in task.checks if not c.passed and c.mark != CheckOutcome.SKIPPED]
    for check in [c for c in failed if c.mark != CheckOutcome.NOT_STARTED][:_SHOWN]:
        hidden = f" ({text('label.hidden', lang)})" if check.hidden else ""
        place = f" [{check.place}]" if check.place else ""
        yield _line(f"    {SYMBOLS[check.mark]} {check.title}{hidden}{place}")
        for said in (check.message or check.label, check.diagnosis):
            if said:
                yield _line(f"      {said}")
    if verdict.ungraded:
        yield _line(f"  {text('ci.ungraded', lang, count=verdict.ungraded)}")


def other_lines(outcome: Outcome, lang: str) -> Iterator[str]:
    """What is to be said of the push as a whole."""
    if not outcome.weeks and not outcome.removed:
        yield text("ci.nothing", lang)
    for note in outcome.notes:
        yield _line(render(note, lang))
    for week in outcome.removed:
        yield _line(text("ci.removed", lang, week=week))
    if outcome.edited:
        yield text("ci.edited", lang)
        for file in outcome.edited[:_EDITED]:
            yield _line(f"  {file.path}")
        if len(outcome.edited) > _EDITED:
            yield f"  … +{len(outcome.edited) - _EDITED}"


def _line(value: str) -> str:
    """One line that steers no terminal, its indentation kept."""
    inner = one_line(value)
    line = " " * (len(value) - len(value.lstrip(" "))) + inner
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
