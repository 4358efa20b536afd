"""The temporary folder of one run. Where a run was killed, the next one removes what it left."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.errors import UsageError
from grader.locking import try_lock

_PREFIX = "grader-run-"
_OWNER = ".owner"  # locked as long as the run lives; a process id would say nothing in another PID namespace


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new folder below the system's one for temporary files, removed at the end with all that is in it.

    Raises:
        UsageError: it cannot be made.
    """
    with contextlib.ExitStack() as stack:
        try:
            place = Path(tempfile.gettempdir())
            _sweep(place)
            made = tempfile.TemporaryDirectory(prefix=_PREFIX, dir=place, ignore_cleanup_errors=True)
            folder = Path(stack.enter_context(made))
            stack.enter_context(_owned(folder))
        except OSError as error:
            remedy = "make room there, or let TMPDIR name another folder"
            raise UsageError(f"no temporary folder can be made: {error} ({remedy})") from error
        yield folder


@contextlib.contextmanager
def _owned(folder: Path) -> Iterator[None]:
    """Hold the folder's lock. Its file gets its name when it is locked: until then nobody takes us for dead."""
    with (folder / "owner").open("wb") as file:
        with contextlib.suppress(OSError):  # no locks on this file system: the folder is never swept, which is safe
            if try_lock(file):
                (folder / "owner").rename(folder / _OWNER)
        yield


def _sweep(place: Path) -> None:
    """Remove the folders of runs of ours that are no more."""
    if os.name != "posix":  # elsewhere a file that is open cannot be told from one that is locked
        return
    for folder in place.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
                continue
            with open(folder / _OWNER, "rb", opener=_without_waiting) as file:
                if try_lock(file):
                    shutil.rmtree(folder, ignore_errors=True)


def _without_waiting(path: str, flags: int) -> int:
    """A pipe in the file's place must not hold us up."""
    return os.open(path, flags | os.O_NONBLOCK | os.O_NOFOLLOW)
