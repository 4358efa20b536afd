"""Every test of a store runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.store import Store, open_store
from tests.store.server import Server, running


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server."""
    with running() as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store can be made."""
    if request.param == "sqlite":
        return str(tmp_path / "store.sqlite3")
    server: Server = request.getfixturevalue("server")
    return server.database()


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """A new store."""
    with open_store(place) as made:
        yield made
