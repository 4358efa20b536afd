"""Ways to use what is banned: each is found, in its line; and what cannot be found is written down."""

from __future__ import annotations

import pytest

from tests.policy.looking import look, reached
from tests.policy.roundabout import FOUND


@pytest.mark.parametrize("name", FOUND)
def test_is_found(name: str) -> None:
    """What is banned is found however it is written, in the line where it stands."""
    found = look(FOUND[name])
    assert found is not None
    lines = FOUND[name].splitlines()
    assert found.line == next(i for i, line in enumerate(lines, 1) if line.endswith("#!"))


def test_other_module_of_the_submission() -> None:
    """An import between the student's own files is followed, with a star as well."""
    helper = "from torch import nn\n\ndef make():\n    return nn.LSTM(4, 4)\n"
    for source in (
        "from helper import make\ndef f(x):\n    return make()(x)\n",
        "import helper as h\ndef f(x):\n    return h.make()(x)\n",
        "from helper import *\ndef f(x):\n    return make()(x)\n",
        "from .helper import make as m\ndef f(x):\n    return m()(x)\n",
        "from helper import nn\ndef f(x):\n    return nn.LSTM(4, 4)(x)\n",
    ):
        found = look(source, helper=helper)
        assert found is not None
        assert found.name == "torch.nn.LSTM"
        assert (found.module, found.line) in {("helper", 4), ("main", 3)}


@pytest.mark.parametrize(
    "line",
    [
        "from torch import lstm_cell as f",
        "import torch\nf = torch.lstm_cell",
        "import torch\nf = lambda *a: torch.lstm_cell(*a)",
    ],
)
def test_name_that_is_no_function_of_the_students(line: str) -> None:
    """A task's name that is merely the library's function under another name is found, too."""
    found = look(line)
    assert found is not None
    assert found.name == "torch.lstm_cell"


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ndef f(x, code):\n    return eval(code)(x)",
        "\ndef f(x):\n    exec(open('code.txt').read())",
        "from torch import nn\ndef f(x, name):\n    return getattr(nn, name)(4)(x)",
    ],
)
def test_code_that_is_made_while_it_runs_is_noted(source: str) -> None:
    """`exec`, `eval` and `getattr` on a library with an unknown name break no ban, but leave a note with the line."""
    found = reached(source)
    assert look(source) is None
    assert [use.line for use in found.dynamic] == [3]


# What a reader cannot see without running the code. Kept as a list, so that nobody believes that there is none.
NOT_FOUND = {
    "passed_as_an_argument": """
        from torch import nn
        def make(lib):
            return lib.LSTM(4, 4)
        def f(x):
            return make(nn)(x)
        """,
    "code_made_of_numbers": """
        import torch
        def f(x):
            return eval(bytes([116, 111, 114, 99, 104]).decode() + ".nn.LSTM")(4, 4)(x)
        """,
    "found_by_search": """
        from torch import nn
        def f(x):
            return [c for n, c in vars(nn).items() if len(n) == 4 and n[0] == "L"][0](4, 4)(x)
        """,
    "defined_while_the_module_runs": """
        import torch
        def f(x):
            return x
        globals().update(f=torch.lstm_cell)
        """,
    "class_with_a_decoy": """
        class Decoy:
            def backward(self):
                pass
        def f(x):
            Decoy()
            x.backward()
        """,
}


@pytest.mark.parametrize("name", NOT_FOUND)
def test_is_not_found(name: str) -> None:
    """The documented limits of reading: when one of these is found, docs/policy.md has to say so."""
    assert look(NOT_FOUND[name]) is None
