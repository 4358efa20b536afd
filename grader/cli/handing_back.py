"""What `grader feedback` writes for each student, made one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.cli.published import Published
from grader.errors import UsageError
from grader.exports import Book, moodle
from grader.exports.handback import folder_names, moodle_folder
from grader.exports.notebook import Work, feedback_notebook, notebook
from grader.exports.work import chapters
from grader.grades import Grade
from grader.intake import HandIn, find_hand_ins
from grader.intake.folder import read_files, read_hand_in
from grader.model import Message, Verdict
from grader.reports.html import student_page
from grader.reports.markdown import student_markdown
from grader.reports.plain import one_line
from grader.reports.view import title_in


@dataclass(frozen=True)
class Bundle:
    """One student's files: name → content. `zip_folder` is empty where the zip has no place for them."""

    folder: str
    zip_folder: str
    files: Mapping[str, bytes]


@dataclass
class Made:
    """The bundles, made as they are asked for, and what could not be made, complete when the last one is."""

    bundles: Iterator[Bundle] = field(default_factory=lambda: iter(()))
    problems: list[Message] = field(default_factory=list)


def bundles(
    book: Published,
    formats: Sequence[str],
    lang: str,
    *,
    students: Sequence[str] = (),
    hand_ins: Sequence[Path] = (),
    moodle: Path | None = None,
) -> Made:
    """The feedback of everybody who has a grade, in the order of their folders.

    Raises:
        UsageError: a student is unknown, or the worksheet is none. IntakeError: `hand_ins` is no place of hand-ins.
    """
    made = Made()
    known = {grade.student for grade in book.grades}
    for student in students:
        if student not in known:
            raise UsageError(f"--student: {student[:80]!r} has no grade in {book.spec.id}")
    grades = [grade for grade in book.grades if not students or grade.student in students]
    folders = dict(zip((g.student for g in grades), folder_names(g.student for g in grades), strict=True))
    places = _moodle_folders(book, moodle, lang) if moodle is not None else folders
    work = _Work(book, hand_ins, made.problems) if {"ipynb", "page"} & set(formats) else None
    for grade in grades:
        if grade.student not in places:
            made.problems.append(Message("export.no_row", {"student": one_line(grade.student)}))
    ordered = sorted(grades, key=lambda grade: places.get(grade.student, "") + folders[grade.student])
    made.bundles = (
        Bundle(folders[g.student], places.get(g.student, ""), _files(g, book, formats, lang, work)) for g in ordered
    )
    return made


def _files(grade: Grade, book: Published, formats: Sequence[str], lang: str, work: _Work | None) -> dict[str, bytes]:
    verdict = book.verdict_of.get(grade.student) or Verdict(grade.student, "", (), (), grade.earned, grade.possible)
    files: dict[str, str] = {}
    if "html" in formats:
        files["feedback.html"] = student_page(verdict, book.run, lang, grade)
    if "md" in formats:
        files["feedback.md"] = student_markdown(verdict, book.run, lang, grade)
    own = work.of(verdict, grade) if work is not None else None
    if own is not None and "ipynb" in formats:
        files["feedback.ipynb"] = feedback_notebook(own, lang)
    if own is not None and "page" in formats:
        from grader.exports.page import notebook_page

        title = f"{one_line(grade.name or grade.student)} · {title_in(book.run.titles, lang, book.spec.id)}"
        files["notebook.html"] = notebook_page(notebook(own, lang), title, lang)
    return {name: content.encode("utf-8", "replace") for name, content in files.items()}


class _Work:
    """The hand-ins, read again for their cells."""

    def __init__(self, book: Published, places: Sequence[Path], problems: list[Message]) -> None:
        self._book, self._problems = book, problems
        self._names = {task.id: task.names for task in book.spec.tasks}
        found = find_hand_ins(places, book.spec.modules) if places else []
        self._found = {hand_in.student: hand_in for hand_in in found}

    def of(self, verdict: Verdict, grade: Grade) -> Work | None:
        """The student's cells; None, which is told, where the hand-in is gone or no longer what was graded."""
        if not verdict.origin or verdict.unreadable is not None:
            return None
        hand_in = self._found.get(verdict.student) or HandIn(verdict.student, (Path(verdict.origin),))
        there = all(path.exists() for path in hand_in.paths)
        submission = read_hand_in(hand_in) if there else None
        if submission is None or submission.sha256 != verdict.submission_sha256:
            self._problems.append(Message("export.hand_in_gone", {"student": one_line(verdict.student)}))
            return None
        own = chapters(read_files(hand_in)[0], submission.modules)
        return Work(verdict, self._book.run, own, self._names, grade)


def _moodle_folders(book: Published, worksheet: Path, lang: str) -> dict[str, str]:
    try:
        data = worksheet.read_bytes()
    except OSError as error:
        raise UsageError(f"{worksheet}: cannot be read: {error.strerror} (give the grading worksheet)") from error
    entry = Book(book.spec.id, book.spec.title, book.grades, book.roster, lang=lang)
    found = moodle.participants(data, str(worksheet), entry)
    return {student: moodle_folder(name, number) for student, (name, number) in found.items()}
