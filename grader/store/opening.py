"""A connection to a store, and a store where there is none yet."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event

from grader.errors import StoreError
from grader.store.place import Place
from grader.store.schema import APPEND_ONLY, METADATA, VERSION
from grader.store.triggers import statements

PATIENCE = 30.0  # seconds that we wait for another writer, or for a server
_VERSIONS = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True))
_LOCK = 0x67726164  # any number: of the lock that a PostgreSQL store is made and migrated under
_WRITING = "grader_writing"


def connect(place: Place, *, durable: bool = True, patience: float = PATIENCE) -> Engine:
    """An engine for a place; nothing is opened yet.

    Args:
        durable: what was committed survives a power cut; otherwise a kill only, and a commit waits for no disk.
        patience: seconds.

    Raises:
        StoreError: the driver is not installed.
    """
    if place.file is None:
        options = [f"-c lock_timeout={int(patience * 1000)}", *([] if durable else ["-c synchronous_commit=off"])]
        arguments: dict[str, Any] = {"connect_timeout": max(2, min(10, int(patience))), "options": " ".join(options)}
        try:
            return sa.create_engine(place.url, connect_args=arguments, pool_pre_ping=True)
        except ModuleNotFoundError as error:
            remedy = "pip install 'grader[postgresql]'"
            raise StoreError(f"{place.shown}: the driver of PostgreSQL is not installed ({remedy})") from error
    engine = sa.create_engine(place.url, connect_args={"timeout": patience})
    event.listen(engine, "connect", lambda connection, _: _set_up(connection, durable=durable))
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine; its transactions take SQLite's write lock when they begin, so that none fails at its end."""
    return engine.execution_options(**{_WRITING: True})


def prepare(engine: Engine, place: Place) -> None:
    """Make the store's tables where there are none, and bring older ones up to date.

    Raises:
        StoreError: it is another program's, or a newer one's. SQLAlchemyError, OSError: it cannot be opened.
    """
    if place.file is not None:
        _private(place.file)
    with engine.connect() as connection:
        found = version(connection)
    if found == VERSION:
        return
    with writing(engine).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
        found = version(connection)  # another process may have been faster
        if found is None:
            if sa.inspect(connection).has_table("run"):
                remedy = "give another file or database"
                raise StoreError(f"{place.shown}: is another program's database ({remedy})")
            _create(connection)
        elif found != VERSION:
            from grader.store.migrating import migrate  # noqa: PLC0415 - alembic takes a third of a second

            migrate(connection, place)


def version(connection: Connection) -> str | None:
    """Which migration the tables are at; None where there are none."""
    if not sa.inspect(connection).has_table(_VERSIONS.name):
        return None
    return connection.execute(sa.select(_VERSIONS.c.version_num)).scalar()


def _create(connection: Connection) -> None:
    METADATA.create_all(connection)
    for statement in statements(connection.dialect.name, APPEND_ONLY):
        connection.exec_driver_sql(statement)
    _VERSIONS.create(connection)
    connection.execute(_VERSIONS.insert(), {"version_num": VERSION})


def _private(file: Path) -> None:
    """It holds grades: nobody else may read it. SQLite gives its side files the same mode."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        if os.name == "posix" and file.is_file() and file.stat().st_mode & 0o077:
            file.chmod(0o600)


def _set_up(connection: Any, *, durable: bool) -> None:
    connection.isolation_level = None  # transactions begin where we say so
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA recursive_triggers=ON")  # else INSERT OR REPLACE deletes without asking
    cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
