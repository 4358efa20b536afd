"""Feedback in Markdown: the same as the page, for terminals, issue trackers and notebooks.

Whatever a student chose (names, exception texts, output) is escaped or fenced, so that no viewer takes it for
markup, HTML, a link or a formula.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.messages import text
from grader.reports.html import code_parts, moment
from grader.reports.marks import SYMBOLS
from grader.reports.plain import one_line
from grader.reports.view import student_view, title_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.grades import Grade
    from grader.model import Run, Verdict
    from grader.reports.view import CheckView, StudentView, TaskView

_SPECIAL = re.compile(r"[\\`*_\[\]#|~$!&<>]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\\": "&#92;"}  # `\\(` would begin a formula in notebooks
_AT_START = re.compile(r"^(\s*|\s*\d+(?=[.)]))([-+=.)])", re.MULTILINE)  # lists, underlined titles
_LINK = re.compile(r"(?i)(?<=ttp|tps|ftp):|(?<=www)\.|@")  # viewers make links of bare addresses


def student_markdown(verdict: Verdict, run: Run, lang: str, grade: Grade | None = None) -> str:
    """The feedback of one student; with a published `grade`, its points, steps and comments."""
    view = student_view(verdict, lang, grade)
    blocks = [f"# {escaped(title_in(run.titles, lang, run.assignment))}", *summary(view, lang)]
    for task in view.tasks:
        blocks += task_blocks(task, lang, level=2)
    ended = [f"{text('label.graded', lang)}: {escaped(moment(run.started))}"] if run.started else []
    if verdict.submission_sha256:
        ended.append(f"{text('label.fingerprint', lang)}: `{one_line(verdict.submission_sha256)[:16]}`")
    blocks += ["---", " · ".join(ended)] if ended else []
    return "\n\n".join(blocks) + "\n"


def summary(view: StudentView, lang: str) -> list[str]:
    """Who, how many points, what a person wrote, and a table of the tasks."""
    total = text("label.points_of", lang, earned=view.earned, possible=view.possible)
    blocks = [f"**{escaped(view.student)}** · **{escaped(total)}**"]
    if view.unreadable:
        blocks.append(f"**{escaped(text('label.unreadable', lang))}** {prose(view.unreadable)}")
    if view.ungraded:
        blocks.append(escaped(text("label.ungraded_count", lang, count=view.ungraded)))
    if view.comments:
        blocks.append(f"**{escaped(text('label.comments', lang))}**")
        blocks += [_quote(comment) for comment in view.comments]
    if view.notes:
        blocks.append("\n".join(f"- {prose(note)}" for note in view.notes))
    rows = [
        f"| {escaped(task.title)} | {SYMBOLS.get(task.mark, '')} {escaped(task.label)} "
        f"| {task.earned} / {task.possible} |"
        for task in view.tasks
    ]
    if rows:
        names = (text(f"label.{name}", lang) for name in ("task", "outcome", "points"))
        blocks.append("\n".join(["| " + " | ".join(names) + " |", "|---|---|---:|", *rows]))
    return blocks


def task_blocks(task: TaskView, lang: str, level: int) -> Iterator[str]:
    """A task: its points, how they came about, each check."""
    if not task.checks and not task.steps:
        return
    bonus = f" ({escaped(text('label.bonus', lang))})" if task.bonus else ""
    symbol = SYMBOLS.get(task.mark, "")
    yield f"{'#' * level} {symbol} {escaped(task.title)}{bonus}: {task.earned} / {task.possible}"
    if task.steps:
        yield "\n".join(f"- {escaped(step)}" for step in task.steps)
    yield from _checks(task.checks, lang)
    if task.any_hidden:
        yield f"*{escaped(text('label.hidden_about', lang))}*"


def _checks(checks: Iterable[CheckView], lang: str) -> Iterator[str]:
    plain: list[str] = []  # checks with nothing to explain stand in one list
    for check in checks:
        told = check_text(check, lang)
        line = f"- {SYMBOLS.get(check.mark, '')} {check_line(check, lang)}"
        if not told:
            plain.append(line)
            continue
        indented = "\n".join(f"  {part}" if part else "" for part in told.split("\n"))
        plain.append(f"{line}\n\n{indented}\n")
    if plain:
        yield "\n".join(plain).rstrip()


def check_line(check: CheckView, lang: str) -> str:
    """A check in one line: title, points, outcome where it was not passed."""
    hidden = f" ({escaped(text('label.hidden', lang))})" if check.hidden else ""
    label = "" if check.passed else f" — {escaped(check.label)}"
    return f"{escaped(check.title)}{hidden} {check.earned} / {check.points}{label}"


def check_text(check: CheckView, lang: str) -> str:
    """What a check says: message, diagnosis, place with its line, measured values, output. Empty where nothing is."""
    blocks = [prose(check.message)] if check.message else []
    if check.diagnosis:
        blocks.append(f"**{prose(check.diagnosis)}**")
    if check.waits_for:
        blocks.append(prose(text("label.waits_for", lang, check=check.waits_for)))
    if check.place:
        blocks.append(escaped(check.place) + ":" * bool(check.source))
    if check.source:
        blocks.append(fenced(check.source, "python"))
    if check.facts and not check.passed:
        blocks.append(" · ".join(f"{escaped(name)}: {escaped(value)}" for name, value in check.facts))
    if check.output and not check.passed:
        blocks += [f"{escaped(text('label.output', lang))}:", fenced(check.output)]
    return "\n\n".join(blocks)


def escaped(said: str) -> str:
    """Text that every reader of Markdown shows as it is, and none runs, loads, links or typesets."""
    safe = _SPECIAL.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), said)
    safe = _AT_START.sub(r"\1\\\2", safe)
    return _LINK.sub(lambda m: f"&#{ord(m[0])};", safe)


def prose(message: str) -> str:
    """A message: code between backticks stays code, the rest is escaped; its lines stay."""
    parts = (f"`{part}`" if code else escaped(part) for part, code in code_parts(message))
    return "".join(parts).replace("\n", "  \n")


def fenced(code: str, language: str = "") -> str:
    """A block of code whose fence is longer than any run of backticks inside."""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"


def _quote(said: str) -> str:
    return "\n".join(f"> {escaped(line)}  " for line in said.split("\n"))
