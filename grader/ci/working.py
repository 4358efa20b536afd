"""Grading the pushes of a queue, one after the other, and telling each student."""

from __future__ import annotations

import hashlib
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path

from grader.ci.kept import Kept
from grader.ci.pending import Arrived, Pending
from grader.ci.proof import checks_key, refuse_weak, signed
from grader.ci.push import Graded, Push, Terms, grade_push
from grader.ci.queue import Claimed, Job, Queue
from grader.ci.told import other_lines, week_lines
from grader.course import Course
from grader.errors import GraderError
from grader.judge.process import ForkServer
from grader.messages import text
from grader.repository import GitFault, Objects, objects_of
from grader.signing import KeyFolder

_ATTEMPTS = 3  # a push that so often ended who graded it is not tried again


@dataclass(frozen=True)
class Desk:
    """Where and how a server grades. `weeks`: only these; none means those that a push changed."""

    course: Course
    state: Path
    keys: KeyFolder
    passphrase: str
    terms: Terms
    lang: str
    weeks: tuple[str, ...] = ()


def work(desk: Desk, queue: Queue, at_once: int) -> None:
    """Grade what waits, until nothing does."""
    with queue.slot(at_once) as ours:
        if not ours:
            return
        queue.sweep()
        server: ForkServer | None = None
        try:
            while True:
                with queue.claim() as claimed:
                    if claimed is None:
                        return
                    server = server or ForkServer(training=desk.terms.training)
                    _one(desk, claimed, server)
        finally:
            if server is not None:
                server.close()


def _one(desk: Desk, claimed: Claimed, server: ForkServer) -> None:
    """One push. What fails through our fault is told to the student as such, and to the operator in full."""
    job, report = claimed.job, claimed.report
    try:
        if claimed.attempts > _ATTEMPTS:
            raise GitFault(f"grading it ended the grader {_ATTEMPTS} times")
        pending = Pending(desk.state, job.student, job.path, job.ref)
        mine = Arrived(job.before, job.commit, job.token)
        now = pending.turn(mine)
        if now.token != mine.token:
            report.say(text("ci.superseded", desk.lang, commit=now.commit[:12]))
            return
        _grade(desk, job, now, claimed, server)
        pending.done(mine)
    except Exception as error:  # noqa: BLE001 - the next push is graded all the same
        print(f"grader: {job.student} {job.commit}: {error}", file=sys.stderr, flush=True)
        if not isinstance(error, GraderError):
            traceback.print_exc()
        report.say(text("ci.our_fault", desk.lang))


def _grade(desk: Desk, job: Job, now: Arrived, claimed: Claimed, server: ForkServer) -> None:
    key = desk.keys.signing(desk.passphrase)  # what is wrong with it is wrong before anything is judged
    checks = checks_key(desk.course)
    push = Push(job.student, job.repository, job.ref, now.before, job.commit, job.received)
    say = claimed.report.say
    say(text("ci.grading", desk.lang, student=job.student, commit=job.commit[:12]))

    def tell(graded: Graded) -> None:
        if graded.run.verdicts[0].unreadable is None:
            refuse_weak(graded.run.sandbox)
        say(*week_lines(graded, desk.lang))

    with Objects(objects_of(Path(job.path)), sha256=len(job.commit) > 40) as objects:
        outcome = grade_push(desk.course, objects, push, desk.terms, server, desk.weeks, tell)
    say(*other_lines(outcome, desk.lang))
    kept = Kept(desk.state)
    for graded in outcome.weeks:
        data, results = signed(desk.course, outcome, graded, checks, key)
        kept.add(job.student, graded.week, outcome.commit.id, data, results)
        fingerprint = hashlib.sha256(data).hexdigest()[:16]
        say(text("ci.signed", desk.lang, week=graded.week, key=key.public.id[:16], result=fingerprint))
