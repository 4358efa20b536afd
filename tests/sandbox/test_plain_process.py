"""Starting a plain process: whatever goes wrong before it is ready is our fault, and said at once."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from grader.errors import SandboxFault
from grader.sandbox import PlainProcess, ProcessLimits, Sandbox
from tests.sandbox.adapters import WithoutDescriptors, open_descriptors


def script(folder: Path, text: str) -> str:
    """An interpreter that does something else."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture(params=[PlainProcess, WithoutDescriptors], ids=["process", "loopback"])
def plain(request: pytest.FixtureRequest) -> Any:
    """The two ways of the plain process."""
    return request.param


def use(sandbox: Sandbox) -> None:
    """Start, and use the connection."""
    running = sandbox.start(ProcessLimits())
    try:
        assert running.connection
    finally:
        running.close()


def test_bad_interpreters(plain: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interpreter that is not there, is no program, leaves at once or says something else: our fault, at once."""
    (tmp_path / "work").mkdir()
    (tmp_path / "text").write_text("not a program")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "work"))
    descriptors = open_descriptors()
    started = time.monotonic()
    for python in (tmp_path / "nothing", tmp_path / "text", tmp_path):
        with pytest.raises(SandboxFault, match="could not be started"):
            use(plain(str(python)))
    with pytest.raises(SandboxFault, match="no torch here"):
        use(plain(script(tmp_path, "echo no torch here >&2; exit 3")))
    assert time.monotonic() - started < 10
    assert list((tmp_path / "work").iterdir()) == []
    assert open_descriptors() == descriptors


def test_start_has_a_deadline(plain: Any, tmp_path: Path) -> None:
    """A process that never gets ready is given up, and killed."""
    started = time.monotonic()
    with pytest.raises(SandboxFault):
        use(plain(script(tmp_path, "exec sleep 600"), start_seconds=0.5))
    assert time.monotonic() - started < 10
