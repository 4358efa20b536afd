"""Text of unknown origin → syntax tree, whatever it is.

Only parsing happens in this process: compiling a hostile file can overflow the C stack (nested comprehensions) or take
all memory (a large `case {…}`); `ast.parse` does neither, given a cap on its input.
"""

from __future__ import annotations

import ast
import gc
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from grader.intake.problems import MAX_CODE, Unparsable

_TOO_DEEP = "nested too deeply"
# Python 3.11 looks every field of an f-string up from its start: a million bytes of `{a}` take a minute.
_F_STRING = re.compile(r"""\b[rR]?[fF][rR]?['"]""")
_MAX_FIELD_WORK = 10**10


def parse(source: str) -> ast.Module:
    """The syntax tree of a text.

    Raises:
        Unparsable: it is not Python, too long, or too deeply nested.
    """
    if len(source) > MAX_CODE or len(source.encode("utf-8", "replace")) > MAX_CODE:
        raise Unparsable(1, f"longer than {MAX_CODE // 1000} kB")
    if source.count("{") * len(source) > _MAX_FIELD_WORK and _F_STRING.search(source):
        raise Unparsable(1, "too many braces")
    try:
        with warnings.catch_warnings(), collector_at_rest():
            warnings.simplefilter("ignore")  # "invalid escape sequence" is not our business
            return ast.parse(source)
    except SyntaxError as error:
        last = source.count("\n") + 1
        raise Unparsable(min(max(error.lineno or 1, 1), last), _reason(error)) from None
    except (RecursionError, MemoryError):
        raise Unparsable(1, _TOO_DEEP) from None
    except (ValueError, OverflowError, SystemError) as error:
        raise Unparsable(1, str(error)[:200] or type(error).__name__) from None


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No search for garbage meanwhile: a tree is ten thousand new objects, none of them garbage.

    The searches took two thirds of the time: each of them looks through torch, too.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _reason(error: SyntaxError) -> str:
    return str(error.msg)[:200] if error.msg else type(error).__name__


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body in order, those inside `if`, `try`, `with`, `match` and loops included.

    What definitions contain is not part of it.
    """
    waiting = list(reversed(body))  # no recursion: a chain of `elif` is nested as deep as it is long
    while waiting:
        statement = waiting.pop()
        yield statement
        waiting.extend(reversed(list(_inside(statement))))


def _inside(statement: ast.stmt) -> Iterator[ast.stmt]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return
    for field in ("body", "handlers", "cases", "orelse", "finalbody"):
        for child in getattr(statement, field, ()):
            if isinstance(child, ast.stmt):
                yield child
            else:  # an `except` or `case` clause
                yield from child.body
