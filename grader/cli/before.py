"""What can be known to fail before anything runs: an evening of grading is not to be lost for a typing error."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
from pathlib import Path

from grader.errors import UsageError
from grader.spec import AssignmentSpec

GENERATED = "generated"  # the data set that needs no files


def check_data(spec: AssignmentSpec, only: Collection[str] = ()) -> None:
    """See that GRADER_DATA_DIR, where set, holds a data set for every task that has one.

    Raises:
        UsageError: it does not; each check would find out for itself, and none could be graded.
    """
    named = os.environ.get("GRADER_DATA_DIR")
    if not named:
        return
    remedy = f"let it name the folder that holds {{}}, or unset it: {GENERATED} data then take its place"
    for task in spec.tasks:
        sets = [name for name, gate in task.gates.items() if name != GENERATED and gate.files]
        if not sets or (only and task.id not in only):
            continue
        if not Path(named).is_dir():
            raise UsageError(f"GRADER_DATA_DIR={named}: no such folder ({remedy.format(', '.join(sets))})")
        if not any((Path(named) / name).is_dir() for name in sets):
            raise UsageError(f"GRADER_DATA_DIR={named}: holds no {sets[0]} ({remedy.format(', '.join(sets))})")


def check_writable(folder: Path) -> None:
    """See that files can be written to a folder, which is made if it is missing.

    Raises:
        UsageError: they cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = "it is a file" if folder.is_file() else error.strerror
        raise UsageError(f"{folder}: cannot be written: {reason} (give another folder with --out)") from error


def printable(path: Path | str) -> str:
    """A path, or a name from one, that cannot steer the terminal."""
    return "".join(c if c.isprintable() else "?" for c in str(path))
