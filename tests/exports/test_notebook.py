"""The feedback notebook: the student's cells, ours between them, nothing else of what was handed in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import nbformat
import pytest

from grader.exports.notebook import FEEDBACK, Work, feedback_notebook
from grader.exports.work import chapters
from grader.intake import RawFile, build_submission
from grader.model import Check, CheckResult, Frame, Message, Outcome, Run
from grader.scoring import TaskInfo, verdict

RUN = Run("week04_rnn", {"en": "Week 4", "ko": "4주차"}, "", "", (), "2023-02-03T14:03:00+09:00", 1, {}, ())
NAMES = {"rnn": ("rnn_cell",), "lstm": ("lstm_cell", "LSTM"), "gru": ("gru_cell",)}
PICTURE = "data:image/png;base64," + "iVBORw0KGgo" * 40


def cell(kind: str, source: str, **more: Any) -> dict[str, Any]:
    """A cell of an old notebook, without an id."""
    return {"cell_type": kind, "metadata": {"id": "x"}, "source": source.splitlines(keepends=True), **more}


def code(source: str) -> dict[str, Any]:
    """A code cell that was run, with a picture as its output."""
    output = {
        "output_type": "display_data",
        "data": {"image/png": "AAAA", "text/html": "<script>1</script>"},
        "metadata": {},
    }
    return cell("code", source, execution_count=7, outputs=[output])


CELLS = [
    cell(
        "markdown",
        f"# 과제\n![그림]({PICTURE}) <script>alert(1)</script>",
        attachments={"a.png": {"image/png": "AAAA"}},
    ),
    code("import numpy as np\n"),
    code("def rnn_cell(x):\n    return 1  # first\n"),
    code(""),
    code("def helper(x):\n    return x / 0\n"),
    code("def rnn_cell(x):\n    return helper(x)  # second\n"),
    code("def lstm_cell(x):\n    return x\n"),
    code("class LSTM:\n    pass\n"),
    code("for i in range(3):\n    print(i)\n"),
]


def ipynb(cells: list[dict[str, Any]], **metadata: Any) -> bytes:
    """A notebook of format 4.0 as Colab writes it."""
    widgets = {"application/vnd.jupyter.widget-state+json": {"abc": {}}}
    return json.dumps({"cells": cells, "metadata": {"widgets": widgets, "colab": {"name": "x"}, **metadata},
                       "nbformat": 4, "nbformat_minor": 0}).encode()  # fmt: skip


def result(task: str, outcome: Outcome, where: Frame | None = None, *, hidden: bool = False) -> CheckResult:
    """One check of a task."""
    check = Check(f"test_{task}.py::test_values", task, "test_values", {"en": f"{task} works"}, 2, hidden)
    said = Message("student_error", {"type": "ZeroDivisionError", "text": "SECRET"})
    passed = outcome is Outcome.PASSED
    return CheckResult(check, outcome, 2 if passed else 0, None if passed else said, where)


def made(files: Mapping[str, bytes], *results: CheckResult) -> list[dict[str, Any]]:
    """The cells of the notebook, which is valid in format 4.5."""
    raw = [RawFile(path, data) for path, data in files.items()]
    submission = build_submission("s001", "x", raw)
    tasks = [TaskInfo(task, {"en": f"Task {task}"}, 2) for task in dict.fromkeys(r.check.task for r in results)]
    one = verdict(submission, results, tasks)
    text = feedback_notebook(Work(one, RUN, chapters(raw, submission.modules), NAMES), "en")
    notebook = json.loads(text)
    nbformat.validate(notebook)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert "widgets" not in notebook["metadata"]
    ids = [entry["id"] for entry in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    cells: list[dict[str, Any]] = notebook["cells"]
    return cells


def shape(cells: list[dict[str, Any]]) -> list[str]:
    """Each cell in short: `F:` for ours."""
    ours = ["F:" if FEEDBACK in c["metadata"].get("tags", []) else "" for c in cells]
    return [mark + "".join(c["source"][:1]).rstrip("\n") for mark, c in zip(ours, cells, strict=True)]


def test_outcome_stands_below_the_definition() -> None:
    """Below the last cell that defines a name of the task: the second rnn_cell, LSTM's cell; the rest at the end."""
    found = shape(made({"hw.ipynb": ipynb(CELLS)}, *(result(t, Outcome.PASSED) for t in ("rnn", "lstm", "gru"))))
    assert found[1:] == [
        "# 과제", "import numpy as np", "def rnn_cell(x):", "", "def helper(x):",
        "def rnn_cell(x):", "F:### ✓ Task rnn: 2 / 2", "def lstm_cell(x):", "class LSTM:", "F:### ✓ Task lstm: 2 / 2",
        "for i in range(3):", "F:### ✓ Task gru: 2 / 2",
    ]  # fmt: skip
    assert found[0] == "F:# Week 4"


def test_a_fault_elsewhere_is_pointed_at() -> None:
    """A check that failed in a helper's cell is named below that cell, too (empty cells count)."""
    cells = made({"hw.ipynb": ipynb(CELLS)}, result("rnn", Outcome.ERROR, Frame("hw.ipynb", 2, "helper", "", 4)))
    found = shape(cells)
    at = found.index("def helper(x):")
    assert found[at + 1].startswith("F:- ! rnn works 0 / 2 — ")
    assert "hw.ipynb, code cell 4, line 2" in "".join(cells[at + 1]["source"])
    assert found[at + 3] == "F:### ! Task rnn: 0 / 2"


def test_hidden_checks_tell_their_kind_only() -> None:
    """The text of an exception in a hidden check is not in the notebook; in an open one it is."""
    where = Frame("hw.ipynb", 2, "helper", "SECRET line", 4)
    hidden = made({"hw.ipynb": ipynb(CELLS)}, result("rnn", Outcome.ERROR, where, hidden=True))
    assert "SECRET" not in json.dumps(hidden)
    assert "SECRET" in json.dumps(made({"hw.ipynb": ipynb(CELLS)}, result("rnn", Outcome.ERROR, where)))


def test_what_stays_behind() -> None:
    """No output, picture, attachment, execution count or metadata of the student's; the source is as it was."""
    cells = made({"hw.ipynb": ipynb(CELLS)}, result("rnn", Outcome.PASSED))
    text = json.dumps(cells, ensure_ascii=False)
    for gone in ("iVBORw0KGgo", "AAAA", "display_data", "attachments"):
        assert gone not in text
    own = [c for c in cells if c["cell_type"] == "code"]
    assert all(c["outputs"] == [] and c["execution_count"] is None and c["metadata"] == {} for c in own)
    assert [c["source"] for c in own] == [c["source"] for c in CELLS[1:]]


PY = b'''"""Homework."""
import math

LIMIT = 3


# the cell
@staticmethod
def rnn_cell(x):
    return x


class LSTM:
    def f(self):
        return 1

def lstm_cell(x): return x
print("end")
'''


def test_py_becomes_a_cell_for_each_definition() -> None:
    """Imports and constants together, each definition with its comments and decorators, the rest where it stood."""
    cells = made({"hw.py": PY}, result("rnn", Outcome.FAILED, Frame("hw.py", 9)), result("lstm", Outcome.PASSED))
    sources = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
    assert sources == [
        '"""Homework."""\nimport math\n\nLIMIT = 3',
        "# the cell\n@staticmethod\ndef rnn_cell(x):\n    return x",
        "class LSTM:\n    def f(self):\n        return 1",
        "def lstm_cell(x): return x",
        'print("end")',
    ]
    found = shape(cells)
    assert found[found.index("# the cell") + 1] == "F:### ✗ Task rnn: 0 / 2"
    assert found[found.index("def lstm_cell(x): return x") + 1] == "F:### ✓ Task lstm: 2 / 2"
    assert not any(entry.startswith("F:- ") for entry in found)  # the outcome stands right where it failed


def test_several_files_are_chapters() -> None:
    """Each file under its name; a task where most of its names are."""
    files = {
        "a.py": b"def lstm_cell(x):\n    return 1\n",
        "b.py": b"def lstm_cell(x):\n    return 1\n\nclass LSTM: ...\n",
    }
    found = shape(made(files, result("lstm", Outcome.PASSED)))
    assert found[1:] == [r"F:## a.py", "def lstm_cell(x):", "F:## b.py", "def lstm_cell(x):", "class LSTM: ...",
                         "F:### ✓ Task lstm: 2 / 2"]  # fmt: skip


@pytest.mark.parametrize(
    "source", ["def broken(:\n", "x = 1\n" * 30_000, "\ud800 = 1".encode("utf-8", "surrogatepass").decode("latin-1")]
)
def test_odd_files(source: str) -> None:
    """What is no Python or endless is still a valid notebook of a bounded size."""
    cells = made({"hw.py": source.encode()}, result("rnn", Outcome.MISSING))
    assert len(json.dumps(cells)) < 200_000
    assert shape(cells)[-1].startswith("F:### ○ Task rnn")


def test_a_file_is_bounded() -> None:
    """A notebook of many megabytes gives one of a megabyte, which says that it was cut."""
    cells = made(
        {"hw.ipynb": ipynb([CELLS[1], *[cell("markdown", "a" * 50_000)] * 60])}, result("rnn", Outcome.MISSING)
    )
    assert len(json.dumps(cells)) < 2_500_000
    assert "…" in shape(cells)


def test_the_same_bytes_each_time() -> None:
    """Nothing in it depends on the clock or on chance."""
    assert made({"hw.py": PY}, result("rnn", Outcome.PASSED)) == made({"hw.py": PY}, result("rnn", Outcome.PASSED))
