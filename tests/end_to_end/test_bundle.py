"""`grader check` in what students get: no course around it, and nothing that only Linux has."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEEK = "week04_rnn"
REFERENCE = ROOT / "reference" / WEEK
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ("GRADER_DATA_DIR", "GRADER_LANG")}


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The folder of week 4 in a student's copy of the bundle."""
    return Path(shutil.copytree(ROOT / "student_template", tmp_path / "nlp")) / WEEK


def check(cwd: Path, *options: str, program: tuple[str, ...] = ("-m", "grader")) -> subprocess.CompletedProcess[str]:
    """`grader check` in a folder."""
    command = [sys.executable, *program, "check", *options]
    return subprocess.run(command, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, timeout=200, check=False)


def test_the_week_is_found_from_the_top_and_from_within(work: Path) -> None:
    """In the bundle's folder and in the week's: the same week, the same result, no word of another file."""
    (work / "rnn_cell.py").write_bytes((REFERENCE / "rnn_cell.py").read_bytes())
    results = []
    for folder in (work, work.parent):
        done = check(folder, "--task", "rnn_cell", "--lang", "en")
        assert done.returncode == 0, done.stdout + done.stderr
        results.append(done.stdout)
    assert results[0] == results[1]
    assert "8 / 8" in results[0]
    assert "hidden checks too (2 more points)" in " ".join(results[0].split())
    assert "No sandbox" in results[0]


def test_a_mistake_is_told_with_its_reason_and_place(work: Path) -> None:
    """A missing bias in one cell of the notebook: what comes out, why, and in Korean."""
    book = json.loads((work / f"{WEEK}.ipynb").read_text("utf-8"))
    cell = next(c for c in book["cells"] if c["id"] == "code-rnn_cell")
    source = (REFERENCE / "rnn_cell.py").read_text("utf-8").replace("x @ Wx + b)", "x @ Wx)")
    cell["source"] = source.splitlines(keepends=True)
    (work / f"{WEEK}.ipynb").write_text(json.dumps(book), "utf-8")
    done = check(work, f"{WEEK}.ipynb", "--task", "rnn_cell")
    said = " ".join(done.stdout.split())
    assert done.returncode == 1
    assert "편향" in said  # the diagnosis: the bias is missing
    assert "Traceback" not in done.stdout + done.stderr


def test_an_error_names_cell_and_line(work: Path) -> None:
    """An exception in a notebook's cell is told with the cell, the line and its text."""
    book = json.loads((work / f"{WEEK}.ipynb").read_text("utf-8"))
    number = next(i for i, c in enumerate(book["cells"]) if c["id"] == "code-rnn_cell")
    source = (REFERENCE / "rnn_cell.py").read_text("utf-8").replace("h = np.tanh(", "h = np.thanh(")
    book["cells"][number]["source"] = source.splitlines(keepends=True)
    (work / f"{WEEK}.ipynb").write_text(json.dumps(book), "utf-8")
    done = check(work, f"{WEEK}.ipynb", "--task", "rnn_cell", "--lang", "en")
    code_cell = sum(c["cell_type"] == "code" for c in book["cells"][: number + 1])
    assert f"cell {code_cell}" in done.stdout
    assert "np.thanh(" in done.stdout


def test_a_damaged_recording_is_no_verdict(work: Path) -> None:
    """A bundle that was cut off is told as that, in one line with a remedy: not as the student's mistake."""
    file = work.parent / "assignments" / WEEK / "recording.safetensors"
    file.write_bytes(file.read_bytes()[:5000])
    done = check(work, "--task", "rnn_cell")
    assert done.returncode == 2
    assert "get the course's folder anew" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_nothing_of_linux_is_needed(work: Path) -> None:
    """Without fork, resource and AF_UNIX the same checks come to the same."""
    (work / "lstm_cell.py").write_bytes(
        (ROOT / "assignments" / WEEK / "wrong" / "lstm_cell__torch_gru.py").read_bytes()
    )
    ordinary = check(work, "--task", "lstm_cell", "--all")
    bare = check(work, "--task", "lstm_cell", "--all", program=(str(ROOT / "tests" / "end_to_end" / "without.py"),))
    assert bare.returncode == ordinary.returncode == 1, bare.stderr
    assert bare.stdout == ordinary.stdout
    assert "torch.nn.GRU" in bare.stdout


class Watching:
    """`grader check --watch --json`, line by line."""

    def __init__(self, folder: Path, *program: str) -> None:
        command = [sys.executable, *(program or ("-m", "grader")), "check", str(folder), "--watch", "--json"]
        self.process = subprocess.Popen(
            command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )

    def line(self) -> dict[str, Any]:
        """The next look."""
        assert self.process.stdout is not None
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found


@pytest.fixture(params=["ordinary", "bare"])
def watching(request: pytest.FixtureRequest, work: Path) -> Iterator[Watching]:
    """A watch on the week's folder, with all of Linux and without."""
    program = (str(ROOT / "tests" / "end_to_end" / "without.py"),) if request.param == "bare" else ()
    started = Watching(work, *program)
    yield started
    started.process.kill()
    started.process.communicate()


def test_a_save_is_looked_at(watching: Watching, work: Path) -> None:
    """Each save shows what it changed: its task alone, right after wrong, a broken file in between."""
    assert watching.line()["failed"]
    file = work / "rnn_cell.py"
    right = (REFERENCE / "rnn_cell.py").read_text("utf-8")
    file.write_text(right.replace("+ b)", ")"), "utf-8")
    wrong = watching.line()
    assert wrong["tasks"] == ["rnn_cell"]
    assert "test_rnn_cell.py::test_forward" in wrong["failed"]
    file.write_text("def RNN(:\n", "utf-8")
    assert "test_rnn_cell.py::test_forward" in watching.line()["failed"]
    file.write_text(right, "utf-8")
    healed = watching.line()
    assert not [name for name in healed["failed"] if name.startswith("test_rnn_cell")]
    assert healed["earned"] == 8


def test_a_comment_changes_nothing(watching: Watching, work: Path) -> None:
    """A comment is no reason to look again; what is saved after it is."""
    watching.line()
    file = work / "vanishing.py"
    file.write_text(file.read_text("utf-8") + "# a thought\n", "utf-8")
    time.sleep(0.5)
    (work / "rnn_cell.py").write_bytes((REFERENCE / "rnn_cell.py").read_bytes())
    assert watching.line()["tasks"] == ["rnn_cell"]


def test_ctrl_c_ends_it_without_a_word(watching: Watching) -> None:
    """Exit code 0, no traceback, no process left behind."""
    watching.line()
    os.kill(watching.process.pid, signal.SIGINT)
    _, said = watching.process.communicate(timeout=20)
    assert watching.process.returncode == 0
    assert not said.strip()
