"""What stands for each student now: of all runs the ones that count, and what later ones of some tasks replace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import sqlalchemy as sa

from grader.model import Submission, Verdict
from grader.store.reading import Reading
from grader.store.records import RunId
from grader.store.schema import RUN, RUN_ENTRY

_PORTION = 100


@dataclass(frozen=True)
class Standing:
    """A verdict that counts.

    Attributes:
        entry: its number, for `handed_in`.
        only: the tasks that it replaces of the ones before it; none: it is a whole.
    """

    run: RunId
    entry: int
    verdict: Verdict
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Row:
    entry: int
    run: int
    student: str
    only: tuple[str, ...]
    training: bool


class Stands(Reading):
    """Reads what stands. Every method may raise StoreError: the store cannot be read."""

    def standing(self, assignment: str, without: Collection[int] = ()) -> Iterator[tuple[Standing, ...]]:
        """For each student, sorted: the verdicts of the newest whole run, then those of newer runs of some tasks.

        Where a run has several attempts of a student, all of them are there. Where no run was whole, one without
        training takes its place, else the first of some tasks.

        Args:
            without: runs that do not count.
        """
        wanted = (
            sa.select(RUN_ENTRY.c.id, RUN_ENTRY.c.run, RUN_ENTRY.c.student, RUN.c.only_tasks, RUN.c.training)
            .join(RUN, RUN.c.id == RUN_ENTRY.c.run)
            .where(RUN_ENTRY.c.assignment == assignment)
            .order_by(RUN_ENTRY.c.run, RUN_ENTRY.c.position)
        )
        rows: dict[str, list[_Row]] = defaultdict(list)
        with self.reading() as connection:
            for row in connection.execute(wanted):
                if row.run not in without:
                    found = _Row(row.id, row.run, row.student, tuple(row.only_tasks), row.training)
                    rows[row.student].append(found)
        chosen = [_chosen(rows[student]) for student in sorted(rows)]
        verdicts = self._verdicts([row.entry for several in chosen for row in several])
        for several in chosen:
            judged = islice(verdicts, len(several))
            pairs = zip(several, judged, strict=True)
            yield tuple(Standing(RunId(row.run), row.entry, verdict, row.only) for row, verdict in pairs)

    def handed_in(self, entries: Iterable[int]) -> Iterator[tuple[int, Submission]]:
        """The submissions behind such verdicts, with their code, each with its number."""
        numbers = list(entries)
        for start in range(0, len(numbers), _PORTION):
            portion = numbers[start : start + _PORTION]
            wanted = sa.select(RUN_ENTRY.c.id, RUN_ENTRY.c.submission).where(RUN_ENTRY.c.id.in_(portion))
            with self.reading() as connection:
                of = {row.id: row.submission for row in connection.execute(wanted)}
            yield from zip(portion, self._submissions_of([of[entry] for entry in portion]), strict=True)


def _chosen(rows: Sequence[_Row]) -> list[_Row]:
    """The base and what is laid over it, of one student's rows in the order of their runs."""
    whole = [row for row in rows if not row.only]
    base = max((row.run for row in whole if row.training), default=max((row.run for row in whole), default=rows[0].run))
    return [row for row in rows if row.run == base or (row.run > base and row.only)]
