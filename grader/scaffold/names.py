"""Names that a new assignment and its tasks may have: they become file names, Python names and TOML text."""

from __future__ import annotations

import keyword
import re
import sys
from collections.abc import Sequence

from grader.errors import UsageError

LONGEST = 28  # a line of the scaffold holds a task's name twice, and stays below 120 characters
_WORD = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_WEEK = re.compile(r"week([0-9]{2})_(.+)")
# Windows takes no file of these names, whatever its suffix.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
_LIBRARIES = frozenset({"numpy", "torch", "pytest", "grader", "conftest"})


def week_of(name: str) -> int:
    """The week's number in an assignment's name.

    Raises:
        UsageError: the name is not of the form weekNN_word.
    """
    found = _WEEK.fullmatch(name)
    if found is None or not _WORD.fullmatch(found[2]) or int(found[1]) < 1 or len(found[2]) > LONGEST:
        remedy = f"write weekNN_word: two digits from 01, small letters, at most {LONGEST}, such as week09_attention"
        raise UsageError(f"{name!r} is no name for an assignment: {remedy}")
    return int(found[1])


def task_names(assignment: str, tasks: Sequence[str]) -> tuple[str, ...]:
    """The tasks of a new assignment: those that were asked for, else one with the word of the assignment's name.

    Raises:
        UsageError: a name is given twice, or cannot be a module beside the libraries on every system.
    """
    names = tuple(tasks) or (assignment.partition("_")[2],)
    for index, name in enumerate(names):
        if problem := _problem(name):
            hint = "" if tasks else "; name the task with --task"
            raise UsageError(f"{name!r} is no name for a task: {problem}{hint}")
        if name in names[:index]:
            raise UsageError(f"--task {name} is given twice: every task has its own name")
    return names


def check_text(option: str, text: str) -> None:
    """A text from the command line that becomes one line of a file.

    Raises:
        UsageError: it is empty, or holds line breaks, control characters or undecodable bytes.
    """
    if not text.strip() or not text.isprintable():
        raise UsageError(f"{option}: {text!a}: give one line of text")


def _problem(name: str) -> str | None:
    if not _WORD.fullmatch(name) or len(name) > LONGEST:
        return f"use small letters, digits and single underscores, a letter first, at most {LONGEST}"
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        return "it is a word of Python"
    if name in _LIBRARIES or name in sys.stdlib_module_names:
        return "its module would hide a library of that name"
    if name in _DEVICES:
        return "Windows has no file of that name"
    return None
