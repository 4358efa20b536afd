"""Many submissions on a local pool of judge processes.

A judge that dies takes nothing with it: its submission is judged once more by a fresh one, and what then still has
no result is `ungraded`, which is never the student's fault.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from grader.errors import JudgeFault, UsageError
from grader.judge.config import JudgeConfig
from grader.levels import PROCESS, Level
from grader.model import Check, CheckResult, Message, Outcome, Submission
from grader.scratch import scratch_folder

_SUBMISSION = TypeAdapter(Submission)
_RESULT = TypeAdapter(CheckResult)
_CHECKS = TypeAdapter(tuple[Check, ...])
_LEVEL = TypeAdapter(Level)
_ATTEMPTS = 2
_JUDGE = (sys.executable, "-m", "grader.judge.worker")


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
    """

    def __init__(
        self, config: JudgeConfig, jobs: int, on_result: Callable[[Submission, CheckResult], None] | None = None
    ) -> None:
        self._config, self._jobs = config, max(1, jobs)
        self._on_result = on_result or (lambda submission, result: None)
        self._stopping = threading.Event()
        self._judges: set[_JudgeProcess] = set()
        self._idle: queue.SimpleQueue[_JudgeProcess] = queue.SimpleQueue()
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
        try:
            for thread in threads:
                thread.start()
            working = len(threads)
            while working:
                item = done.get()
                if isinstance(item, Exception):
                    raise item
                if item is None:
                    working -= 1
                else:
                    yield item
        finally:
            self.stop()
            for thread in threads:
                thread.join(10)

    def stop(self) -> None:
        """End all judges now; their submissions stay unjudged, and `run` comes to its end."""
        self._stopping.set()
        with self._lock:
            judges = list(self._judges)
        for judge in judges:
            judge.kill()

    def _work(self, todo: queue.SimpleQueue[Submission], done: queue.SimpleQueue[Graded | Exception | None]) -> None:
        judge: _JudgeProcess | None = None
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

    def _judged(self, judge: _JudgeProcess | None, submission: Submission) -> tuple[_JudgeProcess | None, Graded]:
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

    def _first(self) -> _JudgeProcess:
        """The first judge, tried as often as one for a submission."""
        for _ in range(_ATTEMPTS - 1):
            with contextlib.suppress(JudgeFault):
                return self._start()
        return self._start()

    def _start(self) -> _JudgeProcess:
        with self._lock:
            if self._stopping.is_set():
                raise JudgeFault("stopped")
            judge = _JudgeProcess(self._config, str(self._folder))
            self._judges.add(judge)
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

    def _end(self, judge: _JudgeProcess) -> None:
        with self._lock:
            self._judges.discard(judge)
        judge.close()

    def _grade(
        self, judge: _JudgeProcess, submission: Submission, results: dict[str, CheckResult]
    ) -> tuple[float, str]:
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


class _JudgeProcess:
    """`python -m grader.judge.worker`, in a session of its own so that Ctrl-C reaches only us."""

    def __init__(self, config: JudgeConfig, folder: str) -> None:
        environment = os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        self._popen = subprocess.Popen(  # noqa: S603 - our own module
            [*_JUDGE, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment | {"TMPDIR": folder},
            start_new_session=True,
        )
        self.send(json.dumps(asdict(config)).encode())

    def send(self, line: bytes) -> None:
        """Hand over a line; a judge that is gone is noticed by its events."""
        assert self._popen.stdin is not None
        with contextlib.suppress(OSError):
            self._popen.stdin.write(line + b"\n")
            self._popen.stdin.flush()

    def event(self) -> dict[str, Any] | None:
        """The next event; None at the end. What a killed child left half-written is passed over."""
        assert self._popen.stdout is not None
        for line in self._popen.stdout:
            with contextlib.suppress(ValueError, RecursionError):
                event = json.loads(line)
                if isinstance(event, dict) and "event" in event:
                    return event
        return None

    def kill(self) -> None:
        """End it and its children; a student's process ends with the judge that started it."""
        with contextlib.suppress(OSError):
            if not hasattr(os, "killpg"):  # Windows
                self._popen.kill()
            elif self._popen.poll() is None:
                os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait()

    def close(self) -> None:
        """Let it end by itself, which it does when there is no more work, then make sure."""
        assert self._popen.stdin is not None and self._popen.stdout is not None
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            self._popen.stdin.close()
            self._popen.wait(5)
        self.kill()
        self._popen.stdout.close()
