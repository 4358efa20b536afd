"""Where the store is: a file beside the course, another file, or a PostgreSQL database."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from grader.course.course import Course
from grader.course.seeds import kept_folder
from grader.errors import StoreError

FILE_NAME = "store.sqlite3"
VARIABLE = "GRADER_STORE"


@dataclass(frozen=True)
class Place:
    """A store's place. `shown` is for people and holds no password; `file` is None for a server."""

    url: URL
    shown: str
    file: Path | None = None


def store_place(course: Course, given: str | None = None) -> str:
    """What `--store` says, else GRADER_STORE, else the file beside the course's seeds.

    Raises:
        StoreError: the course's folder for it cannot be made.
    """
    named = given or os.environ.get(VARIABLE, "").strip()
    if named:
        return named
    try:
        return str(kept_folder(course) / FILE_NAME)
    except OSError as error:
        remedy = f"make the course's folder writable, or name another place with --store or {VARIABLE}"
        raise StoreError(f"{course.root}: no store can be made there: {error.strerror} ({remedy})") from error


def read_place(text: str) -> Place:
    """The place that a path or a URL names.

    Raises:
        StoreError: it is a URL of something else.
    """
    remedy = "give a file, or postgresql://USER@HOST/DATABASE"
    if "://" not in text:
        return _file(Path(text))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise StoreError(f"{text.partition('://')[0]}://…: is no URL of a store ({remedy})") from None
    shown = url.render_as_string(hide_password=True)
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return Place(url.set(drivername="postgresql+psycopg"), shown)
    if url.drivername == "sqlite" and url.database:
        return _file(Path(url.database))
    raise StoreError(f"{shown}: a store is SQLite or PostgreSQL ({remedy})")


def _file(path: Path) -> Place:
    return Place(URL.create("sqlite", database=str(path)), str(path), path)
