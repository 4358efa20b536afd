"""What `grader check` waits for most is torch's import: a part of it is done beside everything that comes before.

A module's code runs under Python's lock, and so not beside other code. Loading a shared library need not: the largest
one of torch's, a sixth of its import, is loaded by a thread while the course and the hand-in are read.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import importlib.util
import os
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

_LIBRARY = Path("lib", "libtorch_cpu.so")  # it knows nothing of Python: no code of it needs the lock
# A process loads one library at a time, and whoever needs another waits: compiled modules that are imported beside the
# thread, and pydantic's first models, which look up something in a library, come before it. A test sees to it.
_BEFORE = ("grader.course", "subprocess", "tarfile")


@cache
def torch_library() -> threading.Thread:
    """Begins to load torch's library at the first call; to be joined before torch is imported and anything forks.

    On Linux; elsewhere, and where torch has no such file, the thread does nothing.
    """
    thread = threading.Thread(target=_loader(), name="grader-torch")
    thread.start()
    return thread


def _loader() -> Callable[[], object] | None:
    """What the thread does: one call. Were there more of Python's code in it, it would wait for the lock each time."""
    found = importlib.util.find_spec("torch") if sys.platform == "linux" and "torch" not in sys.modules else None
    if found is None or found.origin is None or not (library := Path(found.origin).parent / _LIBRARY).is_file():
        return None
    for name in _BEFORE:
        importlib.import_module(name)
    load = ctypes.CDLL(None).dlopen  # CDLL(library) would keep the lock
    load.argtypes, load.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    return partial(load, os.fsencode(library), os.RTLD_NOW)  # what is wrong with the library, the import will say


@contextlib.contextmanager
def importing() -> Iterator[None]:
    """A time of imports: what they make stays, and looking for garbage in it takes a fifth of torch's import."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # it is not looked at later, either
        if on:
            gc.enable()
