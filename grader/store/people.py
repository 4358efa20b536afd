"""What people decide and write: overrides, comments, events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Table

from grader.store.connected import Connected, now
from grader.store.records import Comment, Event, Override, RunId, Scope
from grader.store.schema import COMMENT, EVENT, OVERRIDE


class People(Connected):
    """Every method may raise StoreError: the store cannot be read or written."""

    def add_override(self, override: Override) -> None:
        """Append it; the newest for a student's target counts."""
        self._add(OVERRIDE, {**vars(override), "scope": override.scope.value})

    def overrides(self, assignment: str, student: str | None = None) -> list[Override]:
        """All, withdrawn ones included, oldest first; of one student, or of everybody."""
        return [
            Override(
                r.assignment, r.student, Scope(r.scope), r.target, r.points, r.reason, r.author, r.at, r.after_late
            )
            for r in self._all(OVERRIDE, assignment, student)
        ]

    def add_comment(self, comment: Comment) -> None:
        """Append it."""
        self._add(COMMENT, vars(comment))

    def comments(self, assignment: str, student: str | None = None) -> list[Comment]:
        """All, oldest first; to one student, or to everybody."""
        return [
            Comment(r.assignment, r.student, r.text, r.author, r.task, r.at)
            for r in self._all(COMMENT, assignment, student)
        ]

    def add_event(self, event: Event) -> None:
        """Append it."""
        self._add(EVENT, {**vars(event), "detail": dict(event.detail)})

    def events(self, assignment: str | None = None, kind: str | None = None) -> Iterator[Event]:
        """All, oldest first; of one assignment or kind, or of all."""
        wanted = sa.select(EVENT).order_by(EVENT.c.id)
        wanted = wanted if assignment is None else wanted.where(EVENT.c.assignment == assignment)
        wanted = wanted if kind is None else wanted.where(EVENT.c.kind == kind)
        with self.reading() as connection:
            rows = connection.execute(wanted).all()
        for r in rows:
            run = None if r.run is None else RunId(r.run)
            yield Event(r.kind, r.assignment, r.student, r.author, run, r.detail, r.at)

    def _add(self, table: Table, values: dict[str, Any]) -> None:
        with self.writing() as connection:
            connection.execute(table.insert(), {**values, "at": values["at"] or now()})

    def _all(self, table: Table, assignment: str, student: str | None) -> list[Any]:
        wanted = sa.select(table).where(table.c.assignment == assignment).order_by(table.c.id)
        wanted = wanted if student is None else wanted.where(table.c.student == student)
        with self.reading() as connection:
            return list(connection.execute(wanted))
