"""The judge process of the hostile suite: the real one, with the sandbox and the limits that an attack asks for.

As `grader.judge.worker`: jobs on stdin, events on stdout, a JSON object a line. A job is a submission, the limits of
its process, the seconds of a check, and the checks that are run.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from grader.course import load_course
from grader.judge.assignment import Assignment
from grader.judge.runner import Judge, Settings
from grader.judge.worker import _SUBMISSION, _Events, _jobs
from grader.model import Submission
from grader.sandbox import ProcessLimits, Sandbox
from tests.hostile.levels import adapter
from tests.judge.running import short


class Adjustable(Judge):
    """A judge whose limits and checks are those of the job at hand."""

    def __init__(self, assignment: Assignment, sandbox: Sandbox, settings: Settings) -> None:
        super().__init__(assignment, sandbox, settings)
        self.job: dict[str, Any] = {}

    def _limits(self, task: str) -> ProcessLimits:
        spec = self._assignment.spec.limits_of(task)
        usual = {"memory_mb": spec.memory_mb, "disk_mb": spec.disk_mb, "output_kb": spec.output_kb}
        return ProcessLimits(**usual | self.job["limits"])

    def _grade(self, session: Any, plugin: Any, *rest: Any, **options: Any) -> Any:
        """In a child of the judge: what is changed here is gone with it."""
        if chosen := self.job["checks"]:
            session.items[:] = [item for item in session.items if short(plugin.checks[item.nodeid]) in chosen]
        if seconds := self.job["seconds"]:
            spec = self._assignment.spec
            limits = spec.limits.model_copy(update={"check_seconds": seconds})
            self._assignment = replace(self._assignment, spec=spec.model_copy(update={"limits": limits}))
        return super()._grade(session, plugin, *rest, **options)


def submissions(jobs: BinaryIO, judge: Adjustable, events: _Events) -> Iterator[Submission]:
    """The submissions of the jobs; the judge asks for the next one when it is through with the last."""
    template = getattr(judge._sandbox, "template_pid", None)
    events.emit("ready", template=template)
    for line in jobs:
        judge.job = json.loads(line)
        yield _SUBMISSION.validate_json(json.dumps(judge.job["submission"]))


def main() -> None:
    """Judge until stdin ends."""
    jobs = _jobs()
    events = _Events(os.dup(1))
    os.dup2(2, 1)
    config = json.loads(jobs.readline())
    assignment = Assignment.load(load_course(Path(config["root"])), "1")
    with contextlib.closing(adapter(config["level"])()) as sandbox:
        sandbox.prepare()
        judge = Adjustable(assignment, sandbox, Settings(config["seed"]))
        judge.run(submissions(jobs, judge, events), events)


if __name__ == "__main__":
    main()
    sys.exit(0)
