"""Hostile notebooks: through intake to the judge."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.hostile.handed import DOUBLE, HandedIn, honest, notebook

SECTION = "Notebooks"
WRONG = "def double(x):\n    return 2.5 * x\n"


def of(*cells: str, outputs: list[object] | None = None) -> Callable[[Path], Path]:
    """A hand-in with a notebook of these cells."""
    return lambda folder: notebook(folder, *cells, outputs=outputs)


def raw(data: bytes) -> Callable[[Path], Path]:
    """A hand-in whose notebook is these bytes."""

    def build(folder: Path) -> Path:
        home = honest(folder, without=("double",))
        (home / "homework.ipynb").write_bytes(data)
        return home

    return build


def _as_bytes(*cells: str) -> bytes:
    return json.dumps({"cells": [{"cell_type": "code", "source": c} for c in cells], "nbformat": 4}).encode()


def _large(folder: Path) -> Path:
    home = honest(folder, without=("double",))
    with (home / "homework.ipynb").open("wb") as file:
        file.truncate(1 << 30)
    return home


def _row(name: str, build: Callable[[Path], Path], **given: object) -> HandedIn:
    return HandedIn(SECTION, name, build, of("import torch", DOUBLE), **given)  # type: ignore[arg-type]


# Whoever ran these would leave a file beside the hand-in, or leave the process.
RUNS = "open('ran-of-s666', 'w').write('x')"
SHELL = "touch ran-of-s666"

NOTEBOOKS = (
    _row(
        "malformed JSON: the notebook is refused, the rest is graded",
        raw(b'{"cells": [{"cell_type": "code"'),
        told=("intake.not_json",),
    ),
    _row(
        "JSON of a hundred thousand levels: the notebook is refused",
        raw(b"[" * 100_000 + b"]" * 100_000),
        told=("intake.not_notebook",),
    ),
    _row(
        "JSON of the wrong shape (cells that are numbers, a source that is a dictionary): the notebook is refused",
        raw(b'{"cells": [1, {"cell_type": "code", "source": {"a": 1}}], "nbformat": 4}'),
        told=("intake.no_code",),
    ),
    _row(
        "a byte order mark and UTF-16: read, or refused by name", raw(b"\xef\xbb\xbf" + _as_bytes(DOUBLE)), double=True
    ),
    _row(
        "outputs of ten megabytes: never looked at",
        of(DOUBLE, outputs=[{"output_type": "stream", "text": "x" * (10 << 20)}]),
        double=True,
    ),
    _row("a notebook of a gigabyte: too large, at once", _large, told=("intake.too_large",)),
    _row(
        "outputs that say PASSED 100/100: the code is wrong",
        of(WRONG, outputs=[{"output_type": "stream", "name": "stdout", "text": "test_double PASSED\nSCORE: 100/100"}]),
    ),
    _row(
        "outputs with a pickled or executable payload: never looked at",
        of(WRONG, outputs=[{"output_type": "execute_result", "data": {"application/python-pickle": "gASVLg=="}}]),
    ),
    _row(
        "an AST bomb in a cell: costs that cell",
        of("x = " + "(" * 8000 + ")" * 8000, DOUBLE),
        double=True,
        told=("intake.cell_syntax",),
    ),
    _row(
        "an AST bomb as the answer: no answer",
        of(f"def double(x):\n    return 2 * x {'+ (' * 5000}0{')' * 5000}"),
        told=("intake.cell_syntax",),
    ),
    _row("!commands: not run", of(f"!{SHELL}\n{DOUBLE}", f"files = !{SHELL}"), double=True),
    _row(
        "%magics and %%bash cells: not run",
        of(f"%%bash\n{SHELL}", f"%system {SHELL}\n{DOUBLE}", f"%run ../evil.py\n%load_ext evil\n%%writefile {SHELL}"),
        double=True,
    ),
    _row(
        "get_ipython().system and friends at the top of a cell: not run",
        of(f"get_ipython().system('{SHELL}')\nget_ipython().run_cell('{RUNS}')", DOUBLE),
        double=True,
    ),
    _row(
        "statements beside definitions (files, exits, endless loops): not run",
        of(f"{RUNS}\nimport os\nos._exit(0)", "while True:\n    pass", "input()\n", DOUBLE),
        double=True,
    ),
    _row(
        "a constant that takes for ever or all memory: the definitions stand",
        of("BIG = 10 ** 10 ** 10\nMANY = [0] * 10 ** 13", DOUBLE),
        double=True,
    ),
    _row(
        "definitions that act while they are defined (decorators, defaults, class bodies): in the sandbox, not here",
        of(f"import os\nclass Acts:\n    {RUNS}\n\ndef double(x, y={RUNS}):\n    return 2 * x\n"),
        double=True,
    ),
    _row(
        "a markdown or raw cell with the answer: no code",
        raw(
            json.dumps(
                {
                    "cells": [{"cell_type": "markdown", "source": DOUBLE}, {"cell_type": "code", "source": "x = 1"}],
                    "nbformat": 4,
                }
            ).encode()
        ),
    ),
    _row(
        "another kernel's notebook (R, shell): no Python", raw(_as_bytes("library(torch)\ndouble <- function(x) 2 * x"))
    ),
)
