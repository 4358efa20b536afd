"""An assignment's checks with their tables, and how checks end for another implementation with a mistake in it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
import torch

from grader.course import load_course
from grader.judge.assignment import Assignment
from grader.judge.runner import Judge, Settings, plain_pytest
from grader.judge.warm import warm
from grader.model import Check
from grader.mutation import Mutant, mutants
from grader.sandbox import PlainProcess
from grader.student import LocalStudent
from grader.testing.counterfactual import Outcome, Table, ending, mutated_modules, relevant, told
from grader.testing.plugin import Plugin

ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 0.5  # of one mutant in one check


@dataclass(frozen=True)
class CheckTable:
    """A check, what mistakes in the reference lead to in it, and what those in another implementation do."""

    check: Check
    table: Table
    others: tuple[Outcome, ...]


def tables(week: str, seed: int, other: Path | None) -> list[CheckTable]:
    """The tables of all checks that train no model. `other`: a folder with right solutions, a file per module."""
    torch.set_num_threads(1)
    warm()
    assignment = Assignment.load(load_course(ROOT), week)
    found: list[CheckTable] = []

    def loop(session: pytest.Session) -> None:
        for item in session.items:
            assert isinstance(item, pytest.Function)
            check = plugin.checks[item.nodeid]
            others = tuple(_outcomes(plugin, item, assignment, other)) if other is not None else ()
            found.append(CheckTable(check, plugin.make_table(item), others))

    plugin = Plugin(
        points_by_task={t.id: t.points for t in assignment.spec.tasks},
        spec_file=assignment.spec_file,
        gates=assignment.gate,
        reference=assignment.reference(),
        seed=seed,
        select=lambda check: not check.training,
        loop=loop,
        variants=assignment.variants,
    )
    with plain_pytest(assignment.folder):
        pytest.main(Judge(assignment, PlainProcess(), Settings(seed)).arguments(), plugins=[plugin])
    if plugin.error is not None:
        raise plugin.error
    return found


def _outcomes(plugin: Plugin, item: pytest.Function, assignment: Assignment, folder: Path) -> list[Outcome]:
    """How the check ends for each mutant of the other implementation."""
    modules = [_loaded(folder / f"{task.module}.py") for task in assignment.spec.tasks]
    found = []
    names = {name for task in assignment.spec.tasks for name in task.names}
    for task in assignment.spec.tasks:
        for mutant in relevant(_mutants(folder, task.module, tuple(task.names)), modules, names):
            if task.id != plugin.checks[item.nodeid].task:
                continue
            changed = mutated_modules(mutant, modules, _SECONDS)
            if changed is not None:
                end = ending(partial(plugin.run_with, LocalStudent(changed), item), _SECONDS)
                if end is not None:
                    found.append(Outcome(mutant.id, mutant.mistake, told(mutant, ()), mutant.name, end))
    return found


_MADE: dict[str, Sequence[Mutant]] = {}
_MODULES: dict[Path, ModuleType] = {}


def _mutants(folder: Path, module: str, names: tuple[str, ...]) -> Sequence[Mutant]:
    if module not in _MADE:
        _MADE[module] = mutants(module, (folder / f"{module}.py").read_text("utf-8"), names)
    return _MADE[module]


def _loaded(path: Path) -> ModuleType:
    if path not in _MODULES:
        spec = importlib.util.spec_from_file_location(f"other.{path.stem}", path)
        assert spec is not None and spec.loader is not None
        _MODULES[path] = importlib.util.module_from_spec(spec)
        sys.modules[f"other.{path.stem}"] = _MODULES[path]
        spec.loader.exec_module(_MODULES[path])
    return _MODULES[path]
