"""Copies of the template beside the work."""

from __future__ import annotations

import json
from pathlib import Path

from grader.intake import read_submission

STUB = "raise NotImplementedError\n"
RNN = f"class RNN:\n    def forward(self, x):\n        {STUB}"
LSTM = f"def lstm_cell(x):\n    {STUB}"
DONE = "def lstm_cell(x):\n    return x\n"


def names(folder: Path, **files: str | list[str]) -> list[str]:
    """The modules of a hand-in; a list is a notebook's cells, `a__b` stands for `a.b`."""
    for name, content in files.items():
        cells = [{"cell_type": "code", "source": cell} for cell in content]
        text = content if isinstance(content, str) else json.dumps({"nbformat": 4, "cells": cells})
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return [module.path for module in read_submission(folder).modules]


def test_untouched_notebook_beside_files(tmp_path: Path) -> None:
    """The template's notebook is no answer where the student wrote in the files; a task not begun stays so."""
    found = names(tmp_path, lstm__py=DONE, rnn__py=RNN, week__ipynb=["import torch\n" + RNN, LSTM])
    assert found == ["lstm.py", "rnn.py"]


def test_untouched_files_beside_a_notebook(tmp_path: Path) -> None:
    """The template's files are no answer where the student wrote in the notebook."""
    assert names(tmp_path, lstm__py=LSTM, rnn__py=RNN, week__ipynb=[RNN, DONE]) == ["week.ipynb"]


def test_file_that_is_no_python_is_not_replaced_by_its_stub(tmp_path: Path) -> None:
    """A typing error in a file is told as such: the notebook's stub does not make the task "not started"."""
    found = names(tmp_path, lstm__py=DONE, rnn__py="class RNN\n", week__ipynb=[RNN, LSTM])
    assert found == ["lstm.py", "rnn.py"]


def test_cell_that_is_no_python_is_not_replaced_by_a_stub(tmp_path: Path) -> None:
    """What a broken cell was to define is not looked for in the untouched files."""
    assert names(tmp_path, rnn__py=RNN, week__ipynb=["class RNN\n", DONE]) == ["week.ipynb"]


def test_template_alone_stays_readable(tmp_path: Path) -> None:
    """Of a hand-in without any work something is left to say "not started" about."""
    assert names(tmp_path, lstm__py=LSTM, rnn__py=RNN, week__ipynb=[RNN, LSTM]) == ["lstm.py", "rnn.py"]


def test_importing_a_stub_is_no_copy_of_it(tmp_path: Path) -> None:
    """A file of stubs that another file imports from is kept."""
    assert names(tmp_path, rnn__py=RNN, main__py="from rnn import RNN\n" + DONE) == ["main.py", "rnn.py"]
