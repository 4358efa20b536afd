"""How often a hand-in's code is parsed while it is read, and what that leaves behind."""

from __future__ import annotations

import ast
import gc
import json
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from grader.intake import read_submission
from grader.intake.parsing import nodes, parse, reading

CELLS = ("import torch", "def f(x):\n    return x", "class A:\n    pass", "!pip install torch\nx = 1")


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each text was parsed."""
    counted: Counter[str] = Counter()
    original = ast.parse

    def counting(source: str) -> ast.Module:
        counted[source] += 1
        return original(source)

    monkeypatch.setattr(ast, "parse", counting)
    return counted


def test_a_text_is_parsed_once(tmp_path: Path, parsed: Counter[str]) -> None:
    """Reading a folder with a notebook, a file and a copy of the template parses no text twice."""
    cells = [{"cell_type": "code", "source": cell, "outputs": [], "metadata": {}} for cell in CELLS]
    (tmp_path / "all.ipynb").write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 0, "metadata": {}, "cells": cells})
    )
    (tmp_path / "one.py").write_text("def f(x):\n    raise NotImplementedError\n")
    assert [module.name for module in read_submission(tmp_path).modules] == ["all"]
    assert CELLS[1] in parsed
    assert set(parsed.values()) == {1}


def test_trees_are_forgotten_after_the_reading(parsed: Counter[str]) -> None:
    """A reading inside another shares its trees; after the outer one a text is parsed anew."""
    with reading():
        first = parse("x = 1")
        with reading():
            assert parse("x = 1") is first
        assert parse("x = 1") is first
    assert parse("x = 1") is not first
    assert parsed == {"x = 1": 2}


def test_garbage_is_looked_for_again() -> None:
    """After a reading, also after one that failed, Python looks for garbage as before."""
    assert gc.isenabled()
    meanwhile = True
    with suppress(KeyError), reading():
        meanwhile = gc.isenabled()
        raise KeyError
    assert not meanwhile
    assert gc.isenabled()


def test_nodes_are_those_of_walk() -> None:
    """All nodes of a syntax tree are found, but for operators and contexts."""
    tree = ast.parse(Path(__file__).read_text())
    left_out = (ast.operator, ast.unaryop, ast.cmpop, ast.boolop, ast.expr_context)
    assert {id(n) for n in nodes(tree)} == {id(n) for n in ast.walk(tree) if not isinstance(n, left_out)}
