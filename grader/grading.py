"""From hand-ins to a Run: what `grader grade` does between reading its arguments and writing its reports."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from grader import __version__
from grader.batch import Batch, Graded
from grader.course import Course, secret_seed
from grader.errors import UsageError
from grader.fingerprint import files_key, hand_in_key, run_key
from grader.journal import Entry, Journal
from grader.judge.config import JudgeConfig
from grader.judge.process import ForkServer
from grader.levels import Containers
from grader.model import Check, CheckResult, Run, Submission, Verdict
from grader.scoring import TaskInfo, verdict
from grader.spec import AssignmentSpec, load_assignment

Listener = Callable[[Submission, CheckResult], None]


@dataclass(frozen=True)
class Request:
    """One grading. `seed` None: the course's own secret. `only`: tasks; none means all.

    `sandbox`: a level's name, or `auto` for the strongest that works here. `containers`: for level `docker`.
    """

    week: str
    submissions: tuple[Submission, ...]
    seed: int | None = None
    only: tuple[str, ...] = ()
    jobs: int = 1
    training: bool = True
    sandbox: str = "auto"
    containers: Containers = field(default_factory=Containers)


class Grading:
    """Judges a request's submissions; what is finished survives an interruption.

    Args:
        on_result: told every check's result. on_verdict: told every finished submission. Both may be called
            while `run` waits; the first from other threads.
        on_continued: told how many submissions were taken over, if any were. server: see `Batch`.
    """

    def __init__(
        self,
        course: Course,
        request: Request,
        on_result: Listener | None = None,
        on_verdict: Callable[[Verdict], None] | None = None,
        on_continued: Callable[[int], None] | None = None,
        server: ForkServer | None = None,
    ) -> None:
        self.spec: AssignmentSpec = load_assignment(course.assignment_dir(request.week))
        known = [t.id for t in self.spec.tasks]
        if unknown := [t for t in request.only if t not in known]:
            raise UsageError(f"no task {unknown[0]!r} in {self.spec.id}; its tasks are {', '.join(known)}")
        self._course, self._request, self._on_verdict = course, request, on_verdict
        self._seed = secret_seed(course, self.spec.id) if request.seed is None else request.seed
        config = JudgeConfig(
            str(course.root),
            self.spec.id,
            self._seed,
            only=request.only,
            training=request.training,
            sandbox=request.sandbox,
            containers=request.containers,
        )
        self._batch = Batch(config, request.jobs, on_result, server)
        self._on_continued = on_continued
        self._journal: Journal | None = None
        self._files = ""
        self._verdicts: dict[int, Verdict] = {}
        self._position = {id(s): i for i, s in enumerate(request.submissions)}
        self._started = datetime.now(course.zone).isoformat(timespec="seconds")
        self._clock = time.monotonic()
        self._complete = False

    def run(self, journal: Journal | None = None) -> None:
        """Judge everything.

        Args:
            journal: what is finished is kept there, and what it holds already is not judged again.

        Raises:
            UsageError, JudgeFault: nothing can be judged. KeyboardInterrupt: after the judges were ended.
        """
        self._journal = journal
        self._files = files_key(self._course) if journal is not None else ""
        readable = [s for s in self._request.submissions if s.unreadable is None]
        continues = journal is not None and journal.unfinished
        # An interruption in `on_verdict` ends the judges, too.
        with closing(self._batch.run(readable, self._left if continues else None)) as judged:
            for graded in judged:
                if journal is not None:
                    journal.add(self._run_key, _entry(graded))
                self._add(graded)
        # Last, because only a judge knows what the checks are worth that were to run.
        for submission in self._request.submissions:
            if submission.unreadable is not None:
                self._add(Graded(submission, (), 0.0))
        self._complete = True

    def result(self) -> Run:
        """What is known so far, in the order of the submissions."""
        return Run(
            assignment=self.spec.id,
            titles=self.spec.title,
            seed_sha256=hashlib.sha256(str(self._seed).encode()).hexdigest(),
            sandbox=self._batch.sandbox.level,
            guarantees=self._batch.sandbox.guarantees,
            missing=self._batch.sandbox.missing,
            started=self._started,
            seconds=time.monotonic() - self._clock,
            environment=environment(),
            verdicts=tuple(self._verdicts[i] for i in sorted(self._verdicts)),
            interrupted=not self._complete,
            expected=len(self._request.submissions),
        )

    def _left(self, submissions: Sequence[Submission]) -> Sequence[Submission]:
        """Take over what the journal holds; what is left to be judged."""
        assert self._journal is not None
        known = self._journal.take_over(self._run_key)
        left = []
        for submission in submissions:
            entry = known.get(hand_in_key(submission))
            if entry is None:
                left.append(submission)
            else:
                self._keep(Graded(submission, entry.results, entry.seconds))
        if self._verdicts and self._on_continued is not None:
            self._on_continued(len(self._verdicts))
        return left

    @cached_property
    def _run_key(self) -> str:
        """Known once a judge has said what its sandbox guarantees."""
        request = self._request
        set_up = (self._batch.sandbox, request.containers, environment())
        return run_key(self._files, self.spec.id, self._seed, request.only, request.training, *set_up)

    def _add(self, graded: Graded) -> None:
        done = self._keep(graded)
        if self._on_verdict is not None:
            self._on_verdict(done)

    def _keep(self, graded: Graded) -> Verdict:
        tasks = task_infos(self.spec, self._batch.checks, self._request.only)
        done = verdict(graded.submission, graded.results, tasks, graded.seconds, self._batch.sandbox.level)
        self._verdicts[self._position[id(graded.submission)]] = done
        return done


def _entry(graded: Graded) -> Entry:
    return Entry(hand_in_key(graded.submission), graded.submission.student, graded.seconds, graded.results)


def task_infos(spec: AssignmentSpec, checks: Sequence[Check], only: Sequence[str] = ()) -> tuple[TaskInfo, ...]:
    """The tasks that are scored, worth what the checks that were to run are worth.

    Where no check is known yet (nothing readable was handed in), the specification's points count.
    """
    points = {t.id: 0.0 for t in spec.tasks} if checks else {t.id: t.points for t in spec.tasks}
    for check in checks:
        points[check.task] += check.points
    return tuple(
        TaskInfo(id=t.id, titles=t.title, points=points[t.id], bonus=t.bonus)
        for t in spec.tasks
        if points[t.id] > 0 and (not only or t.id in only)
    )


def environment() -> dict[str, str]:
    """What a result may depend on: versions, the processor, whether real data were at hand."""
    return {
        "grader": __version__,
        "python": platform.python_version(),
        "torch": importlib.metadata.version("torch"),
        "numpy": importlib.metadata.version("numpy"),
        "platform": f"{platform.system()} {platform.machine()}",
        "device": "cpu",
        "data": "GRADER_DATA_DIR" if os.environ.get("GRADER_DATA_DIR") else "generated",
    }
