"""Whether an assignment does what it should: the reference passes, the template does not, wrong solutions lose."""

from __future__ import annotations

import ast
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from grader.batch import Batch, Graded
from grader.course import Course
from grader.errors import UsageError
from grader.intake import read_submission
from grader.judge.config import JudgeConfig
from grader.judge.process import ForkServer
from grader.messages import add_assignment
from grader.mistakes import mistakes_of
from grader.model import Check, Outcome
from grader.spec import AssignmentSpec, load_assignment
from grader.template import build_template
from grader.verify.bench import VERIFY_SEED


@dataclass(frozen=True)
class Finding:
    """One solution that was judged: what it is, and what is wrong with the assignment's answer (empty: nothing)."""

    name: str
    about: str
    problems: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class _Wrong:
    path: Path
    about: str
    task: str
    loses: frozenset[str]


def verify(
    course: Course, week: str, jobs: int, *, seed: int = VERIFY_SEED, server: ForkServer | None = None
) -> Iterator[Finding]:
    """Judge the reference, the template and every wrong solution; a finding each, as they finish.

    Args:
        jobs: judge processes at a time. server: see `Batch`.

    Raises:
        UsageError: a file of the assignment is malformed.
    """
    folder = course.assignment_dir(week)
    spec = load_assignment(folder)
    wrong = [_read_wrong(path, spec) for path in sorted((folder / "wrong").glob("*.py"))]
    with tempfile.TemporaryDirectory(prefix="grader-verify-") as scratch:
        template = Path(scratch) / "template"
        template.mkdir()
        for name, content in build_template(spec, course.reference_dir(spec.id), folder).items():
            if name.endswith(".py"):
                (template / name).write_bytes(content)
        reference = read_submission(course.reference_dir(spec.id), "reference")
        submissions = [reference, read_submission(template, "template")]
        submissions += [read_submission(w.path, w.path.stem) for w in wrong]
        wrong_of = dict(zip(map(id, submissions[2:]), wrong, strict=True))
        batch = Batch(JudgeConfig(str(course.root), spec.id, seed), jobs, server=server)
        with closing(batch.run(submissions)) as judged:
            for graded in judged:
                must_pass = graded.submission is reference
                yield _finding(graded, wrong_of.get(id(graded.submission)), batch.checks, must_pass=must_pass)
        yield from _too_few(spec, wrong)
    if problems := add_assignment(spec.id, folder / "messages"):
        yield Finding("messages", "texts in Korean and English", tuple(problems), 0.0)


def _finding(graded: Graded, wrong: _Wrong | None, checks: Sequence[Check], *, must_pass: bool) -> Finding:
    name = graded.submission.student
    unreadable = graded.submission.unreadable
    if unreadable is not None:
        return Finding(name, "", (f"cannot be read: {unreadable}",), graded.seconds)
    ungraded = [f"{r.check.id}: {r.outcome} ({r.message})" for r in graded.results if r.outcome is Outcome.UNGRADED]
    if ungraded:  # a check that cannot judge proves nothing by not passing
        return Finding(name, wrong.about if wrong is not None else "", tuple(ungraded), graded.seconds)
    if wrong is not None:
        lost = {r.check.name for r in graded.results if r.check.task == wrong.task and r.outcome is not Outcome.PASSED}
        problems = tuple(_differences(lost, wrong, [c for c in checks if c.task == wrong.task]))
        return Finding(name, wrong.about, problems, graded.seconds)
    if must_pass:
        bad = [f"{r.check.id}: {r.outcome} ({r.message})" for r in graded.results if r.outcome is not Outcome.PASSED]
        return Finding(name, "must get full marks", tuple(bad), graded.seconds)
    allowed = {Outcome.NOT_STARTED, Outcome.SKIPPED}
    bad = [f"{r.check.id}: {r.outcome}" for r in graded.results if r.outcome not in allowed or r.earned]
    return Finding(name, "must get none", tuple(bad), graded.seconds)


def _differences(lost: set[str], wrong: _Wrong, checks: Sequence[Check]) -> Iterator[str]:
    if unknown := wrong.loses - {c.name for c in checks}:
        yield f"'loses:' names unknown checks: {', '.join(sorted(unknown))}"
    if kept := wrong.loses - lost - unknown:
        yield f"keeps what it must lose: {', '.join(sorted(kept))}"
    if extra := lost - wrong.loses:
        yield f"loses what it should keep: {', '.join(sorted(extra))}"


def _too_few(spec: AssignmentSpec, wrong: Sequence[_Wrong]) -> Iterator[Finding]:
    for task in spec.tasks:
        count = sum(w.task == task.id for w in wrong)
        if count < 3:
            yield Finding(task.id, "wrong solutions", (f"has {count} of at least 3 wrong solutions",), 0.0)


def _read_wrong(path: Path, spec: AssignmentSpec) -> _Wrong:
    """A wrong solution's docstring: what is wrong, `task:`, `loses:`; `mistake:` is the diagnosis' own field."""
    where = f"{path.parent.name}/{path.name}"
    try:
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    except (SyntaxError, ValueError) as error:  # UnicodeDecodeError is a ValueError
        raise UsageError(f"{where}: cannot be read: {error}") from None
    fields = dict(re.findall(r"^(task|loses|mistake):\s*((?:.+)(?:\n[ \t]+.+)*)$", doc, re.MULTILINE))
    if not doc or set(fields) - {"mistake"} != {"task", "loses"}:
        raise UsageError(f"{where}: the docstring must say what is wrong, then 'task: ...' and 'loses: check, ...'")
    task = fields["task"].strip()
    if task not in {t.id for t in spec.tasks}:
        raise UsageError(f"{where}: no task {task!r} in {spec.id}")
    loses = frozenset(name for name in re.split(r"[,\s]+", fields["loses"]) if name)
    if not loses:
        raise UsageError(f"{where}: 'loses:' names no check; a wrong solution must lose something")
    try:
        mistakes_of(doc)
    except ValueError as error:
        raise UsageError(f"{where}: 'mistake:': {error} (the words are in grader/mistakes.py)") from None
    return _Wrong(path, doc.splitlines()[0], task, loses)
