"""The store: everything that was ever graded or decided in a course, in one SQLite file or PostgreSQL database."""

from __future__ import annotations

from typing import Self

from sqlalchemy import Engine

from grader.store.claims import Claims
from grader.store.faults import told
from grader.store.opening import PATIENCE, connect, prepare
from grader.store.people import People
from grader.store.place import Place, read_place
from grader.store.runs import Runs
from grader.store.standing import Stands
from grader.store.writing import Writing


class Store(Writing, Runs, Stands, Claims, People):
    """A store that is open; made by `open_store`. Safe to use from several threads and processes at once.

    Nothing in it is ever changed or deleted, and the database sees to it; claims alone come and go.
    """

    def __init__(self, place: Place, engine: Engine) -> None:
        super().__init__(place, engine)

    def close(self) -> None:
        """Let go of all connections; repeatable."""
        self._quick.close()
        super().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(place: str, patience: float = PATIENCE) -> Store:
    """The store at a path or URL, made if there is none, and brought up to date if it is an older one.

    Args:
        place: see `store_place`. patience: seconds to wait for another writer, or for a server.

    Raises:
        StoreError: in one line, with a remedy: it is no store, damaged, locked, read-only, of a newer version, or the
            server is out of reach.
    """
    where = read_place(place)
    engine = connect(where, patience=patience)
    try:
        with told(where):
            prepare(engine, where)
    except BaseException:
        engine.dispose()
        raise
    return Store(where, engine)
