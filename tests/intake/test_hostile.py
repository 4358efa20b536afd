"""Attacks on the reader: named by what they try; the reader survives, quickly, and the rest of the hand-in is read."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake import RawFile, build_submission
from grader.intake import submission as submission_module
from grader.intake.notebook import read_notebook
from grader.intake.parsing import parse
from grader.intake.problems import MAX_CODE, Unparsable
from grader.model import Message, Module, Submission

N = 8_000
BOMBS = {
    "parentheses": "x = " + "(" * N + ")" * N,
    "brackets": "x = " + "[" * N,
    "braces": "x = " + "{1:" * N,
    "minus": "x = " + "-" * N + "1",
    "not": "x = " + "not " * N + "1",
    "power": "x = " + "2**" * N + "2",
    "sum": "x = 1" + "+1" * N,
    "product_of_numbers": "x = 2" + "*2" * 900,
    "attributes": "x = a" + ".b" * N,
    "calls": "x = f" + "()" * N,
    "subscripts": "x = a" + "[0]" * N,
    "lambdas": "x = " + "lambda:" * N + "1",
    "conditions": "x = " + "1 if 1 else " * N + "1",
    "elif_chain": "if a:\n  x = 1\n" + "elif a:\n  x = 1\n" * 900,
    "indentation": "\n".join(" " * depth + "if 1:" for depth in range(500)),
    "comprehension": "x = [1 " + "for a in b " * N + "]",
    "f_string_fields": "x = f'" + "{a}" * N + "'",
    "null_byte": "x = 1\0",
    "endless_number": "x = " + "9" * N,
    "backslashes": "x = 1" + "\\\n" * N,
    "half_text": "x = '''" + "\n" * N,
    "pattern": "match x:\n  case {" + ",".join(f"{i}:a{i}" for i in range(N)) + "}: x = 1",
    "tabs": "if 1:\n\tx = 1\n        y = 2",
    "assignments": "x = " * N + "1",
    "decorators": "@a\n" * 5_000 + "def f(): pass",
}


def as_notebook(*cells: str) -> bytes:
    """A notebook file of these cells."""
    return json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells]}).encode()


def read(**files: bytes) -> Submission:
    """The submission of these files."""
    return build_submission("s001", "s001", [RawFile(name.replace("_dot_", "."), data) for name, data in files.items()])


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_in_a_cell_costs_one_cell(name: str) -> None:
    """A cell made to overflow the parser is passed over; what the other cells define is there."""
    start = time.perf_counter()
    module = read_notebook(as_notebook("before = 1", BOMBS[name], "!ls\nafter = 2"), "hw.ipynb", "hw")
    assert {"before", "after"} <= set(module.defines)
    parse(module.source)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_in_a_module_is_a_module(name: str) -> None:
    """The same in a .py file never escapes; its source is kept for the sandbox to fail on."""
    submission = read(a_dot_py=BOMBS[name].encode(), b_dot_py=b"y = 1")
    assert [module.name for module in submission.modules] == ["a", "b"]
    assert submission.modules[1].defines == {"y": False}


def test_half_characters_are_no_python() -> None:
    """A lone surrogate, which no file holds but a program may pass, is refused like any other text."""
    with pytest.raises(Unparsable) as caught:
        parse("x = '\ud800'")
    assert caught.value.line == 1


def test_compiling_is_left_to_the_sandbox() -> None:
    """The compiler's stack overflow kills a process; the reader only parses, and lives."""
    bomb = "x = [1 " + "for a in b " * 40_000 + "]"
    script = f"import sys; from grader.intake.parsing import parse; parse({bomb!r}); print('alive')"
    done = subprocess.run([sys.executable, "-"], input=script, capture_output=True, text=True, timeout=60)
    assert done.stdout == "alive\n"


def test_commands_without_end_are_limited() -> None:
    """IPython reads a cell again for each command; a cell of thousands is given up, the next one still read."""
    start = time.perf_counter()
    module = read_notebook(as_notebook("!ls\n" * 20_000, "a?\n" * 20_000, "x = 1"), "hw.ipynb", "hw")
    assert module.defines == {"x": False}
    assert [problem.params["reason"] for problem in module.problems] == ["too many commands"] * 2
    assert time.perf_counter() - start < 10


def test_fields_without_end_are_limited() -> None:
    """An f-string of a hundred thousand fields, which takes Python 3.11 half a minute, is refused."""
    start = time.perf_counter()
    submission = read(a_dot_py=b"x = f'" + b"{a}" * 150_000 + b"'")
    assert submission.modules[0].problems[0].params["reason"] == "too many braces"
    assert time.perf_counter() - start < 10


def test_braces_are_no_fault() -> None:
    """Tables of a thousand dictionaries and f-strings are read, alone and together."""
    table = "X = [" + "{'a': 1}, " * 1_000 + "]\n"
    for source in (table, "y = f'{x}'\n", table + "y = f'{x}'\n", "X = [" + "{1}, " * 90_000 + "]\n"):
        assert read(a_dot_py=source.encode()).modules[0].problems == ()


@pytest.mark.parametrize("error", [RecursionError, MemoryError])
def test_reader_at_its_limits_says_so(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that exhausts the reader itself is unreadable; the files beside it are read."""
    read_module = submission_module.read_module

    def exhausted(data: bytes, path: str, name: str) -> Module:
        if path == "a.py":
            raise error
        return read_module(data, path, name)

    monkeypatch.setattr(submission_module, "read_module", exhausted)
    submission = read(a_dot_py=b"x = 1", b_dot_py=b"y = 1")
    assert [module.name for module in submission.modules] == ["b"]
    assert submission.notes == (Message("intake.too_complex", {"path": "a.py"}),)


def test_code_without_end_is_left_out() -> None:
    """Beyond the cap cells are left out, with a problem that says from which one on; those before are read."""
    module = read_notebook(as_notebook("x = 1", "#" * MAX_CODE, "y = 2"), "hw.ipynb", "hw")
    assert module.defines == {"x": False}
    (problem,) = module.problems
    assert problem == Message("intake.cells_left_out", {"path": "hw.ipynb", "cell": 2, "limit": 500})


def test_cells_without_end_are_left_out() -> None:
    """A hundred thousand cells are not all looked at."""
    module = read_notebook(as_notebook(*["x = 1"] * 20_000), "hw.ipynb", "hw")
    assert len(module.cells) == 5_000
    assert module.problems[0].params["cell"] == 5_001


def test_large_module_is_unreadable() -> None:
    """A .py file of half a megabyte is no code."""
    submission = read(a_dot_py=b"#" * (MAX_CODE + 1))
    assert submission.unreadable == Message("intake.code_too_long", {"path": "a.py", "limit": 500})


def test_many_large_modules_are_limited() -> None:
    """Files that are each within the cap are not together."""
    files = {f"m{number:02}_dot_py": b"#" * MAX_CODE for number in range(8)}
    submission = read(**files)
    assert len(submission.modules) == 4
    assert [note.key for note in submission.notes] == ["intake.too_much"]


def test_cookie_cannot_choose_a_slow_codec() -> None:
    """A coding cookie names one of a few codecs; `punycode`, quadratic in its input, is not one of them."""
    start = time.perf_counter()
    submission = read(a_dot_py=b"# coding: punycode\n" + b"a" * 400_000 + b" = 1")
    assert len(submission.modules[0].defines) == 1
    assert time.perf_counter() - start < 10


@given(data=st.binary(max_size=300))
@settings(max_examples=100)
def test_any_bytes_are_a_submission(data: bytes) -> None:
    """Whatever the bytes, there is a submission, readable or with its reason."""
    for name in ("a_dot_py", "a_dot_ipynb"):
        submission = read(**{name: data})
        assert bool(submission.modules) != bool(submission.unreadable)
        assert len(submission.sha256) == 64
        for module in submission.modules:
            module.source.encode()


PIECES = [
    "!",
    "%",
    "%%",
    "?",
    "\n",
    "    ",
    "\t",
    "'''",
    '"',
    "(",
    ")",
    "[",
    "{",
    "\\",
    ";",
    ":",
    "=",
    ",",
    "#",
    "@",
    "\0",
    "\x0c",
]
PIECES += [
    "def f",
    "class A",
    "if x",
    "else",
    "try",
    "except",
    "x",
    "1",
    "pass",
    "return",
    "lambda",
    "import os",
    "cd a b",
]
PIECES += [
    "raise NotImplementedError",
    "\r",
    "\ufeff",
    "\ud800",
    "가",
    ">>> ",
    "... ",
    "In [1]: ",
    "%%time\n",
    "elif x",
    "await ",
]
LINES = st.tuples(
    st.sampled_from(["", "", "  ", "    ", "\t"]), st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join)
)
CELLS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.lists(LINES.map("".join), max_size=8).map("\n".join),
    st.lists(LINES.map("".join), max_size=6).map(lambda lines: "\n".join(["!ls", *lines])),
)


@given(cells=st.lists(CELLS, min_size=1, max_size=3))
@settings(max_examples=200)
def test_any_cells_are_a_module(cells: list[str]) -> None:
    """Whatever the cells, what is kept parses, has as many lines as they have, and lies in their spans."""
    submission = read(a_dot_ipynb=as_notebook(*cells))
    if submission.unreadable:
        assert submission.unreadable.key == "intake.no_code"
        return
    (module,) = submission.modules
    parse(module.source)
    spans = [(span.cell, span.first, span.last) for span in module.cells]
    assert [cell for cell, _, _ in spans] == list(range(1, len(cells) + 1))
    assert spans[-1][2] == module.source.count("\n")
    assert all(a[2] + 1 == b[1] for a, b in itertools.pairwise(spans))


KEYS = st.sampled_from(["cells", "source", "cell_type", "input", "worksheets", "code", "metadata"])
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(document=JSON)
@settings(max_examples=100)
def test_any_json_is_a_submission(document: object) -> None:
    """Whatever the JSON, there is a submission."""
    submission = read(a_dot_ipynb=json.dumps(document).encode())
    assert bool(submission.modules) != bool(submission.unreadable)
