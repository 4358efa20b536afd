"""Start of a student process: limits, connection, then serve until the judge hangs up.

Started by file with `-I`, so that nothing but the standard library and site-packages is on `sys.path`; the one
argument is JSON: connection, limits, work folder, the judge's process id.
"""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parents[1]
_READY = b'"ready"'  # the first frame: from here on, what happens is the submission's doing


def _load_package() -> None:
    """Import our package by its place: its folder's parent holds the course, which must not be on `sys.path`."""
    name = _PACKAGE.name
    where = [str(_PACKAGE)]
    spec = importlib.util.spec_from_file_location(name, _PACKAGE / "__init__.py", submodule_search_locations=where)
    assert spec is not None and spec.loader is not None
    sys.modules[name] = package = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)


def _connect(options: dict[str, Any]) -> socket.socket:
    if "fd" in options:
        os.set_inheritable(options["fd"], False)  # a program that the student starts must not hold the connection
        return socket.socket(fileno=options["fd"])
    connection = socket.create_connection(("127.0.0.1", options["port"]))
    connection.sendall(bytes.fromhex(options["token"]))
    return connection


def _die_with_parent(parent: int) -> None:
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:  # it died before we asked
            os._exit(0)


def _set_limits(options: dict[str, Any]) -> None:
    """Resource limits where the operating system has them; after torch is loaded, which needs address space."""
    try:
        import resource
    except ImportError:  # Windows
        return
    import torch

    wanted = {"RLIMIT_FSIZE": options["disk_mb"] << 20, "RLIMIT_CORE": 0, "RLIMIT_NOFILE": 256}
    if not torch.cuda.is_available():  # CUDA reserves address space by the terabyte
        wanted["RLIMIT_AS"] = (options["memory_mb"] << 20) + _address_space()
    for name, value in wanted.items():
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (AttributeError, OSError, ValueError):  # not enforced here (macOS)
            pass


def _address_space() -> int:
    """Bytes in use before the submission is loaded: libraries, mostly; not the student's doing."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Serve one submission. Exits with 0 when the judge hangs up."""
    options = json.loads(sys.argv[1])
    del sys.argv[1:]
    _die_with_parent(options["parent"])
    connection = _connect(options)
    _load_package()
    serve(connection, options)


def serve(connection: socket.socket, options: dict[str, Any]) -> None:
    """Serve one submission on a connection; also in a fork of a process that has imported torch.

    Args:
        options: `folder`, `memory_mb` and `disk_mb`.
    """
    from grader.worker.paths import limit_path

    limit_path(str(_PACKAGE.parent))
    import torch

    torch.set_num_threads(1)
    from grader.protocol import FrameSocket
    from grader.worker.colab import stub_colab
    from grader.worker.session import Session

    stub_colab()
    sys.modules[_PACKAGE.name].__path__.clear()  # what is not needed here is not to be found
    frames = FrameSocket(connection)
    session = Session(frames, Path(options["folder"]))
    os.chdir(options["folder"])
    _set_limits(options)
    frames.send(_READY, [])
    session.run()


if __name__ == "__main__":
    status = 1
    try:
        main()
        status = 0
    except BaseException:  # noqa: BLE001 - reported on stderr, which the judge keeps
        traceback.print_exc()
        sys.stderr.flush()
    # Not sys.exit: code that the student left behind (atexit, threads) has no business any more.
    os._exit(status)
