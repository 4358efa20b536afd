"""Many submissions on a local pool of judge processes.

A judge that dies takes nothing with it: its submission is judged once more by a fresh one, and what then still has
no result is `ungraded`, which is never the student's fault.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from grader.errors import JudgeFault, UsageError
from grader.judge.config import JudgeConfig
from grader.judge.process import ForkServer, JudgeProcess
from grader.levels import PROCESS, Level
from grader.model import Check, CheckResult, Message, Outcome, Submission
from grader.scratch import scratch_folder

_SUBMISSION = TypeAdapter(Submission)
_RESULT = TypeAdapter(CheckResult)
_CHECKS = TypeAdapter(tuple[Check, ...])
_LEVEL = TypeAdapter(Level)
_ATTEMPTS = 2


@dataclass(frozen=True)
class Graded:
    """One submission with the results of all checks, in their order."""

    submission: Submission
    results: tuple[CheckResult, ...]
    seconds: float


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
        self.sandbox = PROCESS  # until a judge says which one it has

    def run(
        self,
        submissions: Sequence[Submission],
        left: Callable[[Sequence[Submission]], Sequence[Submission]] | None = None,
    ) -> Generator[Graded]:
        """Yield each submission when it is judged, in the order they finish; once per batch.

        Args:
            left: which of them are left to be judged, asked when a judge has said what `checks` and `sandbox` are.

        Raises:
            UsageError, JudgeFault: the assignment cannot be judged at all. `stop()` and leaving the iterator early
            end all judges.
        """
        with scratch_folder() as folder:
            self._folder = folder  # of all work folders: a judge that is killed cannot remove its own
            try:
                if left is not None and submissions:
                    first = self._first()
                    submissions = left(submissions)
                    if submissions:
                        self._idle.put(first)
                    else:
                        self._end(first)
                yield from self._judge_all(submissions)
            finally:
                for judge in list(self._judges):
                    self._end(judge)

    def _judge_all(self, submissions: Sequence[Submission]) -> Generator[Graded]:
        todo: queue.SimpleQueue[Submission] = queue.SimpleQueue()
        for submission in submissions:
            todo.put(submission)
        done: queue.SimpleQueue[Graded | Exception | None] = queue.SimpleQueue()
        threads = [
            threading.Thread(target=self._work, args=(todo, done), daemon=True)
            for _ in range(min(self._jobs, len(submissions)))
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

    def _work(self, todo: queue.SimpleQueue[Submission], done: queue.SimpleQueue[Graded | Exception | None]) -> None:
        judge: JudgeProcess | None = None
        with contextlib.suppress(queue.Empty):
            judge = self._idle.get_nowait()
        try:
            while not self._stopping.is_set():
                try:
                    submission = todo.get_nowait()
                except queue.Empty:
                    break
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
        seconds, fault = 0.0, ""
        for attempt in range(_ATTEMPTS):
            try:
                judge = judge or self._start()
            except JudgeFault as error:
                if not self.checks and attempt == _ATTEMPTS - 1:  # none has ever started
                    raise
                fault = str(error)
                continue
            seconds, fault = self._grade(judge, submission, results)
            if not fault or self._stopping.is_set():
                break
            self._end(judge)
            judge = None
        return judge, Graded(submission, tuple(self._complete(results, fault)), seconds)

    def _first(self) -> JudgeProcess:
        """The first judge, tried as often as one for a submission."""
        for _ in range(_ATTEMPTS - 1):
            with contextlib.suppress(JudgeFault):
                return self._start()
        return self._start()

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
                result = _RESULT.validate_python(event["result"])
                seen.add(result.check.id)
                results[result.check.id] = result
                self._on_result(submission, result)
            elif event["event"] == "done":
                return float(event["seconds"]), self._named(event["fault"], seen) if event["fault"] else ""
        return 0.0, self._named("the judge process ended", seen)

    def _named(self, fault: str, seen: set[str]) -> str:
        """The fault with the check that was running."""
        running = next((c.id for c in self.checks if c.id not in seen), None)
        return fault if running is None else f"{fault} during {running}"

    def _complete(self, results: dict[str, CheckResult], fault: str) -> Iterator[CheckResult]:
        for check in self.checks:
            known = results.get(check.id)
            yield known or CheckResult(check, Outcome.UNGRADED, message=Message("ungraded", {"reason": fault}))
