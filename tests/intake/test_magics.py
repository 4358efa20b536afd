"""IPython's own syntax in cells: what goes, what stays, and that no line moves."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.notebook import read_notebook
from grader.intake.places import locate
from grader.model import Module


def read(*cells: str) -> Module:
    """The module in a notebook of these cells."""
    listed = [{"cell_type": "code", "source": cell} for cell in cells]
    return read_notebook(json.dumps({"cells": listed}).encode(), "hw.ipynb", "hw")


def kept(*cells: str) -> list[str]:
    """The lines that are left of these cells, blank ones dropped."""
    return [line for line in read(*cells).source.split("\n") if line]


@pytest.mark.parametrize(
    "cell",
    [
        "!pip install transformers",
        "%matplotlib inline",
        "%cd /content/drive/My Drive/it's here",
        "!pip install \\\n    torch \\\n    numpy",
        "files = !ls *.py",
        "out = %env HOME",
        "nn.LSTM?",
        "?nn.LSTM",
        "nn.LSTM??",
        "!ls {path} (",
    ],
)
def test_ipython_syntax_is_removed(cell: str) -> None:
    """Magics, shell commands and help calls go, and the lines after them stay where they were."""
    module = read(f"a = 1\n{cell}\nb = 2")
    assert module.problems == ()
    assert module.source == "a = 1\n" + "\n" * (cell.count("\n") + 1) + "b = 2\n"
    assert locate(module, cell.count("\n") + 3).text == "b = 2"


def test_percent_continuation_lines_stay() -> None:
    """A line that starts with `%` inside an expression is no magic, magics around it or not."""
    for magic in ("", "%matplotlib inline\n", "!ls\n"):
        source = f"{magic}def f(a, b):\n    return ('%s and %s'\n% (a, b))\nx = 'a' \\\n% ()\n"
        namespace: dict[str, Any] = {}
        exec(read(source).source, namespace)
        assert namespace["f"](1, 2) == "1 and 2"
        assert namespace["x"] == "a"


def test_exclamation_in_text_stays() -> None:
    """What looks like a command inside a text is text."""
    source = '!ls\nHELP = """\n!pip install\n%magic\nwhat?\n"""'
    namespace: dict[str, Any] = {}
    exec(read(source).source, namespace)
    assert namespace["HELP"] == "\n!pip install\n%magic\nwhat?\n"


@pytest.mark.parametrize(
    "line",
    [
        "pip install torch==1.0",
        "cd /content/drive/My Drive",
        "ls -al '/content/",
        "git clone https://github.com/a/b.git",
        "time x = f()",
        "rm -rf {",
    ],
)
def test_automagic_lines_are_removed(line: str) -> None:
    """A command typed without `!` costs only its line."""
    module = read(f"a = 1\n{line}\n!ls\nb = 2")
    assert module.problems == ()
    assert module.defines == {"a": False, "b": False}
    assert locate(module, 4).text == "b = 2"


def test_automagic_in_a_branch() -> None:
    """A command that is all of a block leaves a block."""
    source = "try:\n    import konlpy\nexcept ImportError:\n    pip install konlpy\n    import konlpy"
    assert "    pass" in kept(source)
    assert kept(source)[0] == "try:"


def test_names_of_commands_are_names() -> None:
    """`ls = …`, `cat(…)` and `time.time` are Python, and a fault beside them is not blamed on them."""
    module = read("ls = [1]\ncat = ls[0]\ntime = 3", "pip = 3 3")
    assert module.defines == {"ls": False, "cat": False, "time": False}
    assert [m.params["cell"] for m in module.problems] == [2]


@pytest.mark.parametrize(
    "magic", ["%%bash", "%%writefile a.py", "%%html", "%%javascript", "\n%%sh", "%%R", "#@title x\n%%bash"]
)
def test_cells_in_other_languages_are_skipped(magic: str) -> None:
    """A cell whose magic says that it is no Python is skipped without a word."""
    module = read(f"{magic}\ndef f(): pass\n<b>(", "x = 1")
    assert module.defines == {"x": False}
    assert module.problems == ()


@pytest.mark.parametrize(
    "magic", ["%%time", "%%capture", "%%capture out", "%%timeit -n 1", "#@title x\n%%time", "%%time\n%%capture"]
)
def test_python_cells_with_a_magic_are_kept(magic: str) -> None:
    """`%%time` and its like hold Python that defines names; lines stay where they were."""
    module = read(f"{magic}\ndef f():\n    return 1")
    assert set(module.defines) == {"f"}
    assert locate(module, magic.count("\n") + 2).text == "def f():"


def test_indentation_that_fits_nowhere() -> None:
    """What stops IPython's tokenizer costs one cell, and the line is the right one."""
    module = read("!ls\nif x:\n        y\n    z", "a = 1")
    assert module.defines == {"a": False}
    assert module.problems[0].params["line"] == 4
    assert "unindent does not match" in str(module.problems[0].params["reason"])


@pytest.mark.parametrize(
    "cell,text",
    [
        ("    x = 1\n    y = 2", ["x = 1", "y = 2"]),
        (">>> def f(x):\n...     return x\n>>> y = 2", ["def f(x):", "    return x", "y = 2"]),
        ("In [1]: x = 1\n   ...: y = 2", ["x = 1", "y = 2"]),
        ("\n\n!ls\nx = 1", ["", "", "", "x = 1"]),
        ("!ls\r\nx = 1\ry = 2", ["", "x = 1", "y = 2"]),
        ("x = '\u2028\x0c'\n!ls\ny = '\x1c'\nz = 1", ["x = '\u2028\x0c'", "", "y = '\x1c'", "z = 1"]),
        ("\ufeff!ls\nx = 1", ["", "x = 1"]),
        ("x = 1\n!ls \\\n  a", ["x = 1", "", ""]),
        ("!ls \\", [""]),
    ],
)
def test_lines_stay_within_a_cell(cell: str, text: list[str]) -> None:
    """Prompts, indentation, leading blank lines and odd line separators move nothing."""
    module = read(cell, "last = 1")
    assert module.source.split("\n") == [*text, "last = 1", ""]
    assert locate(module, len(text) + 1).cell == 2
    assert locate(module, len(text) + 1).line == 1


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "!pip install \\\n  a \\\n  b",
            "%matplotlib inline",
            "x = !ls \\\n  y",
            "f?",
            "pip install it's",
            "print(\n'''\n%a\n'''\n% ()\n)",
            "for i in range(3):\n    print(i)\n    !ls",
            "T = '''\n!a\n?\n'''",
            "#@title comment",
            "",
            "train(1,\n 2); C = 3",
            "if a:\n    !ls \\\n  -al\n    D = 4",
        ]
    ),
    max_size=6,
)


@given(cells=st.lists(FRAGMENTS, min_size=1, max_size=4))
def test_every_definition_is_found_at_its_place(cells: list[list[str]]) -> None:
    """Whatever stands before it in its cell and before its cell, a function's line leads to where it is."""
    texts, expected = [], {}
    for number, fragments in enumerate(cells, 1):
        lines = "\n".join(fragments).split("\n") if fragments else []
        expected[f"f{number}"] = (number, len(lines) + 1)
        texts.append("\n".join([*lines, f"def f{number}(): return 1"]))
    module = read(*texts)
    assert module.problems == ()
    for node in ast.parse(module.source).body:
        if isinstance(node, ast.FunctionDef):
            frame = locate(module, node.lineno, node.name)
            assert (frame.cell, frame.line) == expected.pop(node.name)
            assert frame.text == f"def {node.name}(): return 1"
    assert expected == {}
