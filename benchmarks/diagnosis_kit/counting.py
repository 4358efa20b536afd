"""Right, wrong, silent: what is said about solutions whose mistake is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.diagnosis_kit.tables import CheckTable
from grader.diagnosis import agreement
from grader.mistakes import Mistake
from grader.testing.answer import Answer
from grader.testing.counterfactual import Ending, Outcome, made
from grader.testing.diagnosing import Finding, of_answer, of_error

_TAU = 1e-9
VERDICTS = ("right", "wrong", "silent")
Keep = Callable[[Outcome, Outcome], bool]  # (the one to diagnose, one of the table) → whether it may stay


@dataclass
class Case:
    """One solution and what was said about it.

    Attributes:
        name: of the solution. label: the mistake that was made. said: by check.
        alike: mistakes of the table that end just so in every check that fails.
    """

    name: str
    label: frozenset[Mistake]
    said: dict[str, Mistake] = field(default_factory=dict)
    alike: frozenset[Mistake] = frozenset()

    def verdict(self, strict: bool = False) -> str:
        """All that was said must be true; strictly: must be the mistake that was made, and no twin of it."""
        if not self.said:
            return "silent"
        return "right" if set(self.said.values()) <= (self.label if strict else self.label | self.alike) else "wrong"


def cases(tables: Sequence[CheckTable], others: bool, keep: Keep) -> list[Case]:
    """Diagnose every mutant that fails a check: the reference's own, or those of the other implementation."""
    found: dict[str, Case] = {}
    failed: dict[str, set[str]] = defaultdict(set)
    twins: dict[str, frozenset[str]] = {}
    kinds = {o.id: o.mistake for entry in tables for o in entry.table.outcomes}
    for entry in tables:
        file = entry.check.id.split("::")[0]
        for outcome in entry.others if others else entry.table.outcomes:
            blocked = failed[outcome.id] & {f"{file}::{need}" for need in entry.check.needs}
            failed[outcome.id].add(entry.check.id)
            if blocked:
                continue
            case = found.setdefault(outcome.id, Case(f"{outcome.name} {outcome.id}", frozenset({outcome.mistake})))
            finding = diagnosed(entry, outcome, keep)
            if finding is not None:
                case.said[entry.check.id] = finding.mistake
            here = frozenset(o.id for o in entry.table.outcomes if _alike(o.ending, outcome.ending))
            twins[outcome.id] = twins.get(outcome.id, here) & here
            case.alike = frozenset(kinds[twin] for twin in twins[outcome.id])
    return list(found.values())


def _alike(one: Ending, other: Ending) -> bool:
    if one.count != other.count or one.error != other.error or (one.answer is None) is not (other.answer is None):
        return False
    return one.answer is None or other.answer is None or agreement(one.answer, other.answer, _TAU)


def diagnosed(entry: CheckTable, outcome: Outcome, keep: Keep) -> Finding | None:
    """What the judge would say about a hand-in that ends as this mutant does."""
    end, table = outcome.ending, entry.table
    there = [o for o in table.by_count.get(end.count, ()) if keep(outcome, o)]
    left = made(table.expected, there, table.tried)
    if end.error is not None:
        return of_error(end.error, end.count, left)
    wanted = table.expected[end.count - 1] if end.count <= len(table.expected) else None
    if end.answer is None or wanted is None:
        return None
    return of_answer(Answer(end.answer, wanted, end.at, None, end.count), lambda: left)


def shares(found: Iterable[Case], strict: bool = False) -> dict[str, int]:
    """How many cases are right, wrong, silent."""
    counted = dict.fromkeys(VERDICTS, 0)
    for case in found:
        counted[case.verdict(strict)] += 1
    return counted


def by_mistake(found: Iterable[Case]) -> Mapping[str, dict[str, int]]:
    """The same per mistake; a case with several true ones under the first of them."""
    rows: dict[str, list[Case]] = defaultdict(list)
    for case in found:
        rows[min(case.label, default="(none)")].append(case)
    return {name: shares(rows[name]) for name in sorted(rows)}
