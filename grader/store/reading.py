"""What is in the store, read in portions: however many rows there are, memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from grader.model import Check, CheckResult, Submission, Verdict
from grader.store import codec
from grader.store.connected import Connected
from grader.store.place import Place
from grader.store.records import Entry, RunId
from grader.store.schema import CHECK_RESULT, CHECK_SET, CONTENT, GRADING, RUN_ENTRY, SUBMISSION

T = TypeVar("T")
_PORTION = 100  # gradings at a time


class Reading(Connected):
    """Reads gradings, verdicts and submissions. Every method may raise StoreError: the store cannot be read."""

    def __init__(self, place: Place, engine: Engine) -> None:
        super().__init__(place, engine)
        self._check_sets: dict[int, tuple[Check, ...]] = {}

    def known(self, keys: Iterable[str]) -> Iterator[Entry]:
        """For each key the newest grading in which everything was judged; nothing where there is none."""
        newest = sa.select(sa.func.max(GRADING.c.id)).where(GRADING.c.ungraded == 0).group_by(GRADING.c.key)
        for portion in _portions(list(keys)):
            with self.reading() as connection:
                found = list(connection.execute(newest.where(GRADING.c.key.in_(portion))).scalars())
                entries = self._entries(connection, found)
            yield from entries

    def entries(self, run: RunId) -> Iterator[Entry]:
        """The gradings that a run consists of, ungraded ones too, in the order of its submissions."""
        with self.reading() as connection:
            wanted = sa.select(RUN_ENTRY.c.grading).where(RUN_ENTRY.c.run == run).order_by(RUN_ENTRY.c.position)
            gradings = list(connection.execute(wanted).scalars())
        for portion in _portions(gradings):
            with self.reading() as connection:
                found = {entry.grading: entry for entry in self._entries(connection, portion)}
            yield from (found[grading] for grading in portion)

    def verdicts(self, run: RunId) -> Iterator[Verdict]:
        """A run's verdicts as its results.json has them, in the order of its submissions."""
        wanted = sa.select(RUN_ENTRY.c.id).where(RUN_ENTRY.c.run == run).order_by(RUN_ENTRY.c.position)
        with self.reading() as connection:
            numbers = list(connection.execute(wanted).scalars())
        yield from self._verdicts(numbers)

    def submissions(self, run: RunId) -> Iterator[Submission]:
        """A run's submissions with their code, as they were handed in, in their order."""
        wanted = sa.select(RUN_ENTRY.c.submission).where(RUN_ENTRY.c.run == run).order_by(RUN_ENTRY.c.position)
        with self.reading() as connection:
            numbers = list(connection.execute(wanted).scalars())
        yield from self._submissions_of(numbers)

    def latest_submissions(self, assignment: str) -> Iterator[Submission]:
        """The submission of each student that was graded last, sorted by student."""
        newest = self._newest(assignment)
        for portion in _portions(newest):
            with self.reading() as connection:
                wanted = sa.select(RUN_ENTRY.c.id, RUN_ENTRY.c.submission).where(RUN_ENTRY.c.id.in_(portion))
                found = {row.id: row.submission for row in connection.execute(wanted)}
            yield from self._submissions_of([found[number] for number in portion])

    def durations(self, assignment: str) -> dict[str, float]:
        """Student → seconds that judging took the last time."""
        last = (
            sa.select(sa.func.max(GRADING.c.id)).where(GRADING.c.assignment == assignment).group_by(GRADING.c.student)
        )
        wanted = sa.select(GRADING.c.student, GRADING.c.seconds).where(GRADING.c.id.in_(last))
        with self.reading() as connection:
            return {row.student: row.seconds for row in connection.execute(wanted)}

    def knows(self, assignment: str) -> bool:
        """Whether anything of an assignment was ever graded."""
        wanted = sa.select(GRADING.c.id).where(GRADING.c.assignment == assignment).limit(1)
        with self.reading() as connection:
            return connection.execute(wanted).first() is not None

    def _newest(self, assignment: str) -> list[int]:
        """Numbers of the newest run entries, sorted by student."""
        last = sa.func.max(RUN_ENTRY.c.id)
        wanted = sa.select(RUN_ENTRY.c.student, last).where(RUN_ENTRY.c.assignment == assignment)
        with self.reading() as connection:
            found = sorted((row[0], row[1]) for row in connection.execute(wanted.group_by(RUN_ENTRY.c.student)))
        return [number for _, number in found]

    def _verdicts(self, numbers: Sequence[int]) -> Iterator[Verdict]:
        """The verdicts of run entries, in this order."""
        wanted = (
            sa.select(RUN_ENTRY.c.id.label("entry"), GRADING, *_PROVENANCE)
            .join(GRADING, GRADING.c.id == RUN_ENTRY.c.grading)
            .join(SUBMISSION, SUBMISSION.c.id == RUN_ENTRY.c.submission)
        )
        for portion in _portions(numbers):
            with self.reading() as connection:
                rows = {row.entry: row for row in connection.execute(wanted.where(RUN_ENTRY.c.id.in_(portion)))}
                results = self._results(connection, [(row.id, row.check_set) for row in rows.values()])
            for number in portion:
                row = rows[number]
                yield _verdict(row, tuple(results[row.id]))

    def _entries(self, connection: Connection, gradings: Sequence[int]) -> list[Entry]:
        wanted = sa.select(GRADING, SUBMISSION.c.hand_in).join(SUBMISSION, SUBMISSION.c.id == GRADING.c.submission)
        rows = connection.execute(wanted.where(GRADING.c.id.in_(gradings))).all()
        results = self._results(connection, [(row.id, row.check_set) for row in rows])
        return [_entry(row, tuple(results[row.id])) for row in rows]

    def _results(self, connection: Connection, gradings: Sequence[tuple[int, int]]) -> dict[int, list[CheckResult]]:
        """Grading → its results; each with the number of its check set."""
        checks = {grading: self._check_set(connection, number) for grading, number in gradings}
        found: dict[int, list[CheckResult]] = {grading: [] for grading in checks}
        wanted = sa.select(CHECK_RESULT).where(CHECK_RESULT.c.grading.in_(list(checks)))
        for row in connection.execute(wanted.order_by(CHECK_RESULT.c.grading, CHECK_RESULT.c.position)):
            found[row.grading].append(codec.result_in(row, checks[row.grading][row.position]))
        return found

    def _check_set(self, connection: Connection, number: int) -> tuple[Check, ...]:
        if number not in self._check_sets:
            wanted = sa.select(CHECK_SET.c.checks).where(CHECK_SET.c.id == number)
            self._check_sets[number] = codec.checks_in(connection.execute(wanted).scalar_one())
        return self._check_sets[number]

    def _submissions_of(self, numbers: Sequence[int]) -> Iterator[Submission]:
        wanted = sa.select(SUBMISSION, CONTENT.c.modules).join(CONTENT, CONTENT.c.key == SUBMISSION.c.content)
        for portion in _portions(numbers):
            with self.reading() as connection:
                found = {row.id: row for row in connection.execute(wanted.where(SUBMISSION.c.id.in_(portion)))}
            yield from (_submission(found[number]) for number in portion)


_PROVENANCE = [
    SUBMISSION.c[name]
    for name in ("origin", "sha256", "notes", "problems", "unreadable", "times", "members", "attempt")
]


def _entry(row: Any, results: tuple[CheckResult, ...]) -> Entry:
    points = (codec.tasks_in(row.tasks), row.earned, row.possible)
    return Entry(row.id, row.key, row.hand_in, row.student, row.seconds, row.sandbox, results, *points)


def _verdict(row: Any, results: tuple[CheckResult, ...]) -> Verdict:
    return Verdict(
        student=row.student,
        origin=row.origin,
        results=results,
        tasks=codec.tasks_in(row.tasks),
        earned=row.earned,
        possible=row.possible,
        seconds=row.seconds,
        sandbox=row.sandbox,
        submission_sha256=row.sha256,
        notes=codec.messages_in([*row.notes, *row.problems]),
        unreadable=codec.message_in(row.unreadable),
        times=row.times,
        members=tuple(row.members),
        attempt=row.attempt,
    )


def _submission(row: Any) -> Submission:
    return Submission(
        student=row.student,
        origin=row.origin,
        modules=codec.modules_in(row.modules),
        sha256=row.sha256,
        notes=codec.messages_in(row.notes),
        unreadable=codec.message_in(row.unreadable),
        times=row.times,
        members=tuple(row.members),
        attempt=row.attempt,
    )


def _portions(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _PORTION):
        yield items[start : start + _PORTION]
