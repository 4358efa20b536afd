"""The files of one hand-in, out of its archives, within the limits of one hand-in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from grader.intake.archive import is_archive, list_archive
from grader.intake.blobs import InMemory
from grader.intake.entry import Entry, LeftOut
from grader.intake.files import RawFile, is_ignored
from grader.intake.naming import kind_of
from grader.intake.problems import MAX_ARCHIVE, MAX_FILE, MAX_FILES, MAX_TOTAL, MB, Unreadable
from grader.intake.versions import unversioned
from grader.model import Message

_MAX_DEPTH = 3  # archives in archives
_MAX_ENTRIES = 5_000  # of all archives of a hand-in
_MAX_WORK = 4 * MAX_TOTAL  # bytes unpacked, those of what is refused afterwards included
_FAILED = MAX_FILE // 2  # bytes that a refused entry is reckoned at
_SHOWN = 5
_LEFT = {  # why an entry of an archive is left out → the same for all of them
    "intake.archive_twice": "intake.left_archive_twice",
    "intake.archive_unsafe": "intake.left_archive_unsafe",
    "intake.not_a_file": "intake.left_not_a_file",
}


class Unpacker:
    """Loads the entries of one hand-in, those of archives in it included, until a limit is reached.

    Attributes:
        files: what was read, or why it was not.
        notes: what was left out.
    """

    def __init__(self) -> None:
        self.files: list[RawFile] = []
        self.notes: list[Message] = []
        self._ignored: list[str] = []
        self._left: list[LeftOut] = []
        self._total = 0
        self._entries = _MAX_ENTRIES
        self._work = 0
        self._full = False

    def add(self, entries: Iterable[Entry], depth: int = 0) -> None:
        """Read these; what is no work is left out."""
        for entry in entries:
            if self._full:
                return
            if any(map(is_ignored, entry.path.split("/"))):
                if kind_of(entry.path) and not _is_system(entry.path):
                    self._ignored.append(entry.path)
            elif kind_of(entry.path):
                self._keep(RawFile(entry.path, self._load(entry, MAX_FILE), entry.time))
            elif is_archive(entry.path):
                self._open(RawFile(entry.path, self._load(entry, MAX_ARCHIVE), entry.time), depth)
            else:
                self._ignored.append(entry.path)

    def raw(self, file: RawFile) -> None:
        """A file that was read already, opened if it is an archive."""
        if self._full:
            return
        if is_archive(file.path):
            self._open(file, 0)
        else:
            self._keep(file)

    def _load(self, entry: Entry, limit: int) -> bytes | Message:
        content = entry.load(limit)
        self._work += len(content) if isinstance(content, bytes) else _FAILED
        if self._work > _MAX_WORK:
            self._stop(Message("intake.too_much", {"limit": MAX_TOTAL // MB}))
        return content

    def _keep(self, file: RawFile) -> None:
        if len(self.files) == MAX_FILES:
            self._stop(Message("intake.too_many_files", {"limit": MAX_FILES}))
            return
        self._total += len(file.content) if isinstance(file.content, bytes) else 0
        if self._total > MAX_TOTAL:
            self._stop(Message("intake.too_much", {"limit": MAX_TOTAL // MB}))
            return
        self.files.append(file)

    def _open(self, file: RawFile, depth: int) -> None:
        try:
            if isinstance(file.content, Message):
                raise Unreadable(file.content)
            if depth == _MAX_DEPTH:
                raise Unreadable(Message("intake.archive_deep", {"path": file.path, "limit": _MAX_DEPTH}))
            left = MAX_TOTAL - self._total
            listing = list_archive(InMemory(file.content), file.path, entries=self._entries, unpacked=left)
        except Unreadable as error:
            self._keep(RawFile(file.path, error.message, file.time))
            return
        self._entries -= len(listing.entries)
        self._left += [replace(item, path=f"{file.path}/{item.path}") for item in listing.left_out]
        # Named by the archive they lie in, as the student sees them.
        below = [replace(e, path=f"{file.path}/{e.path}", time=file.time) for e in listing.entries]
        before = len(self.files)
        self.add(below, depth + 1)
        if len(self.files) == before and not self._full:
            self._keep(RawFile(file.path, Message("intake.archive_empty", {"path": file.path}), file.time))

    def _stop(self, note: Message) -> None:
        self._full = True
        self.notes.append(note)

    def done(self) -> tuple[list[RawFile], list[Message]]:
        """All that was read, copies once, and notes on what was not."""
        files, copies = without_copies(self.files)
        notes = [*self.notes]
        for key in dict.fromkeys(item.why.key for item in self._left):
            paths = [item.path for item in self._left if item.why.key == key]
            notes.append(_named(_LEFT[key], paths))
        if copies:
            notes.append(_named("intake.copies", copies))
        if self._ignored:
            notes.append(_named("intake.ignored", self._ignored))
        return files, notes


def without_copies(files: Iterable[RawFile]) -> tuple[list[RawFile], list[str]]:
    """The files without second downloads (`lstm (1).py`) and unpacked archives of the same, and the names of these.

    The one nearest to the top stays.
    """
    kept: dict[tuple[str, bytes], RawFile] = {}
    others: list[RawFile] = []  # in whatever order: a submission sorts its files
    copies: list[str] = []
    for file in sorted(files, key=lambda f: (f.path.count("/"), len(f.path), f.path)):
        if not isinstance(file.content, bytes):
            others.append(file)
            continue
        key = (unversioned(file.path.rpartition("/")[2]).casefold(), file.content)
        if key in kept and _is_derived(file.path):
            copies.append(file.path)
        else:
            kept.setdefault(key, file)
            others.append(file)
    return others, copies


def _is_derived(path: str) -> bool:
    *folders, name = path.split("/")
    return unversioned(name) != name or any(map(is_archive, folders))


def _named(key: str, names: list[str]) -> Message:
    more = ["…"] if len(names) > _SHOWN else []
    return Message(key, {"names": [*sorted(names)[:_SHOWN], *more], "count": len(names)})


def _is_system(path: str) -> bool:
    """Whether a system or an editor left it behind: nobody's work, and no news."""
    *folders, name = path.split("/")
    return name.startswith("._") or any(map(is_ignored, folders))
