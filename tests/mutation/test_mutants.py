"""Mutants as a whole: each once, each a program, each a change; what is left alone; what messages may name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader.mutation import Mutant, mutants
from grader.mutation.mutants import normalised

ROOT = Path(__file__).resolve().parents[2]
CELL = (ROOT / "reference" / "week04_rnn" / "lstm_cell.py").read_text("utf-8")
NAMES = ("lstm_cell", "lstm_cell_backward", "gru_cell", "gru_cell_backward")


@pytest.fixture(scope="module")
def made() -> list[Mutant]:
    """All mutants of week 4's cells."""
    return mutants("lstm_cell", CELL, NAMES)


def test_each_is_one(made: list[Mutant]) -> None:
    """No two are the same, none is the original, and all of them are programs."""
    sources = {m.source for m in made}
    assert len(sources) == len(made) > 300
    assert normalised(CELL) not in sources
    for source in sources:
        compile(source, "<mutant>", "exec")


def test_same_every_time(made: list[Mutant]) -> None:
    """The same source has the same mutants with the same ids, in the same order, however the names are given."""
    assert mutants("lstm_cell", CELL, sorted(NAMES, reverse=True)) == made
    assert len({m.id for m in made}) == len(made)
    assert {m.id for m in mutants("other", CELL, NAMES)}.isdisjoint(m.id for m in made)


def test_only_one_definition_changes(made: list[Mutant]) -> None:
    """A mutant differs in the definition that it names, near its line, and nowhere else."""
    original = {n.name: ast.dump(n) for n in ast.parse(CELL).body if isinstance(n, ast.FunctionDef)}
    spans = {n.name: range(n.lineno, (n.end_lineno or 0) + 1) for n in ast.parse(CELL).body if hasattr(n, "name")}
    for m in made:
        now = {n.name: ast.dump(n) for n in ast.parse(m.source).body if isinstance(n, ast.FunctionDef)}
        assert set(now) == set(original)
        assert {name for name in now if now[name] != original[name]} == {m.name}
        assert m.line in spans[m.name]


def test_params_are_arguments_and_numbers(made: list[Mutant]) -> None:
    """A message may name arguments, letters of the equations and numbers; never a piece of the reference."""
    known = {a.arg for n in ast.walk(ast.parse(CELL)) if isinstance(n, ast.FunctionDef) for a in n.args.args}
    known |= {*"figozrNDHc", *NAMES, "tanh", "sigmoid", "exp", "", "float32", "float64"}
    for m in made:
        for value in m.params.values():
            assert str(value) in known or str(value).lstrip("-").replace("1/", "").isdigit(), (m.mistake, m.params)


@pytest.mark.parametrize(
    "body",
    [
        '"""1 + 1"""',
        "assert 1 + x, 'no'",
        "raise ValueError(1 + 1)",
        "if x + 1 < 2:\n        raise ValueError",
        "y: Literal[1 + 1]",
    ],
)
def test_left_alone(body: str) -> None:
    """Docstrings, asserts, errors with their conditions, and annotations have no mutants."""
    assert mutants("m", f"def f(x):\n    {body}\n", {"f"}) == []


def test_helpers_belong_to_who_reaches_them() -> None:
    """A helper goes under the one name that reaches it, else under its own; what nobody reaches has no mutants."""
    source = (
        "def f(x):\n    return own(x)\n\ndef g(x):\n    return both(x)\n\ndef own(x):\n    return both(x) + 1\n\n"
        "def both(x):\n    return x + 2\n\ndef unused(x):\n    return x + 3\n"
    )
    names = {m.line: m.name for m in mutants("m", source, {"f", "g"})}
    assert names[8] == "f"
    assert names[11] == "both"
    assert 14 not in names


def test_methods_belong_to_their_class() -> None:
    """Of a class the methods are mutated, under the name of the class."""
    source = "class C:\n    def m(self, x):\n        return x + 1\n"
    assert {m.name for m in mutants("m", source, {"C"})} == {"C"}


def test_names_come_from_the_equations() -> None:
    """A local is named where it is a letter of the docstring, its own or that of a function it mentions."""
    step = 'def f(x):\n    """h = g∘x."""\n    g, q = x.chunk(2)\n    return g * q\n\n'
    back = 'def f_backward(x):\n    """Gradients of `f`."""\n    g, q = x.chunk(2)\n    return g * q\n'
    found = [m for m in mutants("m", step + back, {"f", "f_backward"}) if m.mistake == "missing_factor"]
    assert [dict(m.params) for m in found] == [{"name": "g"}, {}, {"name": "g"}, {}]


def test_diff_shows_the_change() -> None:
    """The diff is of the sources without comments: one line less, one more."""
    source = "def f(x, b):\n    # why\n    return x + b  # sum\n"
    (bias,) = [m for m in mutants("m", source, {"f"}) if m.mistake == "missing_bias"]
    lines = [line for line in bias.diff(source).splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert lines == ["-    return x + b", "+    return x"]
