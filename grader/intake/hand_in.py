"""What was found of one student, not read yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.intake.entry import Entry
from grader.model import Message


@dataclass(frozen=True)
class Person:
    """Whoever handed in, as the source calls them.

    Attributes:
        name: what people call them.
        ids: numbers, logins and e-mails, the surest first.
        aliases: other readings of the name.
    """

    name: str
    ids: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that a roster may know them by, the surest first."""
        return tuple(dict.fromkeys(text for text in (*self.ids, self.name, *self.aliases) if text.strip()))


@dataclass(frozen=True)
class HandIn:
    """Files and folders of one student or team, not read yet.

    Attributes:
        student: the student of the roster, or the name that the source gives.
        paths: files and folders on the disk; a student may have a file and a folder, or two files of one name.
        notes: what the student should know about how they were found.
        entries: files in an archive or a repository.
        people: one, or a team, as the source calls them; empty where `student` says all.
        members: the students of a team; `student` is the first.
        attempt: counts from 1.
        late: the source marks it as late.
        time: when it was handed in, ISO 8601 with offset; the files' own times come first.
        source: which kind of source it is from.
        place: where it was found, as the operator knows it.
        sure: whether the roster knows exactly these people; None without a roster.
        candidates: ids of the roster's students among whom is doubt.
    """

    student: str
    paths: tuple[Path, ...] = ()
    notes: tuple[Message, ...] = ()
    entries: tuple[Entry, ...] = ()
    people: tuple[Person, ...] = ()
    members: tuple[str, ...] = ()
    attempt: int = 1
    late: bool = False
    time: str = ""
    source: str = "folders"
    place: str = ""
    sure: bool | None = None
    candidates: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """Where it was found."""
        return self.place or (str(self.paths[0]) if self.paths else "")
