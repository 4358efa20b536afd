"""Checks called with the student's code in the same process: the floor of the benchmarks, and never a way to grade."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch

from grader.course import find_course
from grader.intake import read_submission
from grader.judge.assignment import Assignment
from grader.model import Check, Submission
from grader.student import LocalStudent
from grader.testing.draw import Cases, derive
from grader.testing.plugin import Plugin

SEED = 1


def run_checks(root: Path, week: str, paths: list[Path], *, training: bool) -> None:
    """Collect the week's checks once and call each of them on every hand-in."""
    torch.set_num_threads(1)
    assignment = Assignment.load(find_course(root), week)
    reference = assignment.reference()
    plugin: Plugin

    def loop(session: pytest.Session) -> None:
        for path in paths:
            submission = read_submission(path)
            student = LocalStudent(_modules(submission))
            passed: set[str] = set()
            for item in session.items:
                check = plugin.checks[item.nodeid]
                if all(f"{check.id.split('::')[0]}::{need}" in passed for need in check.needs):
                    _call(item, check, student, passed, assignment, reference)

    plugin = Plugin(
        points_by_task={t.id: t.points for t in assignment.spec.tasks},
        spec_file=assignment.spec_file,
        gates=assignment.gate,
        reference=reference,
        seed=SEED,
        select=lambda check: training or not check.training,
        loop=loop,
    )
    folder = str(assignment.folder)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    options = [f"--rootdir={folder}", "-c", os.devnull, "--import-mode=importlib", "-p", "no:cacheprovider"]
    ignored = ["--ignore-glob=**/wrong/*", "--ignore-glob=**/samples/*"]
    status = pytest.main([folder, *options, *ignored, "-p", "no:terminal"], plugins=[plugin])
    if status is pytest.ExitCode.INTERNAL_ERROR:
        raise RuntimeError("the floor broke down: its time means nothing")
    if plugin.error is not None:
        raise plugin.error


def _modules(submission: Submission) -> list[ModuleType]:
    modules = []
    for m in submission.modules:
        module = ModuleType(m.name)
        sys.modules[m.name] = module
        try:
            exec(compile(m.source, m.path, "exec"), vars(module))  # noqa: S102 - harmless samples, chosen by hand
        except Exception:  # noqa: BLE001, S112 - a file that cannot be read defines nothing, here as elsewhere
            continue
        modules.append(module)
    return modules


def _call(
    item: Any, check: Check, student: LocalStudent, passed: set[str], assignment: Assignment, reference: Any
) -> None:
    data = os.environ.get("GRADER_DATA_DIR")
    nothing: Callable[..., None] = lambda *args: None  # noqa: E731
    fixtures = {
        "student": student,
        "reference": reference,
        "cases": Cases(derive(SEED, check.id)),
        "credit": nothing,
        "record": nothing,
        "gate": lambda data_set: assignment.gate(check.task, data_set),
        "data_dir": Path(data) if data else None,
    }
    try:
        item.obj(**{name: fixtures[name] for name in item._fixtureinfo.argnames})
    except Exception:  # noqa: BLE001 - a wrong hand-in fails its checks
        return
    passed.add(check.id)
