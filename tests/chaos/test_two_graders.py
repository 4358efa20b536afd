"""Two graders on one store: everything is judged once, whoever is killed, and both get all results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.hand_ins import STUDENTS
from tests.chaos.prey import kill
from tests.chaos.running import Scene, outcomes, wait_for

SLOW_ONCE = """
import os, time

MARK = %r

def work(i):
    if not os.path.exists(MARK):
        open(MARK, "w").close()
        time.sleep(30)
    return 2 * i
"""


def results_in(folder: Path) -> dict[str, Any]:
    """results.json of a folder."""
    found: dict[str, Any] = json.loads((folder / "results.json").read_text())
    return found


@pytest.mark.slow
def test_nothing_is_judged_twice(tmp_path: Path) -> None:
    """Started at the same time they share the class; each judges some, and both write the same results."""
    scene = Scene(tmp_path, "process", jobs=1)
    other = tmp_path / "other"
    with scene.start() as first, scene.start("--out", str(other)) as second:
        said = [run.communicate(timeout=120)[1] for run in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0), said
    assert scene.gradings() == dict.fromkeys(STUDENTS, 1)
    judged = [sum(line.startswith("[") for line in text.splitlines()) for text in said]
    assert sum(judged) == len(STUDENTS) and all(judged)
    assert outcomes(results_in(scene.out)) == outcomes(results_in(other))
    assert scene.left_behind() == []


@pytest.mark.slow
def test_who_waits_takes_over_what_is_freed(tmp_path: Path) -> None:
    """While all that is left is judged by another the grader says so and waits; when that one is killed, it judges."""
    scene = Scene(tmp_path, "process", jobs=1, students=0, extra={"s001": SLOW_ONCE % str(tmp_path / "slept")})
    with scene.start() as first:
        assert wait_for((tmp_path / "slept").exists, 60)
        with scene.start("--out", str(tmp_path / "other")) as second:
            assert second.stderr is not None
            line = second.stderr.readline()
            assert line.startswith("grader: waiting for 1 that another grader judges now (process "), line
            assert second.poll() is None and f"process {first.pid} on " in line
            kill(first.pid)
            said = second.communicate(timeout=60)[1]
    assert second.returncode == 0, said
    assert "[1/1] s001" in said
    assert scene.gradings() == {"s001": 1}


@pytest.mark.slow
def test_killed_five_times(tmp_path: Path) -> None:
    """Killed again and again, and started again each time: the results of one undisturbed run, each judged once."""
    quiet = Scene(tmp_path_of(tmp_path, "quiet"), "process")
    assert quiet.finish()[0] == 0
    scene = Scene(tmp_path_of(tmp_path, "killed"), "process")
    kept = 0
    for _ in range(5):
        with scene.start() as run:
            assert run.stderr is not None
            while (line := run.stderr.readline()) and not line.startswith("["):
                pass
            kill(run.pid)
            run.communicate()
        assert len(scene.kept()) >= kept
        kept = len(scene.kept())
    code, said = scene.finish()
    assert code == 0, said
    assert scene.results() == scene.placed(quiet.results())
    assert set(scene.gradings().values()) == {1}
    assert scene.left_behind() == []


def tmp_path_of(folder: Path, name: str) -> Path:
    """A new folder in it."""
    (folder / name).mkdir()
    return folder / name
