"""How much memory a student's process had in use."""

from __future__ import annotations

import subprocess
import sys
from typing import cast

import pytest

from grader.judge.memory import peak_memory
from grader.judge.runner import Settings
from grader.sandbox import Ending, PlainProcess, StudentProcess
from tests.judge.running import judge, reference_of

MB = 1 << 20


class Process:
    """As much of a student's process as is asked for."""

    def __init__(self, pid: int, ending: Ending | None) -> None:
        self.pid, self._ending = pid, ending

    def ending(self, patience: float) -> Ending | None:
        """As StudentProcess."""
        return self._ending


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's high-water mark")
def test_a_living_process_tells_its_peak() -> None:
    """Memory that was given back still counts."""
    program = "x = bytearray(200 << 20); del x; print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        peak = peak_memory(cast("StudentProcess", Process(process.pid, None)))
        process.kill()
    assert peak is not None
    assert 200 * MB < peak < 400 * MB


@pytest.mark.parametrize(
    "ending,peak", [(Ending(status=0, memory=7 * MB), 7 * MB), (Ending(status=0), None), (None, None)]
)
def test_a_dead_process_tells_by_its_ending(ending: Ending | None, peak: int | None) -> None:
    """Where the level measures it; else nothing is known."""
    assert peak_memory(cast("StudentProcess", Process(2**30, ending))) == peak


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's high-water mark")
def test_every_result_of_a_check_has_it() -> None:
    """The judge keeps the peak with each check; it never falls while one process serves them."""
    told = judge([reference_of("week01_tiny")], PlainProcess(), Settings(7, fork=False))
    peaks = [result.memory for result in told.results["reference"].values() if result.memory]
    assert peaks and peaks == sorted(peaks)
