"""A grader as it should not be: it runs the submission in its own process and believes what it finds there.

The proof that a cheat is one: here it gets full points. A forked child plays the whole grader; its exit status, its
last line or its results.json is the verdict, as with many a script in the world.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import sys
import tempfile
import traceback
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch

from tests.hostile.court import HERE
from tests.hostile.row import FACTS, Row
from tests.sandbox.attacks.table import PRELUDE

_SECONDS = 20
_REFERENCE = HERE / "course" / "reference" / "week01_walls" / "double.py"


def full_points(row: Row, facts: Mapping[str, Any]) -> bool:
    """Whether such a grader is fooled."""
    assert row.naive is not None
    with tempfile.TemporaryDirectory() as folder:
        pid = os.fork()
        if pid == 0:
            _grader(row, facts, Path(folder))
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if row.reads == "stdout":
            return "SCORE: 100/100" in (Path(folder) / "stdout").read_text()
        if row.reads == "file":
            file = Path(folder) / "results.json"
            return file.exists() and bool(json.loads(file.read_text())["ok"])
        if status:
            print((Path(folder) / "stdout").read_text()[-2_000:])  # for whoever asks why this grader was not fooled
        return status == 0


def _grader(row: Row, facts: Mapping[str, Any], folder: Path) -> None:
    """The whole grader; does not return."""
    import signal

    signal.alarm(_SECONDS)
    os.chdir(folder)
    os.environ["HOME"] = os.environ["TMPDIR"] = str(folder)
    out = os.open("stdout", os.O_WRONLY | os.O_CREAT)
    for descriptor in (1, 2):
        os.dup2(out, descriptor)
    sys.stdout = sys.stderr = os.fdopen(1, "w")
    atexit._clear()  # what pytest registered is not this grader's
    status = 1
    try:
        status = 0 if _judged(row, facts) else 1
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001 - a failed check
        traceback.print_exc()
    with contextlib.suppress(Exception):
        sys.stdout.flush()
        if status and not Path("results.json").exists():
            Path("results.json").write_text('{"ok": false}')
    atexit._run_exitfuncs()
    os._exit(status)


def _judged(row: Row, facts: Mapping[str, Any]) -> bool:
    """The submission and the check, side by side in one process."""
    reference = types.ModuleType("reference")
    exec(_REFERENCE.read_text(), vars(reference))
    others = {name: module for name, module in sys.modules.items() if name != "reference"}
    sys.modules.clear()  # first, since numpy.core, which tests' libraries import, warns when a cheat asks it for names
    sys.modules.update({"reference": reference, **others})
    space: dict[str, Any] = {"__name__": "submission", "__file__": "submission.py", "reference": reference}
    space |= {"torch": torch, "np": np, "os": os, "x": torch.tensor([1.5, -2.0, 4.0])}
    source = PRELUDE + FACTS.format(facts=json.dumps(facts)) + row.code
    exec(compile(source, "submission.py", "exec"), space)

    def check() -> dict[str, Any]:
        own = dict(space)
        exec(compile(row.naive or "", "check.py", "exec"), own)
        return own

    return bool(check()["ok"])
