"""Runs of a calibration that was interrupted: kept below .grader/ until the figures are written."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from grader.calibration.measure import Job, Run
from grader.course import Course
from grader.errors import UsageError

_NO_PART = {"samples", "wrong", "__pycache__"}


class Kept:
    """One line per run; the first line is the key of all that a run depends on, so that changed code starts anew.

    Args:
        name: which calibration it is, as a file name.
    """

    def __init__(self, course: Course, week: str, name: str, data_dir: str | None) -> None:
        self._path = course.root / ".grader" / "calibration" / f"{week}-{name}.jsonl"
        self._key = _key([course.assignment_dir(week), course.reference_dir(week)], data_dir)
        self._folder = course.root / ".grader"

    def runs(self, jobs: Sequence[Job]) -> list[Run]:
        """The runs of these jobs that are there already; a torn last line is not."""
        wanted = {(j.model, j.seed) for j in jobs}
        found: list[Run] = []
        try:
            lines = self._path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return []
        if not lines or lines[0] != self._key:
            return []
        for line in lines[1:]:
            try:
                run = Run(**json.loads(line))
            except (ValueError, TypeError):
                break
            if (run.model, run.seed) in wanted:
                found.append(run)
        return found

    def begin(self, runs: Sequence[Run]) -> None:
        """Start the file with what is known.

        Raises:
            UsageError: it cannot be written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            ignore = self._folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text("# Secrets and results: never in the repository.\n*\n", "utf-8")
            self._path.write_text("\n".join([self._key, *map(_line, runs)]) + "\n", "utf-8")
        except OSError as error:
            raise UsageError(f"{self._path}: {error.strerror}: make the folder writable") from None

    def add(self, run: Run) -> None:
        """One more."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(_line(run) + "\n")

    def forget(self) -> None:
        """The figures are known: the next calibration measures anew."""
        self._path.unlink(missing_ok=True)


def _line(run: Run) -> str:
    return json.dumps(asdict(run))


def _key(folders: Sequence[Path], data_dir: str | None) -> str:
    digest = hashlib.sha256(f"{platform.python_version()} {version('torch')} {data_dir}".encode())
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            if not _NO_PART & set(path.relative_to(folder).parts):
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
