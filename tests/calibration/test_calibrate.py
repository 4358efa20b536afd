"""`grader assignment calibrate` from end to end, on a course whose training takes no time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from grader.course import Course
from grader.spec import load_assignment

pytestmark = pytest.mark.slow  # processes that import torch


def calibrate(course: Course, *arguments: str) -> Result:
    """`grader assignment calibrate week01 …` in this process; the runs are made in two others."""
    command = ["assignment", "calibrate", "week01", "--course", str(course.root), "--jobs", "2", *arguments]
    return CliRunner().invoke(main, command)


def toml(course: Course) -> Path:
    """The file that is written."""
    return course.assignment_dir("week01") / "assignment.toml"


def log(course: Course) -> list[str]:
    """Every training that was made."""
    file = course.root / "log"
    return file.read_text("utf-8").splitlines() if file.exists() else []


def replace(path: Path, old: str, new: str) -> None:
    """Change a file; the text must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_measures_writes_and_checks(course: Course) -> None:
    """The gate is measured and written, everything else in the file stays; a check agrees, until the model changes."""
    before = toml(course).read_text("utf-8")
    done = calibrate(course, "--data-dir", str(course.root / "data"), "--data", "real")
    assert done.exit_code == 0, done.output
    assert "[19/19]" in done.stderr
    gate = load_assignment(course.assignment_dir("week01")).task("guess").gates["real"]
    assert (gate.seeds, gate.test_size, gate.floor) == (10, 400, 0.5)
    assert gate.mean == pytest.approx(0.9, abs=0.02)
    assert gate.threshold == pytest.approx(0.5 + 0.6 * (gate.mean - 0.5), abs=0.002)
    assert gate.honest == {"a": pytest.approx(0.851), "b": pytest.approx(0.861), "c": pytest.approx(0.871)}
    assert "torch" in gate.measured and "1 thread" in gate.measured
    after = toml(course).read_text("utf-8")
    values = ("mean", "sigma", "threshold", "test_size", "seeds", "measured", "floor", "spread", "seconds", "honest")

    def rest(text: str) -> list[str]:
        return [line for line in text.splitlines() if line and not line.startswith(values)]

    assert rest(after) == rest(before)
    assert 'metric = "accuracy" # of 400 coins' in after

    data = ("--data-dir", str(course.root / "data"), "--data", "real", "--check", "--json")
    agreed = calibrate(course, *data)
    assert agreed.exit_code == 0, agreed.output
    assert json.loads(agreed.stdout)["problems"] == []
    assert toml(course).read_text("utf-8") == after

    replace(course.reference_dir("week01_coins") / "coins.py", "gauss(0.9", "gauss(0.8")
    drifted = calibrate(course, *data)
    assert drifted.exit_code == 1
    assert json.loads(drifted.stdout)["problems"][0].startswith("mean: recorded")
    assert toml(course).read_text("utf-8") == after


def test_a_new_data_set_gets_a_table(course: Course) -> None:
    """A gate that is not in the file yet is added to its own task; a missing one fails the check."""
    assert calibrate(course, "--data", "made", "--check", "--seeds", "2").exit_code == 1
    assert calibrate(course, "--data", "made", "--seeds", "4").exit_code == 0
    spec = load_assignment(course.assignment_dir("week01"))
    assert set(spec.task("guess").gates) == {"real", "made"}
    assert spec.task("last").gates == spec.task("other").gates == {}
    assert spec.task("guess").gates["made"].seeds == 4


def test_honest_models_that_fail_stop_it(course: Course) -> None:
    """A threshold that an honest model misses is not written; the model is named."""
    before = toml(course).read_text("utf-8")
    replace(course.assignment_dir("week01") / "calibration.py", "BIAS = 0.85", "BIAS = 0.72")
    done = calibrate(course, "--data", "made", "--seeds", "4")
    assert done.exit_code == 1
    assert "honest model does not reach" in done.stdout
    assert toml(course).read_text("utf-8") == before


@pytest.mark.parametrize(
    "change,arguments,says",
    [
        (None, ("--task", "other"), "no task 'other' to calibrate"),
        (None, ("--data", "nope"), "no data set 'nope'"),
        (None, ("--data", "real"), "real coins: let --data-dir name their folder"),
        (('"c": honest(0.02)', ""), (), "2 of at least 3 honest models"),
        (("return train(seed)", "return 1 / 0"), ("--data", "made"), "ZeroDivisionError"),
        (("return train(seed)", "import os; os._exit(3)"), ("--data", "made"), "a training process died"),
        (("RECIPES = {", "RECIPE = {"), (), "RECIPES must be a dictionary"),
        (("from grader.calibration", "from grader.nowhere"), (), "cannot be imported"),
    ],
)
def test_wrong_usage(
    course: Course,
    monkeypatch: pytest.MonkeyPatch,
    change: tuple[str, str] | None,
    arguments: tuple[str, ...],
    says: str,
) -> None:
    """One line and exit code 2, whatever is wrong with the command or the recipe."""
    monkeypatch.delenv("GRADER_DATA_DIR", raising=False)
    if change is not None:
        replace(course.assignment_dir("week01") / "calibration.py", *change)
    done = calibrate(course, *arguments)
    assert done.exit_code == 2, done.output
    assert says in done.stderr


def test_ctrl_c_keeps_what_was_measured(course: Course) -> None:
    """Interrupted, it ends at once with all its processes; the same command makes the other runs only."""
    recipe = course.assignment_dir("week01") / "calibration.py"
    replace(
        recipe,
        "    return train(seed)",
        "    import time\n    time.sleep(60 if seed == 3 and WAIT else 0)\n    return train(seed)",
    )
    replace(recipe, "BIAS = 0.85", "import os\nWAIT = os.environ.get('WAIT')\nBIAS = 0.85")
    command = [sys.executable, "-m", "grader", "assignment", "calibrate", "week01", "--data", "made", "--seeds", "4"]
    with subprocess.Popen(
        [*command, "--jobs", "1"], cwd=course.root, env={**os.environ, "WAIT": "1"}, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "seed 2" in line:
                break
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert time.monotonic() - began < 20
    made = log(course)
    (course.root / "log").unlink()
    done = calibrate(course, "--data", "made", "--seeds", "4")
    assert done.exit_code == 0, done.output
    assert "3 runs of an interrupted calibration are taken over" in done.stderr
    assert [line for line in made if line.startswith("train")] == [f"train {seed}" for seed in range(len(made))]
    assert sorted(line for line in log(course) if line.startswith("train")) == ["train 3"]
    assert not list((course.root / ".grader" / "calibration").iterdir())


def test_changed_code_starts_anew(course: Course) -> None:
    """Runs of another reference are not taken over, and a torn last line is not read."""
    from grader.calibration import Job, Kept, Run

    job = Job(str(course.root), "week01_coins", "guess", "made", None, "reference", 0)
    run = Run("reference", 0, 0.9, None, 0.5, 200, 1.0)
    kept = Kept(course, "week01_coins", "guess-made", None)
    kept.begin([])
    kept.add(run)
    assert Kept(course, "week01_coins", "guess-made", None).runs([job]) == [run]
    (file,) = (course.root / ".grader" / "calibration").iterdir()
    with file.open("a", encoding="utf-8") as out:
        out.write('{"model": "reference", "se')
    assert Kept(course, "week01_coins", "guess-made", None).runs([job]) == [run]
    assert Kept(course, "week01_coins", "guess-made", "/elsewhere").runs([job]) == []
    replace(course.reference_dir("week01_coins") / "coins.py", "0.01", "0.02")
    assert Kept(course, "week01_coins", "guess-made", None).runs([job]) == []
