"""A course: the folder that holds `course.toml`, and what is where below it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from grader.course.moments import Clock
from grader.course.roster import Roster
from grader.course.roster_file import read_roster
from grader.course.rules import LatePolicy, Schedule, Slots, TermRules
from grader.errors import UsageError
from grader.spec.assignment import FILE_NAME as ASSIGNMENT_FILE
from grader.spec.reading import FileModel, Text, Titles, broken, did_you_mean, read_toml

FILE_NAME = "course.toml"
_UNQUOTED = re.compile(r"""[\r\n"\\$`{}]|^-""")
_WEEK = re.compile(r"(?:week|주차)?[\s_-]*0*(\d+)(?:\s*주차)?", re.IGNORECASE)


def _check_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):  # ZoneInfoNotFoundError is a KeyError; odd keys raise the others
        raise broken("is no time zone", "use a name of the tz database such as Asia/Seoul") from None
    return name


def _check_inside(path: str) -> str:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if not parts or ".." in parts or parts[0] == "/" or ":" in parts[0]:
        raise broken("is not a folder below the course's root", "give a relative path without ..")
    return path


Folder = Annotated[str, AfterValidator(_check_inside)]


class Session(FileModel):
    """One meeting. `contest` marks the one whose assignment is the contest; `start` where it has its own."""

    week: Annotated[int, Field(ge=1)]
    date: date
    start: Clock | None = None
    contest: bool = False


class Paths(FileModel):
    """Folders and files, relative to the root.

    Attributes:
        exceptions: extensions and excuses, a CSV; none where it is not given.
    """

    assignments: Folder = "assignments"
    reference: Folder = "reference"
    template: Folder = "student_template"
    exceptions: Folder | None = None
    roster: Folder | None = None


def _check_pattern(pattern: str) -> str:
    try:
        groups = re.compile(pattern).groupindex
    except (re.error, RecursionError, OverflowError) as error:
        raise broken(f"is no regular expression: {error}", "correct it, or leave it out") from None
    if "name" not in groups:
        raise broken("has no group `name`", "write the student's part as (?P<name>.+?)")
    return pattern


def _check_quoted(text: str) -> str:
    """The text stands between quotes on a notebook's command line."""
    if _UNQUOTED.search(text):
        raise broken("has a character that a command line reads as its own", "give one plain address")
    return text


class StudentRules(FileModel):
    """What the generated notebook begins with.

    Attributes:
        install: what pip installs to get the grader: a wheel's address, or `grader @ git+https://…@COMMIT`.
        bundle: address of the template repository, which Colab clones beside the notebook.
    """

    install: Annotated[str, AfterValidator(_check_quoted)] = ""
    bundle: Annotated[str, AfterValidator(_check_quoted)] = ""


class IntakeRules(FileModel):
    """How hand-ins arrive. `pattern`: of file names, with groups `name` and perhaps `week`, `slot`."""

    pattern: Annotated[str, AfterValidator(_check_pattern)] | None = None


def _check_sessions(sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    weeks: set[int] = set()
    for session in sessions:
        if session.week in weeks:
            raise broken(f"week {session.week} has two sessions", "give each session its own week")
        weeks.add(session.week)
    return sessions


class _CourseFile(FileModel):
    id: Text
    term: Text
    timezone: Annotated[str, AfterValidator(_check_zone)]
    language: Literal["ko", "en"] = "ko"
    title: Titles
    paths: Paths = Paths()
    intake: IntakeRules = IntakeRules()
    student: StudentRules = StudentRules()
    sessions: Annotated[tuple[Session, ...], Field(strict=False), AfterValidator(_check_sessions)] = ()
    schedule: Schedule = Schedule()
    slots: Slots = Field(default_factory=dict)
    late: LatePolicy = LatePolicy()
    term_total: TermRules = TermRules()


@dataclass(frozen=True)
class Course:
    """A course and its places.

    Attributes:
        root: the folder of `course.toml`.
        timezone: a name of the tz database; due dates are in it.
        language: of messages, where nobody asks for another.
        title: language → text.
        sessions: in the order of the file.
        schedule, slots, late, term_total: the rules of due dates and points; docs/grades.md tells them.
        intake: how hand-ins arrive.
        student: how students get the grader.
    """

    root: Path
    id: str
    term: str
    timezone: str
    language: str
    title: Mapping[str, str]
    sessions: tuple[Session, ...] = ()
    paths: Paths = field(default_factory=Paths)
    schedule: Schedule = field(default_factory=Schedule)
    slots: Slots = field(default_factory=dict)
    late: LatePolicy = field(default_factory=LatePolicy)
    term_total: TermRules = field(default_factory=TermRules)
    intake: IntakeRules = field(default_factory=IntakeRules)
    student: StudentRules = field(default_factory=StudentRules)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.timezone)

    def roster(self) -> Roster | None:
        """Who takes the course; None where course.toml names no file.

        Raises:
            SpecError: the file is missing or wrong.
        """
        return None if self.paths.roster is None else read_roster(self.root / self.paths.roster)

    def assignments(self) -> tuple[str, ...]:
        """Ids of all assignments, sorted: the folders that hold an `assignment.toml`."""
        files = (self.root / self.paths.assignments).glob(f"*/{ASSIGNMENT_FILE}")
        return tuple(sorted(file.parent.name for file in files))

    def assignment_dir(self, week: str | int) -> Path:
        """The folder of the assignment that `week` names.

        Args:
            week: an id (`week04_rnn`), the start of one (`week04`), a week's number (`4`, `week4`), or a path to the
                folder as the shell completes it.

        Raises:
            UsageError: none or several fit.
        """
        return self.root / self.paths.assignments / self._resolve(str(week))

    def reference_dir(self, assignment_id: str) -> Path:
        """The folder of an assignment's reference; it need not exist."""
        return self.root / self.paths.reference / assignment_id

    def template_dir(self, assignment_id: str) -> Path:
        """The folder of an assignment's student template; it need not exist."""
        return self.root / self.paths.template / assignment_id

    def _resolve(self, week: str) -> str:
        known = self.assignments()
        folder = f"{self.paths.assignments}/"
        if not known:
            raise UsageError(f"{self.root / folder} holds no assignment: add weekNN_name/{ASSIGNMENT_FILE} there")
        wanted = unicodedata.normalize("NFC", week).strip().replace("\\", "/").rstrip("/").rpartition("/")[2]
        if wanted in known:
            return wanted
        found = [name for name in known if _fits(wanted, name)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(f"{wanted!r} fits {', '.join(found)}: write more of the name")
        guess = did_you_mean(wanted.lower(), known)
        hint = f"did you mean {guess}?" if guess else f"there are {', '.join(known)}"
        raise UsageError(f"no assignment {wanted!r} in {folder}: {hint}")


def _fits(wanted: str, name: str) -> bool:
    number = _WEEK.fullmatch(wanted)
    if number:
        of_name = re.match(r"week0*(\d+)(?!\d)", name)
        return of_name is not None and int(of_name[1]) == int(number[1])
    return bool(wanted) and name.lower().startswith(wanted.lower())


def load_course(root: Path) -> Course:
    """The course in a folder.

    Raises:
        SpecError: its `course.toml` is missing or wrong.
    """
    file = read_toml(root / FILE_NAME, _CourseFile)
    return Course(
        root=root,
        id=file.id,
        term=file.term,
        timezone=file.timezone,
        language=file.language,
        title=file.title,
        sessions=file.sessions,
        paths=file.paths,
        intake=file.intake,
        student=file.student,
        schedule=file.schedule,
        slots=file.slots,
        late=file.late,
        term_total=file.term_total,
    )


def find_course(start: Path) -> Course:
    """The course around a folder or file: the first one upwards with a `course.toml`, as git finds a repository.

    Raises:
        UsageError: there is none; SpecError, a kind of it: the file is wrong.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return load_course(folder)
    raise UsageError(f"no {FILE_NAME} in {here} or above it: change into the course's folder, the one with {FILE_NAME}")
