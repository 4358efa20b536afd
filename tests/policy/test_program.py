"""What a program keeps, and what it leaves behind."""

from __future__ import annotations

import gc
import weakref

from grader.intake.parsing import collector_at_rest
from grader.policy import Program, Reached, broken, reach
from tests.policy.looking import BANS, program

SOURCE = """
    import torch
    class Own:
        def __init__(self):
            self.layer = torch.nn.LSTM(4, 4)
        def step(self, x):
            return self.layer(x)
    def f(x):
        return [Own().step(v) for v in x]
    def g(x):
        return f(x)
    """


def uses(found: Reached) -> list[tuple[str, int]]:
    """What was found, and where."""
    return sorted((use.name, use.line) for use in [*found.names, *found.attributes])


def test_names_that_share_code_find_the_same() -> None:
    """A walk over code that another name has led to already finds what it finds in a program of its own."""
    shared = program(main=SOURCE)
    reach(shared, "main", "f")
    reach(shared, "main", "Own", ())
    assert uses(reach(shared, "main", "g")) == uses(reach(program(main=SOURCE), "main", "g"))
    assert broken(reach(shared, "main", "g"), BANS) is not None


def test_trees_go_with_the_program() -> None:
    """A program that nobody needs any more is gone at once, not when somebody looks for garbage."""
    gc.collect()
    with collector_at_rest():
        looked: Program | None = program(main=SOURCE)
        assert looked is not None
        reach(looked, "main", "g")
        scope = weakref.ref(looked.module("main") or looked)
        looked = None
        assert scope() is None
