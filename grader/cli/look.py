"""What `grader check` does: reads the student's own work, has it judged, prints the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from grader.cli.before import check_data
from grader.cli.checking import Listener, Looking, judge
from grader.cli.output import Output
from grader.cli.own_work import as_run, course_of, left_out, tasks_of, week_of, work_of
from grader.cli.short import print_short
from grader.intake import read_submission
from grader.levels import PROCESS
from grader.model import CheckResult, Outcome
from grader.reports.terminal import print_messages, print_verdict
from grader.scoring import verdict
from grader.spec import load_assignment
from grader.spec.worth import task_infos


@dataclass(frozen=True)
class Wanted:
    """The options of `grader check`.

    Attributes:
        path: of the work. course_dir: a folder in the course. week: None: as the work tells. only: tasks; none: all.
        lang: None: the course's. training: None: unless it watches. everything: also the checks that passed.
    """

    path: Path
    course_dir: Path
    week: str | None
    only: tuple[str, ...]
    lang: str | None
    training: bool | None
    watch: bool
    everything: bool
    as_json: bool


def look(wanted: Wanted) -> int:
    """Look once, or after every save until Ctrl-C.

    Returns:
        The exit code.

    Raises:
        UsageError: there is nothing to look at, or the course is broken.
    """
    course = course_of(wanted.path, wanted.course_dir)
    path = work_of(wanted.path, course)
    submission = read_submission(path)
    spec = load_assignment(course.assignment_dir(wanted.week or week_of(course, path, submission)))
    language = wanted.lang or course.language
    only = wanted.only or tasks_of(path, spec)
    trains = not wanted.watch if wanted.training is None else wanted.training
    if trains:
        check_data(spec, only)
    if wanted.watch:
        from grader.cli.watching import Watch

        Watch(course, spec, path, only, language, training=trains, as_json=wanted.as_json).run()
        return 0
    results: list[CheckResult] = []
    if submission.unreadable is not None:
        outcome = verdict(submission, (), task_infos(spec, (), only))
    else:
        with Listener(language, quiet=wanted.as_json) as listener:
            judge(Looking(course, spec, only, trains), [submission], listener)
        results = listener.results
        tasks = task_infos(spec, listener.checks, only)
        outcome = verdict(submission, results, tasks, listener.seconds, PROCESS.level)
    if wanted.as_json:
        from grader.environment import environment  # these two with some that nothing else needs
        from grader.reports.results import results_json

        started = datetime.now(course.zone).isoformat(timespec="seconds")
        text = results_json(as_run(spec, started, environment(), outcome), language)
        click.echo(text.encode(), nl=False)  # UTF-8 everywhere
    else:
        console = Output()
        (print_verdict if wanted.everything else print_short)(outcome, language, console)
        trained = any(r.check.training for r in results)
        left = left_out(outcome, spec, course.assignment_dir(spec.id), training=trains, trained=trained, only=only)
        print_messages(left, language, console, "dim")
    return 0 if outcome.results and all(r.outcome is Outcome.PASSED for r in outcome.results) else 1
