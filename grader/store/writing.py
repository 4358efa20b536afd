"""Runs, and what they judge: everything is appended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from grader.model import Check, CheckResult, Run, Verdict
from grader.store import codec
from grader.store.connected import Connected, now
from grader.store.faults import told
from grader.store.place import Place
from grader.store.records import Placed, RunId
from grader.store.schema import CHECK_RESULT, CHECK_SET, CLAIM, CONTENT, GRADING, RUN, RUN_END, RUN_ENTRY, SUBMISSION

# Built once: to build a statement takes longer than to run it.
_KEY = sa.bindparam("wanted", type_=sa.Text())
_TURN = sa.select(sa.func.coalesce(sa.func.max(GRADING.c.turn), 0) + 1).where(GRADING.c.key == _KEY)
_SUBMISSION = sa.select(SUBMISSION.c.id).where(SUBMISSION.c.key == _KEY)
_FREE = CLAIM.delete().where(CLAIM.c.key == _KEY)
_INSERT = {table: table.insert() for table in (RUN, GRADING, CHECK_RESULT, RUN_ENTRY)}
_RACES = 5  # that a PostgreSQL store may lose before something else must be wrong


class Writing(Connected):
    """Appends runs and gradings."""

    def __init__(self, place: Place, engine: Engine) -> None:
        super().__init__(place, engine)
        self._insert_content, self._insert_submission = self.insert_new(CONTENT), self.insert_new(SUBMISSION)
        self._assignments: dict[RunId, str] = {}
        self._checks: tuple[tuple[Check, ...], int] = ((), -1)  # those of the last grading, with their number

    def begin_run(self, run: Run, key: str, only: Sequence[str] = (), *, training: bool = True) -> RunId:
        """A new run.

        Args:
            run: its assignment, seed, level, environment, start and expected submissions; verdicts are not looked at.
            key: of all that its results depend on beside the hand-ins.
            only: the tasks it is about. training: whether checks that train a model run.

        Raises:
            StoreError: it cannot be written; so for all methods that follow.
        """
        values = {
            "assignment": run.assignment,
            "titles": dict(run.titles),
            "key": key,
            "started": run.started,
            "seed_sha256": run.seed_sha256,
            "sandbox": run.sandbox,
            "guarantees": list(run.guarantees),
            "missing": list(run.missing),
            "environment": dict(run.environment),
            "only_tasks": list(only),
            "training": training,
            "expected": run.expected,
            "at": now(),
        }
        with self.writing() as connection:
            number = RunId(_inserted(connection, RUN, values))
        self._assignments[number] = run.assignment
        return number

    def record(self, run: RunId, placed: Placed, key: str, verdict: Verdict) -> int:
        """Keep a submission that was judged, and let its claim go; back when it is on the disk.

        Args:
            key: of the grading. verdict: of the submission.

        Returns:
            the number of the grading.
        """
        with told(self.place):
            for race in range(_RACES):
                try:
                    with self._writer.begin() as connection:
                        number, checks = self._record(connection, run, placed, key, verdict)
                    break
                except IntegrityError:  # another grader has taken the same turn
                    if race == _RACES - 1:
                        raise
        self._checks = checks
        return number

    def take_over(self, run: RunId, entries: Iterable[tuple[Placed, int]]) -> None:
        """Make gradings that are in the store part of a run, all or none of them."""
        with self.writing() as connection:
            assignment = self._assignment(connection, run)
            rows = [
                _entry(run, placed, grading, self._submission(connection, assignment, placed), assignment)
                for placed, grading in entries
            ]
            if rows:
                connection.execute(RUN_ENTRY.insert(), rows)

    def finish_run(self, run: RunId, seconds: float, *, interrupted: bool = False) -> None:
        """The run came to an end, by itself or stopped by its operator; one that was killed has no end."""
        values = {"run": run, "seconds": codec.real(seconds), "interrupted": interrupted, "at": now()}
        with self.writing() as connection:
            connection.execute(RUN_END.insert(), values)

    def _record(
        self, connection: Connection, run: RunId, placed: Placed, key: str, verdict: Verdict
    ) -> tuple[int, tuple[tuple[Check, ...], int]]:
        assignment = self._assignment(connection, run)
        submission = self._submission(connection, assignment, placed)
        checks = self._kept_checks(connection, verdict.results)
        values = {
            "key": key,
            "turn": connection.execute(_TURN, {"wanted": key}).scalar_one(),
            "run": run,
            "submission": submission,
            "check_set": checks[1],
            "assignment": assignment,
            "student": verdict.student,
            "sandbox": verdict.sandbox,
            "seconds": codec.real(verdict.seconds),
            "earned": codec.real(verdict.earned),
            "possible": codec.real(verdict.possible),
            "ungraded": verdict.ungraded,
            "tasks": codec.tasks_out(verdict.tasks),
            "at": now(),
        }
        grading = _inserted(connection, GRADING, values)
        if verdict.results:
            rows = [codec.result_out(grading, i, result) for i, result in enumerate(verdict.results)]
            connection.execute(_INSERT[CHECK_RESULT], rows)
        connection.execute(_INSERT[RUN_ENTRY], _entry(run, placed, grading, submission, assignment))
        connection.execute(_FREE, {"wanted": key})
        return grading, checks

    def _assignment(self, connection: Connection, run: RunId) -> str:
        if run not in self._assignments:
            found = connection.execute(sa.select(RUN.c.assignment).where(RUN.c.id == run)).scalar_one()
            self._assignments[run] = found
        return self._assignments[run]

    def _submission(self, connection: Connection, assignment: str, placed: Placed) -> int:
        """The number of the hand-in as it came, kept now if it was not."""
        it = placed.submission
        provenance = (it.origin, dict(it.times), list(it.members), it.attempt)
        key = codec.digest(assignment, placed.hand_in, *provenance)
        known = connection.execute(_SUBMISSION, {"wanted": key}).scalar()
        if known is not None:
            return int(known)
        content, modules = codec.modules_out(it)
        connection.execute(self._insert_content, {"key": content, "modules": modules})
        values = {
            "key": key,
            "assignment": assignment,
            "student": it.student,
            "hand_in": placed.hand_in,
            "content": content,
            "sha256": it.sha256,
            "origin": it.origin,
            "notes": [codec.message_out(note) for note in it.notes],
            "problems": [codec.message_out(problem) for module in it.modules for problem in module.problems],
            "unreadable": codec.message_out(it.unreadable),
            "times": dict(it.times),
            "members": list(it.members),
            "attempt": it.attempt,
            "at": now(),
        }
        connection.execute(self._insert_submission, values)
        return int(connection.execute(_SUBMISSION, {"wanted": key}).scalar_one())

    def _kept_checks(self, connection: Connection, results: Sequence[CheckResult]) -> tuple[tuple[Check, ...], int]:
        checks = tuple(result.check for result in results)
        if checks == self._checks[0] and self._checks[1] >= 0:
            return self._checks
        plain = codec.checks_out(checks)
        key = codec.digest(plain)
        connection.execute(self.insert_new(CHECK_SET), {"key": key, "checks": plain})
        number = connection.execute(sa.select(CHECK_SET.c.id).where(CHECK_SET.c.key == key)).scalar_one()
        return checks, int(number)


def _entry(run: RunId, placed: Placed, grading: int, submission: int, assignment: str) -> dict[str, Any]:
    return {
        "run": run,
        "position": placed.position,
        "grading": grading,
        "submission": submission,
        "assignment": assignment,
        "student": placed.submission.student,
    }


def _inserted(connection: Connection, table: sa.Table, values: dict[str, Any]) -> int:
    """The number of the new row."""
    (number,) = connection.execute(_INSERT[table], values).inserted_primary_key or (0,)
    return int(number)
