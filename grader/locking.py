"""A lock on an open file that goes with its process: one that is killed leaves nothing to clear."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 40  # Windows keeps others from reading locked bytes: one that the file never has

    def try_lock(file: BinaryIO) -> bool:
        """Lock a file for this process until it closes it or ends; False where another one holds it."""
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        finally:
            file.seek(0)
        return True

else:
    import fcntl

    def try_lock(file: BinaryIO) -> bool:
        """Lock a file for this process until it closes it or ends; False where another one holds it.

        Raises:
            OSError: the file system has no locks.
        """
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextlib.contextmanager
def hold_folder(folder: Path) -> Iterator[bool]:
    """Lock a folder meanwhile; False where another process holds it. On Windows folders have no locks: always True.

    The lock is on the folder itself: no file is left in it, however the process ends.
    """
    if sys.platform == "win32":
        yield True
        return
    with contextlib.ExitStack() as stack:
        held = True
        with contextlib.suppress(OSError):  # a file system without locks: as if nobody else were there
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            stack.callback(os.close, handle)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                held = False
        yield held
