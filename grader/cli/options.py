"""Options that several commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.errors import UsageError
from grader.levels import NAMES, Containers
from grader.messages import LANGUAGES

if TYPE_CHECKING:
    from grader.course import Course

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
    """--lang: the language of what students read; else GRADER_LANG's, else the course's.

    The machine's locale is not asked: a grading server's says nothing about the students.
    """
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        callback=_language,
        help="Language of messages; the course's by default.  [env: GRADER_LANG]",
    )


def _language(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    wanted = os.environ.get("GRADER_LANG", "").strip()
    if value is not None or not wanted:
        return value
    if wanted not in LANGUAGES:
        raise UsageError(f"GRADER_LANG: {wanted[:40]!r} is no language of messages: use {' or '.join(LANGUAGES)}")
    return wanted


def store_option() -> Decorator:
    """--store: where what was graded is kept."""
    return click.option(
        "--store",
        metavar="PATH|URL",
        show_default=".grader/store.sqlite3 in the course",
        help="SQLite file or postgresql://… that keeps all results.  [env: GRADER_STORE]",
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


def sandbox_options() -> Decorator:
    """--sandbox, and how level docker makes its containers."""
    options = [
        click.option(
            "--sandbox",
            type=click.Choice(["auto", *NAMES]),
            default="auto",
            show_default=True,
            help="Level that student code runs at; auto: the strongest that works here.",
        ),
        click.option("--fresh", is_flag=True, help="Level docker: a new container for every submission."),
        click.option(
            "--image", metavar="NAME", envvar="GRADER_IMAGE", help="Level docker: its image.  [env: GRADER_IMAGE]"
        ),
        click.option("--runtime", metavar="NAME", help="Level docker: another runtime, such as gVisor's runsc."),
        click.option("--gpus", metavar="device=N", help="Level docker: the GPU that submissions may use."),
    ]

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def containers(sandbox: str, image: str | None, fresh: bool, runtime: str | None, gpus: str | None) -> Containers:
    """The options of level docker.

    Raises:
        UsageError: they are given for another level.
    """
    wanted = Containers(image, fresh, runtime, gpus)
    if sandbox != "docker" and wanted != Containers(image):
        raise UsageError("--fresh, --runtime and --gpus are for --sandbox docker: add it")
    return wanted


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
    from grader.course import find_course  # with pydantic: a tenth of a second

    return find_course(start)
