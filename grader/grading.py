"""From hand-ins to a Run: what `grader grade` does between reading its arguments and writing its reports."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from grader.batch import Batch, Graded
from grader.course import Course, secret_seed
from grader.environment import environment
from grader.errors import UsageError
from grader.fingerprint import files_key, hand_in_key, result_key, run_key
from grader.judge.config import JudgeConfig
from grader.judge.process import ForkServer
from grader.keeping import Item, Keeper
from grader.levels import Containers
from grader.model import CheckResult, Run, Submission, Verdict
from grader.ordering import expected_seconds
from grader.scoring import TaskInfo, verdict
from grader.sharing import Shared
from grader.spec import AssignmentSpec, load_assignment
from grader.spec.worth import task_infos
from grader.store import Entry, Placed

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
    """Judges a request's submissions, those first that take longest; what is finished survives an interruption.

    Args:
        on_result: told every check's result. on_verdict: told every finished submission. Both may be called
            while `run` waits, from other threads.
        on_known: told of submissions that need not be judged, because the store knows their results.
        on_waiting: told, in words, that another grader judges what is left. server: see `Batch`.
    """

    def __init__(
        self,
        course: Course,
        request: Request,
        on_result: Listener | None = None,
        on_verdict: Callable[[Verdict], None] | None = None,
        on_known: Callable[[Sequence[Verdict]], None] | None = None,
        on_waiting: Callable[[str], None] | None = None,
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
        self._on_known, self._on_waiting = on_known, on_waiting
        self._keeper: Keeper | None = None
        self._files = ""
        self._verdicts: dict[int, Verdict] = {}
        self._position = {id(s): i for i, s in enumerate(request.submissions)}
        self._started = datetime.now(course.zone).isoformat(timespec="seconds")
        self._clock = time.monotonic()
        self._complete = False

    def run(self, keeper: Keeper | None = None) -> None:
        """Judge everything.

        Args:
            keeper: what is finished is kept by it, and what it knows already is not judged again.

        Raises:
            UsageError, JudgeFault: nothing can be judged. KeyboardInterrupt: after the judges were ended.
        """
        readable = [s for s in self._request.submissions if s.unreadable is None]
        if keeper is None:
            self._judge(readable, None, {})
        else:
            self._keeper = keeper
            self._files = files_key(self._course)
            with keeper.store.claiming():
                try:
                    self._judge(readable, keeper, keeper.durations(self.spec.id))
                finally:
                    keeper.finish(time.monotonic() - self._clock, interrupted=not self._complete)

    def _judge(self, readable: Sequence[Submission], keeper: Keeper | None, durations: Mapping[str, float]) -> None:
        longest_first = sorted(readable, key=expected_seconds(readable, durations), reverse=True)
        work = None
        if keeper is not None:
            work = Shared(keeper, lambda: self._left(longest_first), self._finished_elsewhere, self._waiting)
        # Where nothing was ever graded there is nothing to take over: no judge need be asked before the others start.
        eager = keeper is None or keeper.again or not durations
        with closing(self._batch.run(longest_first, work, eager=eager)) as judged:
            for graded in judged:  # an interruption in `on_verdict` ends the judges, too
                self._add(graded, work.items[id(graded.submission)] if work is not None else None)
        # Last, because only a judge knows what the checks are worth that were to run.
        if keeper is not None and not readable:
            self._left(())
        for submission in self._request.submissions:
            if submission.unreadable is None or self._position[id(submission)] in self._verdicts:
                continue
            item = self._item(submission) if keeper is not None else None
            elsewhere = keeper.finished(item) if keeper is not None and item is not None else None
            if item is not None and elsewhere is not None:
                self._finished_elsewhere(item, elsewhere)
            else:
                self._add(Graded(submission, (), 0.0), item)
        self._complete = True

    def result(self) -> Run:
        """What is known so far, in the order of the submissions."""
        return replace(
            self._header(),
            seconds=time.monotonic() - self._clock,
            verdicts=tuple(self._verdicts[i] for i in sorted(self._verdicts)),
            interrupted=not self._complete,
        )

    def _header(self) -> Run:
        return Run(
            assignment=self.spec.id,
            titles=self.spec.title,
            seed_sha256=hashlib.sha256(str(self._seed).encode()).hexdigest(),
            sandbox=self._batch.sandbox.level,
            guarantees=self._batch.sandbox.guarantees,
            missing=self._batch.sandbox.missing,
            started=self._started,
            seconds=0.0,
            environment=environment(),
            verdicts=(),
            expected=len(self._request.submissions),
        )

    def _left(self, readable: Sequence[Submission]) -> list[Item]:
        """Take over what the store knows; what is left to be judged."""
        assert self._keeper is not None
        self._begin()
        items = [self._item(submission) for submission in readable]
        others = [self._item(s) for s in self._request.submissions if s.unreadable is not None]
        known = [self._know(item, entry) for item, entry in self._keeper.known([*items, *others])]
        if known and self._on_known is not None:
            self._on_known(known)
        return [item for item in items if item.placed.position not in self._verdicts]

    def _begin(self) -> None:
        """Tell the store of the run; only a judge knows at which level it is."""
        assert self._keeper is not None
        request = self._request
        self._keeper.begin(self._header(), self._run_key, request.only, training=request.training)

    def _item(self, submission: Submission) -> Item:
        hand_in = hand_in_key(submission)
        key = result_key(self._run_key, hand_in)
        if submission.unreadable is not None:  # what it would have been worth is known from the others' checks
            key = result_key(key, repr(self._tasks))
        return Item(Placed(self._position[id(submission)], submission, hand_in), key)

    @cached_property
    def _run_key(self) -> str:
        """Known once a judge has said what its sandbox guarantees."""
        request = self._request
        set_up = (self._batch.sandbox, request.containers, environment())
        return run_key(self._files, self.spec.id, self._seed, request.only, request.training, *set_up)

    @property
    def _tasks(self) -> tuple[TaskInfo, ...]:
        return task_infos(self.spec, self._batch.checks, self._request.only)

    def _waiting(self, text: str) -> None:
        if self._on_waiting is not None:
            self._on_waiting(text)

    def _finished_elsewhere(self, item: Item, entry: Entry) -> None:
        done = self._know(item, entry)
        if self._on_known is not None:
            self._on_known((done,))

    def _know(self, item: Item, entry: Entry) -> Verdict:
        done = entry.verdict(item.placed.submission)
        self._verdicts[item.placed.position] = done
        return done

    def _add(self, graded: Graded, item: Item | None = None) -> None:
        done = verdict(graded.submission, graded.results, self._tasks, graded.seconds, self._batch.sandbox.level)
        if item is not None and self._keeper is not None:
            self._keeper.record(item, done)
        self._verdicts[self._position[id(graded.submission)]] = done
        if self._on_verdict is not None:
            self._on_verdict(done)
