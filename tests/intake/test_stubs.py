"""Defined names, and which of them are still what the template hands out."""

from __future__ import annotations

from textwrap import dedent

import pytest

from grader.intake.parsing import parse
from grader.intake.stubs import defined_names


def defined(source: str) -> dict[str, bool]:
    """Name → stub of an indented literal."""
    return defined_names(parse(dedent(source)))


@pytest.mark.parametrize(
    "body",
    [
        "raise NotImplementedError",
        "raise NotImplementedError()",
        "raise NotImplementedError('YOUR CODE HERE')",
        "...",
        "pass",
        "'''Docstring.'''",
        "'''Docstring.'''; raise NotImplementedError",
        "'''Docstring.'''; pass; raise NotImplementedError()",
    ],
)
def test_stub_functions(body: str) -> None:
    """A function without work is a stub, async and decorated as well."""
    assert defined(f"def f(x):\n    {body}") == {"f": True}
    assert defined(f"@a\nasync def f(x):\n    {body}") == {"f": True}


@pytest.mark.parametrize(
    "body",
    [
        "return 1",
        "return",
        "return None",
        "raise ValueError",
        "raise",
        "x = 1; raise NotImplementedError",
        "1",
        "'''Docstring.'''; 'text'",
        "if x: raise NotImplementedError",
    ],
)
def test_written_functions(body: str) -> None:
    """A function that does anything is no stub."""
    assert defined(f"def f(x):\n    {body}") == {"f": False}


def test_stub_class() -> None:
    """A class is a stub when its methods raise NotImplementedError and what was given does no work."""
    source = '''
        class RNN(nn.Module):
            """h = tanh(...)."""
            layers = 2
            def __init__(self, Wx, b):
                super().__init__()
                self.Wx = Wx
                self.h = None
            def forward(self, x):
                """One step."""
                raise NotImplementedError
            def backward(self, dh):
                raise NotImplementedError()
            def name(self): return "rnn"
            def reset(self): pass
    '''
    assert defined(source) == {"RNN": True}


@pytest.mark.parametrize(
    "method",
    [
        "def step(self): return self.x + 1",
        "def __init__(self): self.W = make()",
        "def __init__(self):\n        super().__init__(make())\n        x = 1",
        "def __init__(self): other().__init__()",
    ],
)
def test_begun_class(method: str) -> None:
    """One method with work in it makes the class the student's."""
    assert defined(f"class A:\n    def f(self): raise NotImplementedError\n    {method}") == {"A": False}


@pytest.mark.parametrize("body", ["pass", "x = 1", "'''Docstring.'''", "def f(self): pass", "def f(self): return 1"])
def test_class_without_holes(body: str) -> None:
    """A class none of whose methods raises NotImplementedError is a definition: exceptions look like that."""
    assert defined(f"class A(Exception):\n    {body}") == {"A": False}


def test_last_definition_counts() -> None:
    """A name is a stub when its last definition is."""
    assert defined("def f(): pass\ndef f(): return 1") == {"f": False}
    assert defined("def f(): return 1\ndef f(): pass") == {"f": True}
    assert defined("def f(): pass\nf = g") == {"f": False}
    assert defined("def f(): return 1\ndel f") == {}


def test_all_ways_to_bind() -> None:
    """Imports, assignments, loops, `with` and conditional blocks bind names; uses and inner names do not."""
    source = """
        import a.b, c as d
        from e import f, g as h
        from i import *
        j = k, [l, *m] = 1
        n: int = 1
        o: int
        p.q = r[s] = 2
        for t, u in v: w = 1
        with x as y: pass
        if z:
            def aa(): inner = 1
        elif bb: cc = 1
        else: dd = 1
        try: ee = 1
        except E as ff: gg = 1
        finally: hh = 1
        match ii:
            case 1: jj = 1
        class kk: ll = 1
        while mm: nn = 1
    """
    names = "a d f h j k l m n t u w y aa cc dd ee gg hh jj kk nn"
    assert defined(source) == dict.fromkeys(names.split(), False)


def test_import_of_a_name_defines_it() -> None:
    """A file that only imports the task's function from another one defines it."""
    assert defined("from lstm import lstm_cell") == {"lstm_cell": False}
