"""What git tells a `post-receive` hook → pushes in the queue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.ci.pending import Pending
from grader.ci.queue import Job, Queue
from grader.course import Course

_LINE = re.compile(
    r"(?P<before>[0-9a-f]{40}|[0-9a-f]{64}) (?P<after>[0-9a-f]{40}|[0-9a-f]{64}) refs/heads/(?P<branch>\S+)"
)
_MOST = 10_000  # lines of one push


@dataclass(frozen=True)
class Update:
    """A branch that moved. `before`: all zeros for a new one."""

    branch: str
    before: str
    after: str


def updates(lines: Iterable[str]) -> list[Update]:
    """The branches that a push moved and did not delete, by the lines on the hook's standard input."""
    found = []
    for _, line in zip(range(_MOST), lines, strict=False):
        match = _LINE.fullmatch(line.rstrip("\n"))
        if match and set(match["after"]) != {"0"}:
            found.append(Update(match["branch"], match["before"], match["after"]))
    return found


def enqueue(
    course: Course, queue: Queue, state: Path, student: str, repository: Path, moved: Sequence[Update]
) -> list[Job]:
    """Put the pushes into the queue, in the order in which git says them."""
    jobs = []
    received = datetime.now(course.zone).isoformat(timespec="seconds")
    for update in moved:
        ref = f"refs/heads/{update.branch}"
        arrived = Pending(state, student, str(repository), ref).arrive(update.before, update.after)
        jobs.append(
            queue.add(
                student=student,
                path=str(repository),
                repository=repository.name,
                ref=ref,
                before=arrived.before,
                commit=update.after,
                received=received,
                token=arrived.token,
            )
        )
    return jobs
