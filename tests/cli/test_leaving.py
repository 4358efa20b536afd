"""The end of the program is quick, and otherwise as Python's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

START = (
    "import atexit, os, sys, threading, time\n"
    "from grader.cli.leaving import leave\n"
    "class Taken:\n"
    "    def __del__(self): os.write(2, b'taken apart ')\n"
    "sys.modules['torch'] = torch = Taken()\n"
    "atexit.register(print, 'last words')\n"
    "print('first')\n"
)


def end(code: str) -> subprocess.CompletedProcess[str]:
    """An interpreter that ends with `code`; exit code 9 where `leave` returned."""
    command = [sys.executable, "-c", f"{START}{code}\nsys.exit(9)"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_modules_are_not_taken_apart() -> None:
    """Exit code, output through a pipe and exit functions are as ever; the modules are left alone."""
    done = end("leave(3)")
    assert (done.returncode, done.stdout, done.stderr) == (3, "first\nlast words\n", "")


@pytest.mark.parametrize(
    "code",
    [
        "threading.Thread(target=time.sleep, args=(0.2,)).start()\nleave(3)",
        "leave('a reason')",
        "del sys.modules['torch']\nleave(3)",
        "sys.setprofile(lambda *_: None)\nleave(3)",
    ],
    ids=["a thread runs", "no number", "nothing to gain", "profiled"],
)
def test_python_ends_the_program(code: str) -> None:
    """Where another thread runs, somebody measures, the code is no number or nothing is big, Python ends it."""
    done = end(code)
    assert (done.returncode, done.stdout) == (9, "first\nlast words\n")


def test_output_that_cannot_be_written_is_no_success() -> None:
    """A full disk is told as Python tells it, not passed over."""
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-c", f"{START}leave(0)"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "No space left" in done.stderr
