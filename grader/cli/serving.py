"""What `grader hook` does: take a push, have it graded by a process that outlives the connection, tell the pusher."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from grader.ci.queue import Queue
from grader.ci.receiving import enqueue, updates
from grader.cli.keys import key_folder, passphrase
from grader.course import Course, kept_folder
from grader.errors import UsageError
from grader.levels import Containers
from grader.messages import text
from grader.reports.plain import one_line
from grader.repository import is_repository

MARK = "# written by `grader hook --install`; give the command again to change it"
_MOST = 1_000_000  # characters of what git says
_MAX_INPUT = 200_000_000  # bytes of one push


def default_state(course: Course) -> Path:
    """Where pushes are kept, unless the hook or the run is told.

    Raises:
        UsageError: it cannot be made.
    """
    try:
        return kept_folder(course) / "ci"
    except OSError as error:
        raise UsageError(f"{course.root}: {error.strerror}: give a folder with --state") from None


def receive(
    course: Course,
    state: Path,
    repository: Path,
    student: str | None,
    branches: Sequence[str],
    wait: float,
    lang: str | None,
    told: Sequence[str],
) -> None:
    """Take the push that standard input tells of; print its report as far as it comes in time."""
    language = lang or course.language
    if not is_repository(repository):
        raise UsageError(f"{repository}: is no git repository: give one with --repo")
    moved = updates(sys.stdin.read(_MOST).splitlines())
    wanted = [update for update in moved if update.branch in branches]
    for update in moved:
        if update not in wanted:
            click.echo(text("ci.branch_left", language, branch=one_line(update.branch)[:80]))
    if not wanted:
        return
    queue = Queue(state)
    jobs = enqueue(course, queue, state, student or repository.name.removesuffix(".git"), repository, wanted)
    _start(state, told)
    for line in queue.follow(jobs, wait):
        click.echo(line)
        sys.stdout.flush()
    if not all(map(queue.finished, jobs)):
        click.echo(text("ci.goes_on", language, seconds=f"{wait:g}"))


def _start(state: Path, told: Sequence[str]) -> None:
    """A process that grades what waits; it has nothing of git's, and goes on when we and the connection are gone."""
    kept_variables = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    with (state / "hook.log").open("ab") as log:
        subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "grader", "hook", "--work", *told],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=kept_variables,
            start_new_session=True,
        )


def work_here(
    course: Course,
    state: Path,
    keys: Path | None,
    how: Containers,
    sandbox: str,
    lang: str | None,
    at_once: int,
    *,
    training: bool,
) -> None:
    """Grade what waits in the queue."""
    from grader.ci.judging import Terms
    from grader.ci.working import Desk, work

    desk = Desk(
        course,
        state,
        key_folder(course, keys),
        passphrase(),
        Terms(False, training, sandbox, how),
        lang or course.language,
    )
    work(desk, Queue(state), at_once)


def install(repository: Path, told: Sequence[str]) -> Path:
    """Write the hook of a bare repository, and a limit on the size of a push; the hook's file.

    Raises:
        UsageError: there is no repository, or another hook.
    """
    if not is_repository(repository) or not (repository / "objects").is_dir():
        raise UsageError(f"{repository}: is no bare git repository: make one with `git init --bare`")
    file = repository / "hooks" / "post-receive"
    try:
        if file.exists() and MARK not in file.read_text("utf-8", "replace"):
            raise UsageError(f"{file}: there is another hook: call `grader hook` from it, or remove it")
        file.parent.mkdir(exist_ok=True)
        line = shlex.join([sys.executable, "-m", "grader", "hook", *told])
        file.write_text(f"#!/bin/sh\n{MARK}\nexec {line}\n", "utf-8")
        file.chmod(0o755)
    except OSError as error:
        raise UsageError(f"{file}: cannot be written: {error.strerror}") from None
    limit = ["git", f"--git-dir={repository}", "config", "receive.maxInputSize", str(_MAX_INPUT)]
    subprocess.run(limit, check=False, capture_output=True)  # noqa: S603 - the operator's own repository
    return file
