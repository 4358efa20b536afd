"""Checks called with the student's code in the same process: the floor of the benchmarks, and never a way to grade."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from grader.course import find_course
from grader.intake import read_submission
from grader.judge.assignment import Assignment
from grader.judge.bans import where_defined
from grader.model import Check, Submission
from grader.student import LocalStudent
from grader.testing.draw import Cases, derive
from grader.testing.plugin import Plugin
from grader.worker.loader import Loader

SEED = 1


def run_checks(root: Path, week: str, paths: list[Path], *, training: bool) -> None:
    """Collect the week's checks once and call each of them on every hand-in."""
    torch.set_num_threads(1)
    assignment = Assignment.load(find_course(root), week)
    reference = assignment.reference()
    plugin: Plugin

    def loop(session: pytest.Session) -> None:
        for path in paths:
            with _imported(read_submission(path)) as student:
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


class _Here(LocalStudent):
    """A hand-in's names in this process, found as the student's process finds them."""

    def __init__(self, loader: Loader) -> None:
        super().__init__([])
        self._loader = loader

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._loader.find(name)


@contextlib.contextmanager
def _imported(submission: Submission) -> Iterator[_Here]:
    """A hand-in's modules, importable; forgotten afterwards, because the next one's have the same names."""
    with tempfile.TemporaryDirectory() as folder:
        loader, before = Loader(Path(folder)), set(sys.modules)
        sources = [(m.name, m.source, m.definitions_only) for m in submission.modules]
        loader.add(sources, where_defined(submission))
        try:
            yield _Here(loader)
        finally:
            sys.meta_path.remove(loader)
            for name in set(sys.modules) - before:
                if str(getattr(sys.modules[name], "__file__", "")).startswith(folder):
                    del sys.modules[name]


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
