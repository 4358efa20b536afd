"""Writing what was found as a folder for each student, with `intake.json` beside them, which is read back."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.intake.archive_names import safe_path
from grader.intake.files import RawFile
from grader.intake.hand_in import HandIn
from grader.intake.naming import kind_of
from grader.intake.sources import saved
from grader.intake.sources.base import INTAKE_FILE
from grader.model import Message

_FORBIDDEN = frozenset('<>:"/\\|?*')  # in names of files on Windows
_LONGEST = 80  # characters of a name


@dataclass(frozen=True)
class Gathered:
    """A hand-in with its files, as `read_files` gives them."""

    hand_in: HandIn
    files: tuple[RawFile, ...]
    notes: tuple[Message, ...]


class Saver:
    """Writes hand-ins one by one into a folder; the same hand-ins leave it as it is.

    What an earlier run wrote and this one does not is removed; nothing else is touched.

    Args:
        folder: is made; must be empty or of an earlier run.

    Raises:
        UsageError: it holds anything else, or cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken: set[str] = {INTAKE_FILE.casefold()}
        self._written: list[saved.SavedHandIn] = []
        self._earlier: set[str] = set()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if (folder / INTAKE_FILE).is_file():
                self._earlier = {item.folder for item in saved.load(folder).hand_ins}
            elif any(folder.iterdir()):
                raise UsageError(f"{folder}: holds other files: give an empty folder with --out")
        except OSError as error:
            raise self._fault(error) from None

    def save(self, gathered: Gathered) -> None:
        """Write one.

        Raises:
            UsageError: it cannot be written.
        """
        hand_in = gathered.hand_in
        name = _free(hand_in.student, self._taken)
        home = self._folder / name
        files, contents = _stored(gathered.files)
        try:
            if home.is_symlink():
                home.unlink()
            home.mkdir(exist_ok=True)
            _remove_others(home, set(contents))
            for file, content in contents.items():
                _write(home / file, content)
        except OSError as error:
            raise self._fault(error) from None
        people = [saved.SavedPerson(name=p.name, ids=list(p.ids), aliases=list(p.aliases)) for p in hand_in.people]
        self._written.append(
            saved.SavedHandIn(
                folder=name,
                student=hand_in.student,
                members=list(hand_in.members),
                people=people,
                attempt=hand_in.attempt,
                late=hand_in.late,
                time=hand_in.time,
                source=hand_in.source,
                origin=hand_in.origin,
                notes=[saved.SavedMessage.of(note) for note in gathered.notes if note.key != "intake.late_marker"],
                files=files,
            )
        )

    def finish(self) -> None:
        """Remove what only an earlier run wrote, and write `intake.json`.

        Raises:
            UsageError: it cannot be written.
        """
        try:
            for name in self._earlier - {item.folder for item in self._written}:
                home = self._folder / name
                if home.is_dir() and not home.is_symlink():
                    shutil.rmtree(home)
            _write(self._folder / INTAKE_FILE, saved.as_json(saved.SavedIntake(version=1, hand_ins=self._written)))
        except OSError as error:
            raise self._fault(error) from None

    def _fault(self, error: OSError) -> UsageError:
        return UsageError(f"{self._folder}: cannot be written: {error.strerror} (give another folder with --out)")


def _stored(files: Iterable[RawFile]) -> tuple[list[saved.SavedFile], dict[str, bytes]]:
    """What is told of each file, and the bytes under the names they are stored under."""
    told: list[saved.SavedFile] = []
    contents: dict[str, bytes] = {}
    taken: set[str] = set()
    for file in sorted(files, key=lambda f: f.path):
        if isinstance(file.content, Message):
            problem = saved.SavedMessage.of(file.content)
            told.append(saved.SavedFile(path=file.path, time=file.time, problem=problem))
        elif kind_of(file.path):
            name = _free(file.path.replace("/", "__"), taken)
            contents[name] = file.content
            told.append(saved.SavedFile(path=file.path, file=name, time=file.time))
    return told, contents


def _free(name: str, taken: set[str]) -> str:
    """A name that every file system takes, alone on those that do not tell cases apart."""
    plain = "".join("_" if c in _FORBIDDEN or not c.isprintable() else c for c in name).strip(" .")
    head, dot, ending = plain.rpartition(".")
    stem, ending = (head, dot + ending) if dot and len(ending) <= 8 else (plain, "")
    stem = stem[:_LONGEST].rstrip(" .") or "_"
    while len((stem + ending).encode()) > 200:
        stem = stem[:-1]
    candidate, number = safe_path(stem + ending) or f"_{stem}{ending}", 2
    while candidate.casefold() in taken:
        candidate, number = f"{stem}~{number}{ending}", number + 1
    taken.add(candidate.casefold())
    return candidate


def _remove_others(home: Path, wanted: set[str]) -> None:
    for path in home.iterdir():
        if path.name not in wanted:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()


def _write(path: Path, content: bytes) -> None:
    """Nothing where it is there already; never through a link."""
    if path.is_symlink():
        path.unlink()
    if not path.is_file() or path.read_bytes() != content:
        temporary = path.with_name(f".{path.name[:40]}.part")
        temporary.write_bytes(content)
        temporary.replace(path)
