"""Reading what lies in a folder, without trusting it: no links, no pipes, no endless trees."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.intake.archive import is_archive
from grader.intake.naming import kind_of
from grader.intake.problems import MAX_ARCHIVE, MAX_FILE, MAX_FILES, MAX_TOTAL, MB, Unreadable
from grader.intake.text import readable_name
from grader.model import Message

_MAX_ENTRIES = 5_000  # of a hand-in's tree
_MAX_DEPTH = 16
_SHOWN = 5
_FOLDERS = frozenset({"__MACOSX", "__pycache__", "node_modules", "site-packages", "venv"})
# Not waiting for a pipe's other end; without O_NOFOLLOW (Windows) links are told by `is_symlink` alone.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True)
class RawFile:
    """A file of a hand-in: its name relative to the hand-in, and its bytes or why there are none.

    `time`: when it was handed in, ISO 8601 with offset, where that is known.
    """

    path: str
    content: bytes | Message
    time: str = ""


def is_ignored(name: str) -> bool:
    """Whether a file or folder of this name is never part of the work: leftovers of systems, editors and teachers."""
    lower = name.casefold()
    return name.startswith(".") or name in _FOLDERS or lower == "expected.toml" or lower.partition(".")[0] == "readme"


def read_file(path: Path, shown: str, *, follow: bool = False, limit: int | None = None) -> RawFile:
    """One file; `follow` where the operator named it, who may have meant what a link leads to.

    `limit`: bytes; by default what a file of its kind may have.
    """
    if limit is None:
        limit = MAX_ARCHIVE if is_archive(shown) else MAX_FILE
    try:
        return RawFile(shown, _read(path, shown, _FLAGS if follow else _FLAGS | _NO_LINKS, limit))
    except Unreadable as error:
        return RawFile(shown, error.message)
    except PermissionError:
        return RawFile(shown, Message("intake.permission", {"path": shown}))
    except OSError as error:
        return RawFile(shown, Message("intake.io", {"path": shown, "reason": error.strerror or type(error).__name__}))


def _read(path: Path, shown: str, flags: int, limit: int) -> bytes:
    handle = os.open(path, flags)
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise Unreadable(Message("intake.not_a_file", {"path": shown}))
        data = file.read(limit + 1) if found.st_size <= limit else None
    if data is None or len(data) > limit:
        raise Unreadable(Message("intake.too_large", {"path": shown, "limit": limit // MB}))
    return data


def read_tree(folder: Path) -> tuple[list[RawFile], list[Message]]:
    """The Python files and archives below a folder in a fixed order, and notes on what was left out."""
    files: list[RawFile] = []
    ignored: list[str] = []
    notes: list[Message] = []
    total = 0
    for path, shown in _walk(folder, ignored, notes):
        if len(files) == MAX_FILES:
            notes.append(Message("intake.too_many_files", {"limit": MAX_FILES}))
            break
        file = read_file(path, shown)
        total += len(file.content) if isinstance(file.content, bytes) else 0
        if total > MAX_TOTAL:
            notes.append(Message("intake.too_much", {"limit": MAX_TOTAL // MB}))
            break
        files.append(file)
    if ignored:
        more = ["…"] if len(ignored) > _SHOWN else []
        notes.append(Message("intake.ignored", {"names": [*sorted(ignored)[:_SHOWN], *more], "count": len(ignored)}))
    return files, notes


def _walk(top: Path, ignored: list[str], notes: list[Message]) -> Iterator[tuple[Path, str]]:
    """Every Python file and archive, with its name relative to `top`."""
    waiting = [(top, "", 0)]
    left = _MAX_ENTRIES
    while waiting:
        folder, prefix, depth = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: readable_name(entry.name))
        except OSError as error:
            shown = prefix.rstrip("/") or readable_name(top.name)
            notes.append(Message("intake.io", {"path": shown, "reason": error.strerror or type(error).__name__}))
            continue
        deeper = []
        for entry in entries:
            left -= 1
            if left < 0:
                notes.append(Message("intake.too_many_files", {"limit": _MAX_ENTRIES}))
                return
            shown = prefix + readable_name(entry.name)
            if is_ignored(entry.name):
                # Everyone's folder has a README or a .DS_Store: only what may be work is worth a word.
                if kind_of(shown) and not entry.name.startswith("._") and entry.is_file(follow_symlinks=False):
                    ignored.append(shown)
            elif entry.is_symlink():
                ignored.append(shown)
            elif entry.is_dir(follow_symlinks=False):
                if depth < _MAX_DEPTH and not (Path(entry.path) / "pyvenv.cfg").exists():
                    deeper.append((Path(entry.path), shown + "/", depth + 1))
                else:
                    ignored.append(shown)
            elif entry.is_file(follow_symlinks=False) and (kind_of(shown) or is_archive(shown)):
                yield Path(entry.path), shown
            else:
                ignored.append(shown)
        waiting.extend(reversed(deeper))
