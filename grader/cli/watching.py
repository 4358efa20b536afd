"""`grader check --watch`: everything is warm, and a save is looked at as soon as it is there."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from grader.cli.changes import changed_tasks, stamps
from grader.cli.checking import Listener, Looking, judge
from grader.cli.output import Output
from grader.cli.own_work import code_files, left_out
from grader.cli.short import print_short
from grader.course import Course
from grader.intake import read_submission
from grader.levels import PROCESS
from grader.model import CheckResult, Message, Outcome, Submission, Verdict
from grader.reports.terminal import print_messages
from grader.scoring import verdict
from grader.spec import AssignmentSpec
from grader.spec.worth import task_infos

POLL = 0.05  # seconds between two looks at the files; a save that goes on is waited for, one look long
_SLOWLY = 40  # every so many looks the folder is searched for new files


class Watch:
    """Looks at the work, waits for a save, looks again.

    Args:
        path: the file or folder. only: tasks; none means all.
    """

    def __init__(
        self,
        course: Course,
        spec: AssignmentSpec,
        path: Path,
        only: tuple[str, ...],
        lang: str,
        *,
        training: bool,
        as_json: bool,
    ) -> None:
        self._course, self._spec, self._path, self._only, self._lang = course, spec, path, only, lang
        self._training, self._as_json, self._console = training, as_json, Output()
        self._tasks: tuple[str, ...] = tuple(t.id for t in spec.tasks)
        self._known: dict[str, CheckResult] = {}
        self._submission: Submission | None = None
        self._seen = 0.0  # when the change was noticed
        self._first = True

    def run(self) -> None:
        """Until Ctrl-C."""
        looking = Looking(self._course, self._spec, self._only, self._training, lambda submission: self._tasks)
        try:
            with Listener(self._lang, self._ended, quiet=self._as_json) as listener:
                self._listener = listener
                judge(looking, self._submissions(), listener)
        except KeyboardInterrupt:
            click.echo("", err=True)

    def _submissions(self) -> Iterator[Submission]:
        before: Submission | None = None
        for submission in self._versions():
            self._submission = submission
            if submission.unreadable is not None:
                self._say(verdict(submission, (), task_infos(self._spec, (), self._only)), 0.0)
                continue
            self._tasks = tuple(t.id for t in self._spec.tasks)
            if before is not None:
                self._tasks = changed_tasks(before, submission, self._spec)
            before = submission
            if self._tasks:
                yield submission
            self._waits()

    def _versions(self) -> Iterator[Submission]:
        """The work now, and after every save."""
        files = code_files(self._path)
        last = stamps(files)
        self._seen = time.monotonic()
        yield read_submission(self._path)
        looks = 0
        while True:
            time.sleep(POLL)
            looks += 1
            if looks % _SLOWLY == 0:
                files = code_files(self._path)
            now = stamps(files)
            if now == last:
                continue
            self._seen = time.monotonic()
            while (again := _settled(files)) != now:
                now = again
            last = now
            yield read_submission(self._path)

    def _ended(self, results: list[CheckResult], seconds: float) -> None:
        assert self._submission is not None
        self._known |= {r.check.id: r for r in results}
        order = [c.id for c in self._listener.checks]
        every = [self._known[i] for i in order if i in self._known]
        tasks = task_infos(self._spec, self._listener.checks, self._only)
        self._say(verdict(self._submission, every, tasks, seconds, PROCESS.level), seconds)

    def _say(self, outcome: Verdict, seconds: float) -> None:
        took = time.monotonic() - self._seen
        if self._as_json:
            click.echo(json.dumps(self._line(outcome, took), ensure_ascii=False).encode())
            return
        shown = [t for t in outcome.tasks if t.task in self._tasks] if not self._first else list(outcome.tasks)
        part = Verdict(**{**vars(outcome), "tasks": tuple(shown)})
        clock = datetime.now(self._course.zone).strftime("%H:%M:%S")
        self._console.rule(f"{clock} · {took:.2f} s", style="dim", align="left")
        print_short(part, self._lang, self._console)
        if self._first:
            trained = any(r.check.training for r in outcome.results)
            folder = self._course.assignment_dir(self._spec.id)
            said = left_out(outcome, self._spec, folder, training=self._training, trained=trained, only=self._only)
            print_messages(said, self._lang, self._console, "dim")
        self._first = False

    def _line(self, outcome: Verdict, took: float) -> dict[str, object]:
        """One look as an object: what was looked at, and what did not pass."""
        return {
            "tasks": list(self._tasks),
            "earned": outcome.earned,
            "possible": outcome.possible,
            "seconds": round(took, 4),
            "unreadable": None if outcome.unreadable is None else outcome.unreadable.key,
            "failed": [r.check.id for r in outcome.results if r.outcome is not Outcome.PASSED],
        }

    def _waits(self) -> None:
        if not self._as_json:
            print_messages([Message("cli.watching", {"path": str(self._path)})], self._lang, self._console, "dim")


def _settled(files: list[Path]) -> tuple[tuple[str, int, int], ...]:
    time.sleep(POLL / 2)
    return stamps(files)
