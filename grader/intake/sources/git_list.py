"""A list of repositories, one a student: a CSV or TOML file with `student`, `url`, `ref` and `deadline`."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from grader.errors import IntakeError
from grader.intake.entry import LeftOut
from grader.intake.hand_in import HandIn, Person
from grader.intake.problems import Unreadable
from grader.intake.sources.base import Found, How
from grader.intake.sources.gitting import Clone, latest
from grader.intake.text import decode
from grader.model import Message
from grader.repository import GitFault

NAME = "git-list"
_STUDENT, _REF, _DEADLINE = "student", ("ref", "branch", "commit", "branch-or-commit"), "deadline"
_URL = ("url", "path", "repository", "url-or-path")
_MAX_BYTES = 5_000_000
_TABLE = "repositories"


def fits(path: Path) -> bool:
    """Whether a file is such a list."""
    if path.suffix.lower() not in {".csv", ".toml"} or not path.is_file():
        return False
    try:
        return bool(_rows(path))
    except IntakeError:
        return False


def read(path: Path, how: How) -> Found:
    """The hand-ins in the repositories of a list; one that cannot be read is left out, and told.

    Raises:
        IntakeError: the list is wrong.
    """
    hand_ins: list[HandIn] = []
    left: list[LeftOut] = []
    for where, row in _rows(path):
        student, url, ref = row.get(_STUDENT, ""), _first(row, _URL), _first(row, _REF)
        if not student or not url:
            raise IntakeError(f"{path}: {where}: a row needs `student` and `url`: fill them in")
        before = _deadline(row.get(_DEADLINE, ""), how, f"{path}: {where}") or how.deadline
        address = _address(path.parent, url)
        url = re.sub(r"//[^/@]*@", "//", url)  # a token in an address is not for reports
        try:
            clone = Clone(address)
            commit = clone.commit(ref, before)
            if commit is None:
                left.append(LeftOut(student, Message("intake.nothing_in_time", {"path": url})))
                continue
            listing, changed = clone.listing(commit), clone.changes(commit, how.zone)
            time = clone.time(commit, how.zone)
        except GitFault as error:
            left.append(LeftOut(student, Message("intake.repository", {"path": url, "reason": str(error)})))
            continue
        # A folder of a week's name inside the repository is no matter: everything that it holds is handed in.
        entries = tuple(replace(e, time=changed.get(e.path, time)) for e in listing.entries)
        place = f"{url}@{commit[:12]}"
        moment = latest([entry.time for entry in entries]) or time
        hand_ins.append(HandIn(student, (), (), entries, (Person(student),), time=moment, source=NAME, place=place))
        left += [LeftOut(f"{student}/{item.path}", item.why) for item in listing.left_out]
    return Found(tuple(hand_ins), tuple(left))


def _address(folder: Path, url: str) -> str:
    """A path is meant from the list's own folder."""
    if "://" in url or "::" in url or re.match(r"[\w.-]+@[\w.-]+:", url) or url.startswith("-"):
        return url
    return str(folder / url)


def _first(row: Mapping[str, str], columns: tuple[str, ...]) -> str:
    return next((row[column] for column in columns if row.get(column)), "")


def _deadline(text: str, how: How, where: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise IntakeError(f"{where}: deadline {text[:40]!r} is no time: write 2023-02-01T18:00") from None
    return found if found.tzinfo else found.replace(tzinfo=how.zone)


def _rows(path: Path) -> list[tuple[str, dict[str, str]]]:
    """Rows as text, each with its place; none where the file is about something else.

    Raises:
        IntakeError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            text = decode(file.read(_MAX_BYTES), path.name)
    except (OSError, Unreadable):
        raise IntakeError(f"{path}: cannot be read: it must be a CSV or TOML file in UTF-8") from None
    if path.suffix.lower() == ".toml":
        return _from_toml(path, text)
    lines = text.splitlines()
    delimiter = max(",;\t", key=lines[0].count) if lines else ","
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if _STUDENT not in header or not set(header) & set(_URL):
        return []
    return [
        (f"row {number}", {c: v.strip() for c, v in zip(header, row, strict=False)})
        for number, row in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in row)
    ]


def _from_toml(path: Path, text: str) -> list[tuple[str, dict[str, str]]]:
    try:
        found: Any = tomllib.loads(text).get(_TABLE, [])
    except (ValueError, RecursionError) as error:
        raise IntakeError(f"{path}: is no TOML: {error}: correct the syntax") from None
    tables = [table for table in found if isinstance(table, dict)] if isinstance(found, list) else []
    return [
        (f"{_TABLE}[{number}]", {str(key).casefold(): str(value) for key, value in table.items()})
        for number, table in enumerate(tables)
    ]
