"""The secret seeds of the hidden cases: one per assignment, made at first use, kept beside the course.

Whoever knows a seed can compute the hidden cases: nothing here prints one, error texts included.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.course.course import Course

FOLDER = ".grader"
FILE_NAME = "seeds.json"
_SEED = re.compile(r"[0-9a-f]{16}")  # as text: JSON readers may round 64-bit integers


def secret_seed(course: Course, assignment_id: str) -> int:
    """The 64-bit secret of an assignment of a course; drawn from the system at first use, then always the same.

    Processes that ask at the same time get the same one.

    Raises:
        UsageError: the seeds' file is damaged or cannot be written.
    """
    folder = course.root / FOLDER
    file = folder / FILE_NAME
    try:
        seeds = _read(file)
        if assignment_id not in seeds:
            _prepare(folder)
            with _locked(folder / "seeds.lock"):
                seeds = _read(file)
                if assignment_id not in seeds:
                    seeds[assignment_id] = os.urandom(8).hex()
                    _write(file, seeds)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}: make the folder writable, or pass --seed") from None
    return int(seeds[assignment_id], 16)


def known_seed(course: Course, assignment_id: str) -> int | None:
    """The secret of an assignment if there is one yet; None else.

    Raises:
        UsageError: the seeds' file is damaged.
    """
    found = _read(course.root / FOLDER / FILE_NAME).get(assignment_id)
    return None if found is None else int(found, 16)


def _read(file: Path) -> dict[str, str]:
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        text = ""
    try:
        seeds = json.loads(text)
    except (ValueError, RecursionError):
        seeds = None
    if not isinstance(seeds, dict) or not all(isinstance(s, str) and _SEED.fullmatch(s) for s in seeds.values()):
        raise UsageError(f"{file} is damaged: restore it from a backup, or delete it and grade everything again")
    if os.name == "posix" and file.stat().st_mode & 0o077:
        file.chmod(0o600)  # a copy or a checkout loses the mode
    return seeds


def kept_folder(course: Course) -> Path:
    """The folder beside the course's files for what is kept and never shared, made at first use.

    Raises:
        OSError: it cannot be made.
    """
    folder = course.root / FOLDER
    _prepare(folder)
    return folder


def _prepare(folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("# Secrets and results: never in the repository.\n*\n", "utf-8")


def _write(file: Path, seeds: dict[str, str]) -> None:
    """Replace the file in one step; mkstemp makes it readable by its owner only."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix="seeds-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(seeds, out, indent=1, sort_keys=True)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One process at a time; the lock goes with the process, so a killed one leaves nothing to clear."""
    with path.open("a+b") as file:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
