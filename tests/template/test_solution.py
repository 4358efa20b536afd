"""Stubs: what leaves the reference, what stays, and which markers are refused."""

from __future__ import annotations

import ast
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.template import stub

ROOT = Path(__file__).resolve().parents[2]


def made(source: str) -> str:
    """The stub of an indented literal."""
    return stub(dedent(source), "week/cell.py")


def test_block_becomes_stub() -> None:
    """A block in a function is replaced at its own indentation; signature, docstring and comments stay."""
    source = '''\
        import torch


        def cell(x, h):
            """One step. x [N, D]."""
            # h is the state
            if x is not None:
                # BEGIN SOLUTION
                z = x @ h
                return z
                # END SOLUTION
            return None
        '''
    expected = '''\
        import torch


        def cell(x, h):
            """One step. x [N, D]."""
            # h is the state
            if x is not None:
                # YOUR CODE HERE
                raise NotImplementedError
            return None
        '''
    assert made(source) == dedent(expected)


def test_methods_are_stubbed_one_by_one() -> None:
    """Each method keeps its own signature; the class can be defined but not used."""
    source = """\
        class RNN:
            def __init__(self, W):
                # BEGIN SOLUTION
                self.W = W
                # END SOLUTION

            def forward(self, x):
                # BEGIN SOLUTION
                return x @ self.W
                # END SOLUTION
        """
    namespace: dict[str, type] = {}
    exec(made(source), namespace)
    with pytest.raises(NotImplementedError):
        namespace["RNN"](1)
    assert made(source).count("raise NotImplementedError") == 2


def test_private_helper_disappears() -> None:
    """A helper wholly inside a block of the module leaves nothing, not even blank lines; so does one of a class."""
    source = """\
        import torch

        # BEGIN SOLUTION
        import math


        def _gates(a):
            return a.chunk(4)
        # END SOLUTION


        class Cell:
            size = 1

            # BEGIN SOLUTION
            def _helper(self):
                return _gates(self)
            # END SOLUTION

            def step(self, a):
                # BEGIN SOLUTION
                return _gates(a), math.pi
                # END SOLUTION
        """
    expected = """\
        import torch

        class Cell:
            size = 1

            def step(self, a):
                # YOUR CODE HERE
                raise NotImplementedError
        """
    assert made(source) == dedent(expected)


def test_without_markers_nothing_changes() -> None:
    """A source without solution comes back as it is, imports that nothing uses included."""
    source = "import math\n\n\ndef f(x):\n    return x\n"
    assert stub(source) == source


def test_text_in_strings_is_no_marker() -> None:
    """A docstring may talk about the markers."""
    source = '''\
        def f():
            """Write between
            # BEGIN SOLUTION
            and the end."""
            return "# END SOLUTION"
        '''
    assert made(source) == dedent(source)


@pytest.mark.parametrize("mark", ["### {} SOLUTION", "# {} SOLUTION", "#{} SOLUTION", "# {} SOLUTION  "])
def test_markers_of_other_tools(mark: str) -> None:
    """nbgrader's three hashes and otter's one mean the same."""
    source = f"def f():\n    {mark.format('BEGIN')}\n    return 1\n    {mark.format('END')}\n"
    assert stub(source) == "def f():\n    # YOUR CODE HERE\n    raise NotImplementedError\n"


@pytest.mark.parametrize(
    "line,expected",
    [
        ("é = 'ä' + f(2)  # SOLUTION", "é = ..."),
        ("x: int = 3  # SOLUTION", "x: int = ..."),
        ("x += 3  # SOLUTION", "x += ..."),
        ("return x * 2  # SOLUTION", "return ..."),
        ("print(x)  # SOLUTION", "..."),
    ],
)
def test_line_solutions(line: str, expected: str) -> None:
    """otter's one-line marker leaves `...` for the value."""
    assert stub(f"def f(x):\n    {line}\n") == f"def f(x):\n    {expected}\n"


def test_prompt_replaces_solution() -> None:
    """otter's prompt takes the place of a block that asks for no prompt of its own; so can a line be dropped."""
    source = '''\
        def f(x):
            # BEGIN SOLUTION NO PROMPT
            y = x + 1
            # END SOLUTION
            """ # BEGIN PROMPT
            y = ...
            """ # END PROMPT
            z = y  # SOLUTION NO PROMPT
            return y
        '''
    assert made(source) == "def f(x):\n    y = ...\n    return y\n"


@pytest.mark.parametrize(
    "body,line,complaint",
    [
        ("# BEGIN SOLUTION\npass", 2, "BEGIN SOLUTION without END SOLUTION"),
        ("pass\n# END SOLUTION", 3, "END SOLUTION without BEGIN SOLUTION"),
        ("# BEGIN SOLUTION\npass\n# BEGIN SOLUTION\n# END SOLUTION", 4, "inside the block of line 2"),
        ("# BEGIN SOLUTION\n\n# END SOLUTION\npass", 2, "the solution block is empty"),
        ("pass  # BEGIN SOLUTION\n# END SOLUTION", 2, "stands behind code"),
        ("# begin solution\npass", 2, "unknown marker `# begin solution`"),
        ("# BEGIN SOLUTION:\npass", 2, "unknown marker"),
        ("pass\n# END_SOLUTION", 3, "unknown marker"),
        ("# SOLUTION\npass", 2, "`# SOLUTION` without code"),
        ("if x: y = 1  # SOLUTION", 2, "no simple one-line statement"),
        ("x = [1,\n2]  # SOLUTION", 3, "no simple one-line statement"),
        ("return (", 2, "is not Python"),
    ],
)
def test_wrong_markers(body: str, line: int, complaint: str) -> None:
    """A marker that is wrong is refused with file and line, never passed over: it would give the solution away."""
    source = "def f(x):\n" + "".join(f"    {text}\n" for text in body.split("\n"))
    with pytest.raises(UsageError) as caught:
        stub(source, "week/cell.py")
    assert str(caught.value).startswith(f"week/cell.py:{line}: ")
    assert complaint in str(caught.value)


def test_lost_name_is_seen() -> None:
    """Code outside a block may not need a name that only the block defines."""
    source = """\
        # BEGIN SOLUTION
        EPS = 1e-8
        # END SOLUTION
        def f(x, eps=EPS):
            # BEGIN SOLUTION
            return x + EPS
            # END SOLUTION
        """
    with pytest.raises(UsageError, match=r"cell\.py:4: `EPS` is used here but defined only inside a solution block"):
        made(source)


def test_block_that_cuts_a_statement() -> None:
    """A block over half a statement does not make a broken stub: it is refused."""
    source = "class A:\n    # BEGIN SOLUTION\n    x = 1\n    # END SOLUTION\n"
    with pytest.raises(UsageError, match=r"cell\.py \(as a stub\):\d: is not Python"):
        stub(source, "cell.py")


@given(st.lists(st.sampled_from(["x = 1", "for i in x:\n        x = i", "", "# a word", "y = '# END'"]), max_size=6))
def test_no_line_of_a_solution_survives(statements: list[str]) -> None:
    """Whatever a block holds, the stub parses and none of its lines is left."""
    inside = "\n".join(f"    {s}" if s else s for s in [*statements, "return secret"])
    result = stub(f"def f(x):\n    # BEGIN SOLUTION\n{inside}\n    # END SOLUTION\n\n\nA = 1\n")
    assert result == "def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError\n\n\nA = 1\n"


@pytest.mark.parametrize("path", sorted((ROOT / "reference").rglob("*.py")), ids=lambda p: p.stem)
def test_references_become_stubs(path: Path) -> None:
    """Every reference of the course makes a stub that is shorter, parses and holds no marker."""
    source = path.read_text("utf-8")
    result = stub(source, path.name)
    ast.parse(result)
    assert "BEGIN SOLUTION" not in result
    assert "raise NotImplementedError" in result
    assert stub(result) == result
