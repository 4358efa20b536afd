"""One notebook cell → Python with the same lines, IPython's own syntax replaced by `pass`.

IPython's transformers find magics, shell commands and help calls by tokens, so that a continuation line such as
`% (a, b)` stays what it is. Only their finding is used: their replacements join lines, and then a line of the result
is no line of the student's any more.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from typing import Any

from grader.intake.parsing import parse
from grader.intake.problems import Unparsable

# Cell magics whose body is Python run in the notebook's own namespace.
_PYTHON_MAGICS = frozenset(
    {"time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "snakeviz", "wandb", "check"}
)
_CELL_MAGIC = re.compile(r"%%(\w+)")
# Commands typed without `!` or `%`; IPython runs some of them, and students believe it of the others.
_COMMANDS = (
    "apt|apt-get|bash|cat|cd|clear|cls|conda|cp|curl|gdown|git|ls|ll|load_ext|matplotlib|mkdir|mv|nvidia-smi|pip|pip3|pwd|"
    "python|python3|rm|rmdir|sh|sudo|tar|time|timeit|unzip|wget"
)
# Not an assignment, a call or an operation: a command is followed by a blank and something that is no operator.
_AUTOMAGIC = re.compile(rf"\s*(?:{_COMMANDS})(?:\s+(?![-+*/%&|^@<>=!:,.)\]]*=)\S.*|\s*)")
# Characters and lines tokenised for one notebook: IPython starts again after every command it finds.
_MAX_WORK = 1_000_000


class CellReader:
    """Reads the cells of one notebook; the work spent on their special syntax is limited together."""

    def __init__(self) -> None:
        self._work_left = _MAX_WORK

    def read(self, cell: str) -> tuple[str, ast.Module] | None:
        r"""The cell as Python and its tree; None when its first line says that it is no Python (`%%bash`).

        Line n of the result is line n of the cell, which must end its lines in "\n".

        Raises:
            Unparsable: it is not Python, whatever is removed.
        """
        lines = _without_cell_magic(cell.split("\n"))
        if lines is None:
            return None
        try:
            source = "\n".join(lines)
            return source, parse(source)
        except Unparsable:
            lines = self._without_prompts(lines)
        while True:
            lines = self._without_commands(lines)
            try:
                source = "\n".join(lines)
                return source, parse(source)
            except Unparsable as error:
                at = error.line - 1
                if not _AUTOMAGIC.fullmatch(lines[at]):
                    raise
                self._spend(lines)
                lines[at] = _indentation(lines[at]) + "pass"

    def _spend(self, lines: list[str]) -> None:
        self._work_left -= sum(map(len, lines)) + 20 * len(lines)  # what a line costs apart from its length
        if self._work_left < 0:
            raise Unparsable(1, "too many commands")

    def _without_prompts(self, lines: list[str]) -> list[str]:
        """Without common indentation and pasted `>>>` or `In [1]:` prompts."""
        ipython = _ipython()
        self._spend(lines)
        kept = [line + "\n" for line in lines]
        for transform in (ipython.leading_indent, ipython.classic_prompt, ipython.ipython_prompt):
            kept = _tried(transform, kept)
        return "".join(kept).split("\n")[: len(lines)]

    def _without_commands(self, lines: list[str]) -> list[str]:
        """With `pass` for every `%magic`, `!command` and `name?`."""
        ipython = _ipython()
        finders = ipython.TransformerManager().token_transformers
        while True:
            self._spend(lines)
            tokens = _tried(ipython.make_tokens_by_line, [line + "\n" for line in lines])
            first = _first(_tried(finder.find, tokens) for finder in finders)
            if first is None:
                return lines
            start = first.start_line
            end = max(_end_of_continued(lines, start), getattr(first, "q_line", start))
            lines = [*lines[:start], _indentation(lines[start]) + "pass", *[""] * (end - start), *lines[end + 1 :]]


def _ipython() -> Any:
    """IPython's transformers: slow to import, and few cells need them."""
    from IPython.core import inputtransformer2  # noqa: PLC0415

    return inputtransformer2


def _tried(function: Callable[[Any], Any], argument: Any) -> Any:
    """What a function of IPython returns; it was written for people at a prompt, and raises at odd text."""
    try:
        return function(argument)
    except SyntaxError as error:  # of the tokenizer: indentation that fits nowhere
        raise Unparsable(error.lineno or 1, str(error.msg)) from None
    except Exception as error:
        raise Unparsable(1, type(error).__name__) from error


def _first(found: Iterable[Any]) -> Any:
    return min((item for item in found if item is not None), key=lambda item: item.sortby(), default=None)


def _end_of_continued(lines: list[str], start: int) -> int:
    """The last of the lines that backslashes join to `start`."""
    end = start
    while end + 1 < len(lines) and lines[end].endswith("\\"):
        end += 1
    return end


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _without_cell_magic(lines: list[str]) -> list[str] | None:
    """The lines with a leading `%%time` blanked; None for a cell in another language.

    Colab allows comments (its `#@title`) before the magic.
    """
    for number, line in enumerate(lines):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        magic = _CELL_MAGIC.match(stripped)
        if magic is None:
            return lines
        if magic[1] not in _PYTHON_MAGICS:
            return None
        lines = [*lines[:number], "", *lines[number + 1 :]]
    return lines
