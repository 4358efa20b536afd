"""Judges hand-ins with the public checks of a course or of a bundle, and prints what became of them as JSON.

python tests/release/judged.py FOLDER WEEK HAND_IN…
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from grader.course import find_course
from grader.intake import read_submission
from grader.judge.assignment import Assignment
from grader.judge.runner import Judge, Settings
from grader.model import Check, CheckResult, Message, Submission
from grader.sandbox.nursery import Nursery
from grader.testing.plugin import Plugin


class _Told:
    """Remembers every result by hand-in and check."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, list[Any]]] = {}

    def collected(self, checks: tuple[Check, ...]) -> None:
        """Nothing to do."""

    def result(self, submission: Submission, result: CheckResult) -> None:
        """Keep it."""
        told = [str(result.outcome), _told(result.message), _told(result.diagnosis)]
        self.found.setdefault(submission.origin, {})[result.check.id] = told

    def done(self, submission: Submission, seconds: float, fault: str | None) -> None:
        """Nothing to do."""


def _told(message: Message | None) -> list[Any] | None:
    return None if message is None else [message.key, {k: _rounded(v) for k, v in message.params.items()}]


def _rounded(value: Any) -> Any:
    return float(f"{value:.9g}") if isinstance(value, float) else value


def main(root: str, week: str, *hand_ins: str) -> None:
    """Judge and print."""
    import torch

    torch.set_num_threads(1)
    # As much time for the tables of mistakes as a release takes: they are to be compared.
    Plugin.make_table.__defaults__ = (600.0,)
    assignment = Assignment.load(find_course(Path(root)), week)
    told = _Told()
    sandbox = Nursery()
    settings = Settings(0, hidden=False, training=False, fork=False)
    submissions = [read_submission(Path(path), path) for path in hand_ins]
    readable = [s for s in submissions if s.unreadable is None]
    Judge(assignment, sandbox, settings).run(readable, told)
    sandbox.close()
    print(json.dumps(told.found))


if __name__ == "__main__":
    main(*sys.argv[1:])
