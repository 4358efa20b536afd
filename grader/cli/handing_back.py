"""What `grader feedback` writes for each student, made one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.cli.published import Published
from grader.course import Course, Matcher
from grader.errors import UsageError
from grader.exports import Book, moodle
from grader.exports.handback import folder_names, moodle_folder
from grader.exports.notebook import Work, feedback_notebook, notebook
from grader.exports.work import chapters
from grader.grades import Grade
from grader.intake import HandIn, build_submission
from grader.intake.folder import read_files, read_hand_in
from grader.intake.sources.base import How
from grader.intake.sources.find import find
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
    course: Course,
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
    work = _Work(course, book, hand_ins, made.problems) if {"ipynb", "page"} & set(formats) else None
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

    def __init__(self, course: Course, book: Published, places: Sequence[Path], problems: list[Message]) -> None:
        self._book, self._problems = book, problems
        self._names = {task.id: task.names for task in book.spec.tasks}
        matcher = Matcher(book.roster) if book.roster.students else None
        self._how = How(modules=book.spec.modules, matcher=matcher, zone=course.zone)
        self._everywhere: dict[str, HandIn] | None = None
        self._places = places
        found = find(places, self._how).hand_ins if places else ()
        self._found = {member: hand_in for hand_in in found for member in (*hand_in.members, hand_in.student)}

    def of(self, verdict: Verdict, grade: Grade) -> Work | None:
        """The student's cells; None, which is told, where the hand-in is gone or no longer what was graded."""
        if not grade.handed_in or verdict.unreadable is not None:
            return None
        for hand_in in self._candidates(verdict):
            files, notes = read_files(hand_in)
            submission = build_submission(verdict.student, hand_in.origin, files, notes)
            if submission.sha256 == verdict.submission_sha256:
                return Work(verdict, self._book.run, chapters(files, submission.modules), self._names, grade)
        self._problems.append(Message("export.hand_in_gone", {"student": one_line(verdict.student)}))
        return None

    def _candidates(self, verdict: Verdict) -> Iterator[HandIn]:
        """Where the work may be: where it was graded, or where it is now, under the student's name or another one."""
        origin = Path(verdict.origin)
        if not self._places:
            if verdict.origin and origin.exists():
                yield HandIn(verdict.student, (origin,))
            return
        if verdict.student in self._found:
            yield self._found[verdict.student]
        if self._everywhere is None:
            self._everywhere = {read_hand_in(hand_in).sha256: hand_in for hand_in in self._found.values()}
        if verdict.submission_sha256 in self._everywhere:
            yield self._everywhere[verdict.submission_sha256]


def _moodle_folders(book: Published, worksheet: Path, lang: str) -> dict[str, str]:
    try:
        data = worksheet.read_bytes()
    except OSError as error:
        raise UsageError(f"{worksheet}: cannot be read: {error.strerror} (give the grading worksheet)") from error
    entry = Book(book.spec.id, book.spec.title, book.grades, book.roster, lang=lang)
    found = moodle.participants(data, str(worksheet), entry)
    return {student: moodle_folder(name, number) for student, (name, number) in found.items()}
