"""A judge as a process of its own: submissions in on stdin, events out on stdout, a JSON object a line.

The first line of stdin is the `JudgeConfig`; its seed is a secret, so it travels there and not on the command line. The
one argument is the process id of who started it. A judge that a fork server has forked is told on a line before that
what others inherit: environment and import path.

Events: `collected` (checks, sandbox), `result`, `done` (seconds, fault or null), `error` (the operator's),
`fault` (ours).
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import TypeAdapter

from grader.course import find_course
from grader.errors import GraderError, UsageError
from grader.judge.assignment import Assignment
from grader.judge.choice import open_sandbox
from grader.judge.config import JudgeConfig
from grader.judge.parent import die_with
from grader.judge.runner import Judge, Settings
from grader.levels import PROCESS
from grader.model import Check, CheckResult, Submission

_SUBMISSION = TypeAdapter(Submission)
_RESULT = TypeAdapter(CheckResult)
_CHECKS = TypeAdapter(tuple[Check, ...])


class _Events:
    """Progress as lines on a descriptor that nothing else writes to."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.level = PROCESS

    def emit(self, kind: str, **data: Any) -> None:
        # The line break in front ends what a judge child that was killed left half-written.
        line = b"\n" + json.dumps({"event": kind, **data}, ensure_ascii=True).encode() + b"\n"
        while line:
            line = line[os.write(self._descriptor, line) :]

    def collected(self, checks: tuple[Check, ...]) -> None:
        self.emit("collected", checks=_CHECKS.dump_python(checks, mode="json"), sandbox=asdict(self.level))

    def result(self, submission: Submission, result: CheckResult) -> None:
        self.emit("result", result=_RESULT.dump_python(result, mode="json"))

    def done(self, submission: Submission, seconds: float, fault: str | None) -> None:
        self.emit("done", seconds=seconds, fault=fault)


def _jobs() -> BinaryIO:
    """stdin under a number of its own, empty in every child: a check that reads what comes in finds nothing."""
    jobs = os.fdopen(os.dup(0), "rb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lambda: os.dup2(0, jobs.fileno(), inheritable=False))
    return jobs


def _submissions(jobs: BinaryIO) -> Iterator[Submission]:
    for line in jobs:
        yield _SUBMISSION.validate_json(line)


def _settle(told: dict[str, Any]) -> None:
    """In a fork: the environment and import path that an interpreter of our own would have been started with."""
    os.environ.clear()
    os.environ.update(told["environment"])
    sys.path[:] = told["path"]
    tempfile.tempdir = None  # found anew when somebody asks
    time.tzset()


def main(starter: int, *, forked: bool = False) -> int:
    """Judge what comes in until stdin ends. Errors are events; the exit status is 0, 1 (ours) or 2 (the operator's)."""
    die_with(starter)
    jobs = _jobs()
    if forked:
        _settle(json.loads(jobs.readline()))
    events = _Events(os.dup(1))
    os.dup2(2, 1)  # whatever prints in this process prints to stderr
    config = TypeAdapter(JudgeConfig).validate_json(jobs.readline())
    try:
        assignment = Assignment.load(find_course(Path(config.root)), config.week)
        settings = Settings(config.seed, config.hidden, tuple(config.only), config.training, trial=config.trial)
        sandbox, events.level = open_sandbox(config.sandbox, assignment.spec.limits.sandbox, config.containers)
        with contextlib.closing(sandbox):
            Judge(assignment, sandbox, settings).run(_submissions(jobs), events)
    except UsageError as error:
        events.emit("error", text=str(error))
        return 2
    except GraderError as error:
        events.emit("fault", text=f"{type(error).__name__}: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
