"""`grader assignment release`: what it writes, and when it refuses."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COURSE = ROOT / "tests" / "judge" / "course"
Read = Callable[[Path], Mapping[str, bytes]]


def release(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """`grader assignment release …`."""
    command = [sys.executable, "-m", "grader", "assignment", "release", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=280, cwd=ROOT)


@pytest.mark.slow
@pytest.mark.parametrize("week", sorted(p.name for p in (ROOT / "assignments").glob("week*")))
def test_the_template_is_up_to_date(week: str) -> None:
    """student_template is what the course gives now, in whatever order this process has its sets of strings."""
    done = release(week, "--check")
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_same_bytes_twice(tmp_path: Path, read: Read) -> None:
    """Two releases in two processes are equal, byte by byte."""
    for name in ("one", "two"):
        done = release("week04_rnn", "--out", tmp_path / name)
        assert done.returncode == 0, done.stderr
    assert read(tmp_path / "one") == read(tmp_path / "two")


def test_an_edit_is_seen_and_kept(bundle: Path, tmp_path: Path) -> None:
    """--check names a file that was changed by hand, whatever its kind; a release does not overwrite it."""
    course = tiny(tmp_path)
    assert release("week01_tiny", "--course", course, "--out", tmp_path / "out").returncode == 0
    file = tmp_path / "out" / "assignments" / "week01_tiny" / "test_plain.py"
    file.write_text(file.read_text("utf-8") + "# mine\n", "utf-8")
    again = release("week01_tiny", "--course", course, "--out", tmp_path / "out", "--check")
    assert again.returncode == 1
    assert "test_plain.py" in again.stderr
    refused = release("week01_tiny", "--course", course, "--out", tmp_path / "out")
    assert refused.returncode == 2
    assert "edited by hand" in refused.stderr


def test_a_bundle_is_no_course(bundle: Path, tmp_path: Path) -> None:
    """A bundle cannot be released again, nor written over a course."""
    done = release("week04_rnn", "--course", bundle, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "bundle already" in done.stderr


def tiny(folder: Path) -> Path:
    """A copy of the judge's tiny course."""
    return Path(shutil.copytree(COURSE, folder / "course"))
