"""A PostgreSQL server of our own: Debian's, in a folder of its own, on a socket only, gone with the tests."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_WHO = "nobody"  # it refuses to run as root
_MISSING = "PostgreSQL is not installed (apt-get install postgresql)"


class Server:
    """A server that runs; each `database()` is a new, empty one."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self._numbers = itertools.count()

    def database(self) -> str:
        """Its URL."""
        name = f"store{next(self._numbers)}"
        self.run("createdb", "-h", str(self._folder), "-U", "grader", name)
        return self.url(name)

    def url(self, name: str) -> str:
        """The URL of a database that may be missing."""
        return f"postgresql://grader@/{name}?host={self._folder}"

    def run(self, program: str, *arguments: str) -> None:
        """One of its programs, as the user it may run as."""
        rights = ["setpriv", f"--reuid={_WHO}", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
        command = [*rights, str(self._programs / program), *arguments]
        done = subprocess.run(
            command, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        assert done.returncode == 0, done.stderr.decode()


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """A server; skips where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    if not found:
        pytest.skip(_MISSING)
    folder = Path(tempfile.mkdtemp(prefix="grader-pg-"))  # not below pytest's: only its owner may look in there
    if os.geteuid() == 0:
        shutil.chown(folder, _WHO)
    server = Server(found[-1].parent, folder)
    data = str(folder / "data")
    try:
        server.run("initdb", "-D", data, "-U", "grader", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        server.run("pg_ctl", "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            yield server
        finally:
            server.run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
