"""`grader course new`: a folder becomes a course."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from grader.course import Course, load_course
from grader.course.course import FILE_NAME
from grader.errors import SpecError, UsageError
from grader.scaffold.filling import filled
from grader.scaffold.names import check_text


def new_course(folder: Path, term: str, timezone: str, titles: Mapping[str, str] | None = None) -> Course:
    """Write `course.toml` into a folder, which is made where it is missing; never over one that is there.

    Args:
        term: such as 2027-winter. timezone: a name of the tz database.
        titles: language → title; by default the folder's name.

    Raises:
        UsageError: there is a course already, a value is wrong, or the folder cannot be written.
    """
    name = folder.resolve().name
    titles = {"en": name or "Course", "ko": name or "Course"} | dict(titles or {})
    for option, text in {"--term": term, **{f"--title-{language}": t for language, t in titles.items()}}.items():
        check_text(option, text)
    target = folder / FILE_NAME
    if os.path.lexists(target):
        raise UsageError(f"{target} is there already: the folder is a course (nothing was written)")
    course_id = re.sub(r"\W+", "-", name).strip("-") or "course"
    values = {"id": course_id, "term": term, "timezone": timezone, "titles": titles}
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".grader-new-", dir=folder) as scratch:
            draft = Path(scratch, FILE_NAME)
            draft.write_bytes(filled("course.toml.j2", values).encode())
            _complain_if_wrong(Path(scratch))
            draft.rename(target)
    except BaseException as error:
        if made and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        if isinstance(error, OSError):
            remedy = "give a folder that can be written"
            raise UsageError(f"{folder}: nothing was written: {error.strerror or error} ({remedy})") from error
        raise
    return load_course(folder)


def _complain_if_wrong(folder: Path) -> None:
    """What we write can be read, or it is not written."""
    try:
        load_course(folder)
    except SpecError as error:
        raise UsageError(f"{error.key}: {error.problem} ({error.remedy})") from None
