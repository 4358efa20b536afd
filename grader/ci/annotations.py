"""What a student reads beside the lines of their code, for whichever platform shows it."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.ci.handed import Handed
from grader.ci.notebook_lines import cell_lines
from grader.ci.push import Graded, Outcome
from grader.course import Course
from grader.intake import locate
from grader.intake.naming import kind_of
from grader.intake.parsing import parse, statements
from grader.intake.problems import Unparsable
from grader.messages import render, text
from grader.model import Frame, Message, Verdict
from grader.model import Outcome as CheckOutcome
from grader.reports.plain import visible
from grader.reports.view import check_view, student_view
from grader.spec import load_assignment

ERROR, WARNING = "error", "warning"
# A stub that is still one needs no remark: the page lists what is not begun.
_QUIET = frozenset({CheckOutcome.PASSED, CheckOutcome.SKIPPED, CheckOutcome.NOT_STARTED})
_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_BEGINS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Annotation:
    """A remark at a line. `path`: in the repository, as git has it. `name`: the check, or the kind of remark."""

    level: str
    path: str
    line: int
    title: str
    text: str
    name: str


def remarks(course: Course, outcome: Outcome, lang: str) -> list[Annotation]:
    """All remarks on a push: what most deserves one of the few places that a platform has comes first."""
    found: list[Annotation] = []
    for graded in outcome.weeks:
        found += _of_week(course, graded, lang)
    for file in outcome.edited:
        said = text("ci.edited_file", lang)
        found.append(Annotation(WARNING, file.path, 1, text("ci.edited_title", lang), said, f"edited.{file.kind}"))
    return found


def _of_week(course: Course, graded: Graded, lang: str) -> list[Annotation]:
    (verdict,) = graded.run.verdicts
    lines = _Lines(graded.handed)
    problems = _problems(verdict, graded, lines, lang)
    first: list[Annotation] = []
    later: list[Annotation] = []
    for task in student_view(verdict, lang).tasks:
        names = load_assignment(course.assignment_dir(graded.week)).task(task.id).names
        told = [r for r in verdict.results if r.check.task == task.id and r.outcome not in _QUIET]
        for number, result in enumerate(told):
            view = check_view(result, verdict, lang)
            level = WARNING if result.outcome is CheckOutcome.UNGRADED else ERROR
            path, line = lines.place(result.where or _definition(graded.handed, _likeliest(result.check.name, names)))
            parts = [part for part in (view.message or view.label, view.diagnosis) if part]
            score = f"{view.earned} / {view.points}"
            mark = Annotation(level, path, line, f"{task.title}: {view.title} ({score})", "\n".join(parts), view.name)
            (later if number else first).append(mark)
    return [*problems, *first, *later]


def _problems(verdict: Verdict, graded: Graded, lines: _Lines, lang: str) -> list[Annotation]:
    """What could not be read: as a whole, or a file or cell of it."""
    found = []
    if verdict.unreadable is not None:
        found.append((ERROR, verdict.unreadable))
    found += [(WARNING, note) for note in verdict.notes]
    found += [(ERROR, p) for module in graded.handed.submission.modules for p in module.problems]
    title = text("ci.unreadable_title", lang)
    marks = []
    for level, message in found:
        path, line = lines.place(_frame(message))
        marks.append(Annotation(level, path, line, title, visible(render(message, lang)), message.key))
    return marks


def _frame(message: Message) -> Frame | None:
    """The place that a message of intake is about."""
    path, line, cell = (message.params.get(name) for name in ("path", "line", "cell"))
    if not isinstance(path, str):
        return None
    return Frame(path, line if isinstance(line, int) else 1, cell=cell if isinstance(cell, int) else None)


def _likeliest(check: str, names: Sequence[str]) -> list[str]:
    """A task's names, first the one that most of a check's own name is about: `test_gru_values` is about `gru_cell`."""
    words = {word.casefold() for word in _WORDS.findall(check)}
    return sorted(names, key=lambda name: -len(words & {word.casefold() for word in _WORDS.findall(name)}))


def _definition(handed: Handed, names: Sequence[str]) -> Frame | None:
    """Where the first of these names that there is begins; the last definition of a name counts."""
    for name in names:
        for module in handed.submission.modules:
            if name not in module.defines:
                continue
            try:
                body = statements(parse(module.source).body)
            except Unparsable:
                continue
            found = [node.lineno for node in body if isinstance(node, _BEGINS) and node.name == name]
            if found:
                return locate(module, found[-1], name)
    return None


class _Lines:
    """Places in a submission → paths and lines in the repository."""

    def __init__(self, handed: Handed) -> None:
        self._handed = handed
        self._cells: dict[str, list[list[int]]] = {}

    def place(self, frame: Frame | None) -> tuple[str, int]:
        """The path and line; the first line of the first file where nobody knows."""
        places: Mapping[str, str] = self._handed.places
        if frame is None or frame.file not in places:
            return next(iter(sorted(places.values())), ""), 1
        if frame.cell is None or kind_of(frame.file) != "ipynb":
            return places[frame.file], max(frame.line, 1)
        if frame.file not in self._cells:
            self._cells[frame.file] = cell_lines(self._handed.contents.get(frame.file, b""))
        cells = self._cells[frame.file]
        lines = cells[frame.cell - 1] if 0 < frame.cell <= len(cells) else []
        return places[frame.file], lines[min(max(frame.line, 1), len(lines)) - 1] if lines else 1
