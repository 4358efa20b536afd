"""Paths of a command line → the hand-ins of a class, from whatever source."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.errors import IntakeError
from grader.intake.archive import is_archive
from grader.intake.attempts import without_older
from grader.intake.entry import LeftOut, Listing
from grader.intake.hand_in import HandIn
from grader.intake.layout import find_hand_ins, student_of
from grader.intake.listing import below_top, list_class_archive, list_folder
from grader.intake.people import identified, settled
from grader.intake.sources import git_list, git_repository
from grader.intake.sources.base import Found, How
from grader.intake.sources.detect import EXPORTS, FOLDERS, SAVED, SOURCES, ZIPS, export_of, source_of
from grader.intake.sources.grouping import grouped, is_class
from grader.intake.sources.pattern import named
from grader.messages import render


@dataclass(frozen=True)
class Intake:
    """Everything that was found.

    Attributes:
        hand_ins: what is to be graded.
        set_aside: attempts that do not count.
        left_out: what is no hand-in, or no part of one.
    """

    hand_ins: tuple[HandIn, ...]
    set_aside: tuple[HandIn, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def find(paths: Iterable[Path], how: How) -> Intake:
    """The hand-ins at the paths.

    Raises:
        IntakeError: a path does not exist, is damaged or holds no hand-ins.
    """
    if how.source is not None and how.source not in SOURCES:
        raise IntakeError(f"no source {how.source!r}: there are {', '.join(SOURCES)}")
    given = list(paths)
    plain: list[Path] = []
    found: list[Found] = []
    for path in given:
        if not os.path.lexists(path):
            raise IntakeError(f"{path}: no such file or folder: check the path")
        one = _found(path, how, alone=len(given) == 1)
        if one is None:
            plain.append(path)
        else:
            found.append(one)
    if plain:
        found.append(Found(tuple(find_hand_ins(plain, how.modules)), plain=True))
    left = [item for one in found for item in one.left_out]
    told = [hand_in for one in found if not one.plain for hand_in in one.hand_ins]
    files, older = without_older((h for one in found if one.plain for h in one.hand_ins), how.attempts)
    by_name = named(files, how)
    everyone = identified([*by_name.hand_ins, *told], how.matcher)
    kept, aside = settled(everyone, how.attempts)
    if not everyone and not by_name.left_out:
        why = render(left[0].why, "en") if left else "give a folder, an archive, an export or a list of repositories"
        raise IntakeError(f"{given[0]}: holds no hand-ins: {why}")
    return Intake(tuple(kept), tuple(aside), (*left, *older, *by_name.left_out))


def _found(path: Path, how: How, *, alone: bool) -> Found | None:
    """What a source finds at a path; None where it is files and folders as they are."""
    source = how.source or source_of(path)
    if source == SAVED:
        from grader.intake.sources import saved  # noqa: PLC0415 - pydantic, which the judge's processes do without

        return saved.read(path)
    if source == git_list.NAME:
        return git_list.read(path, how)
    if source == git_repository.NAME:
        return git_repository.read(path, how)
    if source in EXPORTS:
        return _exported(path, source, how)
    if path.is_dir() or not is_archive(path.name) or source == FOLDERS:
        return None
    try:
        listing = list_class_archive(path)
    except IntakeError:
        # Among others it is one student's, whose result it is that it cannot be read.
        if alone:
            raise
        return None
    known = export_of(listing)
    if known is not None and how.source is None:
        return known[0].read(known[1], str(path), how)
    inside = below_top(listing) or listing
    if how.source == ZIPS or is_class(inside, how.modules):
        return grouped(inside, str(path))
    if not alone:
        return None
    return Found((HandIn(student_of(path), (path,)),), listing.left_out, plain=True)


def _exported(path: Path, source: str, how: How) -> Found:
    listing = list_folder(path) if path.is_dir() else list_class_archive(path)
    export = EXPORTS[source]
    inside = below_top(listing)
    if inside is not None and not export.fits(_tops(listing)) and export.fits(_tops(inside)):
        listing = inside
    found = export.read(listing, str(path), how)
    if not found.hand_ins:
        raise IntakeError(f"{path}: holds no hand-ins of {source}: leave out --source, or check the path")
    return found


def _tops(listing: Listing) -> list[str]:
    return sorted({entry.path.partition("/")[0] for entry in listing.entries})
