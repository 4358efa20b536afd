"""Making a recording: every public check runs with the reference in both roles, then with mistakes in the student's.

The second part makes the tables of mistakes, with the recording in the reference's place: it is also the proof that a
wrong answer leads a check to no question that the recording cannot answer. Where it does, and the question is a plain
one (a function, values in, values out), the answer is recorded as well; else the check cannot be released.
"""

from __future__ import annotations

import importlib
import random
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
import torch

from grader.errors import GraderError, JudgeFault, UsageError
from grader.judge.assignment import Assignment
from grader.judge.runner import Judge, Settings, plain_pytest
from grader.model import Check
from grader.recording import RecordedReference, Recorder, Recording
from grader.recording.helpers import full_name, recorded
from grader.recording.tables import table_form
from grader.release.extending import Erring, Extending, Find
from grader.release.memory import filled, fingerprint
from grader.sandbox import PlainProcess
from grader.student import LocalStudent
from grader.student.failures import NotDefined
from grader.testing.counterfactual import Table, made, table
from grader.testing.plugin import Plugin
from grader.testing.reference import Reference

PUBLIC_SEED = 0
_SECONDS = 600.0  # of processor time for one table: what was recorded must not depend on the machine
_AT_LEAST = 1.0  # for one variant: a run of the garbage collector alone can take a tenth of that
_MOST_CALLS = 40


@dataclass
class Recorded:
    """A recording, and all checks of the assignment in the order in which they run."""

    recording: Recording = field(default_factory=Recording)
    checks: tuple[Check, ...] = ()


def record(assignment: Assignment) -> Recorded:
    """Record the public checks of an assignment, those that train a model left out: they ask no reference.

    Raises:
        UsageError: a check cannot be recorded, or does not pass with the reference; names the check.
    """
    found = Recorded()
    reference = assignment.reference()
    if not isinstance(reference, Reference):
        raise UsageError(f"{assignment.folder}: is a student's bundle already (give the course's folder)")
    torch.set_num_threads(1)

    def loop(session: pytest.Session) -> None:
        found.checks = tuple(plugin.checks.values())
        try:
            for item in session.items:
                check = plugin.checks[item.nodeid]
                if not check.hidden and not check.training and isinstance(item, pytest.Function):
                    _Check(assignment, reference, plugin, item, found.recording).record()
        except GraderError as error:  # pytest would take it for a fault of its own
            plugin.error = error

    plugin = Plugin(
        points_by_task=assignment.points,
        spec_file=assignment.spec_file,
        gates=assignment.gate,
        reference=reference,
        seed=PUBLIC_SEED,
        select=lambda check: True,
        loop=loop,
        variants=assignment.variants,
    )
    judge = Judge(assignment, PlainProcess(), Settings(PUBLIC_SEED, fork=False))
    with plain_pytest(assignment.folder):
        pytest.main(judge.arguments(), plugins=[plugin])
    if plugin.error is not None:
        raise plugin.error
    return found


class _Check:
    """One check being recorded."""

    def __init__(
        self, assignment: Assignment, reference: Reference, plugin: Plugin, item: pytest.Function, recording: Recording
    ) -> None:
        self._plugin, self._item, self._recording = plugin, item, recording
        self._modules = reference.modules
        self._check = plugin.checks[item.nodeid].id
        package = f"{assignment.course.paths.assignments}.{assignment.spec.id}".replace("/", ".")
        self._helpers = [importlib.import_module(f"{package}.{name}") for name in assignment.spec.recorded]
        self._find = _finder(reference, self._helpers)

    def record(self) -> None:
        """Record the check, then see that a student's mistakes lead to nothing else."""
        recorder = Recorder(self._recording, self._find)
        _still()
        self._run(recorder, LocalStudent(self._modules))
        if not self._recording.checks.setdefault(self._check, []) and not self._helpers:
            return  # it never asks the reference
        replay = Extending(self._recording, self._find)
        _still()
        self._run(replay, LocalStudent(self._modules))
        for number in range(_MOST_CALLS):
            erring = Erring(self._modules, number)
            _still()
            self._try(replay, erring)
            if not erring.erred:
                break
        tabled = self._table(replay)
        for outcome in tabled.outcomes:
            if outcome.ending.error is not None and outcome.ending.error[0] == "NotRecorded":
                self._cannot(outcome.ending.error[1])
        self._recording.more.setdefault("tables", {})[self._check] = table_form(tabled, self._recording.pool)

    def _table(self, deck: Any) -> Table:
        """What mistakes lead to, but for those whose answer is what happened to be in memory."""
        found = []
        for fill in (1.25, -3.5):
            with self._playing(deck) as reference, filled(fill):
                found.append(
                    table(
                        lambda student, reference=reference: self._plugin.run_with(student, self._item, reference),  # type: ignore[misc]
                        self._modules,
                        self._plugin.variants,
                        _SECONDS,
                        _AT_LEAST,
                    )
                )
        one, other = found
        there = {o.id: fingerprint(o.ending) for o in other.outcomes}
        kept = [o for o in one.outcomes if there.get(o.id) == fingerprint(o.ending)]
        return made(one.expected, kept, one.tried)

    def _run(self, deck: Any, student: LocalStudent) -> None:
        try:
            with self._playing(deck) as reference:
                self._plugin.run_with(student, self._item, reference)
        except UsageError:
            raise
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise UsageError(f"{self._check}: does not pass with the reference: {reason} (mend the check)") from error

    def _try(self, deck: Any, student: LocalStudent) -> None:
        try:
            with self._playing(deck) as reference:
                self._plugin.run_with(student, self._item, reference)
        except JudgeFault as error:
            self._cannot(str(error))
        except Exception:  # noqa: BLE001, S110 - the student errs: most checks notice
            pass

    def _playing(self, deck: Any) -> _Playing:
        return _Playing(deck, self._helpers)

    def _cannot(self, reason: str) -> None:
        remedy = "let it ask the reference before it looks at the student's answer, and about its own cases only"
        raise UsageError(f"{self._check}: {reason}: what it asks depends on the student ({remedy})")


class _Playing:
    """A deck in the reference's place, and in that of recorded helpers."""

    def __init__(self, deck: Any, helpers: list[Any]) -> None:
        self._deck, self._helpers, self._stack = deck, helpers, ExitStack()

    def __enter__(self) -> RecordedReference:
        for helper in self._helpers:
            self._stack.enter_context(recorded(helper, list(_functions(helper)), self._deck))
        return RecordedReference(self._deck)

    def __exit__(self, *exception: object) -> None:
        self._stack.close()


def _finder(reference: Reference, helpers: list[Any]) -> Find:
    """Names of the reference, and of helpers as `module.name`; taken now, before anything stands in for them."""
    known = {full_name(h.__name__, name): value for h in helpers for name, value in _functions(h).items()}
    plain = LocalStudent(reference.modules)

    def find(name: str) -> Any:
        if "." not in name:
            return getattr(plain, name)
        if name not in known:
            raise NotDefined(name)
        return _As(known[name])

    return find


class _As:
    """A helper's function as it is, not widened to float64 as the reference's are."""

    def __init__(self, function: Any) -> None:
        self.__wrapped__ = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.__wrapped__(*args, **kwargs)


def _functions(module: Any) -> dict[str, Any]:
    """A helper's own public functions."""
    own = ((n, v) for n, v in vars(module).items() if not n.startswith("_") and callable(v))
    return {n: v for n, v in own if getattr(v, "__module__", "") == module.__name__}


def _still() -> None:
    """The same state of all generators for every run: a module's first values come from them."""
    torch.manual_seed(0)
    np.random.seed(0)
    random.seed(0)
