"""The container engine is gone, from the start or in the middle. Its tests are there where an image is named."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.chaos.levels import LEVELS
from tests.chaos.prey import kill
from tests.chaos.proxy import Proxy
from tests.chaos.running import Scene, outcomes, wait_for

RIGHT = {"s001": [], "s002": ["failed"], "s003": ["error"], "s004": ["crashed"], "s005": ["crashed"]}

if "docker" in LEVELS:

    @pytest.mark.slow
    def test_no_engine(tmp_path: Path) -> None:
        """Without an engine the command says so at once, in one line, and blames nobody."""
        scene = Scene(tmp_path, "docker", students=1)
        started = time.monotonic()
        code, said = scene.finish(DOCKER_HOST=f"unix://{tmp_path}/nothing.sock")
        assert code == 2, said
        assert "engine" in said and "Traceback" not in said
        assert len(said.splitlines()) == 1
        assert time.monotonic() - started < 60

    @pytest.mark.slow
    def test_the_engine_dies_in_the_middle(tmp_path: Path) -> None:
        """What runs goes on; what needs a new container is ungraded; when the engine is back, only that is graded."""
        scene = Scene(tmp_path, "docker", jobs=1, students=5)
        with Proxy(tmp_path / "engine.sock") as proxy, scene.start(DOCKER_HOST=proxy.address) as run:
            assert run.stderr is not None
            said = run.stderr.readline()
            assert said.startswith("["), said + run.stderr.read()
            assert wait_for(lambda: any(v.kind == "container" for v in scene.victims(run)), 20)
            proxy.cut()
            for victim in scene.victims(run):
                if victim.kind == "container":
                    kill(victim.pid)
            said += run.communicate(timeout=200)[1]
        assert run.returncode == 1, said
        assert "Traceback" not in said
        found = {s: {o for _, o in checks if o != "passed"} for s, checks in outcomes(scene.results()).items()}
        assert found.keys() == RIGHT.keys()
        assert all(lost <= {"ungraded", *RIGHT[student]} for student, lost in found.items()), said
        assert any("ungraded" in lost for lost in found.values())
        assert scene.left_running() == set()
        code, said = scene.finish()
        assert code == 0, said
        after = {s: [o for _, o in checks if o != "passed"] for s, checks in outcomes(scene.results()).items()}
        assert after == RIGHT
        assert scene.left_behind() == []
