"""What a student waits for: `grader check` from cold beside torch's import, and from a save to the result,
and `grader.check` in a notebook.

    python benchmarks/check.py [--rounds 5]

Everything runs in one go on a copy of student_template with the reference's answer to one task, so that figures can be
compared with one another. A busy machine stretches wall clocks; processor time and the ratio stay meaningful.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEEK = "week04_rnn"
TASK = "lstm_cell"
# One thread; and with bytecode, as every installed package has it, where this shell says otherwise.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
ENVIRONMENT |= {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def timed(*command: str, cwd: Path) -> tuple[float, float]:
    """(wall clock, processor time) of a command with all that it starts, in seconds."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([sys.executable, *command], cwd=cwd, env=ENVIRONMENT, capture_output=True, check=False)
    took, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def watching(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`grader check --watch` in a folder, one JSON object a line."""
    command = [sys.executable, "-m", "grader", "check", str(folder), "--watch", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=ENVIRONMENT)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def latencies(folder: Path, file: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds from a save to the printed result: of right answers, and of wrong ones with their diagnosis."""
    right = file.read_text("utf-8")
    wrong = right.replace("torch.sigmoid(", "torch.tanh(", 1)
    taken: tuple[list[float], list[float]] = [], []
    with watching(folder) as process:
        assert process.stdout is not None
        process.stdout.readline()
        for _ in range(rounds):
            for found, text in zip(taken, (wrong, right), strict=True):
                time.sleep(0.3)
                started = time.monotonic()
                file.write_text(text, "utf-8")
                process.stdout.readline()
                found.append(time.monotonic() - started)
    return taken[1], taken[0]


def in_a_notebook(folder: Path, source: str, rounds: int) -> list[float]:
    """Seconds of `grader.check` inside a real kernel: the first one from cold, then warm ones."""
    import nbformat
    from nbclient import NotebookClient

    timed_check = f"start = time.monotonic()\ngrader.check({TASK!r})\nprint(time.monotonic() - start)"
    cells = ["import time, grader", source, *[timed_check] * (rounds + 1)]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    return [float(cell.outputs[-1]["text"]) for cell in book.cells[2:]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as scratch:
        course = Path(scratch) / "course"
        shutil.copytree(ROOT / "student_template", course)
        folder = course / WEEK
        shutil.copy(ROOT / "reference" / WEEK / f"{TASK}.py", folder)
        torch, cold = [], []
        looks = ("-m", "grader", "check", str(folder), "--task", TASK)
        for command in (("-c", "import torch"), looks):
            timed(*command, cwd=folder)  # files into the cache, bytecode to the disk
        for _ in range(rounds):
            torch.append(timed("-c", "import torch", cwd=folder))
            cold.append(timed(*looks, cwd=folder))
        for name, which in (("wall clock", 0), ("processor time", 1)):
            low, high = statistics.median(t[which] for t in torch), statistics.median(c[which] for c in cold)
            print(
                f"cold check, {name}: {high:.2f} s, torch's import {low:.2f} s: {high - low:+.2f} s, {high / low:.2f} ×"
            )
        for name, found in zip(("right", "wrong"), latencies(folder, folder / f"{TASK}.py", rounds), strict=True):
            print(f"watch, save to result, {name}: {statistics.median(found):.3f} s, at most {max(found):.3f} s")
        first, *warm = in_a_notebook(folder, (ROOT / "reference" / WEEK / f"{TASK}.py").read_text("utf-8"), rounds)
        print(f"notebook, first check {first:.2f} s; then {statistics.median(warm):.3f} s, at most {max(warm):.3f} s")


if __name__ == "__main__":
    main()
