"""Mutation testing: every mutant of the reference is judged, and a check must notice it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

from grader.judge.config import Trial
from grader.model import Outcome
from grader.mutation import Mutant, mutants
from grader.verify.bench import Bench, Judged, Variant
from grader.verify.cache import Cache, key_of
from grader.verify.equivalents import Equivalent, load_equivalents
from grader.verify.power import Power

SECONDS = 2.0  # that a check gives a mutant: an endless loop need not last as long as a student may take
_SLOW = 10.0  # … unless it takes the reference longer: so many times as long


@dataclass(frozen=True)
class Tried:
    """A mutant and what became of it.

    Attributes:
        tasks: whose checks judged it.
        killed_by: the check that noticed it, or None, for each seed.
        raised: it was noticed by an exception, a crash or a limit, not by what it answers.
        seconds: over all seeds. fault: why a check could not judge it; ours to look at.
        cached: no seed needed judging. equivalent: the reason, where it survives and is listed.
    """

    mutant: Mutant
    tasks: tuple[str, ...]
    killed_by: tuple[str | None, ...]
    seconds: float
    raised: bool = False
    fault: str = ""
    cached: bool = False
    equivalent: str = ""

    @property
    def killed(self) -> bool:
        """Noticed with every seed."""
        return None not in self.killed_by

    @property
    def flaky(self) -> bool:
        """Noticed with some seeds only."""
        return not self.killed and any(self.killed_by)

    @property
    def survives(self) -> bool:
        """Unnoticed, and not known to be equivalent."""
        return not self.killed and not self.equivalent


@dataclass(frozen=True)
class Tally:
    """The mutants of one task, counted. `raised`: so many of the killed never gave an answer."""

    task: str
    mutants: int
    killed: int
    raised: int
    equivalent: int
    survivors: int
    flaky: int
    seconds: float

    @property
    def rate(self) -> float:
        """Killed of those that are not equivalent; 1 where there are none."""
        return self.killed / (self.mutants - self.equivalent) if self.mutants > self.equivalent else 1.0


class Mutation:
    """The mutants of an assignment's reference.

    Args:
        power: says which names only training calls, and how long the checks take.

    Raises:
        SpecError: mutants.toml is wrong.
    """

    def __init__(self, bench: Bench, power: Power, seeds: Sequence[int], cache: Cache) -> None:
        self._bench, self._seeds, self._cache = bench, tuple(seeds), cache
        self._sources = bench.sources()
        self._listed = load_equivalents(bench.folder)
        slowest = max((p.seconds for p in power.checks), default=0.0)
        # Rounded up to a power of two, so that a hundredth of a second makes no new key.
        self._seconds = SECONDS
        while self._seconds < _SLOW * slowest:
            self._seconds *= 2
        left_out = power.trained | power.unused
        self.mutants: tuple[tuple[Mutant, tuple[str, ...]], ...] = tuple(
            (mutant, self._tasks(mutant))
            for module, source in self._sources.items()
            for mutant in mutants(module, source, self._names(module) - left_out)
        )

    def run(self) -> Generator[Tried]:
        """Every mutant when it is known with every seed, as they finish."""
        known: dict[str, dict[int, dict[str, object]]] = {}
        by_id = {mutant.id: (mutant, tasks) for mutant, tasks in self.mutants}
        for mutant, tasks in self.mutants:
            for seed in self._seeds:
                entry = self._cache.get(self._key(mutant, tasks, seed))
                if entry is not None:
                    known.setdefault(mutant.id, {})[seed] = entry
            if len(known.get(mutant.id, ())) == len(self._seeds):
                yield self._tried(mutant, tasks, known[mutant.id], cached=True)
        for seed in self._seeds:
            left = [(m, t) for m, t in self.mutants if seed not in known.get(m.id, ())]
            variants = [Variant(m.id, m.module, m.source, t) for m, t in left]
            trial = Trial(stop=True, seconds=self._seconds)
            with closing(self._bench.judge(variants, seed, trial)) as running:
                for judged in running:
                    mutant, tasks = by_id[judged.variant.name]
                    entry = _entry(judged)
                    if not entry["fault"]:
                        self._cache.put(self._key(mutant, tasks, seed), entry)
                    known.setdefault(mutant.id, {})[seed] = entry
                    if len(known[mutant.id]) == len(self._seeds):
                        yield self._tried(mutant, tasks, known[mutant.id], cached=False)

    def stale(self, tried: Sequence[Tried]) -> list[str]:
        """Entries of mutants.toml that mean no mutant, or only such as are noticed."""
        found = []
        for entry in self._listed:
            meant = [t for t in tried if self._fits(entry, t.mutant)]
            if not meant:
                found.append(f"{entry}: no mutant is like that (any more)")
            elif all(t.killed for t in meant):
                found.append(f"{entry}: is not equivalent: {meant[0].killed_by[0]} notices it")
        return found

    def diff(self, mutant: Mutant) -> str:
        """What a mutant changes."""
        return mutant.diff(self._sources[mutant.module])

    def tallies(self, tried: Sequence[Tried]) -> list[Tally]:
        """One for each task that has mutants."""
        found = []
        for task in self._bench.spec.tasks:
            own = [t for t in tried if t.tasks[0] == task.id]
            if own:
                killed, survivors = sum(t.killed for t in own), sum(t.survives for t in own)
                found.append(
                    Tally(
                        task=task.id,
                        mutants=len(own),
                        killed=killed,
                        raised=sum(t.killed and t.raised for t in own),
                        equivalent=len(own) - killed - survivors,
                        survivors=survivors,
                        flaky=sum(t.flaky for t in own),
                        seconds=sum(t.seconds for t in own),
                    )
                )
        return found

    def _tried(
        self, mutant: Mutant, tasks: tuple[str, ...], entries: dict[int, dict[str, object]], *, cached: bool
    ) -> Tried:
        ordered = [entries[seed] for seed in self._seeds]
        killed_by = tuple(str(e["killed_by"]) if e["killed_by"] else None for e in ordered)
        reason = ""
        if None in killed_by:
            reason = next((e.reason for e in self._listed if self._fits(e, mutant)), "")
        seconds = sum(float(str(e["seconds"])) for e in ordered)
        fault = next((str(e["fault"]) for e in ordered if e["fault"]), "")
        raised = any(e["outcome"] not in ("", Outcome.FAILED) for e in ordered)
        return Tried(mutant, tasks, killed_by, seconds, raised, fault, cached, reason)

    def _fits(self, entry: Equivalent, mutant: Mutant) -> bool:
        return entry.fits(mutant, self._sources[mutant.module])

    def _key(self, mutant: Mutant, tasks: tuple[str, ...], seed: int) -> str:
        return key_of(mutant.source, mutant.module, tasks, seed, self._seconds)

    def _names(self, module: str) -> frozenset[str]:
        return frozenset(name for task in self._bench.spec.tasks if task.module == module for name in task.names)

    def _tasks(self, mutant: Mutant) -> tuple[str, ...]:
        """The task of the name; of a helper that several names reach all tasks of its module."""
        own = [t for t in self._bench.spec.tasks if t.module == mutant.module]
        named = tuple(t.id for t in own if mutant.name in t.names)
        return named or tuple(t.id for t in own)


def _entry(judged: Judged) -> dict[str, object]:
    """The verdict as it is kept: the check that noticed the mutant, or the fault of ours."""
    killed_by, outcome, fault = "", "", ""
    for result in judged.graded.results:
        if result.outcome is Outcome.UNGRADED:
            fault = fault or f"{result.check.id}: {result.message}"
        elif result.outcome not in (Outcome.PASSED, Outcome.SKIPPED) and not killed_by:
            killed_by, outcome = result.check.id, str(result.outcome)
    seconds = round(judged.graded.seconds, 4)
    return {"killed_by": killed_by, "outcome": outcome, "fault": "" if killed_by else fault, "seconds": seconds}
