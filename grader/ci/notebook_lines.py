"""Where the lines of a notebook's cells stand in its file: editors and platforms know lines of the JSON only."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from grader.intake.problems import Unreadable
from grader.intake.text import decode, normalise

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\]]|:|,|[^\s"{}\[\]:,]++', re.DOTALL)


@dataclass
class _Cell:
    code: bool = False
    pieces: list[tuple[str, int]] = field(default_factory=list)  # a piece of the source, and the file's line it is on


def cell_lines(data: bytes) -> list[list[int]]:
    """For each code cell, the file's line (1-based) of each of its lines; nothing where the file is no notebook.

    Where a cell's source is one text rather than a list of lines, all of its lines are on one line of the file.
    """
    try:
        text = decode(data, "")
    except Unreadable:
        return []
    cells = [cell for cell in _cells(text) if cell.code]
    return [_lines(cell.pieces) for cell in cells]


def _lines(pieces: list[tuple[str, int]]) -> list[int]:
    found: list[int] = []
    ended = True  # whether the piece before ended its line
    for piece, at in pieces:
        rows = normalise(piece).split("\n")
        if found and ended:
            found.pop()  # the line that nothing stood on yet is this piece's
        found += [at] * (len(rows) - (0 if ended else 1))
        ended = rows[-1] == ""
    return found


def _cells(text: str) -> Iterator[_Cell]:
    """The cells of the notebook, found by following the braces; what is in outputs and metadata is passed over."""
    ends = [match.start() for match in re.finditer("\n", text)]
    path: list[str | int | None] = []  # a key in an object (None before it is known), a number in a list
    cell = _Cell()
    expects_key = False
    for match in _TOKEN.finditer(text):
        sign = match[0]
        if sign in "{[":
            path.append(None if sign == "{" else 0)
            expects_key = sign == "{"
            if sign == "{" and _is_cell(path[:-1]):
                cell = _Cell()
        elif sign in "}]":
            if not path:
                return
            path.pop()
            expects_key = False
            if sign == "}" and _is_cell(path):
                yield cell
        elif sign == ",":
            last = path[-1] if path else None
            if isinstance(last, int):
                path[-1] = last + 1
            expects_key = bool(path) and not isinstance(last, int)
        elif sign == ":":
            expects_key = False
        elif expects_key and path:
            path[-1] = _string(sign)
        elif len(path) >= 3 and _is_cell(path[:2]):
            _note(cell, path[2:], sign, bisect_right(ends, match.start()) + 1)


def _is_cell(path: list[str | int | None]) -> bool:
    return len(path) == 2 and path[0] == "cells" and isinstance(path[1], int)


def _note(cell: _Cell, inside: list[str | int | None], sign: str, line: int) -> None:
    if inside == ["cell_type"]:
        cell.code = _string(sign) == "code"
    elif inside[0] == "source" and (len(inside) == 1 or (len(inside) == 2 and isinstance(inside[1], int))):
        cell.pieces.append((_string(sign), line))


def _string(sign: str) -> str:
    if not sign.startswith('"'):
        return ""
    try:
        value = json.loads(sign, strict=False)
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""
