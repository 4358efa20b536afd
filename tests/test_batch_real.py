"""Batches of real judges that are killed or stopped in the middle."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.batch import Batch, Graded
from grader.judge.config import JudgeConfig
from tests.judge.running import COURSE, submission

SEED = 6412384712398471233


SLEEPS_ONCE = """
import os, time

def work(i):
    if i == 3 and not os.path.exists({marker!r}):
        open({marker!r}, "w").close()
        time.sleep(1.5)
    return 2 * i
"""


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(p for child in children for p in tree(int(child)))]


def alive(pid: int) -> bool:
    """Whether the process runs; one that waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something to happen in another process."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


class Running:
    """A batch with one submission whose fourth check sleeps the first time, in a thread."""

    def __init__(self, folder: Path) -> None:
        self.marker = folder / "asleep"
        config = JudgeConfig(str(COURSE), "week01_tiny", SEED, only=("hard",), sandbox="process")  # it leaves a mark
        self.batch = Batch(config, 1)
        self.graded: list[Graded] = []
        self._hand_in = submission("s001", hard=SLEEPS_ONCE.format(marker=str(self.marker)))
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        wait_until(self.marker.exists)
        (judge,) = self.batch._judges
        self.judge, self.child, *self.students = tree(judge._process.pid)

    def _run(self) -> None:
        self.graded += self.batch.run([self._hand_in])

    def join(self) -> None:
        """Wait for the end; all processes of the beginning are gone."""
        self._thread.join(60)
        assert not self._thread.is_alive()
        wait_until(lambda: not any(map(alive, [self.judge, self.child, *self.students])), 5)


@pytest.mark.slow
@pytest.mark.parametrize("whom", ["judge", "child"])
def test_kill_9_in_the_middle(tmp_path: Path, whom: str) -> None:
    """A real judge or its child killed in a check: judged again, completely, and the student's process is gone."""
    running = Running(tmp_path)
    assert len(running.students) == 1
    os.kill(getattr(running, whom), signal.SIGKILL)
    running.join()
    (graded,) = running.graded
    assert [r.outcome.value for r in graded.results] == ["passed"] * 8


def test_stop_leaves_nothing(tmp_path: Path) -> None:
    """Stopped in the middle of a check: no judge, no child, no student's process, no work folder is left.

    Meanwhile the seed stands in no process's command line or environment.
    """
    running = Running(tmp_path)
    pids = [running.judge, running.child, *running.students]
    folder = running.batch._folder
    assert folder is not None and list(folder.glob("grader-*"))
    for pid in pids:
        told = Path(f"/proc/{pid}/cmdline").read_bytes() + Path(f"/proc/{pid}/environ").read_bytes()
        assert str(SEED).encode() not in told and f"{SEED:x}".encode() not in told
    running.batch.stop()
    running.join()
    assert running.graded == []
    assert not folder.exists()
