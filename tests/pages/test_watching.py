"""The commands of the students' pages that end with Ctrl-C only: they look, look again after a save, and end."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from tests.pages.commands import lines_of
from tests.pages.world import WEEK, world
from tests.reader import bin_folder_in

PAGE = "docs/student.md"
COMMANDS = [line.text for line in lines_of(PAGE) if "--watch" in line.text]


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_watching(tmp_path: Path, command: str) -> None:
    """A broken task is told; mended and saved, it passes; Ctrl-C ends the command with exit code 0."""
    made = world(tmp_path)
    folder = made.student / WEEK
    path = f"{bin_folder_in(tmp_path)}{os.pathsep}{os.environ['PATH']}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GRADER_")}
    environment |= {"PATH": path, "GRADER_LANG": "en", "COLUMNS": "120", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        ["bash", "-c", f"exec {command}"], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            said: queue.SimpleQueue[str] = queue.SimpleQueue()
            threading.Thread(target=_read, args=(process, said), daemon=True).start()
            assert "lstm_cell" in _until("✗", said)
            right = (made.course / "assignments" / WEEK / "samples" / "s001" / "lstm_cell.py").read_text("utf-8")
            (folder / "lstm_cell.py").write_text(right, "utf-8")
            assert "lstm_cell" in _until("✓", said)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()


def _read(process: subprocess.Popen[str], said: queue.SimpleQueue[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        said.put(line)


def _until(sign: str, said: queue.SimpleQueue[str]) -> str:
    """The first line with the sign; fails after a minute of silence."""
    while sign not in (line := said.get(timeout=60)):
        pass
    return line


def test_there_is_something_to_watch() -> None:
    """The page shows the commands that this file is about."""
    assert len(COMMANDS) == 2
