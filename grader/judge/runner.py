"""One pytest session for many submissions: collected once, forked once per submission."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest

from grader.errors import JudgeFault, SandboxFault
from grader.judge.assignment import Assignment
from grader.judge.bans import Bans
from grader.judge.config import COMPARED, MARGINS, Trial
from grader.judge.parent import die_with
from grader.judge.places import Places
from grader.judge.submission import START_SECONDS, STARTS, SubmissionGrading
from grader.judge.tables import TableDesk
from grader.judge.warm import warm
from grader.margins import measured
from grader.model import Check, CheckResult, Outcome, Submission
from grader.sandbox import ProcessLimits, Sandbox
from grader.testing.plugin import CONTROL_SECONDS, Plugin

# Plugins of pytest's that the judge has no use for; the last two collect garbage for 0.3 s when a session ends.
_OFF = (
    "cacheprovider junitxml pastebin doctest setuponly setupplan stepwise faulthandler logging terminal capture "
    "unraisableexception threadexception"
)
# Seconds of our own that a check may take beyond its limit, before the judge that runs it is given up.
_SLACK = STARTS * START_SECONDS + CONTROL_SECONDS + 50
_AGAIN = 75  # exit status of a judge child whose student's process was killed from outside


class Progress(Protocol):
    """Who is told what becomes known while submissions are judged."""

    def collected(self, checks: tuple[Check, ...]) -> None:
        """Before the first submission: the checks that run, in their order."""

    def result(self, submission: Submission, result: CheckResult) -> None:
        """A check ended; told in the judge child, where there is one."""

    def done(self, submission: Submission, seconds: float, fault: str | None) -> None:
        """A submission is finished; `fault` says what went wrong on our side."""


@dataclass(frozen=True)
class Settings:
    """What a run of the judge is about.

    `hidden`: run the hidden checks too. `only`: tasks; none means all. `trial`: what an author does differently.
    `tasks_of`: a submission → the tasks that are looked at this time; the checks of the others have no results.
    """

    seed: int
    hidden: bool = True
    only: tuple[str, ...] = ()
    training: bool = True
    fork: bool = hasattr(os, "fork")
    trial: Trial = field(default_factory=Trial)
    tasks_of: Callable[[Submission], Collection[str]] | None = None


class Judge:
    """Runs the checks of an assignment."""

    def __init__(self, assignment: Assignment, sandbox: Sandbox, settings: Settings) -> None:
        assignment.tasks(settings.only)  # an unknown task is an error before anything starts
        self._assignment, self._sandbox, self._settings = assignment, sandbox, settings

    def run(self, submissions: Iterable[Submission], progress: Progress) -> None:
        """Judge every submission in turn.

        Args:
            submissions: taken one by one, so a generator may wait for work.

        Raises:
            UsageError: the assignment or its checks are wrong.
        """
        import torch

        torch.set_num_threads(1)  # the judge forks: a process that ever ran two threads makes children that hang
        plugin: Plugin

        def loop(session: pytest.Session) -> None:
            if self._settings.fork:
                warm()
                plugin.draw_ahead(session.items)
            progress.collected(tuple(plugin.checks.values()))
            for submission in submissions:
                self._one(session, plugin, submission, progress)

        settings, assignment = self._settings, self._assignment
        # In a bundle only the files of the tasks asked for are read; the course's own are read and validated whole.
        here = settings.only if assignment.released is not None and settings.only else assignment.points
        plugin = Plugin(
            points_by_task={t: p for t, p in assignment.points.items() if t in here},
            spec_file=assignment.spec_file,
            gates=assignment.gate,
            reference=assignment.reference(),
            seed=settings.seed,
            select=self._selected,
            loop=loop,
            variants=assignment.variants if settings.trial == Trial() else None,
        )
        if (released := assignment.released) is not None:
            plugin.table_of = lambda item: released.table(plugin.checks[item.nodeid].id)
        with plain_pytest(assignment.folder, bytecode=assignment.released is not None):
            status = pytest.main(self.arguments(), plugins=[plugin])
        if plugin.error is not None:
            raise plugin.error
        if status == pytest.ExitCode.INTERRUPTED:
            raise KeyboardInterrupt
        if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
            raise JudgeFault(f"pytest ended with {status!r}")

    def _selected(self, check: Check) -> bool:
        settings = self._settings
        if check.hidden and not settings.hidden:
            return False
        if check.training and not settings.training:
            return False
        return not settings.only or check.task in settings.only

    def arguments(self) -> list[str]:
        off = [word for name in _OFF.split() for word in ("-p", f"no:{name}")]
        folder = str(self._assignment.folder)
        return [
            *self._assignment.places(self._settings.only),
            f"--rootdir={folder}",
            f"--confcutdir={folder}",
            "-c",
            os.devnull,
            "--import-mode=importlib",
            "--strict-markers",
            "--ignore-glob=**/wrong/*",
            "--ignore-glob=**/samples/*",
            *off,
        ]

    def _one(self, session: pytest.Session, plugin: Plugin, submission: Submission, progress: Progress) -> None:
        started = time.monotonic()
        fault = None
        if not self._settings.fork:
            self._prepare()
            self._grade(session, plugin, submission, progress)
        else:
            try:
                status = self._in_child(session, plugin, submission, progress, excuse=True)
                if status == _AGAIN:  # a student can do that, too, where it can do anything: the second time decides
                    status = self._in_child(session, plugin, submission, progress, excuse=False)
                fault = _fault(status)
            except (SandboxFault, OSError) as error:  # of this process: no sandbox, or no fork
                fault = f"the judge could not go on: {error}"
        progress.done(submission, time.monotonic() - started, fault)

    def _in_child(
        self, session: pytest.Session, plugin: Plugin, submission: Submission, progress: Progress, *, excuse: bool
    ) -> int:
        """Judge in a fork of this process; how it ended, as `os.waitstatus_to_exitcode` says it."""
        self._prepare()
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        desk = TableDesk(plugin, session.items)
        pid = os.fork()
        if pid == 0:
            status = 1
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            try:
                die_with(parent)
                own = plugin.table_of
                desk.ask_from_here()
                if self._assignment.released is not None:
                    plugin.table_of = own  # read from the bundle, not made
                undisturbed = self._grade(session, plugin, submission, progress, excuse=excuse)
                status = 0 if undisturbed else _AGAIN
            except BaseException as error:  # noqa: BLE001 - reported by the status; the parent goes on
                print(f"judge: {type(error).__name__}: {error}", file=sys.stderr)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        # Longer than the child's own alarms together: for a child that no alarm reaches.
        return desk.serve(pid, 10 + sum(map(self._patience, plugin.checks.values())))

    def _prepare(self) -> None:
        self._sandbox.prepare([self._limits(task.id) for task in self._assignment.tasks(self._settings.only)])

    def _patience(self, check: Check) -> float:
        return _SLACK + self._seconds(check)

    def _seconds(self, check: Check) -> float:
        """The wall-clock time that a check gives a submission."""
        seconds = check.timeout or self._assignment.spec.limits_of(check.task).check_seconds
        return min(seconds, self._settings.trial.seconds or math.inf)

    def _limits(self, task: str) -> ProcessLimits:
        limits = self._assignment.spec.limits_of(task)
        return ProcessLimits(
            memory_mb=limits.memory_mb,
            disk_mb=limits.disk_mb,
            output_kb=limits.output_kb,
            cpu_seconds=limits.cpu_seconds,
            tasks=limits.tasks,
            processes=limits.processes,
        )

    def _grade(
        self,
        session: pytest.Session,
        plugin: Plugin,
        submission: Submission,
        progress: Progress,
        *,
        excuse: bool = False,
    ) -> bool:
        """Run all checks; False as soon as one is disturbed, which `excuse` allows."""
        trial, places = self._settings.trial, Places(submission)
        grading = SubmissionGrading(
            submission,
            self._sandbox,
            lambda check: (self._limits(check.task), self._seconds(check)),
            places.find,
            lambda result: progress.result(submission, result),
            bans=Bans(self._assignment.spec.tasks, submission, places, self._assignment.public_names),
            excuse=excuse,
            needs=trial.needs,
        )
        plugin.grading = grading
        items = list(self._chosen(session, plugin, submission, grading))
        try:
            for i, item in enumerate(items):
                following = items[i + 1] if i + 1 < len(items) else None
                if self._settings.fork:  # a check of ours that hangs ends this process, not the batch
                    signal.alarm(math.ceil(self._patience(plugin.checks[item.nodeid])))
                with measured() if trial.measure else contextlib.nullcontext() as margins:
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if margins is not None:
                    grading.record(COMPARED, margins.compared)
                    grading.record(MARGINS, margins.worst)
                result = grading.finish(plugin.checks[item.nodeid])
                if grading.excused:
                    return False
                if trial.stop and result.outcome is not Outcome.PASSED:
                    session._setupstate.teardown_exact(None)  # noqa: SLF001 - pytest does it behind a last item only
                    for other in items[i + 1 :]:
                        grading.pass_over(plugin.checks[other.nodeid])
                    break
            return True
        finally:
            grading.close()
            plugin.grading = None

    def _chosen(
        self, session: pytest.Session, plugin: Plugin, submission: Submission, grading: SubmissionGrading
    ) -> Iterator[pytest.Item]:
        """The checks that run on a submission; the others are passed over."""
        tasks = self._settings.trial.tasks.get(submission.student)
        now = None if self._settings.tasks_of is None else self._settings.tasks_of(submission)
        for item in session.items:
            check = plugin.checks[item.nodeid]
            if now is not None and check.task not in now:
                continue
            if tasks is None or check.task in tasks:
                yield item
            else:
                grading.pass_over(check)


@contextlib.contextmanager
def plain_pytest(checks: Path, *, bytecode: bool = False) -> Iterator[None]:
    """Nothing of the user's own pytest set-up, and no files beside the checks but `bytecode`; put back afterwards.

    The checks' modules are forgotten, too: those of another assignment may have the same names.
    """
    environment, before = dict(os.environ), sys.dont_write_bytecode
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    sys.dont_write_bytecode = before or not bytecode
    try:
        yield
    finally:
        sys.dont_write_bytecode = before
        os.environ.clear()
        os.environ.update(environment)
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", "")).startswith(f"{checks}{os.sep}"):
                del sys.modules[name]


def _fault(status: int) -> str | None:
    """What went wrong on our side in a judge child that ended so; None for nothing."""
    if status < 0:
        return "the judge took too long" if -status == signal.SIGALRM else f"the judge was killed by signal {-status}"
    return None if status == 0 else "the judge failed"
