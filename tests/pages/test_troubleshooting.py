"""docs/troubleshooting.md quotes what the program says: each message is made, and read from the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli.main import main
from grader.store import open_store
from tests.guide import fits
from tests.pages.commands import text_of
from tests.pages.test_pages import READ_ONLY
from tests.pages.world import World, world

PAGE = "docs/troubleshooting.md"
# What is done to the course's (C/) or the student's (S/) files first: file → (old, new); and the command.
COMMANDS: Mapping[str, tuple[str, Mapping[str, tuple[str, str]]]] = {
    "no course.toml in": ("R/ grade 4 course/handed-in", {}),
    "no assignment '5'": ("grade 5 handed-in", {}),
    "…course.toml: term": ("runs 4", {"course.toml": ("term =", "trem =")}),
    "…rooster.csv": ("intake handed-in", {"course.toml": ('"roster.csv"', '"rooster.csv"')}),
    "GRADER_LANG": ("LANG=fr runs 4", {}),
    "nothing-there": ("grade 4 nothing-there", {}),
    "empty: holds": ("grade 4 empty", {}),
    "…store.sqlite3: holds no hand-in of": ("grade 4", {}),
    "…store.sqlite3: nothing of week04_rnn was graded yet (leave": ("grade 4 --retry ungraded", {}),
    "level docker": ("ENGINE=none grade 4 handed-in --sandbox docker", {}),
    "postgresql:": ("grade 4 handed-in --store postgresql://ta@127.0.0.1:1/grades", {}),
    "…exceptions.csv: row 2: no student": ("grade 4 handed-in", {"exceptions.csv": ("excused\n", "excused\ns009,4,,,+2d,\n")}),
    "…exceptions.csv: row 2: extra": ("grade 4 handed-in", {"exceptions.csv": ("excused\n", "excused\ns001,4,,,2 dys,\n")}),
    "no student": ("explain s009 4", {}),
    "no task, check": ("override s001 4 lstm_cel --points 3 --reason x", {}),
    "--points 30": ("override s001 4 lstm_cell --points 30 --reason x", {}),
    "--reason": ("override s001 4 lstm_cell --points 3", {}),
    "moodle needs": ("export moodle 4", {}),
    "…store.sqlite3: nothing of week04_rnn was graded yet (grade": ("export gradebook 4", {}),
    "…store.sqlite3: holds no hand-in for": ("regrade 4", {}),
    "nothing.py": ("check nothing.py", {}),
    ".: no week's": ("R/ check --course student", {}),
    "no task 'lstm'": ("S/ check --task lstm week04_rnn", {}),
    "…recording.safetensors": ("S/ check week04_rnn", {"../student/assignments/week04_rnn/recording.safetensors": ("", "")}),
    ".: this is": ("check", {}),
    "….grader/keys": ("ci --sign --repo .", {}),
    "'abc' is no key": ("keys revoke abc", {}),
    "nokey": ("verify-result x.json --key nokey", {}),
    "…: is no bare": ("hook --install nowhere", {}),
}
ELSEWHERE = {"No notebook for s001": "tests/cli/test_export.py: a text of the catalogue"}


def messages() -> Iterator[str]:
    """The first cell of every row, the marks of code taken away."""
    for line in text_of(PAGE).splitlines():
        if line.startswith("| `"):
            yield line.split(" | ")[0].removeprefix("| ").replace("`", "")
