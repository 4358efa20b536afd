"""Start of a student process: limits, connection, then serve until the judge hangs up.

Started by file, never with `-m`, so that nothing but the standard library, site-packages and this package is on
`sys.path`; the one argument is JSON: connection, limits, work folder.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve()
_HOME = str(_HERE.parents[2])  # the folder that holds the package


def _limit_path() -> None:
    """Take the course's folder off the import path: an editable install puts it there, next to the answers."""
    roots = {Path(p).resolve() for p in (sys.prefix, sys.base_prefix, sys.exec_prefix)}
    sys.path[:] = [p for p in sys.path if p and _installed(Path(p).resolve(), roots)]
    sys.meta_path[:] = [f for f in sys.meta_path if "editable" not in repr(f).lower()]


def _installed(path: Path, roots: set[Path]) -> bool:
    return path.name in {"site-packages", "dist-packages"} or not roots.isdisjoint(path.parents)


def _connect(options: dict[str, Any]) -> socket.socket:
    if "fd" in options:
        os.set_inheritable(options["fd"], False)  # a program that the student starts must not hold the connection
        return socket.socket(fileno=options["fd"])
    connection = socket.create_connection(("127.0.0.1", options["port"]))
    connection.sendall(bytes.fromhex(options["token"]))
    return connection


def _die_with_parent() -> None:
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG


def _set_limits(options: dict[str, Any]) -> None:
    """Resource limits where the operating system has them; after torch is loaded, which needs address space."""
    try:
        import resource
    except ImportError:  # Windows
        return
    wanted = {
        "RLIMIT_AS": options["memory_mb"] << 20,
        "RLIMIT_FSIZE": options["disk_mb"] << 20,
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": 256,
    }
    for name, value in wanted.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            try:
                resource.setrlimit(kind, (value, value))
            except (OSError, ValueError):  # not enforced here (macOS)
                pass


def main() -> None:
    """Serve one submission. Exits with 0 when the judge hangs up."""
    options = json.loads(sys.argv[1])
    del sys.argv[1:]
    _die_with_parent()
    connection = _connect(options)
    sys.path.insert(0, _HOME)
    import torch

    torch.set_num_threads(1)
    from grader.protocol import FrameSocket
    from grader.worker.session import Session

    _limit_path()
    _set_limits(options)
    os.chdir(options["folder"])
    session = Session(FrameSocket(connection), Path(options["folder"]))
    # Not sys.exit: code that the student left behind (atexit, threads) has no business any more.
    os._exit(session.run())


if __name__ == "__main__":
    main()
