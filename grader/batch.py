"""Many submissions on a local pool of judge processes.

A judge that dies takes nothing with it: its submission is judged again by a fresh one, after a pause that grows, and
what then still has no result is `ungraded`, which is never the student's fault.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import TypeAdapter

from grader.errors import JudgeFault, UsageError
from grader.judge.config import JudgeConfig
from grader.judge.process import ForkServer, JudgeProcess
from grader.levels import PROCESS, Level
from grader.model import Check, CheckResult, Message, Outcome, Submission
from grader.scratch import scratch_folder

T = TypeVar("T")
_SUBMISSION = TypeAdapter(Submission)
_RESULT = TypeAdapter(CheckResult)
_CHECKS = TypeAdapter(tuple[Check, ...])
_LEVEL = TypeAdapter(Level)
_ATTEMPTS = 3
_PAUSE = 0.1  # seconds before the second attempt, about twice as many before the third


@dataclass(frozen=True)
class Graded:
    """One submission with the results of all checks, in their order."""

    submission: Submission
    results: tuple[CheckResult, ...]
    seconds: float


class Work(Protocol):
    """Hands out submissions; asked from several threads, each of which has a judge or knows that one has started."""

    def begin(self) -> int:
        """How many there are, at most; called when `checks` and `sandbox` of the batch are known."""

    def take(self, stopping: threading.Event) -> Submission | None:
        """The next one; None when there is no more, or soon after `stopping` is set."""


class Batch:
    """Judges submissions on `jobs` processes.

    Args:
        config: what every judge is told.
        on_result: called, from several threads, with each result as it becomes known; twice for a check whose judge
            died later on.
        server: forks the judges, as long as it lives; without one each is an interpreter of its own. A batch that
            came to its end leaves it to the next one; one that is stopped or left early ends it.
    """

    def __init__(
        self,
        config: JudgeConfig,
        jobs: int,
        on_result: Callable[[Submission, CheckResult], None] | None = None,
        server: ForkServer | None = None,
    ) -> None:
        self._config, self._jobs, self._server = config, max(1, jobs), server
        self._on_result = on_result or (lambda submission, result: None)
        self._stopping = threading.Event()
        self._judges: set[JudgeProcess] = set()
        self._idle: queue.SimpleQueue[JudgeProcess] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self.checks: tuple[Check, ...] = ()
        self._by_id: dict[str, Check] = {}
        self.sandbox = PROCESS  # until a judge says which one it has

    def run(
        self,
        submissions: Sequence[Submission],
        work: Work | None = None,
        *,
        eager: bool = True,
    ) -> Generator[Graded]:
        """Yield each submission when it is judged, in the order they finish; once per batch.

        Args:
            work: hands out those of them that are left to be judged; without it all are, in their order.
            eager: start all judges at once; otherwise the first alone, which may turn out to be the last.

        Raises:
            UsageError, JudgeFault: the assignment cannot be judged at all. `stop()` and leaving the iterator early
            end all judges.
        """
        with scratch_folder() as folder:
            self._folder = folder  # of all work folders: a judge that is killed cannot remove its own
            try:
                work = work or _Line(submissions)
                count = len(submissions)
                if count and not eager:
                    first = self._first()
                    count = work.begin()
                    if count:
                        self._idle.put(first)
                    else:
                        self._end(first)
                yield from self._judge_all(work, count)
            finally:
                for judge in list(self._judges):
                    self._end(judge)

    def _judge_all(self, work: Work, count: int) -> Generator[Graded]:
        done: queue.SimpleQueue[Graded | Exception | None] = queue.SimpleQueue()
        threads = [
            threading.Thread(target=self._work, args=(work, done), daemon=True) for _ in range(min(self._jobs, count))
        ]
        working = len(threads)
        try:
            for thread in threads:
                thread.start()
            while working:
                item = done.get()
                if isinstance(item, Exception):
                    raise item
                if item is None:
                    working -= 1
                else:
                    yield item
        finally:
            if working:
                self.stop()
            for thread in threads:
                thread.join(10)

    def stop(self) -> None:
        """End all judges now; their submissions stay unjudged, and `run` comes to its end."""
        self._stopping.set()
        if self._server is not None:
            self._server.close()  # who waits for a judge of it waits no longer
        with self._lock:
            judges = list(self._judges)
        for judge in judges:
            judge.kill()

    def _work(self, work: Work, done: queue.SimpleQueue[Graded | Exception | None]) -> None:
        judge: JudgeProcess | None = None
        with contextlib.suppress(queue.Empty):
            judge = self._idle.get_nowait()
        try:
            if judge is None and not self.checks:
                try:
                    judge = self._first()
                except JudgeFault:
                    if not self.checks:  # nor has another thread one
                        raise
            while not self._stopping.is_set() and (submission := work.take(self._stopping)) is not None:
                judge, graded = self._judged(judge, submission)
                if not self._stopping.is_set():
                    done.put(graded)
        except Exception as error:  # noqa: BLE001 - handed to the caller's thread
            if not self._stopping.is_set():
                done.put(error)
        finally:
            if judge is not None:
                self._end(judge)
            done.put(None)

    def _judged(self, judge: JudgeProcess | None, submission: Submission) -> tuple[JudgeProcess | None, Graded]:
        """The submission with its results, and a judge for the next one."""
        results: dict[str, CheckResult] = {}
        holder = [judge] if judge is not None else []
        seconds, fault = 0.0, ""
        try:
            seconds = self._again_and_again(lambda: self._attempt(holder, submission, results))
        except JudgeFault as error:
            fault = str(error)
        return holder.pop() if holder else None, Graded(submission, tuple(self._complete(results, fault)), seconds)

    def _attempt(self, holder: list[JudgeProcess], submission: Submission, results: dict[str, CheckResult]) -> float:
        """Judge a submission; the seconds that it took.

        Args:
            holder: a judge, or none: one is then started, and left there if it is fit for the next submission.

        Raises:
            JudgeFault: not all of it was judged, by a fault of ours.
        """
        if not holder:
            holder.append(self._start())
        seconds, fault = self._grade(holder[0], submission, results)
        unjudged = any(result.outcome is Outcome.UNGRADED for result in results.values())
        if (fault or unjudged) and not self._stopping.is_set():
            self._end(holder.pop())
            raise JudgeFault(fault or "ungraded")
        return seconds

    def _again_and_again(self, action: Callable[[], T]) -> T:
        """What the action gives, tried up to three times, with pauses; once only when the batch is being stopped.

        Raises:
            JudgeFault: of the last attempt. UsageError: of any.
        """
        try:
            return action()
        except JudgeFault:
            if self._stopping.is_set():
                raise
        import stamina  # noqa: PLC0415 - a twentieth of a second, and seldom needed

        stamina.instrumentation.set_on_retry_hooks([])  # it would write to the operator's terminal
        more = stamina.retry_context(
            on=lambda error: isinstance(error, JudgeFault) and not self._stopping.is_set(),
            attempts=_ATTEMPTS - 1,
            timeout=None,
            wait_initial=2 * _PAUSE,
            wait_jitter=_PAUSE,
        )
        self._stopping.wait(_PAUSE)
        for attempt in more:
            with attempt:
                return action()
        raise AssertionError("the last attempt raises")

    def _first(self) -> JudgeProcess:
        """A judge, tried as often as one for a submission."""
        return self._again_and_again(self._start)

    def _start(self) -> JudgeProcess:
        if self._stopping.is_set():
            raise JudgeFault("stopped")
        judge = JudgeProcess(self._config, str(self._folder), self._server)
        with self._lock:
            self._judges.add(judge)
            stopped = self._stopping.is_set()
        if stopped:
            judge.kill()  # or it would import torch before it ended by itself
            self._end(judge)
            raise JudgeFault("stopped")
        event = judge.event()
        if event is not None and event["event"] == "collected":
            says = _CHECKS.validate_python(event["checks"]), _LEVEL.validate_python(event["sandbox"])
            with self._lock:
                if not self.checks:
                    self.checks, self.sandbox = says
                    self._by_id = {check.id: check for check in self.checks}
            if says == (self.checks, self.sandbox):
                return judge
            # One batch is graded by the same checks behind the same walls, however many judges it takes.
            self._end(judge)
            raise JudgeFault(f"another judge has other checks or guarantees, at level {says[1].level}")
        self._end(judge)
        if event is None:
            raise JudgeFault("the judge process ended at once; its errors are above")
        # What is wrong with the course is wrong for the first judge, too; later it is an accident.
        theirs = event["event"] == "error" and not self.checks
        raise (UsageError if theirs else JudgeFault)(str(event["text"]))

    def _end(self, judge: JudgeProcess) -> None:
        with self._lock:
            self._judges.discard(judge)
        judge.close()

    def _grade(self, judge: JudgeProcess, submission: Submission, results: dict[str, CheckResult]) -> tuple[float, str]:
        """Seconds, and the fault of ours or nothing; `results` is filled by check id."""
        judge.send(_SUBMISSION.dump_json(submission))  # where that fails, the events have ended, too
        seen: set[str] = set()
        while (event := judge.event()) is not None:
            if event["event"] == "result":
                result = self._shared(_RESULT.validate_python(event["result"]))
                seen.add(result.check.id)
                if result.outcome is not Outcome.UNGRADED or result.check.id not in results:
                    results[result.check.id] = result  # what an attempt before this one has judged stays judged
                self._on_result(submission, result)
            elif event["event"] == "done":
                return float(event["seconds"]), self._named(event["fault"], seen) if event["fault"] else ""
        return 0.0, self._named("the judge process ended", seen)

    def _shared(self, result: CheckResult) -> CheckResult:
        """The result with the check that all results share: a class has tens of thousands of results."""
        check = self._by_id.get(result.check.id)
        return replace(result, check=check) if check == result.check else result

    def _named(self, fault: str, seen: set[str]) -> str:
        """The fault with the check that was running."""
        running = next((c.id for c in self.checks if c.id not in seen), None)
        return fault if running is None else f"{fault} during {running}"

    def _complete(self, results: dict[str, CheckResult], fault: str) -> Iterator[CheckResult]:
        for check in self.checks:
            known = results.get(check.id)
            yield known or CheckResult(check, Outcome.UNGRADED, message=Message("ungraded", {"reason": fault}))


class _Line:
    """Submissions one after the other."""

    def __init__(self, submissions: Sequence[Submission]) -> None:
        self._todo: queue.SimpleQueue[Submission] = queue.SimpleQueue()
        for submission in submissions:
            self._todo.put(submission)

    def begin(self) -> int:
        return self._todo.qsize()

    def take(self, stopping: threading.Event) -> Submission | None:
        try:
            return self._todo.get_nowait()
        except queue.Empty:
            return None
