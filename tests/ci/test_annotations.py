"""Remarks at lines: the right ones, no more than a platform takes, and none that gives a command."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from grader.ci.annotations import ERROR, WARNING, Annotation, _likeliest, remarks
from grader.ci.github import command, commands, quiet
from grader.ci.gitlab import code_quality
from grader.ci.notebook_lines import cell_lines
from grader.course import Course
from tests.ci.conftest import Grade
from tests.repository.gitting import Work

ROOT = Path(__file__).resolve().parents[2]
REAL = [
    ROOT / "student_template" / "week04_rnn" / "week04_rnn.ipynb",
    ROOT / "assignments" / "week04_rnn" / "samples" / "s002_24_S_NLP_WEEK4_복습과제1_RNN.ipynb",
]
MARK = Annotation(ERROR, "a.py", 3, "title", "text", "test_x")


def notebook(*cells: tuple[str, str | list[str]], indent: int | None = 1) -> bytes:
    """A notebook of (kind, source) cells, with an output that looks like a cell."""
    trap = {"cells": [{"cell_type": "code", "source": ["trap"]}], "source": ["trap"]}
    listed = [{"cell_type": k, "metadata": trap, "source": s, "outputs": [trap]} for k, s in cells]
    document = {"metadata": trap, "nbformat": 4, "cells": listed, "nbformat_minor": 5}
    return json.dumps(document, indent=indent, ensure_ascii=False).encode()


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.suffix)
def test_lines_of_real_notebooks(file: Path) -> None:
    """Every line of every code cell stands in the file at the line that is told."""
    data = file.read_bytes()
    rows = data.decode().split("\n")
    cells = [c for c in json.loads(data)["cells"] if c["cell_type"] == "code"]
    found = cell_lines(data)
    assert len(found) == len(cells)
    for cell, lines in zip(cells, found, strict=True):
        for text, line in zip("".join(cell["source"]).split("\n"), lines, strict=True):
            quoted = [json.dumps(text, ensure_ascii=plain)[1:-1] for plain in (True, False)]
            assert not text or any(form in rows[line - 1] for form in quoted)


def test_lines_of_odd_cells() -> None:
    """Markdown is passed over, a cell of one text is one line, pieces without an end belong together."""
    data = notebook(
        ("markdown", ["# x\n"]), ("code", ["a\n", "b"]), ("code", "a\nb\n"), ("code", ["a", "b\n", "c"]), ("code", [])
    )
    rows = data.decode().split("\n")
    two, text, pieces, nothing = cell_lines(data)
    assert [rows[n - 1].strip() for n in two] == ['"a\\n",', '"b"']
    assert len(set(text)) == 1
    assert rows[text[0] - 1].strip() == '"source": "a\\nb\\n",'
    assert [rows[n - 1].strip() for n in pieces] == ['"a",', '"c"']
    assert nothing == []


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"\xff\xfe", b'{"cells": 3}', b'{"cells": [3, [], {"source": 3}]}', b"}" * 9]
)
def test_no_notebook_has_no_lines(data: bytes) -> None:
    """What is no notebook is not read, and no error either."""
    assert cell_lines(data) == []


def test_a_notebook_on_one_line() -> None:
    """A file without line ends has one line."""
    assert cell_lines(notebook(("code", ["a\n", "b"]), indent=None)) == [[1, 1]]


def test_the_place_of_a_failure(course: Course, work: Work, graded: Grade) -> None:
    """The line that failed, in a file and in a notebook; else the definition of what failed."""
    wrong = "import torch\n\n\ndef double(x):\n    y = x\n    return y  # WRONG\n"
    commit = work.commit(**{"과제/week01_tiny/plain.py": wrong})
    first = remarks(course, graded(commit), "en")[0]
    assert (first.level, first.path, first.line) == (ERROR, "과제/week01_tiny/plain.py", 6)
    data = notebook(("markdown", "x"), ("code", ["import torch\n"]), ("code", ["def double(x):\n", "    return WRONG"]))
    commit = work.commit(**{"week02_other/other.ipynb": data, "week02_other/x.py": ""})
    found = [m for m in remarks(course, graded(commit, "", ("week02_other",)), "en") if m.level == ERROR]
    assert found[0].path == "week02_other/other.ipynb"
    assert data.decode().split("\n")[found[0].line - 1].strip() == '"    return WRONG"'
    commit = work.commit(**{"과제/week01_tiny/plain.py": wrong.replace("WRONG", "nothing")})
    assert remarks(course, graded(commit, "", ("week01_tiny",)), "en")[0].line == 4


def test_the_definition_that_a_check_is_about() -> None:
    """Of a task's names the one that the check's own name has most of; the first one where none is named."""
    names = ["lstm_cell", "gru_cell", "TimeRNN", "lstm_cell_backward"]
    assert _likeliest("test_gru_values", names)[0] == "gru_cell"
    assert _likeliest("test_time_rnn_state", names)[0] == "TimeRNN"
    assert _likeliest("test_lstm_backward", names)[0] == "lstm_cell_backward"
    assert _likeliest("test_values", names)[0] == "lstm_cell"


def test_files_that_cannot_be_read(course: Course, work: Work, graded: Grade) -> None:
    """A syntax error is told at its line, also in a cell."""
    data = notebook(("code", ["x = 1\n"]), ("code", ["y = 2\n", "def f(:\n"]))
    commit = work.commit(**{"week01_tiny/plain.py": "x = 1\ny = (\n", "week01_tiny/n.ipynb": data})
    found = {(m.path, m.name): m.line for m in remarks(course, graded(commit), "ko")}
    assert found["week01_tiny/plain.py", "intake.syntax"] == 2
    line = found["week01_tiny/n.ipynb", "intake.cell_syntax"]
    assert "def f(:" in data.decode().split("\n")[line - 1]


def test_hidden_checks_by_kind_only(course: Course, work: Work, graded: Grade) -> None:
    """What a hidden check expects, and what was printed in it, is in no remark; a public check says it."""
    found = remarks(course, graded(work.commit(**{"week01_tiny/plain.py": "x = 1  # WRONG"})), "en")
    hidden = [m for m in found if m.name == "test_hidden"]
    public = [m for m in found if m.name == "test_public"]
    assert hidden
    assert not [m for m in hidden if "secret" in m.text + m.title]
    assert [m for m in public if "secret-value-17" in m.text]


def test_commands_escape() -> None:
    """Percent signs, line ends, colons and commas of names and texts stay what they are."""
    odd = Annotation(ERROR, "a,b:c%\r\n::error::x.py", 2, "50%: a,b", "x\r\n::set-output name=a::%41", "n")
    assert command(odd) == (
        "::error file=a%2Cb%3Ac%25%0D%0A%3A%3Aerror%3A%3Ax.py,line=2,title=50%25%3A a%2Cb::"
        "x%0D%0A::set-output name=a::%2541"
    )


@pytest.mark.parametrize("count,shown", [(0, 0), (1, 1), (10, 10), (11, 10), (300, 10)])
@pytest.mark.parametrize("level", [ERROR, WARNING])
def test_ten_of_a_level(count: int, shown: int, level: str) -> None:
    """A step shows ten of each level: with more, the tenth says how many are left."""
    other = ERROR if level == WARNING else WARNING
    marks = [replace(MARK, level=level, line=n) for n in range(1, count + 1)] + [replace(MARK, level=other)] * 3
    lines = commands(marks, "en")
    assert sum(line.startswith(f"::{level} ") for line in lines) == shown
    assert sum(line.startswith(f"::{other} ") for line in lines) == 3
    if count > 10:
        assert f"There are {count - 9} more" in "\n".join(lines)


def test_text_gives_no_commands() -> None:
    """What is printed between is inert until a token that nobody can know beforehand."""
    first, line, last = quiet(["::error::forged"])
    token = first.removeprefix("::stop-commands::")
    assert re.fullmatch(r"[0-9a-f]{32}", token)
    assert (line, last) == ("::error::forged", f"::{token}::")
    assert quiet([])[0] != first


def test_code_quality() -> None:
    """GitLab's fields, of types that it takes; one fingerprint for each remark, the same ones at every run."""
    marks = [MARK, replace(MARK, line=4), MARK, replace(MARK, level=WARNING, path="\udcff.py"), replace(MARK, path="")]
    report = json.loads(code_quality(marks))
    assert json.loads(code_quality(marks)) == report
    assert [e["severity"] for e in report] == ["major", "major", "minor"]
    assert len({e["fingerprint"] for e in report}) == 3
    assert report[0]["location"] == {"path": "a.py", "lines": {"begin": 3}}
    assert set(report[0]) == {"description", "check_name", "fingerprint", "severity", "location"}
