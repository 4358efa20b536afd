"""The runs of an assignment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from grader.errors import StoreError
from grader.model import Run
from grader.store.reading import Reading
from grader.store.records import RunId, RunRecord
from grader.store.schema import GRADING, RUN, RUN_END, RUN_ENTRY


class Runs(Reading):
    """Reads runs."""

    def runs(self, assignment: str) -> list[RunRecord]:
        """All runs of an assignment, oldest first; those that were killed too.

        Raises:
            StoreError: the store cannot be read; so for all methods that follow.
        """
        return self._records(RUN.c.assignment == assignment)

    def run(self, run: int) -> RunRecord:
        """A run.

        Raises:
            StoreError: there is no such run, too.
        """
        found = self._records(RUN.c.id == run)
        if not found:
            raise StoreError(f"{self.place.shown}: holds no run {run} (grader diff --list shows which there are)")
        return found[0]

    def load(self, run: int) -> Run:
        """A run with its verdicts, as its results.json has it."""
        return replace(self.run(run).run, verdicts=tuple(self.verdicts(RunId(run))))

    def _records(self, condition: Any) -> list[RunRecord]:
        new = sa.func.sum(sa.case((GRADING.c.run == RUN_ENTRY.c.run, 1), else_=0))
        ungraded = sa.func.sum(sa.case((GRADING.c.ungraded > 0, 1), else_=0))
        counts = (
            sa.select(RUN_ENTRY.c.run, sa.func.count().label("graded"), new.label("new"), ungraded.label("ungraded"))
            .join(GRADING, GRADING.c.id == RUN_ENTRY.c.grading)
            .group_by(RUN_ENTRY.c.run)
            .subquery()
        )
        wanted = (
            sa.select(RUN, RUN_END.c.seconds, RUN_END.c.interrupted, counts.c.graded, counts.c.new, counts.c.ungraded)
            .outerjoin(RUN_END, RUN_END.c.run == RUN.c.id)
            .outerjoin(counts, counts.c.run == RUN.c.id)
            .where(condition)
            .order_by(RUN.c.id)
        )
        with self.reading() as connection:
            return [_record(row) for row in connection.execute(wanted)]


def _record(row: Any) -> RunRecord:
    run = Run(
        assignment=row.assignment,
        titles=row.titles,
        seed_sha256=row.seed_sha256,
        sandbox=row.sandbox,
        guarantees=tuple(row.guarantees),
        started=row.started,
        seconds=row.seconds or 0.0,
        environment=row.environment,
        verdicts=(),
        interrupted=row.interrupted is not False,
        expected=row.expected,
        missing=tuple(row.missing),
    )
    counts = (row.graded or 0, row.new or 0, row.ungraded or 0)
    return RunRecord(RunId(row.id), run, row.key, tuple(row.only_tasks), row.training, *counts)
