"""Parts of the notebook's check: shapes, bundles, tasks and weeks, the cost of the import."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from grader.model import Check
from grader.notebook.asked import names_asked
from grader.notebook.bundles import BundleProblem, around, unpacked
from grader.notebook.finding import NotFound, find
from grader.notebook.shapes import drawing, shape_in
from tests.notebook.kernels import BUNDLE, right

CHECKS = BUNDLE / "assignments" / "week04_rnn"


@pytest.mark.parametrize("shape", [(), (1,), (7,), (2, 300), (2, 5, 3), (9, 8, 2, 5, 3), (10**9, 0, 1)])
def test_drawings(shape: tuple[int, ...]) -> None:
    """Every shape gives well-formed SVG of a modest size that names all its axes; alike ones have nothing red."""
    svg = drawing(shape, shape)
    root = ET.fromstring(svg)
    assert float(root.attrib["width"]) < 350 and float(root.attrib["height"]) < 250
    numbers = [int(n) for t in root.iter("text") for n in re.findall(r"\d+", t.text or "")]
    assert sorted(numbers) == sorted(shape)
    assert "#d23b3b" not in svg


def test_wrong_axes_are_red() -> None:
    """Only the axes that differ are marked; with another number of axes all are."""
    assert drawing((2, 4, 3), (2, 5, 3)).count('fill="#d23b3b"') == 1
    assert drawing((2, 3), (2, 5, 3)).count('fill="#d23b3b"') == 2


def test_shapes_in_messages() -> None:
    """A parameter is a shape only if it is written as one: no student's text gets drawn."""
    assert shape_in("[2, 3]") == (2, 3) and shape_in("[]") == ()
    assert [shape_in(x) for x in ("2, 3", "[2, 3] <b>", "[-1]", 5, None)] == [None] * 5


def test_names_a_check_asks_for() -> None:
    """The definitions to look at are those that the check calls, in its order."""
    check = Check("test_lstm_cell.py::test_lstm_backward", "lstm_cell", "test_lstm_backward[1]", {}, 4)
    assert names_asked(CHECKS, check) == ("lstm_cell", "lstm_cell_backward")
    assert names_asked(CHECKS, Check("test_none.py::test_x", "x", "test_x", {}, 1)) == ()


def test_bundles_are_found(tmp_path: Path) -> None:
    """In the notebook's folder, above it, or as the only one below it; two below it are no answer."""
    assert around(BUNDLE / "week04_rnn") == BUNDLE
    assert around(tmp_path) is None
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "course.toml").touch()
        assert around(tmp_path) == (tmp_path / "a" if name == "a" else None)


def test_zips_stay_inside(tmp_path: Path) -> None:
    """A zip is unpacked in a folder of its own, whatever its names say; one without a course is refused."""
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    with zipfile.ZipFile(good, "w") as archive:
        archive.writestr("nlp/course.toml", "x")
        archive.writestr("../../escaped.txt", "x")
    root = unpacked(good)
    assert (root / "course.toml").read_text() == "x"
    assert not (root.parent.parent / "escaped.txt").exists() and not (tmp_path / "escaped.txt").exists()
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(BundleProblem, match="no_bundle_zip"):
        unpacked(bad)


def test_tasks_and_weeks() -> None:
    """A task finds its week; one that there is not is answered with the nearest name."""
    request = {"cwd": str(BUNDLE), "tasks": ["lstm_cell"]}
    found = find(request)
    assert (found.spec.id, found.tasks) == ("week04_rnn", ("lstm_cell",))
    with pytest.raises(NotFound) as caught:
        find(request | {"tasks": ["lstm_cel"]})
    assert caught.value.message.params["similar"] == "lstm_cell"


def test_the_import_costs_nothing() -> None:
    """`import grader` brings nothing with it; what the kernel imports for a check has no torch in it, either."""
    code = (
        "import sys, grader\n"
        "assert not [m for m in sys.modules if m.startswith('grader.')]\n"
        "grader.check\n"
        "assert not {'torch', 'numpy', 'IPython', 'pydantic', 'pytest'} & set(sys.modules)\n"
        "try:\n    grader.nothing\nexcept AttributeError as error:\n    print(error)\n"
        "grader.check('rnn_cell')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout == "module 'grader' has no attribute 'nothing'\n", done.stderr
    assert done.returncode == 0 and "grader check" in done.stderr


BARE = """
import _socket, os, sys
del os.fork, _socket.AF_UNIX, _socket.socketpair
sys.modules["resource"] = None
from grader.notebook.serving import main
main()
"""


def test_without_fork_or_unix_sockets() -> None:
    """The judge's process needs nothing that Linux alone has, and says so where another process has to answer."""
    cells = [(1, right("rnn_cell")), (2, "grader.check('rnn_cell')")]
    request = {"do": "check", "tasks": ["rnn_cell"], "cwd": str(BUNDLE), "lang": "ko", "training": True}
    asked = [{"do": "warm", "lang": "ko", "cwd": str(BUNDLE)}, request | {"cells": cells, "name": "a.ipynb"}] * 2
    sent = "".join(json.dumps(r) + "\n" for r in [*asked, request | {"training": False}])
    done = subprocess.run(
        [sys.executable, "-c", BARE], input=sent, capture_output=True, text=True, check=False, timeout=100
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    results = [answer["plain"] for answer in answers if "plain" in answer]
    assert len(results) == 2, done.stderr
    assert all(text.startswith("✓") for text in results)
    assert [list(a) for a in answers if not {"done", "plain"} & set(a)] == [["ready"], ["other"]]
