"""A verdict as the output of a cell: HTML, and the same as plain text for notebooks that show none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template

from grader.messages import render, text
from grader.model import CheckResult, Frame, Message, Outcome, Verdict
from grader.notebook.asked import names_asked
from grader.notebook.shapes import drawing, shape_in
from grader.reports.html import code_parts
from grader.reports.marks import SYMBOLS, TONES
from grader.reports.plain import visible
from grader.reports.view import CheckView, TaskView, student_view

_CALLED = 3  # definitions shown
_QUIET = frozenset({Outcome.PASSED, Outcome.SKIPPED})


@dataclass(frozen=True)
class Line:
    """A check of the table. `places`: (cell and line, its source). `drawings`: (label, SVG made of integers alone):
    expected, then the student's.
    """

    view: CheckView
    places: tuple[tuple[str, str], ...]
    drawings: tuple[tuple[str, str], ...]

    @property
    def explained(self) -> bool:
        """Whether there is more to say than its outcome."""
        return self.view.mark not in _QUIET


@dataclass(frozen=True)
class Part:
    """A task of the output."""

    view: TaskView
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Shown:
    """All that an output says.

    Attributes:
        places: name → the definition that was checked, its cell by execution count.
        checks: the folder of the week's checks.
        seconds: how long it took. left: what was not checked here.
    """

    verdict: Verdict
    places: Mapping[str, Frame]
    checks: Path
    seconds: float
    left: Sequence[Message]


def bundle_of(shown: Shown, lang: str) -> dict[str, str]:
    """`html` and `plain` of one output."""
    view = student_view(shown.verdict, lang)
    parts = [Part(task, _lines(task, shown, lang)) for task in view.tasks]
    cells = ", ".join(f"[{n}]" for n in sorted({p.cell for p in shown.places.values() if p.cell}))
    below = [text("notebook.cells", lang, names=cells)] if cells else []
    below += [render(message, lang) for message in shown.left]
    html = _template().render(
        lang=lang,
        view=view,
        parts=parts,
        below=below,
        seconds=f"{shown.seconds:.2f}",
        label=lambda key: text(key, lang),
        symbols=SYMBOLS,
        tones=TONES,
    )
    plain = [*([view.unreadable] if view.unreadable else []), *view.notes]
    for part in parts:
        plain += _plain(part, lang)
    plain += [f"{text('label.total', lang)}  {view.earned} / {view.possible}", "", *below]
    return {"html": html, "plain": "\n".join(plain)}


def _lines(task: TaskView, shown: Shown, lang: str) -> tuple[Line, ...]:
    results = [r for r in shown.verdict.results if r.check.task == task.id]
    return tuple(
        Line(view, _where(view, result, shown, lang), _drawings(result, lang))
        for view, result in zip(task.checks, results, strict=True)
    )


def _where(view: CheckView, result: CheckResult, shown: Shown, lang: str) -> tuple[tuple[str, str], ...]:
    """The line that failed; when only a value is wrong, the definitions that the check calls."""
    if result.where is not None:
        place = _place(result.where, lang)
        return ((place, view.source),) if place else ()
    if result.outcome in _QUIET or result.check.hidden:
        return ()
    called = [shown.places[name] for name in names_asked(shown.checks, result.check) if name in shown.places]
    return tuple((_place(frame, lang), visible(frame.text).strip()) for frame in called[:_CALLED])


def _place(where: Frame | None, lang: str) -> str:
    """The number beside the cell, and the line in it."""
    if where is None or where.cell is None:
        return ""
    return text("notebook.place", lang, cell=where.cell, line=where.line)


def _drawings(result: CheckResult, lang: str) -> tuple[tuple[str, str], ...]:
    if result.message is None or result.check.hidden:
        return ()
    expected, actual = (shape_in(result.message.params.get(name)) for name in ("expected", "actual"))
    if expected is None or actual is None or expected == actual:
        return ()
    return (
        (text("notebook.expected", lang), drawing(expected, expected)),
        (text("notebook.yours", lang), drawing(actual, expected)),
    )


def _plain(part: Part, lang: str) -> list[str]:
    said = [f"{SYMBOLS[part.view.mark]} {part.view.title}  {part.view.earned} / {part.view.possible}"]
    for line in part.lines:
        view = line.view
        said.append(f"  {SYMBOLS[view.mark]} {view.title}")
        if not line.explained:
            continue
        said += [f"      {one}" for one in (f"{view.label}: {view.message}", view.diagnosis) if one]
        said += [f"      {place}: {source}" if source else f"      {place}" for place, source in line.places]
        if view.output:
            said += [f"      {text('label.output', lang)}:", *(f"        {o}" for o in view.output.splitlines()[-5:])]
    return said


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["code_parts"] = code_parts
    return environment.from_string(files("grader.notebook").joinpath("templates/check.html").read_text("utf-8"))
