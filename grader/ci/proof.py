"""An outcome → signed results, one for each week."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from grader.ci.edited import SHOWN
from grader.ci.push import Graded, Outcome
from grader.course import Course
from grader.errors import UsageError
from grader.fingerprint import files_key
from grader.levels import PROCESS
from grader.reports.plain import one_line, points
from grader.reports.results import results_json
from grader.signing import Edited, Result, SigningKey, TaskPoints, seal

_LONGEST = 1000  # characters


def refuse_weak(level: str) -> None:
    """See that a level guards against intent: what runs beside the key without walls could sign for itself.

    Raises:
        UsageError: it does not.
    """
    if level == PROCESS.level:
        raise UsageError("a result of level `process` is not signed: its code could read the key (see grader doctor)")


def checks_key(course: Course) -> str:
    """What grades: taken before the first check runs."""
    return files_key(course)


def signed(course: Course, outcome: Outcome, graded: Graded, checks: str, key: SigningKey) -> tuple[bytes, bytes]:
    """The signed result of a week, and the results.json that it names.

    Raises:
        UsageError: the level of the sandbox is too weak.
    """
    (verdict,) = graded.run.verdicts
    refuse_weak(graded.run.sandbox if verdict.unreadable is None else "")
    results = results_json(graded.run, course.language).encode()
    push = outcome.push
    result = Result(
        repository=_line(push.repository),
        ref=_line(push.ref) if push.ref else "",
        commit=outcome.commit.id,
        tree=outcome.commit.tree,
        student=_line(push.student),
        assignment=graded.week,
        earned=points(verdict.earned),
        possible=points(verdict.possible),
        tasks=tuple(
            TaskPoints(
                id=t.task,
                outcome=t.outcome.value,
                earned=points(t.earned),
                possible=points(t.possible),
                bonus=t.bonus,
            )
            for t in verdict.tasks
        ),
        ungraded=verdict.ungraded,
        unreadable=verdict.unreadable.key if verdict.unreadable is not None else "",
        submission=verdict.submission_sha256,
        results=hashlib.sha256(results).hexdigest(),
        checks=checks,
        seed=graded.run.seed_sha256,
        sandbox=graded.run.sandbox,
        environment=dict(graded.run.environment),
        edited=tuple(Edited(path=_line(f.path), kind=f.kind) for f in outcome.edited[:SHOWN]),
        edited_more=max(len(outcome.edited) - SHOWN, 0),
        received=push.received,
        time=datetime.now(course.zone).isoformat(timespec="seconds"),
        nonce=secrets.token_hex(16),
        key=key.public.id,
    )
    return seal(result, key), results


def _line(value: str) -> str:
    """Text of the student's as a signed result has it: printable, on a line, not endless, never empty."""
    return one_line(value)[:_LONGEST] or "?"
