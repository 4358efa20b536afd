"""What a student may see of a verdict, ready to be shown: the one place where hidden checks are cut down.

Of a hidden check a student sees title, outcome, points, the kind of fault and file and line; never the message's
parameters, the text of an exception, the source line, printed output or measured values. A ban that is broken is
named even there: the submission was read for that, no hidden input was involved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.messages import kind, render, shown, text
from grader.model import Outcome
from grader.reports.marks import PARTIAL, label_of, mark_of
from grader.reports.plain import one_line, points, visible
from grader.reports.steps import steps_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.grades import Grade, TaskGrade
    from grader.model import CheckResult, Frame, TaskScore, Verdict

OUTPUT_SHOWN = 8000  # characters; results.json has all that was captured


@dataclass(frozen=True)
class CheckView:
    """One check as its student sees it. Empty texts are left out by every report."""

    name: str
    title: str
    mark: str  # an outcome, or "partial"
    label: str
    earned: str
    points: str
    hidden: bool
    message: str = ""
    diagnosis: str = ""  # the mistake behind it
    place: str = ""
    source: str = ""
    waits_for: str = ""
    output: str = ""
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def passed(self) -> bool:
        """Whether there is nothing to explain."""
        return self.mark == Outcome.PASSED


@dataclass(frozen=True)
class TaskView:
    """One task as its student sees it."""

    id: str
    title: str
    mark: str
    label: str
    earned: str
    possible: str
    share: float  # of the points, 0 to 1
    bonus: bool
    checks: tuple[CheckView, ...]
    steps: tuple[str, ...] = ()  # how the points came about, where more than the checks decided

    @property
    def any_hidden(self) -> bool:
        """Whether a word on hidden checks is due."""
        return any(check.hidden for check in self.checks)


@dataclass(frozen=True)
class StudentView:
    """One verdict as its student sees it, in one language."""

    lang: str
    student: str
    earned: str
    possible: str
    share: float
    tasks: tuple[TaskView, ...]
    notes: tuple[str, ...]
    unreadable: str
    ungraded: int
    comments: tuple[str, ...] = ()  # what a person wrote


def title_in(titles: Mapping[str, str], lang: str, otherwise: str = "") -> str:
    """The title in `lang`, else in any language, else `otherwise`."""
    return one_line(titles.get(lang) or next((title for title in titles.values() if title), otherwise))


def place(frame: Frame | None, lang: str) -> str:
    """Where in the submission, in words; empty when unknown."""
    if frame is None:
        return ""
    key = "label.place" if frame.cell is None else "label.place_cell"
    return text(key, lang, file=one_line(frame.file), line=frame.line, cell=frame.cell)


def student_view(verdict: Verdict, lang: str, grade: Grade | None = None) -> StudentView:
    """Everything that the student's page or terminal shows; a published `grade` has the last word on points."""
    tasks = [_task_view(task, verdict, lang) for task in verdict.tasks]
    if grade is not None:
        graded = {task.task: task for task in grade.tasks}
        tasks = [_published(view, graded[view.id], lang) if view.id in graded else view for view in tasks]
        here = {task.task for task in verdict.tasks}
        tasks += [_published(_without_checks(t, lang), t, lang) for t in grade.tasks if t.task not in here]
    earned, possible = (verdict.earned, verdict.possible) if grade is None else (grade.earned, grade.possible)
    name = grade.name if grade is not None and grade.name else verdict.student
    return StudentView(
        lang=lang,
        student=one_line(name),
        earned=points(earned),
        possible=points(possible),
        share=_share(earned, possible),
        tasks=tuple(tasks),
        notes=tuple(visible(render(note, lang)) for note in verdict.notes),
        unreadable="" if verdict.unreadable is None else visible(render(verdict.unreadable, lang)),
        ungraded=verdict.ungraded,
        comments=() if grade is None else tuple(map(visible, grade.comments)),
    )


def check_view(result: CheckResult, verdict: Verdict, lang: str) -> CheckView:
    """One result, cut down when its check is hidden."""
    check, mark = result.check, mark_of(result.outcome, result.earned)
    head = CheckView(
        name=check.name,
        title=title_in(check.titles, lang, check.name),
        mark=mark,
        label=label_of(mark, lang),
        earned=points(result.earned),
        points=points(check.points),
        hidden=check.hidden,
    )
    passed = result.outcome is Outcome.PASSED
    if check.hidden and result.outcome is Outcome.FORBIDDEN and result.message is not None:
        return replace(head, message=visible(render(result.message, lang)), place=place(result.where, lang))
    if passed and (check.hidden or not (result.message or result.output or result.facts or result.diagnosis)):
        return head  # nothing to say; most checks
    if check.hidden:
        diagnosis = kind(result.diagnosis, lang) if result.diagnosis is not None else ""
        return replace(head, message=kind(result.message, lang), diagnosis=diagnosis, place=place(result.where, lang))
    waits_for = _waits_for(result, verdict, lang)
    told = (result.message is not None or not passed) and not waits_for
    return replace(
        head,
        message=(visible(render(result.message, lang)) if result.message else kind(None, lang)) if told else "",
        diagnosis="" if result.diagnosis is None else visible(render(result.diagnosis, lang)),
        place=place(result.where, lang),
        source=_source(result.where),
        waits_for=waits_for,
        output=_tail(visible(result.output), lang),
        facts=tuple((one_line(str(name)), _fact(value, lang)) for name, value in result.facts.items()),
    )


def _task_view(task: TaskScore, verdict: Verdict, lang: str) -> TaskView:
    mark = mark_of(task.outcome, task.earned)
    return TaskView(
        id=task.task,
        title=title_in(task.titles, lang, task.task),
        mark=mark,
        label=text(f"outcome.{mark}", lang),
        earned=points(task.earned),
        possible=points(task.possible),
        share=_share(task.earned, task.possible),
        bonus=task.bonus,
        checks=_checks(task, verdict, lang),
    )


def _published(view: TaskView, task: TaskGrade, lang: str) -> TaskView:
    """A task with the points that were published, and how they came about."""
    view = replace(
        view,
        earned=points(task.earned),
        possible=points(task.possible),
        share=_share(task.earned, task.possible),
        steps=tuple(map(visible, steps_of(task, lang))),
    )
    if task.excused:
        return replace(view, mark=Outcome.SKIPPED, label=text("label.excused", lang))
    if task.pending:
        return replace(view, mark=Outcome.UNGRADED, label=text("label.pending", lang), earned="–")
    return view


def _without_checks(task: TaskGrade, lang: str) -> TaskView:
    """What a person scores, or a task of somebody who handed in nothing."""
    mark = Outcome.PASSED if task.earned >= task.possible else PARTIAL if task.earned > 0 else Outcome.FAILED
    mark = task.outcome or mark
    title = title_in(task.titles, lang, task.task)
    return TaskView(task.task, title, mark, text(f"outcome.{mark}", lang), "", "", 0.0, task.bonus, ())


def _checks(task: TaskScore, verdict: Verdict, lang: str) -> tuple[CheckView, ...]:
    """The task's checks. Where nothing was begun, saying so once is enough: the skipped checks stay without words."""
    checks = tuple(check_view(r, verdict, lang) for r in verdict.results if r.check.task == task.task)
    if task.outcome is not Outcome.NOT_STARTED:
        return checks
    return tuple(replace(c, message="", waits_for="") if c.mark == Outcome.SKIPPED else c for c in checks)


def _share(earned: float, possible: float) -> float:
    return min(max(earned / possible, 0.0), 1.0) if possible > 0 else 0.0


def _waits_for(result: CheckResult, verdict: Verdict, lang: str) -> str:
    """The title of the check that has to pass first; its name when it is not among the results."""
    if result.outcome is not Outcome.SKIPPED or not result.waited_for:
        return ""
    file = result.check.id.split("::")[0]
    wanted = {result.waited_for, f"{file}::{result.waited_for}"}
    for other in verdict.results:
        if other.check.id in wanted:
            return title_in(other.check.titles, lang, other.check.name)
    return one_line(result.waited_for)


def _source(frame: Frame | None) -> str:
    """The line as it was written, without its indentation."""
    lines = visible(frame.text).strip().splitlines() if frame is not None else []
    return lines[0] if lines else ""


def _fact(value: object, lang: str) -> str:
    return one_line(shown(value, lang))


def _tail(output: str, lang: str) -> str:
    """The end of a long output: that is where a program says why it stopped."""
    output = output.strip("\n")
    if len(output) <= OUTPUT_SHOWN:
        return output
    return f"{text('label.output_cut', lang)}\n{output[-OUTPUT_SHOWN:]}"
