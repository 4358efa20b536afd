"""Which fields of a syntax tree's nodes may hold nodes, found once for each kind of node.

A walk in Python costs what it does for each node: asking every node for all its fields is most of that.
"""

from __future__ import annotations

import ast
from types import EllipsisType, NoneType

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
DEFINITIONS = frozenset({*FUNCTIONS, ast.ClassDef, ast.Lambda})

# Nodes that have no nodes in them, and what else a field or a list in one may hold.
LEAVES: frozenset[type] = frozenset(
    {ast.Name, ast.Constant, ast.Pass, ast.Break, ast.Continue, ast.alias}
    | {*ast.operator.__subclasses__(), *ast.unaryop.__subclasses__(), *ast.cmpop.__subclasses__()}
    | {*ast.boolop.__subclasses__(), *ast.expr_context.__subclasses__()}
    | {NoneType, str, bool, int, float, complex, bytes, EllipsisType}
)
_PLAIN = frozenset(
    {"ctx", "type_comment", "id", "attr", "arg", "kind", "level", "module", "asname", "simple", "is_async"}
    | {"conversion", "rest", "kwd_attrs", "lineno", "tag"}
)


class Fields(dict[type, tuple[str, ...]]):
    """Kind of node → its fields that may hold nodes, those called `without` left out; a field may hold a list of them.

    Args:
        backwards: the last first, for a stack.
    """

    def __init__(self, *without: str, backwards: bool = False) -> None:
        super().__init__()
        self._without, self._step = _PLAIN.union(without), -1 if backwards else 1

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        """Of a kind that is met for the first time."""
        names = [] if kind in LEAVES else [name for name in kind._fields if name not in self._without]
        self[kind] = found = tuple(names[:: self._step])
        return found
