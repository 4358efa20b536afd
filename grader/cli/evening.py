"""What `grader grade` does once its process imports torch in the background: read, judge, write, show."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from grader.cli.before import check_data, check_writable, printable
from grader.cli.expectations import compare, read_expected
from grader.cli.options import containers, the_course
from grader.cli.output import Output
from grader.cli.progress import Meter
from grader.cli.reading import how_for
from grader.errors import JudgeFault, UsageError
from grader.gradebook import Gradebook
from grader.grades import Grade
from grader.grading import Grading, Request
from grader.intake import How, find, passed_over, read_hand_in
from grader.judge.process import ForkServer
from grader.keeping import Keeper
from grader.locking import hold_folder
from grader.messages import render
from grader.model import Message, Run, Submission
from grader.reports.class_terminal import print_run
from grader.reports.everything import ReportPaths, write_all
from grader.reports.plain import one_line
from grader.reports.terminal import print_messages
from grader.spec import AssignmentSpec, load_assignment
from grader.store import RunId, Store, open_store, store_place


def run_all(
    ctx: click.Context,
    server: ForkServer,
    *,
    week: str,
    paths: tuple[Path, ...],
    out: Path,
    seed: int | None,
    as_json: bool,
    no_training: bool,
    expect: Path | None,
    source: str | None,
    attempts: str,
    deadline: str | None,
    sandbox: str,
    fresh: bool,
    image: str | None,
    runtime: str | None,
    gpus: str | None,
    again: bool,
    retry: str | None,
    store: str | None,
    only: tuple[str, ...],
    jobs: int,
    lang: str | None,
    course_dir: Path,
) -> None:
    """Grade with the options of `grader grade`; ends with its exit code."""
    course = the_course(course_dir)
    spec = load_assignment(course.assignment_dir(week))
    # What would fail at the end fails now: an evening of grading is not to be lost for a typing error.
    wanted = read_expected(expect) if expect is not None else None
    if not no_training:
        check_data(spec, only)
    how = containers(sandbox, image, fresh, runtime, gpus)
    if again and retry:
        raise UsageError("--again and --retry exclude each other: --again grades everything, also what is ungraded")
    reading = how_for(course, spec, source=source, attempts=attempts, deadline=deadline)
    given = _read(paths, spec, reading) if paths else None
    with open_store(store_place(course, store)) as kept:
        book = Gradebook(kept, course, spec.id)
        _ = book.allowances  # a mistake in the exceptions, too, is to be told before an evening's work
        last = _last(kept, spec.id) if retry else None
        submissions = given if given is not None else _kept(kept, spec.id, last)
        request = Request(week, tuple(submissions), seed, only, jobs, not no_training, sandbox, how)
        meter = Meter(len(submissions))
        grading = Grading(course, request, meter.result, meter.verdict, meter.known, meter.say, server)
        check_writable(out)  # after everything that is a mistake of another kind: it makes the folder
        keeper = Keeper(kept, meter.say, again=again, retry=last)
        language = lang or course.language
        with hold_folder(out) as ours:
            if not ours:
                remedy = "wait until it is through, or give another folder with --out"
                raise UsageError(f"{out}: another `grader grade` writes there ({remedy})")
            interrupted = _graded(grading, keeper, meter)
            run = grading.result()
            meter.summary(run)
            written = _write(run, out, language, keeper, submissions, _grades(book, meter))
    _show(run, written, language, as_json=as_json)
    if written.earlier is not None:
        click.echo(f"grader: the reports of the run before are in {written.earlier}", err=True)
    code = 0
    if interrupted:
        done = f"{len(run.verdicts)} of {run.expected} graded and written to {out}"
        click.echo(f"grader: interrupted; {done} (the same command goes on from there)", err=True)
        code = 130
    elif any(v.ungraded for v in run.verdicts):
        click.echo("grader: some checks could not be judged (ungraded); the same command grades those again", err=True)
        code = 1
    if wanted is not None and not code:
        code = compare(run, wanted, {t.id: t.points for t in spec.tasks}, Console(stderr=True))
    if len(run.verdicts) < run.expected and not code:
        raise JudgeFault("some submissions were not judged")
    ctx.exit(code)


def _graded(grading: Grading, keeper: Keeper, meter: Meter) -> bool:
    """Grade; whether the operator interrupted it."""
    # Ending politely is the same as Ctrl-C: what was graded is written.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with meter:
            grading.run(keeper)
    except KeyboardInterrupt:
        return True
    return False


def _last(store: Store, assignment: str) -> RunId:
    """The run that is to be completed.

    Raises:
        UsageError: there is none.
    """
    runs = [record for record in store.runs(assignment) if record.graded]
    if not runs:
        raise UsageError(f"{store.place.shown}: nothing of {assignment} was graded yet (leave out --retry)")
    return runs[-1].id


def _kept(store: Store, assignment: str, last: RunId | None) -> list[Submission]:
    """The hand-ins that the store has: of a run, or each student's last one.

    Raises:
        UsageError: there are none.
    """
    found = list(store.submissions(last) if last is not None else store.latest_submissions(assignment))
    if not found:
        raise UsageError(f"{store.place.shown}: holds no hand-in of {assignment} (say where they are: PATH)")
    return found


def _read(paths: Sequence[Path], spec: AssignmentSpec, how: How) -> list[Submission]:
    """The hand-ins; what is passed over, or might be read otherwise than it was meant, is said."""
    found = find(paths, how)
    submissions = [read_hand_in(hand_in) for hand_in in found.hand_ins]
    for item in found.left_out:
        said = one_line(f"{item.path}: {render(item.why, 'en')}")
        click.echo(f"grader: not graded: {said}", err=True)
    for hand_in in found.hand_ins:
        if hand_in.candidates:
            who = f"{one_line(hand_in.student)}: may be {one_line(', '.join(hand_in.candidates))}"
            click.echo(f"grader: {who}: graded under the name it came with (make the roster tell them apart)", err=True)
    for entry in passed_over(paths, spec.modules):
        click.echo(f"grader: not graded: {printable(entry)}: a link, a special file or a hidden name", err=True)
    for submission in submissions:
        folder = Path(submission.origin)
        if folder in paths and folder.is_dir() and (count := len(submission.modules)):
            remedy = f"as {printable(submission.student)}'s; several students' files are to be given one by one"
            files = f"its {count} files are" if count > 1 else "its one file is"
            click.echo(f"grader: {printable(folder)}: {files} read as one hand-in, {remedy}", err=True)
    return submissions


def _grades(book: Gradebook, meter: Meter) -> list[Grade]:
    """What everybody has now. Where the course's files were broken meanwhile the reports do without."""
    try:
        return book.grades()
    except UsageError as error:
        meter.say(f"{error}: the reports tell nothing of due dates and changes by hand")
        return []


def _write(
    run: Run, out: Path, language: str, keeper: Keeper, submissions: Sequence[Submission], grades: Sequence[Grade]
) -> ReportPaths:
    """All reports.

    Raises:
        UsageError: the folder cannot be written (any more).
    """
    try:
        return write_all(run, out, language, grades=grades, submissions=submissions)
    except OSError as error:
        kept = f"what was graded is in {keeper.store.place.shown}"
        lost = kept if keeper.complete else "not all that was graded is kept"
        remedy = f"make room and give the same command again: {lost}"
        raise UsageError(f"{out}: the reports cannot be written: {error.strerror} ({remedy})") from error


def _show(run: Run, written: ReportPaths, language: str, *, as_json: bool) -> None:
    """The run on stdout.

    Raises:
        UsageError: it is a file on a full disk. BrokenPipeError: nobody reads on.
    """
    console = Output()
    try:
        if as_json:
            click.echo(written.results.read_bytes(), nl=False)
            return
        print_run(run, language, console)
        print_messages([Message(f"cli.level_{run.sandbox}")], language, console)
        click.echo(f"{written.class_page}  {written.gradebook}  {written.results}")
    except BrokenPipeError:
        raise
    except OSError as error:
        remedy = f"the reports are complete: {written.results.parent}"
        raise UsageError(f"stdout cannot be written: {error.strerror} ({remedy})") from error
