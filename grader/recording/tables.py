"""What single mistakes in the reference lead to, kept in a recording: where there is no reference, none is mutated."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import torch

from grader.diagnosis import Leaf, Leaves, Numbers
from grader.mistakes import Mistake
from grader.recording.tape import Pool
from grader.recording.values import Tree
from grader.testing.counterfactual import Ending, Outcome, Table, made

_DIGITS = 2  # an exception whose text has fewer fits too many mistakes to name one
_SINGLE = {"float32", "float16", "bfloat16"}


def table_form(table: Table, pool: Pool) -> Tree:
    """A table as JSON, its numbers in the pool. Of a mutant only its answer stays, and what a message may say."""
    outcomes: list[dict[str, Any]] = []
    texts: dict[str, dict[str, Any]] = {}
    for outcome in table.outcomes:
        end = outcome.ending
        form: dict[str, Any] = {"mistake": str(outcome.mistake), "count": end.count}
        if outcome.params:
            form["params"] = dict(outcome.params)
        if end.answer is not None:
            form |= {"answer": _leaves(end.answer, pool), "at": end.at}
        elif end.error is not None and sum(c.isdigit() for c in end.error[1]) >= _DIGITS:
            form["error"] = list(end.error)
        else:
            continue
        # Several mutants often come to the same: how many there were decides how much an agreement says.
        if (known := texts.get(text := json.dumps(form, sort_keys=True))) is not None:
            known["times"] = known.get("times", 1) + 1
        else:
            texts[text] = form
            outcomes.append(form)
    expected = [None if leaves is None else _leaves(leaves, pool) for leaves in table.expected]
    return {"expected": expected, "outcomes": outcomes, "tried": table.tried}


def table_of(form: Tree, pool: Pool) -> Table:
    """The table again."""
    outcomes = []
    for number, o in enumerate(form["outcomes"]):
        answer = _read(o["answer"], pool) if "answer" in o else None
        error = tuple(o["error"]) if "error" in o else None
        end = Ending(o["count"], answer, o.get("at"), error)
        one = Outcome(str(number), Mistake(o["mistake"]), o.get("params", {}), "", end)
        outcomes += [one] * o.get("times", 1)
    expected = [None if leaves is None else _read(leaves, pool) for leaves in form["expected"]]
    return made(expected, outcomes, form["tried"])


def _leaves(leaves: Leaves, pool: Pool) -> Tree:
    return [[name, leaf if isinstance(leaf, str) else _numbers(leaf, pool)] for name, leaf in leaves]


def _numbers(leaf: Numbers, pool: Pool) -> Tree:
    data = np.array(leaf.data)
    if data.dtype.kind == "c":
        return [leaf.kind, leaf.dtype, pool.add(torch.view_as_real(torch.from_numpy(data))), "complex"]
    if data.dtype == np.float64 and leaf.dtype in _SINGLE:  # as an answer of that dtype could have it
        with np.errstate(all="ignore"):
            data = data.astype(np.float32)
    return [leaf.kind, leaf.dtype, pool.add(torch.from_numpy(data))]


def _read(leaves: Tree, pool: Pool) -> Leaves:
    return tuple((name, leaf if isinstance(leaf, str) else _leaf(leaf, pool)) for name, leaf in leaves)


def _leaf(form: Tree, pool: Pool) -> Leaf:
    kind, dtype, place, *complex_ = form
    tensor = pool.tensors[place]
    data = (torch.view_as_complex(tensor.contiguous()) if complex_ else tensor).numpy()
    return Numbers(kind, dtype, data.astype(np.float64) if data.dtype == np.float32 else data)
