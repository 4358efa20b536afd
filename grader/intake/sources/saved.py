"""What `grader intake` wrote: a folder for each student, and `intake.json`, which knows times, teams and attempts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from grader.errors import IntakeError
from grader.intake.archive_names import safe_path
from grader.intake.entry import Entry, LeftOut
from grader.intake.files import is_ignored, read_file, read_tree
from grader.intake.hand_in import HandIn, Person
from grader.intake.sources.base import INTAKE_FILE, Found
from grader.model import Message

MAX_BYTES = 100_000_000


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class SavedMessage(_Model):
    """A message: its key and what fills it."""

    key: str
    params: dict[str, str | int | float | list[str]] = {}

    @classmethod
    def of(cls, message: Message) -> SavedMessage:
        """The message as it is written."""
        return cls.model_validate({"key": message.key, "params": dict(message.params)})

    def message(self) -> Message:
        """The message itself."""
        return Message(self.key, self.params)


class SavedFile(_Model):
    """A file as the student named it: where it lies in the student's folder, or why it could not be read."""

    path: str
    file: str = ""
    time: str = ""
    problem: SavedMessage | None = None


class SavedPerson(_Model):
    """A person as the source calls them."""

    name: str
    ids: list[str] = []
    aliases: list[str] = []


class SavedHandIn(_Model):
    """One hand-in and its folder."""

    folder: str
    student: str
    members: list[str] = []
    people: list[SavedPerson] = []
    attempt: int = 1
    late: bool = False
    time: str = ""
    source: str = ""
    origin: str = ""
    notes: list[SavedMessage] = []
    files: list[SavedFile] = []


class SavedIntake(_Model):
    """The whole file."""

    version: Literal[1]
    hand_ins: list[SavedHandIn]


def load(folder: Path) -> SavedIntake:
    """The file in a folder.

    Raises:
        IntakeError: it is damaged.
    """
    file = folder / INTAKE_FILE
    content = read_file(file, INTAKE_FILE, limit=MAX_BYTES).content
    try:
        found = SavedIntake.model_validate(json.loads(content)) if isinstance(content, bytes) else None
    except (ValueError, RecursionError, ValidationError):
        found = None
    if found is None or any(safe_path(item.folder) != item.folder for item in found.hand_ins):
        raise IntakeError(f"{file}: is damaged: write it anew with `grader intake`, or delete it")
    return found


def read(folder: Path) -> Found:
    """The hand-ins that were written, with what was changed or added by hand since.

    Raises:
        IntakeError: intake.json is damaged.
    """
    saved = load(folder)
    left: list[LeftOut] = []
    hand_ins = [_hand_in(folder, item) for item in saved.hand_ins]
    listed = {item.folder for item in saved.hand_ins}
    for path in sorted(folder.iterdir()):
        if path.name == INTAKE_FILE or path.name in listed or is_ignored(path.name):
            continue
        if path.is_dir() and not path.is_symlink():
            hand_ins.append(HandIn(path.name, (path,)))
        else:
            left.append(LeftOut(path.name, Message("intake.foreign", {"path": path.name})))
    return Found(tuple(hand_ins), tuple(left))


def _hand_in(top: Path, item: SavedHandIn) -> HandIn:
    home = top / item.folder
    entries = tuple(_entries(home, item.files))
    return HandIn(
        item.student,
        notes=tuple(note.message() for note in item.notes),
        entries=entries,
        people=tuple(Person(p.name, tuple(p.ids), tuple(p.aliases)) for p in item.people),
        members=tuple(item.members),
        attempt=item.attempt,
        late=item.late,
        time=item.time,
        source=item.source,
        place=item.origin,
    )


def _entries(home: Path, files: Iterable[SavedFile]) -> Iterable[Entry]:
    known = set()
    for file in files:
        if file.problem is not None:
            yield Entry(file.path, _said(file.problem.message()), file.time)
        elif safe_path(file.file) == file.file and not _is_linked(home, file.file):
            known.add(file.file)
            if (home / file.file).is_file():  # a person may have taken it away
                yield Entry(file.path, _from_disk(home / file.file, file.path), file.time)
    below, _ = read_tree(home) if home.is_dir() and not home.is_symlink() else ([], [])
    for raw in below:
        if raw.path not in known:
            yield Entry(raw.path, _said(raw.content))


def _is_linked(home: Path, name: str) -> bool:
    return not (home / name).resolve().is_relative_to(home.parent.resolve()) or (home / name).is_symlink()


def _said(content: bytes | Message) -> Callable[[int], bytes | Message]:
    return lambda _: content


def _from_disk(path: Path, shown: str) -> Callable[[int], bytes | Message]:
    return lambda limit: read_file(path, shown, limit=limit).content


def as_json(saved: SavedIntake) -> bytes:
    """The file's bytes, the same for the same hand-ins."""
    document: dict[str, Any] = saved.model_dump(exclude_defaults=True) | {"version": saved.version}
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
