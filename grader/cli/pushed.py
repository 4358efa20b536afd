"""What `grader ci` does: find the commit, wait for newer ones, grade, sign, report."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path, PurePosixPath

import click

from grader.ci import Outcome, Push, Terms, grade_push
from grader.ci.annotations import remarks
from grader.ci.files import SCHEMA, Signed, ci_json, write_files
from grader.ci.github import commands, quiet, room, write_summary
from grader.ci.kept import Kept
from grader.ci.pending import Pending
from grader.ci.proof import checks_key, signed
from grader.ci.summary import summary
from grader.ci.told import other_lines, week_lines
from grader.cli.before import check_writable
from grader.cli.keys import key_folder, passphrase
from grader.cli.options import containers, the_course
from grader.cli.platforms import GITHUB, Said, platform_says
from grader.cli.serving import default_state
from grader.course import Course
from grader.errors import UsageError
from grader.judge.process import ForkServer
from grader.locking import try_lock
from grader.messages import text
from grader.model import Outcome as CheckOutcome
from grader.repository import GitFault, Objects, fetch, head, objects_of

_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def grade_pushed(
    ctx: click.Context,
    server: Callable[[], ForkServer],
    *,
    repo: str,
    commit: str | None,
    before: str | None,
    ref: str | None,
    student: str | None,
    weeks: tuple[str, ...],
    public: bool,
    no_training: bool,
    sign: bool,
    fail_on: str,
    debounce: float,
    state: Path | None,
    keys: Path | None,
    out: Path | None,
    platform: str,
    as_json: bool,
    sandbox: str,
    fresh: bool,
    image: str | None,
    runtime: str | None,
    gpus: str | None,
    lang: str | None,
    course_dir: Path,
) -> None:
    """Grade with the options of `grader ci`; ends with its exit code."""
    course = the_course(course_dir)
    language = lang or course.language
    if sign and public:
        raise UsageError("--sign and --public: what public checks say is no grade, and is not signed (leave one out)")
    if out is not None:
        check_writable(out)
    terms = Terms(public, not no_training, sandbox, containers(sandbox, image, fresh, runtime, gpus))
    said = platform_says(platform)
    only = tuple(course.assignment_dir(week).name for week in weeks)
    place = state or default_state(course)
    key = key_folder(course, keys).signing(passphrase()) if sign else None
    checks = checks_key(course) if sign else ""
    try:
        push, repository = _push(course, said, place, repo, commit, before, ref, student)
        pending = Pending(place, push.student, repo, push.ref) if debounce > 0 else None
        if pending is not None:
            mine = pending.arrive(push.before, push.commit)
            now = pending.turn(mine, debounce)
            if now.token != mine.token:
                said_so = text("ci.superseded", language, commit=now.commit[:12])
                click.echo(json.dumps({"schema": SCHEMA, "superseded": now.commit}) if as_json else said_so)
                ctx.exit(0)
            push = Push(push.student, push.repository, push.ref, now.before, push.commit, push.received)
        with Objects(objects_of(repository), sha256=len(push.commit) > 40) as objects:
            outcome = grade_push(course, objects, push, terms, server(), only)
        if pending is not None:
            pending.done(mine)
    except GitFault as error:
        raise UsageError(f"{repo}: {error}") from None
    made: dict[str, Signed] = {}
    if key is not None:
        for graded in outcome.weeks:
            data, results = signed(course, outcome, graded, checks, key)
            record = Kept(place).add(push.student, graded.week, outcome.commit.id, data, results)
            made[graded.week] = Signed(data, record.signed)
    _tell(course, outcome, made, said, language, annotated=Path(repo).is_dir(), as_json=as_json)
    if out is not None:
        for path in write_files(course, outcome, made, out, language):
            click.echo(str(path), err=True)
    ctx.exit(_exit_code(outcome, fail_on))


def student_of(repository: str) -> str:
    """The last part of a repository's address: `git@host:class/s001.git` → `s001`."""
    return PurePosixPath(repository.rstrip("/").replace(":", "/")).name.removesuffix(".git")


def _push(
    course: Course,
    said: Said,
    state: Path,
    repo: str,
    commit: str | None,
    before: str | None,
    ref: str | None,
    student: str | None,
) -> tuple[Push, Path]:
    """The push, and the repository that has its objects: the given one, or our copy of it."""
    local = Path(repo)
    name = said.repository if local.is_dir() and said.repository else repo
    if local.is_dir():
        name = name if said.repository else local.resolve().name
        found = commit or said.commit or "HEAD"
        wanted = found if _HASH.fullmatch(found) else head(local, found)
        place = local
    else:
        wanted = commit or ""
        if not _HASH.fullmatch(wanted):
            raise UsageError("--commit: give the whole hash of the commit to be graded")
        place = _copy(repo, state, wanted)
        said = Said(said.platform, summary=said.summary)  # what it says of a push is about another repository
    received = datetime.now(course.zone).isoformat(timespec="seconds")
    who = student or student_of(name) or "student"
    return Push(who, name, ref or said.ref, before or said.before, wanted, received), place


def _copy(url: str, state: Path, commit: str) -> Path:
    """Our copy of a repository, brought up to date by one run at a time.

    Raises:
        GitFault: see `fetch`. UsageError: the state folder cannot be written.
    """
    name = re.sub(r"[^\w-]+", "-", student_of(url))[:40]
    place = state / "repositories" / f"{name}-{hashlib.sha256(url.encode('utf-8', 'replace')).hexdigest()[:16]}"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (place / ".lock").open("ab") as lock:
            while not try_lock(lock):
                time.sleep(0.2)
            fetch(url, place / "git", commit)
    except OSError as error:
        raise UsageError(f"{place}: {error.strerror}: give another folder with --state") from None
    return place / "git"


def _tell(
    course: Course,
    outcome: Outcome,
    made: dict[str, Signed],
    said: Said,
    language: str,
    *,
    annotated: bool,
    as_json: bool,
) -> None:
    """stdout: JSON, or lines, with the platform's annotations before them; and the platform's page.

    Args:
        annotated: whether the platform shows the repository that was graded.
    """
    if as_json:
        click.echo(ci_json(course, outcome, made, language), nl=False)
    else:
        lines = [line for graded in outcome.weeks for line in week_lines(graded, language)]
        lines += other_lines(outcome, language)
        if said.platform == GITHUB:
            marks = commands(remarks(course, outcome, language), language) if annotated else []
            lines = [*marks, *quiet(lines)]
        for line in lines:
            click.echo(line.encode("utf-8", "replace").decode())
    if said.summary is not None:
        try:
            write_summary(said.summary, summary(outcome, language, room(said.summary)))
        except OSError as error:
            raise UsageError(f"{said.summary}: the page cannot be written: {error.strerror}") from None


def _exit_code(outcome: Outcome, fail_on: str) -> int:
    verdicts = [graded.run.verdicts[0] for graded in outcome.weeks]
    if any(v.ungraded for v in verdicts):
        return 3
    if fail_on == "never":
        return 0
    if any(v.unreadable is not None for v in verdicts):
        return 1
    tasks = [t for v in verdicts for t in v.tasks if fail_on == "any" or not t.bonus]
    return 1 if any(t.outcome is not CheckOutcome.PASSED for t in tasks) else 0
