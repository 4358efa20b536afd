"""Where a reference source marks its solution: reading the markers, wrong ones included.

Our own block, which is otter's and (with three #) nbgrader's as well:

    # BEGIN SOLUTION
    h = torch.tanh(x @ Wx)
    # END SOLUTION

From otter also `x = 1  # SOLUTION`, the suffix `NO PROMPT` (leave nothing in its place), and a prompt to put there:

    \"\"\" # BEGIN PROMPT
    h = ...
    \"\"\" # END PROMPT
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from grader.errors import UsageError

_EDGE = re.compile(r"#+ ?(BEGIN|END) SOLUTION( NO PROMPT)?")
_LINE = re.compile(r"#+ ?SOLUTION( NO PROMPT)?")
_ALMOST = re.compile(r"#+\s*(begin|end)[\s_-]*sol", re.IGNORECASE)
_NO_CODE = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT})


@dataclass(frozen=True)
class Block:
    """Lines `first` to `last` (1-based, markers included) are the student's part; `code` is its first line of code."""

    first: int
    last: int
    code: int
    keep_nothing: bool = False


@dataclass(frozen=True)
class Line:
    """A one-line solution; `column` is where its marker starts, in characters."""

    number: int
    column: int
    keep_nothing: bool


@dataclass(frozen=True)
class Prompt:
    """Lines `first` to `last` hold, as a string, the code to put in place of a solution."""

    first: int
    last: int


@dataclass(frozen=True)
class Markers:
    """All markers of a source, in order."""

    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]
    prompts: tuple[Prompt, ...]


def problem(file: str, line: int, what: str, remedy: str) -> UsageError:
    """The error for a reference source that cannot be turned into a stub."""
    return UsageError(f"{file}:{line}: {what} ({remedy})")


def read_markers(source: str, file: str) -> Markers:
    """The markers of a source.

    Raises:
        UsageError: a block that is nested, empty, not closed or not opened; a marker that is misspelt or stands where
            it has no meaning. A marker that went unnoticed would give the solution away.
    """
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError) as error:
        raise problem(file, _line_of(error), "is not Python", "mend the reference") from error
    comments = [t for t in tokens if t.type == tokenize.COMMENT]
    code_lines = sorted({t.start[0] for t in tokens if t.type not in _NO_CODE and t.string})
    return Markers(
        blocks=tuple(_blocks(comments, code_lines, file)),
        lines=tuple(_lines(comments, file)),
        prompts=tuple(_prompts(tokens)),
    )


def _blocks(comments: list[tokenize.TokenInfo], code_lines: list[int], file: str) -> Iterator[Block]:
    begin: tuple[int, bool] | None = None
    for comment in comments:
        line, text = comment.start[0], comment.string.rstrip()
        edge = _EDGE.fullmatch(text)
        if edge is None:
            if _ALMOST.match(text):
                raise problem(file, line, f"unknown marker `{text}`", "write `# BEGIN SOLUTION` or `# END SOLUTION`")
            continue
        if comment.line[: comment.start[1]].strip():
            raise problem(file, line, f"`{text}` stands behind code", "give the marker a line of its own")
        if edge[1] == "BEGIN":
            if begin is not None:
                raise problem(file, line, f"BEGIN SOLUTION inside the block of line {begin[0]}", "blocks do not nest")
            begin = line, bool(edge[2])
        elif begin is None:
            raise problem(file, line, "END SOLUTION without BEGIN SOLUTION", "add `# BEGIN SOLUTION` before it")
        else:
            first, keep_nothing = begin
            code = next((n for n in code_lines if first < n < line), None)
            if code is None:
                raise problem(file, first, "the solution block is empty", "put the solution between the markers")
            yield Block(first, line, code, keep_nothing)
            begin = None
    if begin is not None:
        raise problem(file, begin[0], "BEGIN SOLUTION without END SOLUTION", "add `# END SOLUTION` after the solution")


def _lines(comments: list[tokenize.TokenInfo], file: str) -> Iterator[Line]:
    for comment in comments:
        number, column = comment.start
        if mark := _LINE.fullmatch(comment.string.rstrip()):
            if not comment.line[:column].strip():
                raise problem(file, number, "`# SOLUTION` without code", "put it behind the line that is the solution")
            yield Line(number, column, bool(mark[1]))


def _prompts(tokens: list[tokenize.TokenInfo]) -> Iterator[Prompt]:
    for string, comment in pairwise(tokens):
        opened = string.type == tokenize.STRING and re.match(r"('''|\"\"\") *# BEGIN PROMPT\n", string.string)
        closed = comment.type == tokenize.COMMENT and comment.string.rstrip() == "# END PROMPT"
        if opened and closed:
            yield Prompt(string.start[0], string.end[0])


def _line_of(error: tokenize.TokenError | SyntaxError) -> int:
    if isinstance(error, SyntaxError):
        return error.lineno or 1
    return int(error.args[1][0])
