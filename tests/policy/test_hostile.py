"""Sources that are made to break whoever reads them: each walk ends, soon, and without an exception."""

from __future__ import annotations

import time

import pytest

from grader.intake.parsing import parse
from grader.intake.problems import Unparsable
from grader.policy import Program, reach

HOSTILE = {
    "long_sum": "def f(x):\n    return " + "+".join(["x"] * 900) + "\n",
    "long_text": "def f(x):\n    return getattr(x, " + "+".join(["'a'"] * 900) + ")\n",
    "long_chain_of_attributes": "import torch\ndef f(x):\n    return torch" + ".nn" * 900 + "\n",
    "many_branches": "def f(x):\n    if x: pass\n" + "    elif x: pass\n" * 900 + "    return x\n",
    "doubling_text": "a0 = 'x' * 9\n"
    + "".join(f"a{i + 1} = a{i} + a{i}\n" for i in range(60))
    + "def f(x):\n    return getattr(x, a60)\n",
    "doubling_replacement": "a = 'x' * 99\n"
    "b = a.replace('x', a).replace('x', a).replace('x', a)\ndef f(x):\n    return b\n",
    "names_in_a_circle": "a = b\nb = c\nc = a\ndef f(x):\n    return a.b.c(a)\n",
    "classes_in_a_circle": "class A(B): pass\nclass B(A): pass\ndef f(x):\n    return A().backward(B)\n",
    "long_line_of_bases": "class C0: pass\n"
    + "".join(f"class C{i + 1}(C{i}): pass\n" for i in range(600))
    + "def f(x):\n    return C600().backward(x)\n",
    "long_line_of_aliases": "import torch\na0 = torch\n"
    + "".join(f"a{i + 1} = a{i}\n" for i in range(3000))
    + "def f(x):\n    return a3000.nn\n",
    "many_functions": "".join(f"def g{i}(x):\n    return g{i + 1}(x) + g{i + 2}(x)\n" for i in range(6000))
    + "def f(x):\n    return g0(x)\n",
    "many_bindings": "a = 1\n" + "a = a\n" * 20000 + "def f(x):\n    return a\n",
    "many_bindings_of_a_local": "def f(x):\n    a = 1\n" + "    a = a + a\n" * 9000 + "    return a\n",
    "many_conditional_bindings": "if x:\n" + "    a = a\n" * 9000 + "def f(x):\n" + "    a.b\n" * 9000,
    "many_stars": "from torch import *\n" * 9000 + "def f(x):\n" + "    qq\n" * 9000,
    "star_of_itself": "from main import *\ndef f(x):\n    return y\n",
    "nested_functions": "def f(x):\n"
    + "".join("    " * i + f"    def g{i}():\n" for i in range(18))
    + "    " * 19
    + "return x\n    g0()\n",
    "code_that_runs_itself": "s = 'exec(s)'\ndef f(x):\n    exec(s)\n",
    "code_in_code": "def f(x):\n    exec(" + repr("exec(" + repr("exec('import torch; torch.nn.LSTM')") + ")") + ")\n",
    "code_that_is_none": "def f(x):\n    eval('((((')\n    exec('\\x00')\n    eval('(' * 5000)\n",
    "surrogates": "def f(x):\n    return getattr(x, '\\ud800')\n",
    "asks_for_everything": "class A:\n"
    + "".join(f"    def m{i}(self):\n        return getattr(self, x)\n" for i in range(800))
    + "def f(x):\n    return A()\n",
}

CIRCLE = "from main import g\n"


@pytest.mark.parametrize("name", HOSTILE)
def test_walk_ends(name: str) -> None:
    """A hostile source costs at most some seconds of processor time and raises nothing."""
    try:
        program = Program({"main": parse(HOSTILE[name])})
    except Unparsable:
        pytest.fail("the source has to be Python")
    started = time.process_time()
    reach(program, "main", "f")
    assert time.process_time() - started < 6


def test_too_much_code_is_said() -> None:
    """A submission that is too large to be followed is not called innocent: the walk says that it is incomplete."""
    source = "def f(x):\n" + "    x = x.a + x.b\n" * 40_000
    assert not reach(Program({"main": parse(source[:480_000])}), "main", "f").complete


def test_modules_that_import_a_name_from_each_other() -> None:
    """A circle of imports ends, and what else the importing code uses is found."""
    program = Program({"main": parse("from other import g\ndef f(x):\n    return g(x).ok\n"), "other": parse(CIRCLE)})
    assert [use.name for use in reach(program, "main", "f").attributes] == ["ok"]
    chain = {f"m{i}": parse(f"from m{i + 1} import g\n") for i in range(600)} | {"main": parse("from m0 import g\n")}
    assert reach(Program(chain), "main", "g").complete
