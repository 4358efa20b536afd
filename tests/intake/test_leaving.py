"""Names that a notebook sets only in statements that are not run."""

from __future__ import annotations

import json

from grader.intake.notebook import read_notebook
from grader.model import Frame


def notebook(*cells: str) -> bytes:
    """A notebook of code cells."""
    listed = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    return json.dumps({"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 0}).encode()


def test_names_of_skipped_statements() -> None:
    """A name that only a skipped statement sets is kept with its place; constants, imports and definitions are not."""
    cells = (
        "import math\nSIZE = 3\ndef f():\n    return words",
        "words = load('x')\nfor i in run():\n    last = step(i)\nSIZE = ask()",
    )
    left_out = read_notebook(notebook(*cells), "a.ipynb", "a").left_out
    assert left_out["words"] == Frame("a.ipynb", 1, "", "words = load('x')", 2)
    assert left_out["last"] == Frame("a.ipynb", 3, "", "last = step(i)", 2)
    assert set(left_out) == {"words", "i", "last"}
