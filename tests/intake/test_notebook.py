"""Notebooks: the traps of real ones, one by one, and that every line leads back to its cell."""

from __future__ import annotations

import json
from typing import Any

import pytest

from grader.intake.notebook import read_notebook
from grader.intake.places import locate
from grader.intake.problems import Unreadable
from grader.model import Module


def code(source: str | list[str], **more: object) -> dict[str, Any]:
    """A code cell."""
    return {"cell_type": "code", "metadata": {}, "execution_count": 1, "outputs": [], "source": source, **more}


def notebook(*cells: str | dict[str, Any], **more: object) -> bytes:
    """A notebook file as Colab writes it: nbformat 4.0, cells without ids."""
    listed = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 0, "metadata": {}, "cells": listed, **more}).encode()


def read(*cells: str | dict[str, Any], **more: object) -> Module:
    """The module in a notebook of these cells."""
    return read_notebook(notebook(*cells, **more), "hw.ipynb", "hw")


def kept(*cells: str) -> list[str]:
    """The lines that are left of these cells, blank ones dropped."""
    return [line for line in read(*cells).source.split("\n") if line]


def unreadable(data: bytes) -> str:
    """The key of the reason why a file is no notebook."""
    with pytest.raises(Unreadable) as caught:
        read_notebook(data, "hw.ipynb", "hw")
    assert caught.value.message.params["path"] == "hw.ipynb"
    return caught.value.message.key


def test_definitions_are_kept_and_the_rest_is_not() -> None:
    """Imports, functions, classes and constants stay; loops, calls, training, prints and plots go."""
    module = read(
        "import torch\nfrom torch import nn\nfrom google.colab import drive\ndrive.mount('/content/drive')",
        "H = 128\nname = input('name?')\ntrain_df = pd.read_csv('/content/drive/My Drive/a.csv')",
        "class Net(nn.Module):\n    def forward(self, x):\n        return x\nasync def f(): ...\nmodel = Net()",
        "for epoch in range(100):\n    loss = model(x)\n    print(loss)\nplt.plot(losses)\nwhile True: pass",
        "with open('x') as f:\n    vocab = f.read()\nassert H\ndel H\nmodel.eval()",
    )
    assert [line for line in module.source.split("\n") if line] == [
        "import torch",
        "from torch import nn",
        "from google.colab import drive",
        "H = 128",
        "class Net(nn.Module):",
        "    def forward(self, x):",
        "        return x",
        "async def f(): ...",
    ]
    assert set(module.defines) == {"torch", "nn", "drive", "H", "Net", "f"}
    assert module.definitions_only
    assert module.problems == ()


def test_nbformat_40_without_ids() -> None:
    """Cells have no ids and sources are lists of lines: what Colab wrote for years."""
    module = read(code(["def f():\n", "    return 1\n", "x = 2"]))
    assert module.source == "def f():\n    return 1\nx = 2\n"


def test_nbformat_45_with_ids() -> None:
    """Cell ids and newer keys are nothing to stumble over."""
    assert read(code("x = 1", id="a1b2"), nbformat_minor=5).defines == {"x": False}


def test_nbformat_3_worksheets() -> None:
    """Old notebooks keep their cells in worksheets, their code in `input`."""
    cells = [{"cell_type": "code", "input": ["def f():\n", "    pass"], "language": "python"}]
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": cells}, {"cells": cells}],
    }
    module = read_notebook(json.dumps(old).encode(), "hw.ipynb", "hw")
    assert [(c.cell, c.first, c.last) for c in module.cells] == [(1, 1, 2), (2, 3, 4)]
    assert module.defines == {"f": True}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp949"])
def test_encodings(encoding: str) -> None:
    """A byte order mark or a Korean Windows encoding does not hide the code."""
    text = json.dumps({"cells": [code("이름 = '홍길동'")]}, ensure_ascii=False)
    assert read_notebook(text.encode(encoding), "hw.ipynb", "hw").source == "이름 = '홍길동'\n"


def test_widget_metadata_without_state() -> None:
    """`metadata.widgets` without `state`, which breaks other tools, is not looked at."""
    assert read("x = 1", metadata={"widgets": {"application/vnd.jupyter.widget-state+json": {}}}).defines == {
        "x": False
    }


def test_outputs_and_pictures_do_not_matter() -> None:
    """Outputs of any shape, and markdown and raw cells, are not code."""
    picture = [{"output_type": "display_data", "data": {"image/png": "iVBOR" * 1000}}, None, 3]
    markdown = {"cell_type": "markdown", "source": "def g(): pass"}
    raw = {"cell_type": "raw", "source": "def h(): pass"}
    assert read(code("x = 1", outputs=picture), markdown, raw, {"cell_type": "code"}).defines == {"x": False}


@pytest.mark.parametrize(
    "cell", [None, 3, "text", [], {}, {"cell_type": "code", "source": 3}, {"source": "def f(): 0"}]
)
def test_odd_cells_are_passed_over(cell: object) -> None:
    """A cell that is none costs only itself."""
    data = json.dumps({"cells": [code("x = 1"), cell]}).encode()
    assert read_notebook(data, "hw.ipynb", "hw").defines == {"x": False}


@pytest.mark.parametrize(
    "source,lines",
    [
        ("import os; os.system('ls'); x = 1", ["import os; x = 1"]),
        ("train(); x = 1", ["x = 1"]),
        ("x = 1; train()", ["x = 1"]),
        ("x = '''a\nb'''; train(); y = 2", ["x = '''a", "b'''; y = 2"]),
        ("train(1,\n  2); y = [1,\n 2]", ["y = [1,", " 2]"]),
        ("print(1) ; 한글 = '값' ; print(2)", ["한글 = '값'"]),
        ("print('한글'); 값 = 1", ["값 = 1"]),
        ("x = 1  # one\ny = 2;", ["x = 1", "y = 2"]),
        ("@a\n@b(\n 1)\ndef f(): pass", ["@a", "@b(", " 1)", "def f(): pass"]),
    ],
)
def test_statements_that_share_lines(source: str, lines: list[str]) -> None:
    """Of several statements on a line each is kept or dropped by itself; columns count bytes, not characters."""
    assert kept(source) == lines


@pytest.mark.parametrize(
    "source,lines",
    [
        (
            "if torch.cuda.is_available():\n    device = 'cuda'\n    print('gpu')\nelse:\n    device = 'cpu'",
            ["if torch.cuda.is_available():", "    device = 'cuda'", "    pass", "else:", "    device = 'cpu'"],
        ),
        (
            "try:\n    import a\nexcept ImportError:\n    a = None",
            ["try:", "    import a", "except ImportError:", "    a = None"],
        ),
        ("if device == 'cuda':\n    torch.cuda.manual_seed_all(777)", []),
        ("if input() == 'y':\n    x = 1", []),
        ("if a:\n    x = 1\nelif input():\n    x = 2\nelse:\n    x = 3", ["if a:", "    x = 1", "else: pass"]),
        (
            "if a:\n    x = 1\nelif b:\n    f()\nelse:\n    x = 3",
            ["if a:", "    x = 1", "elif b:", "    pass", "else:", "    x = 3"],
        ),
        ("if a: f(); x = 1; g()", ["if a: pass; x = 1; pass"]),
        ("if a:\n    f(1,\n      2)\n    x = 1", ["if a:", "    pass", "    x = 1"]),
        ("if a:\n    f(1,\n      2,\n    3); x = '''p\nq'''", ["if a:", "    pass\\", "\\", "; x = '''p", "q'''"]),
        ("if a:\n    for i in b:\n        f()\n    def g(): pass", ["if a:", "    pass", "    def g(): pass"]),
        (
            "if a:\n    if b:\n        x = 1\n        f()\n    g()",
            ["if a:", "    if b:", "        x = 1", "        pass", "    pass"],
        ),
        ("if a:\n    @d\n    def g(): pass\n    f()", ["if a:", "    @d", "    def g(): pass", "    pass"]),
        ("try:\n    f()\nfinally:\n    x = 1", ["try:", "    pass", "finally:", "    x = 1"]),
        ("try:\n    f()\nexcept* E:\n    x = 1", ["try:", "    pass", "except* E:", "    x = 1"]),
    ],
)
def test_blocks_keep_what_is_constant(source: str, lines: list[str]) -> None:
    """Around constants and imports `if` and `try` stay, and the rest of them becomes `pass`."""
    assert kept("import torch", source) == ["import torch", *lines]


def test_last_definition_wins() -> None:
    """A class that is defined twice is the later one, also where the earlier one was the stub."""
    module = read("def f():\n    raise NotImplementedError", "def f():\n    return 1")
    assert module.defines == {"f": False}


def test_broken_cell_costs_only_itself() -> None:
    """A cell that is no Python is named with its number, line and Python's reason; the others are read."""
    module = read("x = 1", {"cell_type": "markdown", "source": "text"}, "a = 1\ndef broken(:\n    pass", "y = 2")
    assert module.defines == {"x": False, "y": False}
    (problem,) = module.problems
    assert problem.key == "intake.cell_syntax"
    assert problem.params == {"path": "hw.ipynb", "cell": 2, "line": 2, "reason": "invalid syntax"}
    assert locate(module, 5).cell == 3


def test_many_broken_cells_are_counted() -> None:
    """A notebook of broken cells does not fill a page with problems."""
    module = read(*["("] * 50)
    assert len(module.problems) == 21
    assert module.problems[-1].params["count"] == 30


def test_source_of_half_characters_can_be_stored() -> None:
    """A lone surrogate, which JSON can spell and UTF-8 cannot, is replaced."""
    module = read_notebook(b'{"cells": [{"cell_type": "code", "source": "x = \'\\ud83d\'"}]}', "hw.ipynb", "hw")
    assert module.source.encode() == b"x = '?'\n"


@pytest.mark.parametrize(
    "data,key",
    [
        (b"", "intake.empty"),
        (b" \n", "intake.empty"),
        (b"\xef\xbb\xbf", "intake.empty"),
        (b'{"cells": [', "intake.not_json"),
        (b"<html>", "intake.not_json"),
        (b"[" * 100_000, "intake.not_notebook"),
        (b"1" * 5_000, "intake.not_notebook"),
        (b"[]", "intake.not_notebook"),
        (b"null", "intake.not_notebook"),
        (b'{"metadata": {}}', "intake.not_notebook"),
        (b'{"cells": {}}', "intake.not_notebook"),
        (b"\x89PNG\xff\xff\x00\xff", "intake.encoding"),
        (notebook(), "intake.no_code"),
        (notebook("", " \n"), "intake.no_code"),
        (notebook({"cell_type": "markdown", "source": "text"}), "intake.no_code"),
        (b" " * 20_000_001, "intake.too_large"),
        (b'{"cells": [' + b"[]," * 1_000_001 + b"[]]}", "intake.too_complex"),
    ],
)
def test_what_is_no_notebook(data: bytes, key: str) -> None:
    """Empty, damaged and foreign files each have their own reason."""
    assert unreadable(data) == key


def test_damage_is_located() -> None:
    """Broken JSON says at which line of the file."""
    with pytest.raises(Unreadable) as caught:
        read_notebook(b'{\n"cells": [\n}', "hw.ipynb", "hw")
    assert caught.value.message.params["line"] == 3
