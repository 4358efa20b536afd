"""Executed cells as a module: order, replaced definitions, IPython's syntax, numbers beside cells."""

from __future__ import annotations

import ast

from grader.model import Module
from grader.notebook.history import places_of, submission_of


def module(*cells: str) -> Module:
    """The module of cells that were executed as In [2], In [4], …"""
    (found,) = submission_of([(2 * n, cell) for n, cell in enumerate(cells, 1)], "a.ipynb").modules
    return found


def functions(found: Module) -> list[str]:
    """Definitions in the module, as they stand there."""
    return [ast.unparse(node) for node in ast.parse(found.source).body if isinstance(node, ast.FunctionDef)]


def test_the_last_definition_wins() -> None:
    """An earlier version is not even there: what it did wrong, or used although banned, is forgotten."""
    found = module("import torch\ndef f(x):\n    return torch.nn.LSTM(x)", "print(f(1))", "def f(x):\n    return x")
    assert functions(found) == ["def f(x):\n    return x"]
    assert places_of(found, ["f"])["f"].cell == 6


def test_what_was_needed_meanwhile_stays() -> None:
    """A class that another one was derived from before it was defined again is still there."""
    found = module("class A:\n    n = 1", "class B(A):\n    pass", "class A:\n    n = 2")
    assert [node.name for node in ast.parse(found.source).body if isinstance(node, ast.ClassDef)] == ["A", "B", "A"]


def test_cells_are_read_as_in_grading() -> None:
    """Magics, loops and downloads are cut; a cell that is no Python defined nothing; lines keep their place."""
    found = module(
        "!pip install x\n%cd /tmp\nSIZE = 3\nfor _ in range(9):\n    train()",
        "def broken(:",
        "%%bash\nrm -rf x",
        "%%check rnn_cell lang=en\n\ndef f():\n    return SIZE",
        "grader.check('f')",
    )
    assert "SIZE = 3" in found.source and "train" not in found.source and not found.problems
    place = places_of(found, ["f"])["f"]
    assert (place.cell, place.line, place.text) == (8, 3, "def f():")


def test_names_that_only_a_loop_sets() -> None:
    """A name that is set where nothing is executed again is remembered with its cell's number."""
    found = module("x = 1", "table = list(open('data'))", "def f():\n    return table")
    assert found.left_out["table"].cell == 4


def test_many_executions_are_not_too_much() -> None:
    """A long evening of executing the same large cell again does not push the newest one out."""
    large = "def f():\n" + "    x = 1  # ...............................\n" * 2000
    submission = submission_of([(n, f"{large}    return {n}\n") for n in range(1, 30)], "a.ipynb")
    (found,) = submission.modules
    assert functions(found)[-1].endswith("return 29") and len(functions(found)) == 1


def test_nothing_executed() -> None:
    """Without a cell of Python there is nothing to read, and the reason is a message."""
    submission = submission_of([(1, "%%bash\nls")], "a.ipynb")
    assert submission.unreadable is not None and submission.unreadable.key == "intake.no_code"
