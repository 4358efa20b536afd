"""Options that several commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from grader.course import Course, find_course

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def course_option() -> Decorator:
    """--course DIR: where to look for course.toml, upwards."""
    return click.option(
        "--course",
        "course_dir",
        type=click.Path(path_type=Path),
        default=Path(),
        show_default="this folder and those above",
        help="A folder in the course.",
    )


def lang_option() -> Decorator:
    """--lang: the language of what students read."""
    return click.option(
        "--lang",
        type=click.Choice(["ko", "en"]),
        envvar="GRADER_LANG",
        help="Language of messages; the course's by default.  [env: GRADER_LANG]",
    )


def jobs_option() -> Decorator:
    """--jobs: judge processes at a time."""
    return click.option(
        "-j",
        "--jobs",
        type=click.IntRange(1, 256),
        default=processors(),
        show_default="one per core",
        help="Judge processes at a time.",
    )


def only_option() -> Decorator:
    """--only TASK, repeatable."""
    return click.option("--only", "only", multiple=True, metavar="TASK", help="Only this task; may be repeated.")


def processors() -> int:
    """How many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def the_course(start: Path) -> Course:
    """The course around a folder.

    Raises:
        UsageError
    """
    return find_course(start)
