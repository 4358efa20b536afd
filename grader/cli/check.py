"""`grader check`: a student looks at own work."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Self

import click
from rich.console import Console
from rich.text import Text

from grader.cli.before import check_data
from grader.cli.find import find_week
from grader.cli.options import course_option, lang_option, the_course
from grader.cli.output import Output
from grader.course import Course
from grader.errors import SpecError, UsageError
from grader.grading import environment, task_infos
from grader.intake import read_submission
from grader.levels import PROCESS
from grader.model import Check, CheckResult, Message, Outcome, Run, Submission, Verdict
from grader.reports import print_messages, print_verdict, results_json
from grader.scoring import verdict
from grader.spec import AssignmentSpec, load_assignment

PUBLIC_SEED = 0
EPILOG = """\b
Examples:
  grader check student_template/week04_rnn
  grader check week04_rnn.ipynb --task lstm_cell --lang en
\b
Exit codes: 0 everything passed · 1 something did not · 2 usage · 3 our fault · 130 interrupted
"""


class _Listener:
    """Collects results; shows on stderr which check runs."""

    def __init__(self, console: Console, lang: str) -> None:
        self._console, self._lang = console, lang
        self.checks: tuple[Check, ...] = ()
        self.results: list[CheckResult] = []
        self.seconds = 0.0
        self._status = console.status("")

    def collected(self, checks: tuple[Check, ...]) -> None:
        self.checks = checks
        self._show()
        self._status.start()

    def result(self, submission: Submission, result: CheckResult) -> None:
        self.results.append(result)
        self._show()

    def _show(self) -> None:
        number = len(self.results)
        title = self.checks[number].titles[self._lang] if number < len(self.checks) else ""
        line = Text(f"{number}/{len(self.checks)} {title}")
        line.truncate(max(self._console.width - 4, 10), overflow="ellipsis")  # beside the spinner
        self._status.update(line)

    def done(self, submission: Submission, seconds: float, fault: str | None) -> None:
        self.seconds = seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._status.stop()


@click.command(epilog=EPILOG)
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option("--week", help="The assignment, where it cannot be told from PATH.")
@click.option("--task", "--only", "only", multiple=True, metavar="TASK", help="Only this task; may be repeated.")
@click.option("--no-training", is_flag=True, help="Leave out checks that train a model.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@lang_option()
@course_option()
@click.pass_context
def check(
    ctx: click.Context,
    path: Path,
    week: str | None,
    only: tuple[str, ...],
    no_training: bool,
    as_json: bool,
    lang: str | None,
    course_dir: Path,
) -> None:
    """Check your own work: the public checks, on this computer. The result is no grade."""
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder (give your .py or .ipynb file, or the folder of the week)")
    course = _course_of(path, course_dir)
    if path.is_dir() and course.root.resolve().is_relative_to(path.resolve()):  # it holds the reference, too
        raise UsageError(f"{path}: this is the course's folder (give your own: {course.paths.template}/<week>)")
    submission = read_submission(path)
    week = week or find_week(course, path, submission)
    language = lang or course.language
    console = Output()
    spec = load_assignment(course.assignment_dir(week))
    only = only or _tasks_of(path, spec)
    if submission.unreadable is not None:
        outcome = verdict(submission, (), task_infos(spec, (), only))
    else:
        # torch takes a second to import: only once it is clear that there is something to check
        from grader.judge.assignment import Assignment
        from grader.judge.runner import Judge, Settings
        from grader.sandbox import PlainProcess

        assignment = Assignment.load(course, week)
        if not no_training:
            check_data(spec, only)
        settings = Settings(PUBLIC_SEED, hidden=False, only=only, training=not no_training, fork=False)
        with _Listener(Console(stderr=True), language) as listener:
            Judge(assignment, PlainProcess(), settings).run([submission], listener)
        tasks = task_infos(assignment.spec, listener.checks, only)
        outcome = verdict(submission, listener.results, tasks, listener.seconds, PROCESS.level)
    if as_json:
        click.echo(results_json(_as_run(spec, course, outcome), language).encode(), nl=False)  # UTF-8 everywhere
    else:
        print_verdict(outcome, language, console)
        print_messages(_left_out(outcome, spec, no_training), language, console, "dim")
    passed = bool(outcome.results) and all(r.outcome is Outcome.PASSED for r in outcome.results)
    ctx.exit(0 if passed else 1)


def _course_of(path: Path, course_dir: Path) -> Course:
    """The course around the work; a file that lies elsewhere (downloaded from Colab) belongs to the one we are in."""
    if course_dir != Path():
        return the_course(course_dir)
    try:
        return the_course(path)
    except SpecError:
        raise
    except UsageError:
        return the_course(course_dir)


def _tasks_of(path: Path, spec: AssignmentSpec) -> tuple[str, ...]:
    """The tasks that a file of the template is about: who checks `lstm_cell.py` knows that the rest is elsewhere."""
    return tuple(t.id for t in spec.tasks if path.is_file() and path.name == f"{t.module}.py")


def _left_out(outcome: Verdict, spec: AssignmentSpec, no_training: bool) -> list[Message]:
    """What grading will look at and this did not."""
    if no_training:
        return [Message("cli.no_training")]
    here = {t.task: 0.0 for t in outcome.tasks}
    for result in outcome.results:  # not `possible`, which leaves out what could not be judged
        here[result.check.task] += result.check.points
    hidden = sum(t.points - here[t.id] for t in spec.tasks if t.id in here)
    if outcome.unreadable is not None or hidden <= 0:
        return []
    return [Message("cli.public_only", {"public": f"{sum(here.values()):g}", "hidden": f"{hidden:g}"})]


def _as_run(spec: AssignmentSpec, course: Course, outcome: Verdict) -> Run:
    """The same schema as `grader grade --json`, with one submission."""
    return Run(
        assignment=spec.id,
        titles=spec.title,
        seed_sha256="",
        sandbox=PROCESS.level,
        guarantees=PROCESS.guarantees,
        started=datetime.now(course.zone).isoformat(timespec="seconds"),
        seconds=outcome.seconds,
        environment=environment(),
        verdicts=(outcome,),
        expected=1,
    )
