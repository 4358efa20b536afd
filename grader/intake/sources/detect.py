"""Which source a path is, by what lies in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from grader.intake.archive import is_archive
from grader.intake.entry import Listing
from grader.intake.listing import below_top
from grader.intake.sources import blackboard, canvas, git_list, git_repository, gradescope, moodle
from grader.intake.sources.base import INTAKE_FILE, Export
from grader.intake.text import readable_name

EXPORTS: dict[str, Export] = {export.NAME: export for export in (gradescope, moodle, blackboard, canvas)}
FOLDERS, ZIPS, SAVED = "folders", "zips", "intake"
SOURCES = (FOLDERS, ZIPS, *EXPORTS, git_list.NAME, git_repository.NAME, SAVED)


def export_of(listing: Listing) -> tuple[Export, Listing] | None:
    """The LMS whose export a listing is, and the listing without a folder around everything."""
    inside = below_top(listing)
    for candidate in (listing, *([inside] if inside is not None else [])):
        found = _by_names(sorted({entry.path.partition("/")[0] for entry in candidate.entries}))
        if found is not None:
            return found, candidate
    return None


def source_of(path: Path) -> str:
    """The kind of source that a folder or file is; archives are looked into by `export_of`."""
    if path.is_dir():
        if (path / INTAKE_FILE).is_file():
            return SAVED
        if git_repository.fits(path):
            return git_repository.NAME
        found = _by_names(_names(path))
        if found is None:
            below = list(_folders(path))
            found = _by_names(_names(below[0])) if len(below) == 1 and len(_names(path)) == 1 else None
        return found.NAME if found is not None else FOLDERS
    if git_list.fits(path):
        return git_list.NAME
    return ZIPS if is_archive(path.name) else FOLDERS


def _by_names(names: Sequence[str]) -> Export | None:
    return next((export for export in EXPORTS.values() if export.fits(names)), None)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(readable_name(entry.name) for entry in folder.iterdir() if not _is_system(entry.name))
    except OSError:  # whoever reads it will say so
        return []


def _folders(folder: Path) -> Collection[Path]:
    try:
        return [entry for entry in folder.iterdir() if entry.is_dir() and not _is_system(entry.name)]
    except OSError:
        return []


def _is_system(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"
