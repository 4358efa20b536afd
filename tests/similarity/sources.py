"""Code for the tests: the right solutions of week 4, and hand-ins made of text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grader.intake import read_submission
from grader.model import Module, Submission
from grader.similarity import Document, document

ROOT = Path(__file__).resolve().parents[2]
WEEK = "week04_rnn"
RIGHT = ("a", "b", "c", "d", "e")


def right(name: str) -> Document:
    """One of five right solutions that were written independently of each other."""
    return document(read_submission(ROOT / "tests" / "right" / WEEK / name, name))


def right_sources(name: str) -> dict[str, str]:
    """Its modules: stem → source."""
    folder = ROOT / "tests" / "right" / WEEK / name
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.py"))}


def hand_in(name: str, sources: Mapping[str, str]) -> Document:
    """The document of some sources."""
    modules = tuple(Module(stem, f"{stem}.py", source) for stem, source in sources.items())
    return document(Submission(name, name, modules))
