"""docs/authoring.md does what it says: its ten minutes are run literally."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guide import GUIDE, Block, blocks, fits


def with_function(source: str, name: str, function: str) -> str:
    """The source with a top-level function, its decorators included, replaced by another."""
    (node,) = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef) and n.name == name]
    lines = source.splitlines(keepends=True)
    first = min(node.lineno, *(d.lineno for d in node.decorator_list)) - 1
    return "".join([*lines[:first], function, *lines[node.end_lineno :]])


class Reader:
    """Somebody who does what the guide says, in a new folder.

    Args:
        folder: where they start. bin_folder: where `grader` is found.
    """

    def __init__(self, folder: Path, bin_folder: Path) -> None:
        self.folder, self.printed = folder, ""
        path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GRADER_")}
        self._environment = kept | {"PATH": path, "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"}
        self._course = folder

    def do(self, block: Block) -> None:
        """Run a block, write its file, or compare what was printed last."""
        where = f"{GUIDE.name}:{block.line}"
        if block.language == "bash":
            self._run(block, where)
        elif block.language == "output":
            assert fits(block.text, self.printed), f"{where}: shown\n{block.text}\nprinted\n{self.printed}"
        elif "title" in block.words:
            file = self._course / block.words["title"]
            text = block.text
            if name := block.words.get("replaces"):
                text = with_function(file.read_text("utf-8"), name, text)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")

    def _run(self, block: Block, where: str) -> None:
        note = self._course.parent / ".cwd"
        script = f"set -e\ntrap 'pwd > {note}' EXIT\n{block.text}"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
        )
        self.printed = done.stdout.decode()
        assert done.returncode == int(block.words.get("exit", "0")), f"{where}: {done.returncode}\n{self.printed}"
        self.folder = Path(note.read_text().strip())
        if (self.folder / "course.toml").is_file():
            self._course = self.folder


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """A folder with this environment's `grader`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "grader").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m grader "$@"\n')
    (folder / "grader").chmod(0o755)
    return folder


@pytest.mark.slow
@pytest.mark.timeout(900)  # it starts graders one after the other: a minute of CPU time, more where others are at work
def test_ten_minutes(tmp_path: Path, bin_folder: Path) -> None:
    """Whoever follows the guide literally gets what it shows, from an empty folder to two graded hand-ins."""
    (tmp_path / "start").mkdir()
    reader = Reader(tmp_path / "start", bin_folder)
    for block in blocks(GUIDE.read_text("utf-8")):
        reader.do(block)


def test_every_block_is_done() -> None:
    """No block of the guide is passed over: each is a command, an output of one, or a file."""
    found = blocks(GUIDE.read_text("utf-8"))
    assert sum(block.language == "bash" for block in found) >= 8
    before = ""
    for block in found:
        output_of_command = block.language == "output" and before == "bash"
        assert block.language == "bash" or output_of_command or "title" in block.words, f"line {block.line}"
        before = block.language
    shown = sum(line.startswith("```") for line in GUIDE.read_text("utf-8").splitlines())
    assert shown == 2 * len(found)


@pytest.mark.parametrize(
    "shown,printed,expected",
    [
        ("a\n…\nz\n", "a\nb\nc\nz\n", True),
        ("a\n…\nz\n", "a\nz", True),
        ("a\n…\nz\n", "a\nb\n", False),
        ("took … s\n", "took 0.1 s\n", True),
        ("took … s\n", "took 0.1 s\nmore\n", False),
        ("took … s\n", "took\n s\n", False),
        ("1 problem\n", "11 problem\n", False),
        ("a (…)\n", "a (b)   \n", True),
    ],
)
def test_what_fits(shown: str, printed: str, expected: bool) -> None:
    """The comparison is exact but for the ellipses and blanks at the end of a line."""
    assert fits(shown, printed) is expected


def test_a_wrong_guide_is_noticed(tmp_path: Path, bin_folder: Path) -> None:
    """The control: another output, another exit code or a function that is not there fails the reading."""
    reader = Reader(tmp_path, bin_folder)
    reader.do(Block("bash", {}, "mkdir x\ncd x\necho one\n", 1))
    reader.do(Block("output", {}, "one\n", 2))
    assert reader.folder == tmp_path / "x"
    with pytest.raises(AssertionError, match=":3"):
        reader.do(Block("output", {}, "two\n", 3))
    with pytest.raises(AssertionError, match=":4"):
        reader.do(Block("bash", {}, "false\ntrue\n", 4))
    reader.do(Block("python", {"title": "a/b.py"}, "@d\ndef f():\n    1\n\n\nx = 1\n", 5))
    reader.do(Block("python", {"title": "a/b.py", "replaces": "f"}, "def f():\n    2\n", 6))
    assert (tmp_path / "a" / "b.py").read_text() == "def f():\n    2\n\n\nx = 1\n"
    with pytest.raises(ValueError, match="not enough"):
        reader.do(Block("python", {"title": "a/b.py", "replaces": "g"}, "def g():\n    2\n", 7))
