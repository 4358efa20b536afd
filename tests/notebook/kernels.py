"""Real notebooks, executed by real kernels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
RIGHT = ROOT / "tests" / "right" / "week04_rnn" / "a"
BUNDLE = ROOT / "student_template"
Outputs = list[list[dict[str, str]]]


def executed(cells: Sequence[str], folder: Path, seconds: int = 240) -> Outputs:
    """What each cell shows: for each output its MIME types → text; printed text is `text/plain`, an error `error`."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(book, timeout=seconds, allow_errors=True, resources={"metadata": {"path": str(folder)}}).execute()
    return [[_shown(output) for output in cell.outputs] for cell in book.cells]


def _shown(output: nbformat.NotebookNode) -> dict[str, str]:
    if output.output_type == "error":
        return {"error": f"{output.ename}: {output.evalue}"}
    return {"text/plain": output.text} if output.output_type == "stream" else dict(output.data)


def right(module: str) -> str:
    """A right solution of a module of week 4."""
    return (RIGHT / f"{module}.py").read_text("utf-8")


def one(outputs: list[dict[str, str]], mime: str = "text/plain") -> str:
    """The text of a cell's only output."""
    (output,) = outputs
    return output[mime]
