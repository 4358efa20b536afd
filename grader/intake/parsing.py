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
from contextvars import ContextVar

from grader.intake.problems import MAX_CODE, Unparsable

_TOO_DEEP = "nested too deeply"
# Python 3.11 looks every field of an f-string up from its start: a million bytes of `{a}` take a minute.
_F_STRING = re.compile(r"""\b[rR]?[fF][rR]?['"]""")
_MAX_FIELD_WORK = 10**10
_known: ContextVar[dict[str, ast.Module] | None] = ContextVar("known", default=None)  # text → tree, of one reading


def parse(source: str) -> ast.Module:
    """The syntax tree of a text; nobody changes one, since it may be another reader's, too (see `reading`).

    Raises:
        Unparsable: it is not Python, too long, or too deeply nested.
    """
    known = _known.get()
    if known is None:
        return _parsed(source)
    found = known.get(source)
    if found is None:
        found = known[source] = _parsed(source)
    return found


def _parsed(source: str) -> ast.Module:
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
def reading() -> Iterator[None]:
    """Meanwhile a text is parsed once, and nobody looks for garbage: trees go when the reading is over."""
    outer = _known.get()
    token = _known.set({} if outer is None else outer)
    try:
        with collector_at_rest():
            yield
    finally:
        _known.reset(token)


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


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """As `ast.walk` in another order and without operators and contexts, in a third of the time."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for name in _FIELDS[type(node)]:
            value = getattr(node, name, None)
            if isinstance(value, list):
                waiting += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST):
                waiting.append(value)


class _Fields(dict[type, tuple[str, ...]]):
    """Kind of node → its fields that may hold nodes, found when one is met for the first time."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        none = kind is ast.Constant
        self[kind] = found = () if none else tuple(name for name in kind._fields if name not in _WITHOUT_NODES)
        return found


_WITHOUT_NODES = frozenset(
    {"arg", "asname", "attr", "ctx", "id", "kind", "level", "module", "op", "ops", "type_comment"}
)
_FIELDS = _Fields()


def _inside(statement: ast.stmt) -> Iterator[ast.stmt]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return
    for field in ("body", "handlers", "cases", "orelse", "finalbody"):
        for child in getattr(statement, field, ()):
            if isinstance(child, ast.stmt):
                yield child
            else:  # an `except` or `case` clause
                yield from child.body
