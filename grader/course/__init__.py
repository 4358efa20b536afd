"""course.toml: where a course lies, its sessions, and its secret seeds."""

from __future__ import annotations

from grader.course.course import Course, IntakeRules, Paths, Session, find_course, load_course
from grader.course.matching import Matcher
from grader.course.roster import Roster, Student, folded
from grader.course.roster_file import read_roster
from grader.course.seeds import kept_folder, secret_seed

__all__ = [
    "Course",
    "IntakeRules",
    "Matcher",
    "Paths",
    "Roster",
    "Session",
    "Student",
    "find_course",
    "folded",
    "kept_folder",
    "load_course",
    "read_roster",
    "secret_seed",
]
