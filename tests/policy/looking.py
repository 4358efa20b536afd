"""Shared by the tests of the bans: what is banned, and how a snippet is looked at."""

from __future__ import annotations

import ast
import textwrap

from grader.policy import Ban, Broken, Program, Reached, broken, reach

BANS = (
    Ban(("torch.nn.LSTM", "torch.nn.GRU", "torch.lstm_cell", "torch.nn.functional.*", "torch.nn.LSTM.*")),
    Ban((".backward", "torch.autograd.grad", "torch.autograd.backward", "torch.func.*")),
)


def program(**modules: str) -> Program:
    """Modules of a submission, name → source; common indentation is taken off."""
    return Program({name: ast.parse(textwrap.dedent(source)) for name, source in modules.items()})


def reached(source: str, name: str = "f", methods: tuple[str, ...] | None = None, **others: str) -> Reached:
    """All that `name` of the module `main` reaches."""
    return reach(program(main=source, **others), "main", name, methods)


def look(source: str, name: str = "f", methods: tuple[str, ...] | None = None, **others: str) -> Broken | None:
    """The ban that `name` of the module `main` breaks."""
    return broken(reached(source, name, methods, **others), BANS)
