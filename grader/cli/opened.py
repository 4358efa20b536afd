"""What the commands about grades begin with: the course's store and one assignment's gradebook."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import Decorator, the_course
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.course import Course
    from grader.gradebook import Gradebook
    from grader.store import Store


@contextmanager
def opened(course_dir: Path, store: str | None, week: str) -> Iterator[tuple[Course, Store, Gradebook]]:
    """The course, its store and the gradebook of a week.

    Raises:
        UsageError: one of them cannot be read.
    """
    from grader.gradebook import Gradebook
    from grader.store import open_store, store_place

    course = the_course(course_dir)
    course.assignment_dir(week)  # a mistyped week makes no store
    with open_store(store_place(course, store)) as found:
        yield course, found, Gradebook(found, course, week)


def author_option() -> Decorator:
    """--author: who decides or writes."""
    return click.option(
        "--author",
        default=_author,
        show_default="your login",
        help="Who says so; the student reads it.  [env: GRADER_AUTHOR]",
    )


def _author() -> str:
    named = os.environ.get("GRADER_AUTHOR", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no login, as in some containers
        return ""


def one_line_of(text: str, what: str, most: int = 2000) -> str:
    """A text from the command line that is kept.

    Raises:
        UsageError: it is empty or too long.
    """
    text = text.strip()
    if not text:
        raise UsageError(f"{what} is empty: write what the student is to read")
    if len(text) > most:
        raise UsageError(f"{what} has {len(text)} characters: {most} at most")
    return text
