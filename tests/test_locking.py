"""The lock on a folder: one run at a time writes there, and a run that is killed leaves nothing to clear."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from grader.locking import hold_folder

HOLD = (
    "import subprocess, sys, time; from pathlib import Path; from grader.locking import hold_folder\n"
    "with hold_folder(Path(sys.argv[1])) as ours:\n"
    "    assert ours; child = subprocess.Popen(['sleep', '60']); print(child.pid, flush=True); time.sleep(60)"
)


def test_one_at_a_time(tmp_path: Path) -> None:
    """Who comes second does not get it; when the first is through, another does; no file is left."""
    with hold_folder(tmp_path) as first, hold_folder(tmp_path) as second:
        assert (first, second) == (True, False)
    with hold_folder(tmp_path) as third:
        assert third
    assert [*tmp_path.iterdir()] == []


def test_a_killed_run_holds_no_lock(tmp_path: Path) -> None:
    """After kill -9 the next run may start, although a child of the killed one lives on."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        child = int(holder.stdout.readline())
        try:
            with hold_folder(tmp_path) as ours:
                assert not ours
            holder.kill()
            holder.wait()
            with hold_folder(tmp_path) as ours:
                assert ours
        finally:
            os.kill(child, signal.SIGKILL)


def test_without_locks_nobody_is_kept_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system that has no locks a run goes on as if it were alone."""

    def unsupported(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("grader.locking.fcntl.flock", unsupported)
    with hold_folder(tmp_path) as ours:
        assert ours
