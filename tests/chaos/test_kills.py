"""kill -9 at random moments: no verdict lost or doubled, nobody blamed for it, a restart goes on, nothing is left."""

from __future__ import annotations

import os
import random
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.hand_ins import STUDENTS, work
from tests.chaos.levels import LEVELS
from tests.chaos.prey import alive, kill
from tests.chaos.running import Scene, outcomes, wait_for

# A student's process that dies twice without a reason in one submission counts as crashed, whoever did it: so these
# are killed once for each judge. A judge that dies takes its submission with it, which is then judged afresh.
_ONCE_A_JUDGE = {"student", "newborn", "template", "container"}
ROUNDS = int(os.environ.get("GRADER_CHAOS_ROUNDS", "1"))  # who looks for trouble sets more
# Killed, all graded, some ungraded; or the first judge could not say what the level guarantees and what the checks are.
_ENDS = (-9, 0, 1, 2, 3)


@pytest.fixture(scope="module", params=LEVELS)
def level(request: pytest.FixtureRequest) -> str:
    """Each level in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def right(level: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The results of a run at this level that nobody disturbed."""
    quiet = Scene(tmp_path_factory.mktemp("quiet"), level)
    code, said = quiet.finish()
    assert (code, quiet.left_behind()) == (0, []), said
    results = quiet.results()
    assert [s["student"] for s in results["submissions"]] == list(STUDENTS)
    return results


def disturb(scene: Scene, run: subprocess.Popen[str], chance: random.Random, seconds: float) -> list[str]:
    """Kill one after the other, at random, until the run has ended or the time is up: the kinds that were hit."""
    hit: list[str] = []
    spared: set[int] = set()
    end = time.monotonic() + seconds
    while run.poll() is None and time.monotonic() < end:
        time.sleep(min(chance.uniform(0.05, 0.9), max(0.0, end - time.monotonic())))
        kind = chance.choice(scene.level.victims)
        found = [v for v in scene.victims(run) if v.kind == kind]
        if kind in _ONCE_A_JUDGE:
            found = [v for v in found if v.judge not in spared]
        if found:
            victim = chance.choice(found)
            spared |= {victim.judge} if kind in _ONCE_A_JUDGE else set()
            kill(victim.pid)
            hit.append(kind)
    return hit


def finished(run: subprocess.Popen[str], count: int) -> str:
    """Wait until the run has told of so many more hand-ins; what it said."""
    assert run.stderr is not None
    said = ""
    while count and (line := run.stderr.readline()):
        said += line
        count -= line.startswith("[")
    assert not count, said
    return said


def test_a_killed_batch_goes_on(tmp_path: Path) -> None:
    """A student's process killed, then the command: nobody is blamed, nothing is graded twice, nothing is left."""
    scene = Scene(tmp_path, "namespaces", jobs=1, students=4)
    with scene.start() as run:
        finished(run, 1)
        assert wait_for(lambda: any(v.kind == "student" for v in scene.victims(run)), 10)
        kill(next(v.pid for v in scene.victims(run) if v.kind == "student"))
        finished(run, 1)
        kill(run.pid)
        run.communicate()
    assert scene.left_running() == set()
    assert len(kept := scene.kept()) >= 2
    code, said = scene.finish()
    assert code == 0, said
    assert f"grader: {len(kept)} of 4 hand-ins are graded already and have not changed" in said
    assert said.count("\n[") + said.startswith("[") == 4 - len(kept)
    found = outcomes(scene.results())
    assert kept.items() <= found.items()
    lost = {student: [o for _, o in checks if o != "passed"] for student, checks in found.items()}
    assert lost == {"s001": [], "s002": ["failed"], "s003": ["error"], "s004": ["crashed"]}
    assert scene.left_behind() == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, ROUNDS + 1))
def test_killed_at_random(tmp_path: Path, level: str, right: dict[str, Any], seed: int) -> None:
    """Two disturbed runs, the first of which is itself killed, and a quiet one: the results of an undisturbed run."""
    scene = Scene(tmp_path, level)
    chance = random.Random(seed)
    expected = outcomes(right)
    hit: list[str] = []
    for first in (True, False):
        with scene.start() as run:
            hit += disturb(scene, run, chance, chance.uniform(4, 9) if first else 90)
            if first and run.poll() is None:
                kill(run.pid)
                hit.append("batch")
            said = run.communicate(timeout=60)[1]
        assert run.returncode in _ENDS, said
        assert scene.left_running() == set(), said
        for student, found in scene.kept().items():
            assert found == expected[student], (student, hit, said)
        if run.returncode in (0, 1):
            for student, found in outcomes(scene.results()).items():
                assert {c for c in found if c[1] != "ungraded"} <= set(expected[student]), (student, hit, said)
    if run.returncode == 0:
        assert scene.results() == scene.placed(right), hit
    kept = len(scene.kept())
    code, said = scene.finish()  # which also clears what the killed judges of the run before have left
    assert code == 0, said
    assert not kept or f"{kept} of {len(STUDENTS)} hand-ins are graded already and have not changed" in said
    assert scene.results() == scene.placed(right), hit
    assert scene.left_behind() == []
    assert len(hit) >= 3


@pytest.mark.slow
def test_each_kind_once(tmp_path: Path, level: str, right: dict[str, Any]) -> None:
    """One kill of each kind, each in another submission, costs nobody anything: the same run grades all, rightly."""
    scene = Scene(tmp_path, level, jobs=1)
    with scene.start() as run:
        # Who lives for milliseconds is hit by chance only; a container is its template's end, and the class is small.
        left_out = {"newborn", "template"} if "container" in scene.level.victims else {"newborn"}
        for kind in sorted(set(scene.level.victims) - left_out):
            ends = kind != "server"  # who judges for it notices nothing, and the class is small
            finished(run, ends)
            assert wait_for(lambda kind=kind: any(v.kind == kind for v in scene.victims(run)), 20), kind  # type: ignore[misc]
            kill(next(v.pid for v in scene.victims(run) if v.kind == kind))
            finished(run, ends)
        said = run.communicate(timeout=90)[1]
    assert run.returncode == 0, said
    assert scene.results() == scene.placed(right)
    assert scene.left_running() == set()
    assert scene.left_behind() == []


@pytest.mark.slow
def test_nothing_outlives_the_batch(tmp_path: Path, level: str) -> None:
    """The command alone is killed: judges, templates and students are gone at once, long before the check's time."""
    scene = Scene(tmp_path, level, jobs=1, students=0, extra={"s001": work("time.sleep(15)")})
    with scene.start() as run:
        assert wait_for(lambda: "student" in {v.kind for v in scene.victims(run)}, 120)
        kinds = {v.pid: v.kind for v in scene.victims(run)}
        assert {"judge", "judge child", "student"} <= {*kinds.values()}
        kill(run.pid)
        run.wait()
        wait_for(lambda: not any(map(alive, kinds)), 3)
        assert [kind for pid, kind in kinds.items() if alive(pid)] == []
        assert scene.left_running(1) == set()
