"""The same check with a mistake in the reference: what comes out, and where it fails first.

Runs depend on the reference and the seed alone, not on any student, so that a table holds for everybody.
"""

from __future__ import annotations

import ast
import random
import time
import types
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import ModuleType
from typing import Any, Protocol

import numpy as np
import torch

from grader.diagnosis import Leaves, Numbers, leaves
from grader.errors import CheckFailed
from grader.mistakes import Mistake
from grader.student import LocalStudent
from grader.testing.answer import answer_of
from grader.testing.control import runs_within
from grader.testing.reference import native_dtype
from grader.testing.watching import Watch, What, watch

MOST = 400  # mutants of one check
SECONDS = 4.0  # of processor time, for one table that is made once for a batch
SECONDS_ALONE = 2.0  # where one student waits for it
_PATIENCE = 20  # times what the reference takes, for one mutant; at least:
_AT_LEAST = 0.1
_KEPT = 1 << 18  # numbers in one table
_EVENTS = 200  # expected values that are kept

Run = Callable[[LocalStudent], object]


class Variant(Protocol):
    """A single-fault variant of a module of the reference, as `grader.mutation` makes it."""

    @property
    def id(self) -> str: ...
    @property
    def module(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def mistake(self) -> Mistake: ...
    @property
    def params(self) -> Mapping[str, Any]: ...
    @property
    def source(self) -> str: ...


@dataclass(frozen=True)
class Ending:
    """Where a run of a check stopped.

    Attributes:
        count: comparisons begun until then. answer, at: what the last one was given, and its part that failed.
        error: (type, text) of an exception of the code under test.
    """

    count: int
    answer: Leaves | None = None
    at: int | None = None
    error: tuple[str, str] | None = None


@dataclass(frozen=True)
class Outcome:
    """A mistake and what it leads to. `id` is the mutant's, `params` are for the message."""

    id: str
    mistake: Mistake
    params: Mapping[str, Any]
    name: str
    ending: Ending


@dataclass(frozen=True)
class Table:
    """What mistakes lead to in one check.

    Attributes:
        expected: the reference's values by comparison, the first ones. outcomes: of the mutants that fail.
        tried: how many mutants were run.
    """

    expected: tuple[Leaves | None, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    tried: int = 0
    by_count: Mapping[int, tuple[Outcome, ...]] = field(default_factory=dict)


EMPTY = Table()


def ending(run: Callable[[], object], seconds: float) -> Ending | None:
    """How a run ends; None where it passes, takes too long, or fails by no comparison."""
    found: list[Ending] = []

    def attempt() -> None:
        current = Watch()
        token = watch.set(current)
        try:
            run()
        except CheckFailed as failure:
            answer = answer_of(failure, current)
            if answer is not None:
                found.append(Ending(current.count, answer.got, answer.at))
        except Exception as error:  # noqa: BLE001 - a mutant may raise anything
            found.append(Ending(current.count, error=(type(error).__name__, str(error))))
        finally:
            watch.reset(token)

    runs_within(seconds, attempt)
    return found[0] if found else None


def table(
    run: Run,
    modules: Sequence[ModuleType],
    variants: Sequence[Variant],
    seconds: float = SECONDS,
    at_least: float = _AT_LEAST,
) -> Table:
    """Run the check with each variant that it could notice in the student's place.

    Nothing stays behind: random states and threads are put back, and no module is registered.

    Args:
        seconds: of processor time, for all variants. at_least: for each of them, however fast the reference is.
    """
    expected: list[Leaves | None] = []
    touched: set[str] = set()

    def seen(actual: Any, value: Any, what: What, tau: float | None) -> None:
        if len(expected) < _EVENTS:
            expected.append(leaves(value, what, native_dtype))

    with _undisturbed():
        started = time.process_time()
        token = watch.set(Watch(seen))
        try:
            passed = runs_within(seconds, lambda: run(_Noting(modules, touched)))
        finally:
            watch.reset(token)
        took = time.process_time() - started
        if not passed or took > seconds / 4:
            return EMPTY
        outcomes: list[Outcome] = []
        arguments = {name for module in modules for name in _arguments(module)}
        kept = tried = 0
        for variant in relevant(variants, modules, touched)[:MOST]:
            if time.process_time() - started > seconds or kept > _KEPT:
                break
            tried += 1
            mutated = mutated_modules(variant, modules, max(at_least, took))
            if mutated is None:
                continue
            torch.manual_seed(0)
            end = ending(partial(run, LocalStudent(mutated)), max(at_least, _PATIENCE * took))
            if end is not None:
                kept += sum(v.data.size for _, v in end.answer or () if isinstance(v, Numbers))
                outcomes.append(Outcome(variant.id, variant.mistake, told(variant, arguments), variant.name, end))
    return made(expected, outcomes, tried)


def made(expected: Sequence[Leaves | None], outcomes: Sequence[Outcome], tried: int) -> Table:
    """The table, ordered by where runs end."""
    by_count: dict[int, tuple[Outcome, ...]] = {}
    for outcome in outcomes:
        by_count[outcome.ending.count] = (*by_count.get(outcome.ending.count, ()), outcome)
    return Table(tuple(expected), tuple(outcomes), tried, by_count)


def told(variant: Variant, arguments: Collection[str]) -> dict[str, object]:
    """What a message may say: the name of an argument of the task; nothing else of the reference's source."""
    name = variant.params.get("name")
    return {"argument": name} if isinstance(name, str) and name in arguments else {}


def _arguments(module: ModuleType) -> Iterator[str]:
    for node in ast.walk(_parsed(module)):
        if isinstance(node, ast.FunctionDef):
            yield from (a.arg for a in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs])


class _Noting(LocalStudent):
    """The reference, noting which of its names a check asks for."""

    def __init__(self, modules: Sequence[ModuleType], touched: set[str]) -> None:
        super().__init__(modules)
        self._touched = touched

    def __getattr__(self, name: str) -> Any:
        value = super().__getattr__(name)
        self._touched.add(name)
        return value


def relevant(variants: Sequence[Variant], modules: Sequence[ModuleType], touched: Collection[str]) -> list[Variant]:
    """Variants of what the check asks for, and of what that uses in its module."""
    reach = {_plain(m): _reach(m, touched) for m in modules}
    noticeable = [v for v in variants if v.mistake is not Mistake.INPUT_MODIFIED]  # the student's process notices it
    return [v for v in noticeable if v.name.split(".")[0] in reach.get(v.module.rsplit(".", 1)[-1], ())]


def _plain(module: ModuleType) -> str:
    return module.__name__.rsplit(".", 1)[-1]


def _reach(module: ModuleType, touched: Collection[str]) -> set[str]:
    """Top-level names of a module that the touched ones lead to."""
    uses: dict[str, set[str]] = {}
    for node in _parsed(module).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            uses[node.name] = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    found: set[str] = set()
    left = [name for name in touched if name in vars(module)]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += uses.get(name, set()) & uses.keys()
    return found


def _parsed(module: ModuleType) -> ast.Module:
    path = module.__file__
    assert path is not None, "the reference's modules are files"
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - a module's own name for its file
        return ast.parse(file.read())


def mutated_modules(variant: Variant, modules: Sequence[ModuleType], seconds: float) -> list[ModuleType] | None:
    """The modules with one of them as the variant has it; None where it does not even load.

    The variant keeps its module's name, so that what looks itself up in `sys.modules` finds the reference.
    """
    replaced: list[ModuleType] = []
    for module in modules:
        if _plain(module) != variant.module.rsplit(".", 1)[-1]:
            replaced.append(module)
            continue
        fresh = types.ModuleType(module.__name__)
        fresh.__file__ = module.__file__
        if not runs_within(seconds, partial(_execute, variant.source, fresh)):
            return None
        replaced.append(fresh)
    return replaced


def _execute(source: str, module: ModuleType) -> None:
    exec(compile(source, "<mutant>", "exec"), module.__dict__)  # noqa: S102 - made from the course's own reference


class _undisturbed:  # noqa: N801 - a context manager, used as one
    """Random states as they were; no warning about code that nobody wrote."""

    def __enter__(self) -> None:
        self._warnings = warnings.catch_warnings()
        self._warnings.__enter__()
        warnings.simplefilter("ignore")
        self._torch, self._numpy, self._random = torch.get_rng_state(), np.random.get_state(), random.getstate()
        self._threads, self._grad = torch.get_num_threads(), torch.is_grad_enabled()

    def __exit__(self, *_: object) -> None:
        torch.set_rng_state(self._torch)
        np.random.set_state(self._numpy)
        random.setstate(self._random)
        if torch.get_num_threads() != self._threads:
            torch.set_num_threads(self._threads)
        torch.set_grad_enabled(self._grad)
        self._warnings.__exit__(None, None, None)


def answers(outcomes: Sequence[Outcome]) -> Iterator[tuple[Outcome, Leaves]]:
    """Those that ended with an answer."""
    return ((o, o.ending.answer) for o in outcomes if o.ending.answer is not None)
