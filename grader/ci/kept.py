"""Where graded pushes are kept: files that are added and never changed. The one place that a store would replace."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from grader.errors import UsageError
from grader.reports.files import slug

SIGNED, RESULTS = ".signed.json", ".results.json"


@dataclass(frozen=True)
class Record:
    """One grading of a commit: the signed result, and the complete one, which is the teacher's."""

    signed: Path
    results: Path


class Kept:
    """The results below a state folder: `results/STUDENT/WEEK/COMMIT-NUMBER.signed.json`, and `.results.json`."""

    def __init__(self, state: Path) -> None:
        self.folder = state / "results"

    def add(self, student: str, week: str, commit: str, signed: bytes, results: bytes) -> Record:
        """Keep one; an earlier one of the same commit stays.

        Raises:
            UsageError: the folder cannot be written.
        """
        place = self.folder / slug(student) / slug(week)
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            for number in count(1):
                record = Record(place / f"{commit}-{number}{SIGNED}", place / f"{commit}-{number}{RESULTS}")
                try:
                    _write(record.results, results)
                except FileExistsError:
                    continue
                _write(record.signed, signed)
                return record
        except OSError as error:
            raise UsageError(
                f"{place}: {error.strerror}: the result cannot be kept; make room, then push again"
            ) from None
        raise AssertionError("count has no end")

    def of(self, student: str) -> Iterator[Record]:
        """Everything of a student, the signed results in the order they were made."""
        found = sorted((self.folder / slug(student)).glob(f"*/*{SIGNED}"), key=lambda p: (p.stat().st_mtime_ns, p.name))
        for path in found:
            yield Record(path, path.with_name(path.name.removesuffix(SIGNED) + RESULTS))


def _write(path: Path, data: bytes) -> None:
    """A new file that nobody writes again."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
