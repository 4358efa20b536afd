"""docs/authoring.md does what it says: its ten minutes are run literally."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.guide import GUIDE, Block, blocks, fits
from tests.reader import Reader, bin_folder_in


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """A folder with this environment's `grader`."""
    return bin_folder_in(tmp_path)


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
