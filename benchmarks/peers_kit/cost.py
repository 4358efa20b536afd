"""Running a grader's command, and what it took."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from peers_kit.model import CannotRunError, Cost

# One thread each: the graders are compared, not the libraries' use of cores.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
PATIENCE = 3600.0  # nothing here runs for ever; this is for a grader that hangs by itself


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    accept: Sequence[int] = (0,),
    patience: float = PATIENCE,
) -> tuple[Cost, str]:
    """Run a command to its end: (what it and the descendants that it waited for took, its standard output).

    Raises:
        CannotRunError: it ended with a status that is not in `accept`, or not at all in `patience` seconds.
    """
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    variables |= ONE_THREAD | dict(environment or {})
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=errors,
            start_new_session=True,
        )
        alarm = threading.Timer(patience, os.killpg, (process.pid, signal.SIGKILL))
        alarm.start()
        try:
            _, status, used = os.wait4(process.pid, 0)  # the figures of this command and what it waited for
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            alarm.cancel()
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        text = out.read()
        if process.returncode not in accept:
            said = _telling(errors.read() or text)
            raise CannotRunError(f"{' '.join(map(_short, command[:4]))} … ended with {process.returncode}: {said}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), text


def _telling(said: str) -> str:
    """The line that names an exception, if there is one, else the last."""
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["it said nothing"]
    return next((line for line in reversed(lines) if re.match(r"[\w.]*(Error|Exception)\b", line)), lines[-1])


def _short(word: str) -> str:
    return Path(word).name if word.startswith("/") else word
