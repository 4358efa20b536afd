"""The `grader` commands that the pages show: in fenced blocks and in running text."""

from __future__ import annotations

import itertools
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from grader.cli import main
from tests.guide import Block

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md")))
_FENCE = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`(grader(?: (?!@)[^`\n]+(?:\n[^`\n]+)?)?)`")  # `grader @ …` is a requirement of pip's
_META = re.compile(
    r"\.\.\.|(?<!\S)…(?!\S)|\[[^]]*\]|\b(?:COMMAND|FOLDER|GROUP)\b"
)  # a description of commands, not one


@dataclass(frozen=True)
class Shown:
    """A command as a page shows it. `fenced`: in a block of its own."""

    page: str
    line: int
    text: str
    fenced: bool


def text_of(page: str) -> str:
    """A page's text."""
    return (ROOT / page).read_text("utf-8")


def lines_of(page: str) -> list[Block]:
    """Each line of the page's shell blocks as a block of its own.

    `exit=1` of a block is said of all its `grader`s, `exit=1,0` of the first and the second.
    """
    found = []
    for match in _FENCE.finditer(text_of(page)):
        words = dict(word.split("=", 1) for word in match[2].split())
        line = text_of(page).count("\n", 0, match.start()) + 1
        if match[1] in ("bash", "sh"):
            codes = itertools.cycle(words.get("exit", "0").split(","))
            for i, command in enumerate(match[3].splitlines(), 1):
                code = next(codes) if command.startswith("grader ") else "0"
                found.append(Block("bash", {"exit": code}, command + "\n", line + i))
    return found


def shown(page: str) -> Iterator[Shown]:
    """Every command of a page."""
    text = text_of(page)
    for match in _FENCE.finditer(text):
        first = text.count("\n", 0, match.start()) + 2
        for i, line in enumerate(match[3].splitlines()):
            if line.strip().startswith("grader "):
                yield Shown(page, first + i, line.strip(), fenced=True)
    for match in _SPAN.finditer(_FENCE.sub(lambda m: "\n" * m[0].count("\n"), text)):
        yield Shown(page, text.count("\n", 0, match.start()) + 1, re.sub(r"\s+", " ", match[1]), fenced=False)


def parse(command: str) -> None:
    """Have click read a command, up to where its work would begin.

    Raises:
        click.UsageError: there is no such command, option or choice, or (in a whole command) an argument is missing.
    """
    words = shlex.split(re.split(r"  +|\s[|>]\s?", command)[0], comments=True)[1:]
    one: click.Command = main
    context = click.Context(main)
    while isinstance(one, click.Group) and words:
        if words[0] in ("--help", "--version"):
            return
        found = one.get_command(context, words[0])
        if found is None:
            raise click.UsageError(f"no command {words[0]!r}")
        one, words = found, words[1:]
    if isinstance(one, click.Group):
        return
    one.make_context("grader", ["1" if word in ("N", "RUN") else word for word in words]).close()


def is_whole(command: Shown) -> bool:
    """Whether it is a command to type, not a name or a pattern of commands."""
    return not _META.search(command.text)
