"""Many submissions on a local pool of judge processes.

A judge that dies takes nothing with it: its submission is judged once more by a fresh one, and what then still has
no result is `ungraded`, which is never the student's fault.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from grader.errors import JudgeFault, UsageError
from grader.judge.config import JudgeConfig
from grader.model import Check, CheckResult, Message, Outcome, Submission

_SUBMISSION = TypeAdapter(Submission)
_RESULT = TypeAdapter(CheckResult)
_CHECKS = TypeAdapter(tuple[Check, ...])
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
        on_result: called, from several threads, with each result as it becomes known.
    """

    def __init__(
        self, config: JudgeConfig, jobs: int, on_result: Callable[[Submission, CheckResult], None] | None = None
    ) -> None:
        self._config, self._jobs = config, max(1, jobs)
        self._on_result = on_result or (lambda submission, result: None)
        self._stopping = threading.Event()
        self._judges: set[_JudgeProcess] = set()
        self._lock = threading.Lock()
        self.checks: tuple[Check, ...] = ()

    def run(self, submissions: Sequence[Submission]) -> Iterator[Graded]:
        """Yield each submission when it is judged, in the order they finish.

        Raises:
            UsageError, JudgeFault: the assignment cannot be judged at all. `stop()` and leaving the iterator early
            end all judges.
        """
        todo: queue.SimpleQueue[Submission] = queue.SimpleQueue()
        for submission in submissions:
            todo.put(submission)
        done: queue.SimpleQueue[Graded | Exception | None] = queue.SimpleQueue()
        count = min(self._jobs, len(submissions)) or 1
        threads = [threading.Thread(target=self._work, args=(todo, done), daemon=True) for _ in range(count)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(len(submissions)):
                item = done.get()
                if isinstance(item, Exception):
                    raise item
                if item is not None:
                    yield item
        finally:
            self.stop()
            for thread in threads:
                thread.join(10)

    def stop(self) -> None:
        """End all judges now; their submissions stay unjudged."""
        self._stopping.set()
        with self._lock:
            for judge in self._judges:
                judge.kill()

    def _work(self, todo: queue.SimpleQueue[Submission], done: queue.SimpleQueue[Graded | Exception | None]) -> None:
        judge: _JudgeProcess | None = None
        try:
            while not self._stopping.is_set():
                try:
                    submission = todo.get_nowait()
                except queue.Empty:
                    return
                results: dict[str, CheckResult] = {}
                seconds, fault = 0.0, "the judge did not start"
                for _ in range(_ATTEMPTS):
                    judge = judge or self._start()
                    seconds, failed = self._grade(judge, submission, results)
                    if failed is None or self._stopping.is_set():
                        break
                    fault = failed
                    judge.kill()
                    judge = None
                if self._stopping.is_set():
                    return
                done.put(Graded(submission, tuple(self._complete(results, fault)), seconds))
        except Exception as error:  # noqa: BLE001 - handed to the caller's thread
            done.put(error)
        finally:
            if judge is not None:
                judge.close()

    def _start(self) -> _JudgeProcess:
        judge = _JudgeProcess(self._config)
        with self._lock:
            self._judges.add(judge)
        first = judge.event()
        if first is None or first["event"] == "error":
            judge.kill()
            if first is not None:
                raise UsageError(first["text"])
            if self._stopping.is_set():
                raise JudgeFault("stopped")
            raise JudgeFault("the judge process ended at once; its errors are above")
        self.checks = _CHECKS.validate_python(first["checks"])
        return judge

    def _grade(
        self, judge: _JudgeProcess, submission: Submission, results: dict[str, CheckResult]
    ) -> tuple[float, str | None]:
        """Seconds and the fault of ours, if any; `results` is filled by check id."""
        if not judge.send(_SUBMISSION.dump_json(submission)):
            return 0.0, "the judge process is gone"
        while True:
            event = judge.event()
            if event is None:
                return 0.0, "the judge process ended"
            if event["event"] == "result":
                result = _RESULT.validate_python(event["result"])
                results[result.check.id] = result
                self._on_result(submission, result)
            elif event["event"] == "done":
                return float(event["seconds"]), event["fault"]
            elif event["event"] == "error":
                return 0.0, str(event["text"])

    def _complete(self, results: dict[str, CheckResult], fault: str) -> Iterator[CheckResult]:
        for check in self.checks:
            known = results.get(check.id)
            yield known or CheckResult(check, Outcome.UNGRADED, message=Message("ungraded", {"reason": fault}))


class _JudgeProcess:
    """`python -m grader.judge.worker`, in a session of its own so that Ctrl-C reaches only us."""

    def __init__(self, config: JudgeConfig) -> None:
        environment = os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        self._popen = subprocess.Popen(
            [sys.executable, "-m", "grader.judge.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        self.send(json.dumps(asdict(config)).encode())

    def send(self, line: bytes) -> bool:
        assert self._popen.stdin is not None
        try:
            self._popen.stdin.write(line + b"\n")
            self._popen.stdin.flush()
        except OSError:
            return False
        return True

    def event(self) -> dict[str, Any] | None:
        """The next event; None at the end. A line that a killed child left half-written is passed over."""
        assert self._popen.stdout is not None
        for line in self._popen.stdout:
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict) and "event" in event:
                return event
        return None

    def kill(self) -> None:
        if self._popen.poll() is None:
            try:
                os.killpg(self._popen.pid, signal.SIGKILL)
            except OSError:
                self._popen.kill()
        self._popen.wait()

    def close(self) -> None:
        """Let it end by itself, then make sure."""
        assert self._popen.stdin is not None
        try:
            self._popen.stdin.close()
            self._popen.wait(5)
        except (OSError, subprocess.TimeoutExpired):
            pass
        self.kill()
