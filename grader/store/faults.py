"""What a database complains of, as one line that says what to do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from grader.errors import StoreError
from grader.store.place import Place

# What SQLite or PostgreSQL says, in lower case → what it means, and the remedy.
_KNOWN = (
    ("not a database", "is no store, or is damaged", "give the right file, or restore it from a backup"),
    ("malformed", "is damaged", "restore it from a backup, or move it away and grade again"),
    ("is locked", "is locked by another program", "wait until that is through, or end it"),
    ("readonly", "cannot be written: it is read-only", "make file and folder writable, or name another with --store"),
    ("read-only", "cannot be written: it is read-only", "give the user the right to write"),
    ("unable to open", "cannot be opened", "see that its folder is there and writable, or name another with --store"),
    ("is full", "cannot be written: No space left on device", "make room"),
    ("no space left", "cannot be written: No space left on device", "make room on the server"),
    ("disk i/o", "cannot be read or written: the disk fails", "see to the disk; restore it from a backup if need be"),
    ("file too large", "cannot be written: File too large", "make room"),
    ("authentication", "does not let us in", "see to user and password in the URL, or to ~/.pgpass"),
    ("no password supplied", "asks for a password", "put it into ~/.pgpass or PGPASSWORD"),
    ("does not exist", "is not there", "make user and database first: createuser, createdb"),
    ("permission denied", "does not let us work there", "give the user the right to create and to write tables"),
    ("append-only", "is append-only", "what was judged cannot be changed: add to it"),
)
_UNREACHABLE = ("cannot be reached", "see that the server runs, and that host and port are right")


@contextlib.contextmanager
def told(place: Place) -> Iterator[None]:
    """Turns a database's error into a `StoreError`.

    Raises:
        StoreError: whatever the database complained of.
    """
    try:
        yield
    except PoolTimeout as error:
        raise StoreError(f"{place.shown}: does not answer (try again)") from error
    except SQLAlchemyError as error:
        raise StoreError(_line(place, error)) from error
    except OSError as error:
        remedy = "see that its folder is there and writable, or name another with --store"
        raise StoreError(f"{place.shown}: cannot be opened: {error.strerror} ({remedy})") from error


def _line(place: Place, error: SQLAlchemyError) -> str:
    said = str(error.orig if isinstance(error, DBAPIError) else error)
    low = said.lower()
    for words, meaning, remedy in _KNOWN:
        if words in low:
            return f"{place.shown}: {meaning} ({remedy})"
    if place.file is None and ("connect" in low or "timeout" in low or "resolve" in low):
        return f"{place.shown}: {_UNREACHABLE[0]} ({_UNREACHABLE[1]})"
    return f"{place.shown}: {' '.join(said.split())[:200]} (restore the store from a backup if it does not work again)"
