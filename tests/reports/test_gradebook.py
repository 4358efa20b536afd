"""gradebook.csv opens in a spreadsheet and runs nothing there."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.model import Message, Outcome, Run, Verdict
from grader.reports.gradebook import write_gradebook


def rows(run: Run, folder: Path, lang: str = "ko") -> list[list[str]]:
    """The file's rows, read as a spreadsheet reads them."""
    write_gradebook(run, folder / "gradebook.csv", lang)
    text = (folder / "gradebook.csv").read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_columns_and_numbers(run: Run, tmp_path: Path) -> None:
    """One column per task between the totals and the flags; the first student has full marks with bonus."""
    head, first, *_ = rows(run, tmp_path)
    tasks = ["rnn_cell", "time_rnn", "lstm_cell", "sentiment", "clip"]
    assert head == ["student", "earned", "possible", "percent", *tasks, "flags", "notes"]
    assert first == ["s001", "74.0", "68.0", "108.8", "12.0", "16.0", "20.0", "20.0", "6.0", "", ""]


def test_file_starts_with_a_byte_order_mark(run: Run, tmp_path: Path) -> None:
    """Excel takes a file without it for the system's code page and breaks Hangul."""
    rows(run, tmp_path)
    assert (tmp_path / "gradebook.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "\uff1d", "\n@", "\x1b[0m="])
def test_formula_in_a_name_is_text(
    start: str, one: Callable[..., Verdict], run_of: Callable[..., Run], tmp_path: Path
) -> None:
    """A student named like a formula gets an apostrophe, whatever whitespace stands before it."""
    cell = rows(run_of(one(student=f"{start}1+1")), tmp_path)[1][0]
    assert cell.startswith("'")


def test_rows_are_lines(run: Run, tmp_path: Path) -> None:
    """No cell holds a line break: one line per student, for people who grep."""
    made = rows(run, tmp_path)
    assert len(made) == len(run.verdicts) + 1
    assert all("\n" not in cell and "\r" not in cell for row in made for cell in row)
    assert len((tmp_path / "gradebook.csv").read_bytes().strip().split(b"\r\n")) == len(made)


def test_flags_say_what_needs_a_look(one: Callable[..., Verdict], run_of: Callable[..., Run], tmp_path: Path) -> None:
    """Ungraded checks and unusual outcomes are flagged; plain failures are not."""
    verdicts = (one(outcome=Outcome.UNGRADED), one(outcome=Outcome.TIMEOUT), one())
    flags = [row[-2] for row in rows(run_of(*verdicts), tmp_path)[1:]]
    assert flags == ["ungraded:1", "timeout:rnn", ""]


def test_percent_is_empty_when_nothing_could_be_earned(
    one: Callable[..., Verdict], run_of: Callable[..., Run], tmp_path: Path
) -> None:
    """Zero of zero is no percentage."""
    assert rows(run_of(one(outcome=Outcome.UNGRADED)), tmp_path)[1][3] == ""


def test_unreadable_submission_says_why(run: Run, tmp_path: Path) -> None:
    """The reason stands in the notes, in the language asked for."""
    reason = next(verdict for verdict in run.verdicts if verdict.unreadable)
    for lang, word in (("ko", "불러오는"), ("en", "could not be loaded")):
        (row,) = [row for row in rows(run, tmp_path, lang) if row[0] == reason.student]
        assert row[-2] == "unreadable"
        assert word in row[-1]


def test_formula_in_a_note_is_text(run: Run, run_of: Callable[..., Run], tmp_path: Path) -> None:
    """Notes hold names of handed-in files: they are cells like any other."""
    verdict = replace(run.verdicts[0], notes=(Message("=cmd"),))
    noted = replace(verdict, notes=(Message("assertion", {"text": "=1"}),))
    assert rows(run_of(verdict, noted), tmp_path)[1][-1].startswith("[")
