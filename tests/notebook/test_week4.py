"""The notebook that students get, filled in and executed from top to bottom; then one cell is broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat

from grader.intake import read_submission
from tests.notebook.kernels import BUNDLE, executed, one, right

WEEK = "week04_rnn"


def test_the_course_notebook(tmp_path: Path) -> None:
    """Every check cell of the filled notebook passes, a broken cell gets its diagnosis in Korean; grading reads it."""
    folder = Path(shutil.copytree(BUNDLE, tmp_path / "nlp")) / WEEK
    book = nbformat.read(folder / f"{WEEK}.ipynb", as_version=4)
    cells = {cell.id: cell for cell in book.cells if cell.cell_type == "code"}
    for name, cell in cells.items():
        if name.startswith("code-"):
            cell.source = right(name.removeprefix("code-"))
    broken = right("rnn_cell").replace("np.dot(x, Wx) + b", "np.dot(x, Wx) - b")
    assert broken != right("rnn_cell")
    sources = [cell.source for cell in cells.values()]
    outputs = executed([*sources, broken, 'grader.check("rnn_cell", training=True)'], folder, 500)
    shown = dict(zip(cells, outputs, strict=False))
    checks = {name: one(shown[name]) for name in cells if name.startswith("check-")}
    assert len(checks) == 8
    assert [name for name, text in checks.items() if not text.startswith("✓")] == []
    assert not [output for outs in outputs for output in outs if "error" in output]
    last = one(outputs[-1])
    assert last.startswith("✗") and "기댓값" in last and f"In [{len(cells) + 1}], 6번째 줄: class RNN:" in last
    nbformat.write(book, folder / f"{WEEK}.ipynb")
    (module,) = read_submission(folder / f"{WEEK}.ipynb").modules
    assert not any(module.defines.values()) and not module.problems
