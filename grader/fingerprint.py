"""What a result depends on, as a hash: the same key means the same result, so nothing need be graded twice."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from pydantic import TypeAdapter

import grader
from grader.course import Course
from grader.levels import Containers, Level
from grader.model import Submission

_SUBMISSION = TypeAdapter(Submission)
# Of an assignment's files these decide no result; hand-ins and wrong solutions may be many.
_NO_PART = {"samples", "wrong", "__pycache__"}
_NO_FILES = (".md", ".pyc", "mutants.toml")


def hand_in_key(submission: Submission) -> str:
    """Who handed in what, as the judge gets it; wherever it lies, and whenever it came."""
    judged = replace(submission, origin="", times={}, members=(), attempt=1)
    return hashlib.sha256(_SUBMISSION.dump_json(judged)).hexdigest()


def files_key(course: Course) -> str:
    """The checks and references of a course, and the program that runs them.

    All weeks': a week's checks may import another's.
    """
    places = [course.root / course.paths.assignments, course.root / course.paths.reference]
    return _digest([[*map(_content, _files(top))] for top in (*places, Path(grader.__file__).parent)])


def run_key(
    files: str,
    week: str,
    seed: int,
    only: Sequence[str],
    training: bool,
    level: Level,
    containers: Containers,
    environment: Mapping[str, str],
) -> str:
    """Everything but the hand-in. The seed is in it as a hash of a hash: the key may be shown.

    Args:
        files: what `files_key` gave before the first check ran.
        level: as it was probed. containers: how they are made, at level `docker`.
    """
    data = os.environ.get("GRADER_DATA_DIR")
    return _digest(
        {
            "files": files,
            "week": week,
            "seed": hashlib.sha256(str(seed).encode()).hexdigest(),
            "only": sorted(only),
            "training": training,
            "sandbox": [asdict(level), asdict(containers)],
            "environment": dict(environment),
            "data": str(Path(data).resolve()) if data else None,
        }
    )


def result_key(run: str, hand_in: str) -> str:
    """Everything that a result depends on, from what `run_key` and `hand_in_key` gave."""
    return _digest([run, hand_in])


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _files(top: Path) -> Iterator[tuple[str, Path]]:
    """Name below `top`, and place, of every file that counts, sorted."""
    for folder, below, names in os.walk(top):
        below[:] = sorted(name for name in below if name not in _NO_PART and not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith(".") and not name.endswith(_NO_FILES) and path.is_file():
                yield path.relative_to(top).as_posix(), path


def _content(file: tuple[str, Path]) -> tuple[str, str]:
    return file[0], hashlib.sha256(file[1].read_bytes()).hexdigest()
