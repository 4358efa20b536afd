"""Why a check failed: what the rules make of the wrong value, and which mistake in the reference leads to the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from grader.diagnosis import Evidence, Leaf, Leaves, Numbers, agreement, explained
from grader.diagnosis.evidence import ENOUGH, MOST_BITS, saving
from grader.diagnosis.families import settled
from grader.errors import CheckFailed, StudentError
from grader.mistakes import Mistake
from grader.model import Message
from grader.numerics import TOLERANCE
from grader.testing.answer import Answer, answer_of
from grader.testing.counterfactual import EMPTY, Outcome, Table, answers
from grader.testing.watching import Watch

_TAU = {str(dtype).removeprefix("torch."): tau for dtype, tau in TOLERANCE.items()}
_TAU["f"] = _TAU["float32"]  # a plain number
_RESULTS = 12
_CHARACTER = 3.0  # bits of a letter


@dataclass(frozen=True)
class Finding:
    """A diagnosis before it is worded. `what`: the part of the answer; `params` for the text."""

    mistake: Mistake
    what: str
    params: Mapping[str, object]

    def message(self) -> Message:
        """As students read it."""
        return Message(f"mistake.{self.mistake}", {"what": self.what, **self.params})


def diagnosis(error: BaseException, current: Watch, table: Callable[[], Table]) -> Message | None:
    """The mistake behind a failure, or None where nothing fits, or too much does.

    The table is asked for only where it can help. An odd value of a student's never breaks this: the failure itself
    has been told, and without a diagnosis.
    """
    try:
        found = _finding(error, current, table)
    except Exception:  # noqa: BLE001 - as the docstring says
        return None
    return None if found is None else found.message()


def _finding(error: BaseException, current: Watch, table: Callable[[], Table]) -> Finding | None:
    if isinstance(error, StudentError):
        if error.type_name == "NotImplementedError":  # a stub: nothing to compare, and the table would take a second
            return None
        return of_error((error.type_name, error.message), current.count, table())
    answer = answer_of(error, current) if isinstance(error, CheckFailed) else None
    return None if answer is None else of_answer(answer, table)


def of_answer(answer: Answer, table: Callable[[], Table]) -> Finding | None:
    """The mistake behind a wrong answer.

    Results in another order are no matter of one part, and a wrong dtype needs no table; then the mutants; then the
    rules.
    """
    found = _swapped_results(answer)
    if found is not None or answer.at is None:
        return found
    name, at = answer.got[answer.at][0], answer.at
    known = EMPTY if _other_dtype(answer, at) else table()
    evidence = _evidence(answer, at, known)
    alike = _alike(answer, at, known)
    if alike and _unlikely(answer, at, alike, evidence, known):
        return _named(alike, name)
    best = explained(evidence) if evidence is not None else None
    # Where mistakes of the reference end alike, but by an answer that says little (zeros), it must be one of them.
    if best is None or (alike and best.mistake not in {o.mistake for o in alike}):
        return None
    return Finding(best.mistake, name, best.params)


def _other_dtype(answer: Answer, at: int) -> bool:
    one, other = answer.got[at][1], answer.wanted[at][1]
    return isinstance(one, Numbers) and isinstance(other, Numbers) and one.dtype != other.dtype


def _tau(leaf: Numbers, tau: float | None) -> float:
    return tau if tau is not None else _TAU.get(leaf.dtype, 1e-9)


def _evidence(answer: Answer, at: int, table: Table) -> Evidence | None:
    (name, actual), (_, expected) = answer.got[at], answer.wanted[at]
    if not isinstance(actual, Numbers) or not isinstance(expected, Numbers) or actual.kind != expected.kind:
        return None
    before = [dict(e) for e in table.expected[: answer.count - 1] if e is not None]
    earlier = [leaf.data for e in before if isinstance(leaf := e.get(name), Numbers)]
    seen = (answer.got, answer.wanted, *table.expected[: answer.count])
    lengths = {n for parts in seen for n in _lengths(parts or ())}
    return Evidence(name, actual, expected, _tau(actual, answer.tau), tuple(earlier), frozenset(lengths))


def _lengths(parts: Leaves) -> Iterator[int]:
    return (n for _, leaf in parts if isinstance(leaf, Numbers) for n in leaf.data.shape)


def _swapped_results(answer: Answer) -> Finding | None:
    """The right results in another order."""
    got, wanted = answer.got, answer.wanted
    if len(got) != len(wanted) or not 2 <= len(got) <= _RESULTS:
        return None
    left = list(range(len(wanted)))
    order: list[int] = []
    for _, leaf in got:
        hit = next((i for i in left if _same(leaf, wanted[i][1], answer.tau)), None)
        if hit is None:
            return None
        left.remove(hit)
        order.append(hit)
    if order == sorted(order):
        return None
    names = [name for name, _ in wanted]
    return Finding(Mistake.SWAPPED_RESULTS, names[0], {"order": [names[i] for i in order], "wanted": names})


def _same(one: Leaf, other: Leaf, tau: float | None) -> bool:
    if not isinstance(one, Numbers) or not isinstance(other, Numbers):
        return False
    return len(np.unique(one.data)) > 2 and agreement((("", one),), (("", other),), _tau(one, tau))


# -- the same check with a mistake in the reference ------------------------------------------------


def _alike(answer: Answer, at: int, table: Table) -> list[Outcome]:
    """The mistakes that lead to the very same answer at the very same comparison."""
    there = list(answers(table.by_count.get(answer.count, ())))
    got, leaf = answer.got, answer.got[at][1]
    tau = _tau(leaf, answer.tau) if isinstance(leaf, Numbers) else 0.0
    # A second mistake may sit in a later part: then the one that failed first has to do.
    return [o for o, made in there if agreement(got, made, tau)] or [
        o for o, made in there if agreement(got[: at + 1], made[: at + 1], tau)
    ]


def _unlikely(answer: Answer, at: int, alike: Sequence[Outcome], evidence: Evidence | None, table: Table) -> bool:
    """Whether it is no accident that they agree."""
    made = (alike[0].ending.answer or ())[at][1]
    tried = len(table.by_count.get(answer.count, ()))
    return _worth(answer.got[at][1], made, evidence) >= ENOUGH + math.log2(max(1, tried))


def _worth(leaf: Leaf, made: Leaf, evidence: Evidence | None) -> float:
    if isinstance(leaf, str):
        return min(MOST_BITS, _CHARACTER * len(leaf))
    if evidence is None or not isinstance(made, Numbers):
        return 0.0
    return saving(evidence, made.data)


def of_error(error: tuple[str, str], count: int, table: Table) -> Finding | None:
    """The mistakes that stop with the very same exception after the same comparisons."""
    same = [o for o in table.by_count.get(count, ()) if o.ending.error == error]
    specific = sum(c.isdigit() for c in error[1]) >= 2  # sizes; other texts fit too many mistakes
    return _named(same, "") if same and specific else None


def _named(matching: Sequence[Outcome], what: str) -> Finding | None:
    mistake = settled([o.mistake for o in matching])
    if mistake is None:
        return None
    chosen = [o for o in matching if o.mistake is mistake]
    first = chosen[0].params
    params = {k: v for k, v in first.items() if all(o.params.get(k) == v for o in chosen)}
    return Finding(mistake, what, params)
