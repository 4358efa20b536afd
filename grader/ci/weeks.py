"""Which week a path of a student's repository belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import PurePosixPath

from grader.course import Course
from grader.intake.files import is_ignored
from grader.intake.naming import identifier, kind_of, stem_of
from grader.intake.text import readable_name
from grader.spec import load_assignment

# `week04_rnn`, `WEEK4`, `Week 4`, `4주차`, also inside a longer name.
_NUMBER = re.compile(r"(?<![a-z])week[\s_-]*0*(\d{1,2})(?!\d)|(?<!\d)0*(\d{1,2})\s*주차", re.IGNORECASE)
# At the top of a repository these are the course's own, or a copy of it, and never anybody's work.
_COURSES = frozenset({"grader"})


class Weeks:
    """The weeks of a course, by the names that folders and files have.

    Raises:
        SpecError: an assignment's file is wrong.
    """

    def __init__(self, course: Course) -> None:
        self.known = course.assignments()
        self._never = _COURSES | {PurePosixPath(p).parts[0] for p in (course.paths.assignments, course.paths.reference)}
        self._names: dict[str, set[str]] = {}
        self._by_number: dict[int, list[str]] = defaultdict(list)
        self._by_module: dict[str, list[str]] = defaultdict(list)
        for week in self.known:
            if number := re.match(r"week0*(\d+)(?!\d)", week):
                self._by_number[int(number[1])].append(week)
            spec = load_assignment(course.assignment_dir(week))
            self._names[week] = {name for task in spec.tasks for name in task.names}
            for module in spec.modules:
                self._by_module[module].append(week)

    def of(self, path: str) -> str | None:
        """The week of a Python file or notebook; None where it is no part of any, or of nobody knows which.

        A folder or file named like a week says it first, the outermost first; then a week's number in a name; then
        a file that is called like a module of one week only.
        """
        if not self.is_work(path):
            return None
        *folders, name = (readable_name(part) for part in path.split("/"))
        stem = stem_of(name)
        parts = (*folders, stem)
        exact = next((part for part in parts if part in self.known), None)
        if exact is not None:
            return exact
        for part in parts:
            if found := _NUMBER.search(part):
                fits = self._by_number.get(int(found[1] or found[2]), [])
                return fits[0] if len(fits) == 1 else None
        fits = self._by_module.get(identifier(stem), [])
        return fits[0] if len(fits) == 1 else None

    def names(self, week: str) -> set[str]:
        """What a week asks students to define."""
        return self._names[week]

    def by_names(self, defined: set[str]) -> str | None:
        """The week that asks for most of these names; None where none does, or two do alike."""
        fits = sorted(((len(defined & names), week) for week, names in self._names.items()), reverse=True)
        if not fits or not fits[0][0] or (len(fits) > 1 and fits[0][0] == fits[1][0]):
            return None
        return fits[0][1]

    def is_work(self, path: str) -> bool:
        """Whether a path may be a student's work: Python or a notebook, not hidden, not in the course's folders."""
        parts = path.split("/")
        if not kind_of(readable_name(parts[-1])) or any(is_ignored(part) for part in parts):
            return False
        return len(parts) == 1 or parts[0] not in self._never
