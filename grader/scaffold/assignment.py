"""`grader assignment new`: the files of an assignment that verifies, one worked example per task."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.course import Course
from grader.errors import UsageError
from grader.scaffold.filling import filled, python_for
from grader.scaffold.names import check_text, task_names, week_of
from grader.template import stub

WRONG = ("detached", "library", "overflows", "wrong_axis")
_HERE = "assignments"
_REFERENCE = "reference"


def new_assignment(
    course: Course, name: str, tasks: Sequence[str] = (), titles: Mapping[str, str] | None = None
) -> list[Path]:
    """Write a new assignment into a course; all of it or nothing, and never over something.

    Args:
        name: weekNN_word. tasks: their names; by default one, the word of `name`.
        titles: language → title; by default the word of `name`, for languages that are not given too.

    Returns:
        The files that were written, sorted.

    Raises:
        UsageError: a name or title cannot be used or is taken, or the course's folder cannot be written.
    """
    week = week_of(name)
    names = task_names(name, tasks)
    word = name.partition("_")[2].replace("_", " ").capitalize()
    titles = {"en": word, "ko": word} | dict(titles or {})
    for language, title in titles.items():
        check_text(f"--title-{language}", title)
    targets = {_REFERENCE: course.reference_dir(name), _HERE: course.root / course.paths.assignments / name}
    for target in targets.values():
        _complain_if_taken(target)
    try:
        with tempfile.TemporaryDirectory(prefix=".grader-new-", dir=course.root) as scratch:
            files = _contents(name, names, {"week": week, "titles": titles})
            for path, content in files.items():
                file = Path(scratch, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content.encode())
            _publish(Path(scratch), targets)
    except OSError as error:
        remedy = "make it writable, or make room there"
        raise UsageError(f"{course.root}: nothing was written: {error.strerror or error} ({remedy})") from error
    return sorted(targets[path.partition("/")[0]] / path.partition("/")[2] for path in files)


def _contents(name: str, tasks: Sequence[str], values: Mapping[str, object]) -> dict[str, str]:
    """`assignments/…` and `reference/…`, below the assignment's own folders → content."""
    values = {"id": name, "tasks": tasks, **values}
    files = {
        f"{_HERE}/assignment.toml": filled("assignment.toml.j2", values),
        f"{_HERE}/README.md": filled("README.md.j2", values),
        f"{_HERE}/README.ko.md": filled("README.ko.md.j2", values),
        f"{_HERE}/samples/expected.toml": filled("expected.toml.j2", values),
    }
    for task in tasks:
        reference = python_for("reference.py", task)
        files[f"{_REFERENCE}/{task}.py"] = reference
        files[f"{_HERE}/test_{task}.py"] = python_for("test_scaffold_task.py", task)
        files |= {f"{_HERE}/wrong/{task}__{how}.py": python_for(f"{how}.py", task) for how in WRONG}
        files[f"{_HERE}/samples/s001/{task}.py"] = python_for("sample_right.py", task)
        files[f"{_HERE}/samples/s002/{task}.py"] = python_for("sample_overflows.py", task)
        files[f"{_HERE}/samples/s003/{task}.py"] = stub(reference)
    return files


def _complain_if_taken(target: Path) -> None:
    """Names that differ in case only are one name on some systems."""
    siblings = target.parent.iterdir() if target.parent.is_dir() else ()
    for there in siblings:
        if there.name.casefold() == target.name.casefold():
            raise UsageError(f"{there} is there already: choose another name, or move it away (nothing was written)")


def _publish(scratch: Path, targets: Mapping[str, Path]) -> None:
    """Move both folders to their places, the assignment's last: with it the assignment is there."""
    with contextlib.ExitStack() as undo:
        for part, target in targets.items():
            for missing in reversed(list(_missing(target.parent))):
                missing.mkdir()
                undo.callback(_remove_if_empty, missing)
            undo.callback(_take_back, target, scratch / part)
            (scratch / part).rename(target)
        undo.pop_all()


def _missing(folder: Path) -> Iterator[Path]:
    while not folder.exists():
        yield folder
        folder = folder.parent


def _take_back(target: Path, made: Path) -> None:
    """Remove what was moved to `target`; as long as `made` is there it was not, and `target` is not ours."""
    if not made.exists():
        shutil.rmtree(target, ignore_errors=True)


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()
