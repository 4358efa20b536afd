"""course.toml: where a course lies, its sessions, and its secret seeds."""

from __future__ import annotations

from grader.course.course import Course, Paths, Session, find_course, load_course
from grader.course.seeds import kept_folder, secret_seed

__all__ = ["Course", "Paths", "Session", "find_course", "kept_folder", "load_course", "secret_seed"]
