"""Normalised tokens: what cannot hide a copy, and hostile text."""

from __future__ import annotations

import time

import pytest

from grader.similarity.document import MAX_TOKENS
from grader.similarity.tokens import tokens
from tests.similarity.sources import hand_in, right_sources
from tools.generated_class.renaming import commented, renamed_locals, without_notes

PLAIN = """
import numpy as np

class Cell:
    def forward(self, x, h):
        total = x @ self.W + h
        return np.tanh(total)
"""


def kinds(source: str) -> list[int]:
    """The kinds of a source's tokens."""
    return [token.kind for token in tokens(source)]


@pytest.mark.parametrize(
    "other",
    [
        PLAIN.replace("total", "summe"),
        PLAIN.replace("self", "this"),
        PLAIN.replace("W", "weight"),
        PLAIN.replace("Cell", "Zelle"),
        PLAIN.replace("x @", "x @  # 순전파\n       ").replace("total = ", "total = (").replace("+ h", "+ h)"),
        PLAIN.replace("x, h", "x: np.ndarray, h: dict[str, int]").replace("):", ") -> list[int]:"),
        PLAIN.replace("total = x", "total: np.ndarray = x"),
        PLAIN.replace("h):\n", 'h):\n        """One\n        step."""\n'),
        PLAIN.replace("h):\n", "h):\n        'one step'  # of many\n"),
        PLAIN.replace("import", "import math, os\nfrom numpy import (\n    tanh as t,\n    exp,\n)\nimport", 1),
        PLAIN.replace("        ", "\t\t").replace("    def", "\tdef"),
        PLAIN.replace("total = x @ self.W + h\n        ", "total = x @ self.W + h; "),
        PLAIN.replace("x @ self.W", "x @ \\\n   self.W"),
        PLAIN.replace("np.tanh(total)", "np.tanh(\n            total,\n        )"),
    ],
    ids=["variable", "self", "attribute", "class", "comment", "annotations", "variable's annotation", "docstring",
         "text as a comment", "imports", "tabs", "semicolon", "backslash", "layout"],
)  # fmt: skip
def test_what_hides_nothing(other: str) -> None:
    """Other names, comments, docstrings, annotations, imports and layout give the same tokens."""
    assert other != PLAIN
    assert kinds(other) == kinds(PLAIN)


@pytest.mark.parametrize(
    "old,new", [("@", "*"), ("np.tanh", "np.exp"), ("return", "yield"), ("x @ self.W + h", "h + x @ self.W")]
)
def test_what_makes_a_difference(old: str, new: str) -> None:
    """Another operator, library function, keyword or order of operands gives other tokens."""
    assert kinds(PLAIN.replace(old, new)) != kinds(PLAIN)


def test_numbers_and_texts_are_one_kind() -> None:
    """Whatever a constant is, it is one token."""
    first = kinds("x = f(1, 'a')\ny = 0x1F + 1e-5j\n")
    assert first == kinds("x = f(7_000, f'{b}')\ny = 1.5 + None\n")


def test_parts_begin_at_definitions() -> None:
    """Functions, methods, classes and what follows them outside begin a part; a decorator belongs to its function."""
    source = "x = 1\n\n@a\n@b(1)\ndef f():\n    return 1\n\nclass C:\n    y = 2\n    async def g(self):\n        pass\n"
    source += "z = 3\n"
    assert [token.line for token in tokens(source) if token.begins] == [3, 8, 10, 12]


def test_a_real_solution_renamed() -> None:
    """A whole solution with other names, without notes and with other comments has the same tokens."""
    import random

    rng = random.Random(1)
    for source in right_sources("b").values():
        other = commented(renamed_locals(without_notes(source, rng, 1.0), rng), rng, 0.3)
        assert kinds(without_notes(source, rng, 0.0)) == kinds(other)


def test_broken_code_is_still_compared() -> None:
    """A syntax error costs the tokens around it, not the rest of the file."""
    rest = "def g(a):\n    return [b * 2 for b in a]\n"
    broken = kinds("def f(x:\n    y = ((x\n" + rest)
    assert broken[-len(kinds(rest)) :] == kinds(rest)


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "1+" * 2_000_000 + "1",
        "a " * 2_000_000,
        "(" * 4_000_000,
        "'" * 4_000_000,
        '"""' + '""' * 2_000_000,
        "\\\n" * 2_000_000,
        "#" * 4_000_000,
        "x = '" + "\\" * 4_000_000,
        "9" * 4_000_000,
        " " * 4_000_000,
        "\n" * 4_000_000,
        "'a'\n" * 1_000_000,
        "가" * 4_000_000,
        "\0" * 4_000_000,
        "def f(x: " + "[" * 4_000_000,
    ],
    ids=["one line", "names", "brackets", "quotes", "triple quotes", "backslashes", "comment", "escapes", "digits",
         "blanks", "lines", "texts", "Hangul", "NUL", "annotation"],
)  # fmt: skip
def test_hostile_text_is_bounded(source: str) -> None:
    """Four megabytes of anything take seconds and keep no more tokens than the limit."""
    started = time.process_time()
    doc = hand_in("s001", {"module": source})
    assert len(doc.kinds) <= MAX_TOKENS
    assert time.process_time() - started < 20
