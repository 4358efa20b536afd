"""The pages: one per student, in both languages at once, and one for the class in each language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from grader.messages import LANGUAGES, text
from grader.reports.class_report import class_page_view, findings
from grader.reports.files import page_names, write_atomic
from grader.reports.marks import SYMBOLS, TONES
from grader.reports.plain import one_line
from grader.reports.view import student_view, title_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from jinja2 import Environment

    from grader.grades import Grade
    from grader.model import Run, Submission, Verdict
    from grader.reports.class_report import Findings

FEEDBACK = "feedback"
# Nothing is loaded from anywhere and no script runs, whatever a student wrote.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Pages:
    """The files that were written. `index` is the class page in the course's language."""

    index: Path
    twins: tuple[Path, ...]
    feedback: tuple[Path, ...]


def student_page(verdict: Verdict, run: Run, lang: str, grade: Grade | None = None) -> str:
    """The page of one student. It holds every language; `lang` is the one shown first.

    With a published `grade`, its points, steps and comments are shown.
    """
    order = _first(lang)
    views = {code: student_view(verdict, code, grade) for code in order}
    titles = {code: title_in(run.titles, code, run.assignment) for code in order}
    return (
        _environment()
        .get_template("student.html")
        .render(
            lang=order[0],
            languages=order,
            views=views,
            titles=titles,
            anchors={task.id: number for number, task in enumerate(views[order[0]].tasks, 1)},
            started=moment(run.started),
            sha256=one_line(verdict.submission_sha256),
        )
    )


def notebook_frame(title: str, lang: str, body: str) -> str:
    """A page around the cells of a feedback notebook, with the same policy and look as all others.

    `body` is HTML that our own code made: it is not escaped here.
    """
    return _environment().get_template("notebook.html").render(lang=lang, title=title, body=body)


def class_page(found: Findings, lang: str, pages: Sequence[str], twins: dict[str, str]) -> str:
    """The page of the class in one language.

    `pages` are the links to the students' pages, in the order of the run; `twins` maps the other languages to the
    links to their class pages.
    """
    page = class_page_view(found, lang, [quote(page) for page in pages])
    template = _environment().get_template("class.html")
    return template.render(lang=lang, t=_texts(lang), page=page, twins=twins, started=moment(found.run.started))


def write_pages(
    run: Run,
    out_dir: Path,
    lang: str,
    *,
    grades: Sequence[Grade] = (),
    submissions: Iterable[Submission] = (),
    flagged: Collection[str] | None = None,
) -> Pages:
    """Writes index.html (the class), index.<other language>.html and feedback/<student>.html.

    Args:
        grades, submissions, flagged: see `grader.reports.class_report.findings`.

    Raises:
        OSError: the folder cannot be written.

    """
    order = _first(lang)
    names = [f"{FEEDBACK}/{name}" for name in page_names(verdict.student for verdict in run.verdicts)]
    found = findings(run, grades, submissions, flagged)
    for place, (verdict, name) in enumerate(zip(run.verdicts, names, strict=True)):
        _write(out_dir / name, student_page(verdict, run, order[0], found.grades.get(place)))
    files = {code: "index.html" if code == order[0] else f"index.{code}.html" for code in order}
    for code, file in files.items():
        others = {other: files[other] for other in order if other != code}
        _write(out_dir / file, class_page(found, code, names, others))
    return Pages(
        index=out_dir / "index.html",
        twins=tuple(out_dir / files[code] for code in order[1:]),
        feedback=tuple(out_dir / name for name in names),
    )


def moment(started: str) -> str:
    """An ISO 8601 time as people read it, with its offset: no reader has to guess the time zone."""
    try:
        when = datetime.fromisoformat(started)
    except ValueError:
        return one_line(started)
    return when.strftime("%Y-%m-%d %H:%M") + (f" ({when.tzname()})" if when.tzinfo else "")


def code_parts(message: str) -> list[tuple[str, bool]]:
    """The message in parts, each with whether it stood between backticks and is code. The template escapes them."""
    return [(part, number % 2 == 1) for number, part in enumerate(_CODE.split(message))]


@cache
def _texts(lang: str) -> Callable[..., str]:
    """The catalogue's labels in one language."""

    @cache
    def plain(key: str) -> str:
        return text(key, lang)

    def label(key: str, /, **params: object) -> str:
        return text(key, lang, **params) if params else plain(key)

    return label


def _first(lang: str) -> list[str]:
    """All languages, `lang` first."""
    return sorted(LANGUAGES, key=lambda code: code != lang)


def _write(path: Path, page: str) -> None:
    write_atomic(path, page.encode("utf-8", "replace"), durable=False)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("grader.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(
        texts={code: _texts(code) for code in LANGUAGES}, tones=TONES, symbols=SYMBOLS, policy=POLICY
    )
    environment.filters["code_parts"] = code_parts
    return environment
