"""A student at midnight: the untouched template, then one task done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.command import Command

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "reference" / "week04_rnn"


def tasks(output: str) -> dict[str, dict[str, Any]]:
    """The tasks of the one submission in a results.json, by id."""
    (submission,) = json.loads(output)["submissions"]
    return {t["id"]: t for t in submission["tasks"]}


def test_untouched_template_is_not_started(grader: Command) -> None:
    """0 points, every task not started, no traceback, exit 1."""
    done = grader("check", "student_template/week04_rnn", "--json")
    assert done.returncode == 1
    found = tasks(done.stdout)
    assert {t["outcome"] for t in found.values()} == {"not_started"}
    assert sum(t["earned"] for t in found.values()) == 0
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("language", ["ko", pytest.param("en", marks=pytest.mark.slow)])
def test_untouched_template_reads_well(grader: Command, language: str) -> None:
    """The table is in the language that was asked for, names the stubs and says that it is no grade."""
    done = grader("check", "student_template/week04_rnn", "--no-training", "--lang", language)
    assert done.returncode == 1
    assert ("아직 템플릿의 빈칸" if language == "ko" else "still the stub") in " ".join(done.stdout.split())
    assert "RNN.__init__" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.slow
def test_one_right_function_passes_its_task(grader: Command, week: Path) -> None:
    """After pasting one task's solution into its file that task passes and the others are untouched."""
    (week / "rnn_cell.py").write_bytes((REFERENCE / "rnn_cell.py").read_bytes())
    found = tasks(grader("check", week, "--json").stdout)
    assert found["rnn_cell"]["outcome"] == "passed"
    assert found["lstm_cell"]["outcome"] == "not_started"


@pytest.mark.slow
def test_the_same_in_the_notebook(grader: Command, week: Path) -> None:
    """A solution in the notebook counts although the stub still lies in the file beside it."""
    path = week / "week04_rnn.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and "def lstm_cell(" in "".join(cell["source"]):
            cell["source"] = (REFERENCE / "lstm_cell.py").read_text()
    path.write_text(json.dumps(notebook))
    found = tasks(grader("check", week, "--no-training", "--json").stdout)
    assert found["lstm_cell"]["outcome"] == "passed"
    assert found["rnn_cell"]["outcome"] == "not_started"


@pytest.mark.slow
def test_passing_everything_public_is_exit_0(grader: Command, week: Path) -> None:
    """One task asked for, and done: exit 0, and a sentence that grading looks at more."""
    (week / "rnn_cell.py").write_bytes((REFERENCE / "rnn_cell.py").read_bytes())
    done = grader("check", week, "--task", "rnn_cell", "--lang", "en")
    assert done.returncode == 0
    assert "hidden checks" in " ".join(done.stdout.split())


def test_an_error_points_at_the_cell(grader: Command, tmp_path: Path, week: Path) -> None:
    """An exception in a notebook names cell and line, as the student counts them."""
    cells = ["!pip install nothing\n", "import torch\n\ndef lstm_cell(x, h, c, Wx, Wh, b):\n    return x + nonsense\n"]
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 0,
        "metadata": {},
        "cells": [{"cell_type": "code", "metadata": {}, "source": s, "outputs": []} for s in cells],
    }
    path = week / "mine.ipynb"
    path.write_text(json.dumps(notebook))
    done = grader("check", path, "--task", "lstm_cell", "--lang", "en")
    text = " ".join(done.stdout.split())
    assert "NameError" in text
    assert "mine.ipynb, code cell 2, line 4" in text
    assert "return x + nonsense" in text
