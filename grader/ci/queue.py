"""Pushes that wait to be graded on a git server, as files: who pushes does not wait for them longer than they like.

`queue/ID.json` is a push, which goes when it is graded; `ID.report` is what its student is told, line by line. Whoever
grades a push has its file locked, so one that was killed leaves it to the next.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from grader.errors import UsageError
from grader.locking import try_lock

_WAITING = 8  # processes that wait for a turn; they grade whatever is there when it comes
_OLD = 7 * 86400.0  # seconds that a report is kept which nobody read


@dataclass(frozen=True)
class Job:
    """A push that waits. `path`: of the repository. `token`: see `Pending`. `weeks`: none for those that changed."""

    id: str
    student: str
    path: str
    repository: str
    ref: str
    before: str
    commit: str
    received: str
    token: str


class Report:
    """Where lines for the student are written; each can be read at once."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def say(self, *lines: str) -> None:
        """Add lines."""
        for line in lines:
            self._file.write(line.replace("\n", " ") + "\n")
        self._file.flush()


@dataclass(frozen=True)
class Claimed:
    """A push to be graded now. `attempts`: how often that was begun, this time included."""

    job: Job
    report: Report
    attempts: int


class Queue:
    """The queue of a state folder.

    Raises:
        UsageError: the folder cannot be made.
    """

    def __init__(self, state: Path) -> None:
        self.folder = state / "queue"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{self.folder}: {error.strerror}: give another folder with --state") from None

    def add(self, **about: str) -> Job:
        """A push comes to the end of the queue; see `Job`."""
        job = Job(id=f"{time.time_ns():020d}-{secrets.token_hex(4)}", **about)
        temporary = self.folder / f".{job.id}"
        temporary.write_text(json.dumps(asdict(job)), "utf-8")
        temporary.rename(self.folder / f"{job.id}.json")
        return job

    @contextlib.contextmanager
    def slot(self, at_once: int) -> Iterator[bool]:
        """A turn to grade, waited for; False where enough others wait already, who will do what there is to do."""
        with contextlib.ExitStack() as stack:
            waits = self._lock(stack, "waiting", _WAITING)
            if waits is None:
                yield False
                return
            while self._lock(stack, "grading", at_once) is None:
                time.sleep(0.2)
            waits.close()
            yield True

    def _lock(self, stack: contextlib.ExitStack, name: str, places: int) -> IO[bytes] | None:
        """One of some places, held until the stack unwinds."""
        for number in range(places):
            file = (self.folder / f".{name}-{number}").open("ab")
            if try_lock(file):
                return stack.enter_context(file)
            file.close()
        return None

    @contextlib.contextmanager
    def claim(self) -> Iterator[Claimed | None]:
        """The oldest push that nobody grades, to be graded here; None where there is none. Then it is done."""
        for path in sorted(self.folder.glob("*.json")):
            with contextlib.ExitStack() as stack:
                try:
                    file = stack.enter_context(path.open("r+b"))
                except FileNotFoundError:
                    continue
                if not try_lock(file) or not path.exists():
                    continue
                job, attempts = _read(file)
                if job is not None:
                    there = path.with_suffix(".report").open("w", encoding="utf-8", errors="replace")
                    yield Claimed(job, Report(stack.enter_context(there)), attempts)
                path.unlink(missing_ok=True)
                if job is not None:
                    return
        yield None

    def follow(self, jobs: Sequence[Job], seconds: float) -> Iterator[str]:
        """The lines of reports as they are written, for so long at most; `finished` tells whether that was all."""
        end = time.monotonic() + seconds
        for job in jobs:
            position = 0
            while True:
                over = self.finished(job)  # asked first: what is written before it is read after it
                lines, position = self._lines(job, position)
                yield from lines
                if over:
                    self._forget(job)
                    break
                if time.monotonic() > end:
                    break
                time.sleep(0.05)

    def finished(self, job: Job) -> bool:
        """Whether a push is graded, and its report whole."""
        return not (self.folder / f"{job.id}.json").exists()

    def _lines(self, job: Job, position: int) -> tuple[list[str], int]:
        try:
            with (self.folder / f"{job.id}.report").open("rb") as file:
                file.seek(position)
                data = file.read()
        except FileNotFoundError:
            return [], position
        whole = data[: data.rfind(b"\n") + 1]
        return whole.decode("utf-8", "replace").splitlines(), position + len(whole)

    def _forget(self, job: Job) -> None:
        (self.folder / f"{job.id}.report").unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove old reports of pushes whose pusher did not wait."""
        limit = time.time() - _OLD
        for path in self.folder.glob("*.report"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < limit and not path.with_suffix(".json").exists():
                    path.unlink()


def _read(file: IO[bytes]) -> tuple[Job | None, int]:
    """The push in a file, and how often its grading was begun: each time leaves a line's end behind it."""
    lines = file.read().split(b"\n")
    file.write(b"\n")
    file.flush()
    try:
        return Job(**json.loads(lines[0])), len(lines)
    except (ValueError, TypeError):
        return None, len(lines)
