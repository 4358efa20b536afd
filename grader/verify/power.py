"""What each check can tell apart, what it costs, and how much room it leaves the reference."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from grader.judge.config import COMPARED, MARGINS, Trial
from grader.model import Check, CheckResult, Outcome
from grader.spec import TaskSpec
from grader.verify.bench import Bench, Judged, Variant
from grader.verify.probes import Probe, probed

_REFERENCE = "reference"


@dataclass(frozen=True)
class Powered:
    """One check.

    Attributes:
        seconds: of the reference, the mean over the seeds.
        failed: in how many seeds the reference did not pass it.
        compares: whether it compares values that are not all zeros, and calls the submission for them.
        passes: the probes that it passes, where it compares values.
        margin: the largest |error| / allowed of the reference over the seeds, and the dtype of that answer.
    """

    check: Check
    seconds: float
    failed: int
    compares: bool
    passes: frozenset[Probe]
    margin: float
    dtype: str

    @property
    def problems(self) -> tuple[str, ...]:
        """What makes it a defect."""
        found = []
        if Probe.ZEROS in self.passes:
            found.append("zeros of the right shape and dtype pass")
        if self.failed:
            found.append(f"the reference does not pass with {self.failed} of the seeds")
        return tuple(found)


@dataclass(frozen=True)
class Power:
    """All checks that do not train. `trained`: names that only checks which train call; `unused`: that none calls."""

    checks: tuple[Powered, ...]
    trained: frozenset[str]
    unused: frozenset[str]


def measure(bench: Bench, seeds: Sequence[int]) -> Power:
    """Judge the reference with every seed, and the probes with the first.

    Raises:
        UsageError, JudgeFault: the assignment cannot be judged.
    """
    whole = Variant(_REFERENCE, "", "", tuple(t.id for t in bench.spec.tasks))
    probes = [v for task in bench.spec.tasks for v in _probes(bench, task)]
    trial = Trial(needs=False, measure=True)
    first = {j.variant.name: j for j in bench.judge([whole, *probes], seeds[0], trial)}
    references = [first[_REFERENCE]]
    references += [j for seed in seeds[1:] for j in bench.judge([whole], seed, trial)]
    called = {name for name in _names(bench) if not _passes_all(first[f"{Probe.STUB} {name}"])}
    training = {t.id for t in bench.spec.tasks if t.gates}
    silent = {n: task for task in bench.spec.tasks for n in task.names if n not in called}
    return Power(
        tuple(_powered(check, references, first) for check in references[0].checks),
        frozenset(n for n, task in silent.items() if task.id in training),
        frozenset(n for n, task in silent.items() if task.id not in training),
    )


def _names(bench: Bench) -> list[str]:
    return [name for task in bench.spec.tasks for name in task.names]


def _probes(bench: Bench, task: TaskSpec) -> list[Variant]:
    """Everything of a task answered by each probe, and each of its names left out."""
    source = bench.sources()[task.module]
    everything = [(f"{probe} of {task.id}", task.names, probe) for probe in Probe]
    single = [(f"{Probe.STUB} {name}", (name,), Probe.STUB) for name in task.names]
    return [Variant(n, task.module, probed(source, names, p), (task.id,)) for n, names, p in (*everything, *single)]


def _passes_all(judged: Judged) -> bool:
    tasks = judged.variant.tasks
    return all(r.outcome is Outcome.PASSED for r in judged.graded.results if r.check.task in tasks)


def _powered(check: Check, references: Sequence[Judged], first: dict[str, Judged]) -> Powered:
    results = [_result(judged, check) for judged in references]
    passes = {p for p in Probe if _result(first[f"{p} of {check.task}"], check).outcome is Outcome.PASSED}
    compares = Probe.STUB not in passes and bool(results[0].facts.get(COMPARED))
    margins = [(ratio, dtype) for r in results for dtype, ratio in _margins(r).items()]
    margin, dtype = max(margins, default=(0.0, ""))
    return Powered(
        check,
        statistics.fmean(r.seconds for r in results),
        sum(r.outcome is not Outcome.PASSED for r in results),
        compares,
        frozenset(passes) if compares else frozenset(),
        margin,
        dtype,
    )


def _margins(result: CheckResult) -> dict[str, float]:
    found = result.facts.get(MARGINS)
    return {str(k): float(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _result(judged: Judged, check: Check) -> CheckResult:
    return next(r for r in judged.graded.results if r.check.id == check.id)
