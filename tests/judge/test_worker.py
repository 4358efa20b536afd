"""The judge process's two pipes: jobs in, events out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from grader.judge.worker import _Events
from grader.model import CheckResult, Outcome, Submission
from tests.judge.running import CHECK, COURSE

JOBS = """
import os, sys
from grader.judge.worker import _jobs
jobs = _jobs()
assert jobs.readline() == b"config\\n"
assert os.read(0, 10) == b""
if os.fork() == 0:
    assert os.read(jobs.fileno(), 10) == b"" == os.read(0, 10)
    if os.fork() == 0:
        with open(__file__) as other:
            pass
        os._exit(7)
    os._exit(os.waitstatus_to_exitcode(os.wait()[1]))
assert os.waitstatus_to_exitcode(os.wait()[1]) == 7
print(jobs.read().decode())
"""


def test_jobs_are_the_parents_alone(tmp_path: Path) -> None:
    """The judge reads its jobs; stdin and the jobs' descriptor are empty in its children, and theirs."""
    script = tmp_path / "script.py"
    script.write_text(JOBS)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    text = "config\n" + "s001\n" * 5000
    done = subprocess.run(
        [sys.executable, str(script)], input=text, capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == text.removeprefix("config\n").strip()


def test_an_event_after_half_a_line_is_whole() -> None:
    """What a child that was killed left half-written does not swallow the next event."""
    reading, writing = os.pipe()
    events = _Events(writing)
    os.write(writing, b'{"event": "result", "resu')
    events.done(Submission("s001", "s001"), 1.5, "the judge was killed by signal 9")
    events.result(Submission("s001", "s001"), CheckResult(CHECK, Outcome.PASSED, 2.0))
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        half, *lines = [line for line in pipe.read().split(b"\n") if line]
    assert half == b'{"event": "result", "resu'
    done, result = map(json.loads, lines)
    assert done == {"event": "done", "seconds": 1.5, "fault": "the judge was killed by signal 9"}
    assert (result["event"], result["result"]["outcome"]) == ("result", "passed")


def ask(config: dict[str, object]) -> tuple[int, list[dict[str, object]], str]:
    """Exit status, events and stderr of a judge process without work."""
    done = subprocess.run(
        [sys.executable, "-m", "grader.judge.worker", str(os.getpid())],
        input=json.dumps(config) + "\n",
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines() if line], done.stderr


def test_an_operators_error_is_an_event() -> None:
    """An unknown task is an event of one line and exit status 2, without a traceback."""
    status, events, said = ask({"root": str(COURSE), "week": "1", "seed": 1, "only": ["nope"]})
    assert status == 2
    ((event),) = events
    assert event["event"] == "error" and "no task 'nope'" in str(event["text"])
    assert "Traceback" not in said
