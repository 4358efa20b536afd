"""Verdicts on mutants that are known already: the same mutant, checks, grader and seed have the same verdict.

A line of JSON for each, appended in one write, so that runs at the same time do not disturb each other and one that is
killed loses nothing; a line that is torn is passed over.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path

from grader.course import Course, kept_folder
from grader.environment import environment
from grader.fingerprint import files_key

_FOLDER = "mutants"
_KEPT = 8  # files, one for each state of checks and grader


class Cache:
    """What is known about the mutants of a course's assignment, in `.grader/mutants/`.

    Args:
        use: False reads nothing, and writes all the same.
    """

    def __init__(self, course: Course, week: str, *, use: bool = True) -> None:
        state = json.dumps([files_key(course), dict(environment())], sort_keys=True)
        self._path: Path | None = None
        self._known: dict[str, dict[str, object]] = {}
        with contextlib.suppress(OSError):  # nothing can be kept here: everything is judged anew
            folder = kept_folder(course) / _FOLDER
            folder.mkdir(exist_ok=True)
            self._path = folder / f"{week}-{hashlib.sha256(state.encode()).hexdigest()[:16]}.jsonl"
            if use:
                self._read()
            self._path.touch()
            _sweep(folder, week)

    def get(self, key: str) -> dict[str, object] | None:
        """What `put` was given for the key."""
        return self._known.get(key)

    def put(self, key: str, value: dict[str, object]) -> None:
        """Keep a verdict."""
        self._known[key] = value
        if self._path is None:
            return
        line = "\n" + json.dumps({"key": key, **value}, ensure_ascii=True) + "\n"  # the first ends a torn line
        with contextlib.suppress(OSError):
            handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(handle, line.encode())
            finally:
                os.close(handle)

    def _read(self) -> None:
        assert self._path is not None
        if not self._path.exists():
            return
        for line in self._path.read_text("utf-8", "replace").splitlines():
            with contextlib.suppress(ValueError, RecursionError):
                entry = json.loads(line)
                if isinstance(entry, dict) and isinstance(key := entry.pop("key", None), str):
                    self._known[key] = entry


def key_of(source: str, module: str, tasks: tuple[str, ...], seed: int, seconds: float) -> str:
    """The key of one verdict; the seed is in it as a hash."""
    return hashlib.sha256(json.dumps([module, source, tasks, seed, seconds]).encode()).hexdigest()


def _sweep(folder: Path, week: str) -> None:
    """Remove all but the newest files of a week."""
    files = sorted(folder.glob(f"{week}-*.jsonl"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in files[_KEPT:]:
        old.unlink(missing_ok=True)
