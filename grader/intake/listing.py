"""Listings of folders and archives that hold a whole class."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from grader.errors import IntakeError
from grader.intake.archive import list_archive
from grader.intake.blobs import OnDisk
from grader.intake.entry import Entry, LeftOut, Listing
from grader.intake.files import is_ignored, read_file
from grader.intake.problems import MB, Unreadable
from grader.intake.text import readable_name
from grader.messages import render
from grader.model import Message

MAX_ENTRIES = 200_000  # of a class
MAX_TAR = 500 * MB  # bytes of a class's tar, which is held in memory
_MAX_DEPTH = 16


def list_class_archive(path: Path) -> Listing:
    """The files in an export or another archive of many hand-ins.

    Raises:
        IntakeError: it is damaged or too large.
    """
    try:
        listing = list_archive(OnDisk(path), readable_name(path.name), entries=MAX_ENTRIES, unpacked=MAX_TAR)
    except Unreadable as error:
        said = render(error.message, "en")
        raise IntakeError(f"{path}: {said} Download it again, or unpack it and give the folder.") from None
    return _sane(listing.entries, listing.left_out)


def list_folder(top: Path) -> Listing:
    """The files below a folder, links not followed.

    Raises:
        IntakeError: the folder cannot be listed, or holds too much.
    """
    found: list[Entry] = []
    left: list[LeftOut] = []
    waiting = [(top, "", 0)]
    while waiting:
        folder, prefix, depth = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: readable_name(entry.name))
        except OSError as error:
            raise IntakeError(f"{folder}: {error.strerror}: make the folder readable") from None
        for entry in listed:
            shown = prefix + readable_name(entry.name)
            if is_ignored(entry.name):
                continue
            if entry.is_symlink() or not (entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)):
                left.append(LeftOut(shown, Message("intake.not_a_file", {"path": shown})))
            elif entry.is_file(follow_symlinks=False):
                found.append(Entry(shown, _loader(Path(entry.path), shown)))
            elif depth < _MAX_DEPTH:
                waiting.append((Path(entry.path), shown + "/", depth + 1))
        if len(found) > MAX_ENTRIES:
            raise IntakeError(f"{top}: holds more than {MAX_ENTRIES} files: give the folder of the hand-ins")
    return _sane(found, left)


def _loader(path: Path, shown: str) -> Callable[[int], bytes | Message]:
    return lambda limit: read_file(path, shown, limit=limit).content


def _sane(entries: Iterable[Entry], left_out: Iterable[LeftOut]) -> Listing:
    """Without what systems and editors leave behind."""
    kept = [entry for entry in entries if not any(is_ignored(part) for part in entry.path.split("/")[:-1])]
    kept = [entry for entry in kept if not entry.path.rpartition("/")[2].startswith(".")]
    return Listing(tuple(sorted(kept, key=lambda entry: entry.path)), tuple(left_out))


def below_top(listing: Listing) -> Listing | None:
    """The listing without the one folder that holds everything; None where there is no such folder."""
    tops = {entry.path.partition("/")[0] for entry in listing.entries}
    if len(tops) != 1 or any("/" not in entry.path for entry in listing.entries):
        return None
    entries = tuple(replace(entry, path=entry.path.partition("/")[2]) for entry in listing.entries)
    return replace(listing, entries=entries)
