"""Every place of a definition where a mistake can be made: no annotations, docstrings, asserts or error texts."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from grader.mutation.build import called
from grader.mutation.context import Context, Role

_SKIPPED = {"annotation", "returns", "decorator_list", "type_params", "bases", "type_comment"}
_SHAPE_CALLS = (
    "range arange chunk split tensor_split array_split reshape view view_as expand repeat zeros ones empty full "
    "randn rand unsqueeze squeeze narrow transpose swapaxes permute movedim unflatten flatten size roll eye"
)
_SHAPES = frozenset(_SHAPE_CALLS.split())


@dataclass(frozen=True)
class Place:
    """A node that can be exchanged: `put` sets another one in its stead, in the tree itself."""

    node: ast.AST
    line: int
    context: Context
    put: Callable[[ast.AST], None]


def places(top: ast.FunctionDef | ast.ClassDef, functions: Mapping[str, ast.FunctionDef], torch: bool) -> list[Place]:
    """All places of a top-level definition, in the order of the source."""
    found: list[Place] = []

    def visit(node: ast.AST, parents: tuple[ast.AST, ...], role: Role, put: Callable[[ast.AST], None]) -> None:
        if _untouched(node):
            return
        line = getattr(node, "lineno", None) or next((p.lineno for p in reversed(parents) if hasattr(p, "lineno")), 1)
        around = (*parents, node) if isinstance(node, ast.FunctionDef) else parents
        context = Context(around, role, functions, torch)
        found.append(Place(node, line, context, put))
        for child, name, put_child in _children(node):
            visit(child, (*parents, node), _role(node, name, role), put_child)

    for child, _, put in _children(top):
        visit(child, (top,), Role.VALUE, put)
    if isinstance(top, ast.FunctionDef):
        found.insert(0, Place(top, top.lineno, Context((top,), Role.VALUE, functions, torch), lambda new: None))
    return found


def _children(node: ast.AST) -> Iterator[tuple[ast.AST, str, Callable[[ast.AST], None]]]:
    for name, value in ast.iter_fields(node):
        if name in _SKIPPED:
            continue
        if isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield item, name, _item_setter(value, i)
        elif isinstance(value, ast.AST):
            yield value, name, _field_setter(node, name)


def _item_setter(items: list[ast.AST], i: int) -> Callable[[ast.AST], None]:
    def put(new: ast.AST) -> None:
        items[i] = new

    return put


def _field_setter(node: ast.AST, name: str) -> Callable[[ast.AST], None]:
    return lambda new: setattr(node, name, new)


def _untouched(node: ast.AST) -> bool:
    if isinstance(node, (ast.Assert, ast.Raise, ast.JoinedStr, ast.expr_context, ast.operator, ast.cmpop, ast.alias)):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):  # a docstring, or ...
        return True
    return isinstance(node, ast.If) and all(isinstance(s, ast.Raise) for s in node.body) and not node.orelse


def _role(node: ast.AST, field: str, role: Role) -> Role:
    if isinstance(node, ast.Subscript):
        return Role.INDEX if field == "slice" else role
    if isinstance(node, ast.Call) and field in ("args", "keywords"):
        return Role.SHAPE if called(node) in _SHAPES else Role.VALUE
    if isinstance(node, (ast.keyword, ast.Tuple, ast.List, ast.Slice, ast.BinOp, ast.UnaryOp, ast.Starred)):
        return role
    return Role.VALUE
