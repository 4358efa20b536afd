"""Running public checks on a student's own computer: one warm judge for one look, or for many."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.text import Text

from grader.cli.ahead import importing, torch_library
from grader.model import Check, CheckResult, Submission

if TYPE_CHECKING:
    from grader.course import Course
    from grader.sandbox.nursery import Nursery, Spare
    from grader.spec import AssignmentSpec

PUBLIC_SEED = 0


class Listener:
    """Collects results, and shows on stderr which check runs.

    Args:
        ended: called with the results and the seconds of every submission.
    """

    def __init__(
        self, lang: str, ended: Callable[[list[CheckResult], float], None] | None = None, *, quiet: bool = False
    ) -> None:
        self._console, self._lang, self._ended = Console(stderr=True), lang, ended
        self._shows = not quiet and self._console.is_terminal
        self.checks: tuple[Check, ...] = ()
        self.results: list[CheckResult] = []
        self.seconds = 0.0
        self._status = self._console.status("")

    def collected(self, checks: tuple[Check, ...]) -> None:
        """The checks are known."""
        self.checks = checks
        if self._shows:
            self._show()
            self._status.start()

    def result(self, submission: Submission, result: CheckResult) -> None:
        """A check ended."""
        self.results.append(result)
        self._show()

    def _show(self) -> None:
        if not self._shows:
            return
        number = len(self.results)
        title = self.checks[number].titles[self._lang] if number < len(self.checks) else ""
        line = Text(f"{number}/{len(self.checks)} {title}")
        line.truncate(max(self._console.width - 4, 10), overflow="ellipsis")  # beside the spinner
        self._status.update(line)

    def done(self, submission: Submission, seconds: float, fault: str | None) -> None:
        """All checks of a submission ended."""
        self.seconds = seconds
        if self._ended is not None:
            self._status.stop()
            self._ended(self.results, seconds)
            self.results = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._status.stop()


@dataclass(frozen=True)
class Looking:
    """What is looked at. `tasks_of`: the tasks of a submission that are looked at this time."""

    course: Course
    spec: AssignmentSpec
    only: tuple[str, ...] = ()
    training: bool = True
    tasks_of: Callable[[Submission], Collection[str]] | None = field(default=None)


def judge(looking: Looking, submissions: Iterable[Submission], listener: Listener) -> None:
    """Judge submissions, which may be waited for; student processes are warm.

    Raises:
        UsageError: the checks or the course are wrong.
    """
    with _sandbox(looking) as sandbox:
        from grader.judge.assignment import Assignment
        from grader.judge.runner import Judge, Settings

        assignment = Assignment.load(looking.course, looking.spec.id)
        settings = Settings(
            PUBLIC_SEED,
            hidden=False,
            only=looking.only,
            training=looking.training,
            fork=False,
            tasks_of=looking.tasks_of,
        )

        def one_by_one() -> Iterator[Submission]:
            for submission in submissions:
                yield submission
                sandbox.ahead()  # the next one's process starts while its author types

        Judge(assignment, sandbox, settings).run(one_by_one() if looking.tasks_of else submissions, listener)


@contextlib.contextmanager
def _sandbox(looking: Looking) -> Iterator[Nursery | Spare]:
    """Student processes without the wait for torch: forked, or started while this one gets ready."""
    from grader.sandbox.nursery import Nursery, Spare, can_fork

    with importing():
        spare = None if can_fork() else Spare.of(looking.spec, looking.only)  # it imports torch while we do
        import pytest  # noqa: F401 - needs no torch, whose library is being loaded

        torch_library().join()
        import torch

        torch.set_num_threads(1)  # before anything forks: a process that ever ran two makes children that hang
        sys.stdout.flush()
        sandbox = Nursery() if spare is None else spare
        import grader.judge.runner  # noqa: F401 - the rest of what is big

    try:
        yield sandbox
    finally:
        sandbox.close()
