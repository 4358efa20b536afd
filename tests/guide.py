"""docs/authoring.md as the tests read it: fenced blocks, tables, and whether an output is as it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "authoring.md"
_FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the words behind it (`title=…`, `exit=1`, `replaces=…`), its text, its line."""

    language: str
    words: dict[str, str]
    text: str
    line: int = field(compare=False)


def blocks(page: str) -> list[Block]:
    """All fenced blocks of a page, in order."""
    found = []
    for match in _FENCE.finditer(page):
        words = dict(word.split("=", 1) for word in match[2].split())
        found.append(Block(match[1], words, match[3], page.count("\n", 0, match.start()) + 1))
    return found


def fits(shown: str, printed: str) -> bool:
    """Whether an output is as it is shown: a line `…` stands for any lines, `…` in a line for any text."""
    pattern = ""
    for line in shown.splitlines():
        if line.strip() == "…":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += r"[^\n]*?".join(re.escape(part) for part in line.split("…")) + r"[ ]*\n"
    return re.fullmatch(pattern, printed if printed.endswith("\n") or not printed else printed + "\n") is not None


def table(heading: str) -> dict[str, list[str]]:
    """The rows of the table whose head begins with `heading`: first cell → the others."""
    page = GUIDE.read_text("utf-8")
    body = page.split(f"\n| {heading} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in body]
    return {row[0]: row[1:] for row in rows}


def code(cell: str) -> str:
    """What a cell shows as code."""
    return cell.strip("`")
