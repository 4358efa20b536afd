"""Writing a bundle, and comparing it with one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grader.errors import UsageError
from grader.recording.released import RECORDING
from grader.recording.tape import alike, recording_of
from grader.release.bundle import Bundle
from grader.template import drift, write_template


def write_bundle(bundle: Bundle, out: Path, *, force: bool = False) -> list[str]:
    """Write a bundle; files that are as they should be stay untouched.

    Returns:
        The paths that were written or removed, relative to `out`.

    Raises:
        UsageError: somebody changed a file by hand, and `force` is not set; the folder belongs to something else.
    """
    course = out / "course.toml"
    if (out / "reference").exists() or (course.is_file() and not (out / ".generated.json").is_file() and not force):
        raise UsageError(f"{out}: holds a course of its own (give another folder with --out)")
    written = []
    for folder, files in bundle.parts():
        target = out / folder
        target.mkdir(parents=True, exist_ok=True)
        names = write_template(_kept(files, target), target, force=force)
        written += [f"{folder}/{name}".removeprefix("./") for name in names]
    return written


def bundle_drift(bundle: Bundle, out: Path) -> list[str]:
    """How a written bundle differs from what would be made now, a line a file; empty when it is up to date."""
    return [
        f"{folder}/{line}".removeprefix("./")
        for folder, files in bundle.parts()
        for line in drift(_kept(files, out / folder), out / folder)
    ]


def _kept(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """The files, with the recording that is there where it says the same: last bits differ between processors."""
    there = folder / RECORDING
    if RECORDING not in files or not there.is_file():
        return dict(files)
    data = there.read_bytes()
    try:
        same = data == files[RECORDING] or alike(recording_of(data), recording_of(files[RECORDING]))
    except ValueError:
        same = False
    return {**files, RECORDING: data} if same else dict(files)
