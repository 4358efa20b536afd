"""What every part of the store works with: its place, and transactions whose errors are told in one line."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.dialects import postgresql, sqlite

from grader.store import opening
from grader.store.faults import told
from grader.store.place import Place


class Connected:
    """A store's engine. Safe to use from several threads."""

    def __init__(self, place: Place, engine: Engine) -> None:
        self.place, self._engine, self._writer = place, engine, opening.writing(engine)
        self._postgresql = engine.dialect.name == "postgresql"

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that writes nothing."""
        with told(self.place), self._engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: on the disk when it ends, or nothing of it."""
        with told(self.place), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of all connections; repeatable."""
        self._engine.dispose()

    def insert_new(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An insert that leaves a row alone which has the same key."""
        insert = postgresql.insert(table) if self._postgresql else sqlite.insert(table)
        return insert.on_conflict_do_nothing()


def now() -> str:
    """The time as the store keeps it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
