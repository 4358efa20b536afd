"""A teaching assistant's evening: the samples graded, everything written, nothing lost."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.command import Command

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "assignments" / "week04_rnn" / "samples"


def results(folder: Path) -> dict[str, Any]:
    """results.json of a run."""
    data: dict[str, Any] = json.loads((folder / "results.json").read_text())
    return data


@pytest.mark.slow
@pytest.mark.parametrize(
    "week, count, data",
    [
        ("week01_pytorch", 13, {"digits", "generated"}),
        ("week02_text", 13, {"headlines", "comments"}),
        ("week03_embeddings", 13, {"relations", "stems"}),
        ("week04_rnn", 22, {"generated"}),
    ],
)
def test_samples_get_their_points(grader: Command, tmp_path: Path, week: str, count: int, data: set[str]) -> None:
    """Every sample, hostile ones included, gets what expected.toml says; all reports are there."""
    out, samples = tmp_path / "out", ROOT / "assignments" / week / "samples"
    done = grader("grade", week, samples, "--out", out, "--seed", "1", "--expect", samples / "expected.toml")
    assert done.returncode == 0, done.stderr
    found = results(out)
    assert len(found["submissions"]) == found["expected"] == count
    assert {c["facts"].get("data") for s in found["submissions"] for c in s["checks"]} == {None, *data}
    with (out / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == count + 1
    assert (out / "index.html").is_file()
    assert len(list((out / "feedback").glob("*.html"))) == count


@pytest.mark.slow
def test_real_data_are_used_and_named(grader: Command, tmp_path: Path) -> None:
    """With GRADER_DATA_DIR the sentiment task trains on NSMC, and results.json says so."""
    data = os.environ.get("GRADER_DATA_DIR")
    if not data:
        pytest.skip("GRADER_DATA_DIR is not set")
    out = tmp_path / "out"
    done = grader(
        "grade", "week04_rnn", SAMPLES / "s001", "--out", out, "--only", "sentiment", "--seed", "1", data=data
    )
    assert done.returncode == 0, done.stderr
    facts = [c["facts"] for c in results(out)["submissions"][0]["checks"] if c["facts"]]
    assert facts[0]["data"] == "nsmc_small"
    assert facts[0]["accuracy"][0] >= facts[0]["threshold"]


@pytest.mark.slow
def test_two_runs_are_equal_but_for_time(grader: Command, tmp_path: Path) -> None:
    """Same hand-ins, same seed, other jobs: the same results."""
    seen = []
    for jobs in ("1", "2"):
        out = tmp_path / jobs
        arguments = ["--only", "rnn_cell", "--seed", "7", "--jobs", jobs, "--out", out]
        grader("grade", "week04_rnn", SAMPLES / "s001", SAMPLES / "s004", SAMPLES / "s005.py", *arguments)
        found = results(out)
        for entry in (found, *found["submissions"], *(c for s in found["submissions"] for c in s["checks"])):
            for volatile in ("seconds", "started", "memory"):
                entry.pop(volatile, None)
        seen.append(found)
    assert seen[0] == seen[1]


@pytest.mark.slow
def test_json_on_stdout_is_the_file(grader: Command, tmp_path: Path) -> None:
    """`--json` prints results.json and nothing else to stdout; progress goes to stderr."""
    done = grader("grade", "4", SAMPLES / "s006.py", "--out", tmp_path, "--only", "rnn_cell", "--json", "--seed", "1")
    assert json.loads(done.stdout) == results(tmp_path)
    assert "s006" in done.stderr


@pytest.mark.slow
def test_the_secret_seed_is_kept_and_not_told(grader: Command, week: Path, tmp_path: Path) -> None:
    """Without --seed the course's own secret is made once, readable by its owner only, and appears in no report."""
    course = week.parents[1]
    hand_in = course / "s001.py"
    hand_in.write_bytes((ROOT / "reference" / "week04_rnn" / "rnn_cell.py").read_bytes())
    fingerprints = []
    for name in ("a", "b"):
        out = tmp_path / name
        grader("grade", "4", hand_in, "--only", "rnn_cell", "--out", out, "--course", course)
        fingerprints.append(results(out)["seed_sha256"])
        seeds = (course / ".grader" / "seeds.json").read_text()
        (secret,) = json.loads(seeds).values()
        assert str(secret) not in (out / "results.json").read_text()
    assert fingerprints[0] == fingerprints[1]
    assert (course / ".grader" / "seeds.json").stat().st_mode & 0o077 == 0


@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_interruption_keeps_what_was_graded(tmp_path: Path, stop: signal.Signals) -> None:
    """Ctrl-C in the middle: exit 130, finished verdicts written, the run marked, no process left."""
    hand_ins = tmp_path / "hand-ins"
    hand_ins.mkdir()
    for i in range(2):
        (hand_ins / f"a{i}.py").write_text("import numpy as np\n" + 9 * "# the longest is judged first\n")
    (hand_ins / "b.py").write_text("def lstm_cell(*args):\n    while True:\n        pass\n")
    out = tmp_path / "out"
    files = sorted(hand_ins.iterdir())  # as a folder, files that have nothing in common are one student's
    command = [sys.executable, "-m", "grader", "grade", "4", *files, "--out", out, "--jobs", "1", "--seed", "1"]
    with subprocess.Popen(
        [str(c) for c in command], cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("[2/"):
                break
        time.sleep(2)  # into the endless loop
        assert (mine := _students() & _below(process.pid))
        started = time.monotonic()
        process.send_signal(stop)
        said = process.stderr.read()
        assert process.wait(20) == 130, said
        assert time.monotonic() - started < 10
    found = results(out)
    assert found["interrupted"] is True
    assert [s["student"] for s in found["submissions"]] == ["a0", "a1"]
    assert "2 of 3 graded" in said
    assert not mine & _students()


def _students() -> set[str]:
    """Process ids of all student processes on this machine, whatever the level, templates included."""
    programs = (b"grader/worker/__main__.py", b"grader/sandbox/linux/template.py", b"grader/judge/forkserver.py")
    found = set()
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
            if any(program in command for program in programs):
                found.add(entry.name)
        except OSError:  # it ended meanwhile
            continue
    return found


@pytest.mark.slow
@pytest.mark.timeout(1800)  # 27 wrong solutions with training, 651 mutants: four minutes of CPU
def test_verify_week04(grader: Command) -> None:
    """The reference gets full marks, the template none, wrong solutions lose what they must, mutants are noticed."""
    done = grader("assignment", "verify", "week04_rnn", "--min-kill", "0.95", timeout=1700)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 not as they should be" in done.stdout


def test_templates_are_what_the_reference_gives(grader: Command) -> None:
    """The stubs and the notebook that students get have not drifted from the reference."""
    done = grader("assignment", "template", "week04_rnn", "--check")
    assert done.returncode == 0, done.stderr


def _below(pid: int) -> set[str]:
    """Process ids of all children of a process, and of theirs."""
    parents = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit():
                parents[entry.name] = (entry / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:  # as above
            continue
    found = {str(pid)}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found
