"""`grader grade` on the disturbed course: started, killed, started again; what it left, and what came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from grader.store import open_store
from grader.store.schema import GRADING
from tests.chaos.hand_ins import write_hand_ins
from tests.chaos.levels import LEVELS
from tests.chaos.prey import containers_of, mentioning, victims

COURSE = Path(__file__).parent / "course"
_TIMES = {"seconds", "started"}


class Scene:
    """A folder with hand-ins, one for reports and one for temporary files, and the runs that work there.

    Args:
        folder: empty. level: an entry of LEVELS. students: how many of the class. extra: others, with their work.
    """

    def __init__(
        self,
        folder: Path,
        level: str,
        jobs: int = 2,
        students: int | None = None,
        extra: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.level, self.out, self.temporary = LEVELS[level], folder / "out", folder / "tmp"
        self.temporary.mkdir()
        self.store = folder / "store" / "store.sqlite3"
        self.store.parent.mkdir()
        self._hand_ins = folder / "hand-ins"
        hand_ins = write_hand_ins(self._hand_ins)[:students]
        for student, work in extra.items():
            hand_ins.append(self._hand_ins / f"{student}.py")
            hand_ins[-1].write_text(work)
        options = [
            "--out",
            self.out,
            "--seed",
            "7",
            "--jobs",
            jobs,
            "--course",
            COURSE,
            "--store",
            self.store,
            *self.level.arguments,
        ]
        self._command = [sys.executable, "-m", "grader", "grade", "1", *hand_ins, *options]
        self._containers = level == "docker"
        self._judges: set[int] = set()  # all that were ever seen
        self._commands: list[int] = []

    def start(
        self, *arguments: str, prefix: Sequence[str] = (), stdout: Any = subprocess.DEVNULL, **environment: str
    ) -> subprocess.Popen[str]:
        """A run; its standard error is collected, its output is not."""
        variables = {k: v for k, v in os.environ.items() if k not in ("GRADER_DATA_DIR", "GRADER_LANG")}
        run = subprocess.Popen(
            [*prefix, *map(str, self._command), *arguments],
            env=variables | {"TMPDIR": str(self.temporary), "OMP_NUM_THREADS": "1"} | environment,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._commands.append(run.pid)
        return run

    def finish(self, *arguments: str, **how: Any) -> tuple[int, str]:
        """A run that nobody disturbs, started so: exit code and standard error."""
        with self.start(*arguments, **how) as run:
            said = run.communicate(timeout=120)[1]
            return run.returncode, said

    def victims(self, run: subprocess.Popen[str]) -> list[Any]:
        """What there is to kill now."""
        found = victims(run.pid, containers=self._containers)
        self._judges |= {victim.judge for victim in found}
        return found

    def results(self) -> dict[str, Any]:
        """results.json without times."""
        data: dict[str, Any] = _timeless(json.loads((self.out / "results.json").read_text()))
        return data

    def placed(self, results: dict[str, Any]) -> dict[str, Any]:
        """Another scene's results as they would be in this one."""
        submissions = [s | {"origin": str(self._hand_ins / Path(s["origin"]).name)} for s in results["submissions"]]
        return results | {"submissions": submissions}

    def kept(self) -> dict[str, list[tuple[str, str]]]:
        """What the store holds and the next run takes over: student → check and outcome."""
        with open_store(str(self.store)) as store:
            with store.reading() as connection:
                keys = list(connection.execute(sa.select(GRADING.c.key).distinct()).scalars())
            return {e.student: [(r.check.id, r.outcome.value) for r in e.results] for e in store.known(keys)}

    def gradings(self) -> dict[str, int]:
        """Student → how often that work was judged and kept."""
        with open_store(str(self.store)) as store, store.reading() as connection:
            count = sa.select(GRADING.c.student, sa.func.count()).group_by(GRADING.c.student)
            return {row[0]: row[1] for row in connection.execute(count)}

    def left_running(self, patience: float = 15.0) -> set[int]:
        """Processes of ours that have not ended by themselves."""
        wait_for(lambda: not mentioning(str(self.temporary), self._commands), patience)
        return mentioning(str(self.temporary), self._commands)

    def left_behind(self) -> list[str]:
        """Temporary files, cgroups, mounts, containers and half-made reports that no run has cleared."""
        groups = [
            str(g) for g in Path("/sys/fs/cgroup").glob("**/grader-*") if int(g.name.split("-")[1]) in self._judges
        ]
        mounts = [line for line in Path("/proc/self/mountinfo").read_text().splitlines() if str(self.temporary) in line]
        half = [str(p) for p in self.out.glob(".*")]
        containers = [f"container of {pid}" for pid in containers_of(self._judges)] if self._containers else []
        return [*map(str, self.temporary.iterdir()), *groups, *mounts, *half, *containers]


def wait_for(condition: Callable[[], bool], patience: float) -> bool:
    """Whether something happens in time."""
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def outcomes(results: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """student → check and outcome, each student once."""
    found = {s["student"]: [(c["id"], c["outcome"]) for c in s["checks"]] for s in results["submissions"]}
    assert len(found) == len(results["submissions"])
    return found


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _timeless(v) for k, v in value.items() if k not in _TIMES}
    return [_timeless(v) for v in value] if isinstance(value, list) else value
