"""Nodes from text and text from nodes: operators are written as templates."""

from __future__ import annotations

import ast
from collections.abc import Iterable


def text(node: ast.AST) -> str:
    """The node's source, in parentheses where it is an expression that might need them in a template."""
    source = ast.unparse(node)
    simple = isinstance(node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant))
    return source if (simple and not _negative(node)) or not isinstance(node, ast.expr) else f"({source})"


def expression(source: str) -> ast.expr:
    """The expression that a text is."""
    return ast.parse(source, mode="eval").body


def statement(source: str) -> ast.stmt:
    """The one statement that a text is."""
    (found,) = ast.parse(source).body
    return found


def called(node: ast.AST) -> str:
    """The last part of what a call calls: `softmax` for torch.nn.functional.softmax(x); nothing for other nodes."""
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_method(call: ast.Call) -> bool:
    """Whether a call is `value.f(…)`; not a function of a module (`torch.f(…)`, `F.f(…)`), nor a plain name."""
    return isinstance(call.func, ast.Attribute) and not is_module(call.func.value)


def is_module(node: ast.AST) -> bool:
    """Whether an expression names a library: torch, np, F, torch.nn.functional."""
    if isinstance(node, ast.Attribute):
        return is_module(node.value)
    return isinstance(node, ast.Name) and node.id in {"torch", "np", "numpy", "F", "nn", "math", "functional"}


def replaced_call(call: ast.Call, name: str) -> ast.expr:
    """The call with another last name and the same arguments."""
    function = call.func
    new: ast.expr = (
        ast.Attribute(function.value, name, ast.Load()) if isinstance(function, ast.Attribute) else ast.Name(name)
    )
    return ast.Call(new, call.args, call.keywords)


def names_in(node: ast.AST) -> list[str]:
    """Names that a node reads, in their order, each once; `self.x` counts as x, what stands in an index not at all."""
    if isinstance(node, ast.Name):
        return [] if node.id == "self" or is_module(node) else [node.id]
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
        return [node.attr]
    parts = [node.value] if isinstance(node, ast.Subscript) else ast.iter_child_nodes(node)
    return list(dict.fromkeys(name for part in parts for name in names_in(part)))


def number(node: ast.AST) -> int | float | None:
    """The number that a literal is, −1 included; None for everything else, True included."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = number(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return node.value  # type: ignore[return-value] # its type was just looked at
    return None


def is_text(nodes: Iterable[ast.AST]) -> bool:
    """Whether one of the operands is a string or a list: their + is no sum."""
    return any(
        isinstance(n, (ast.JoinedStr, ast.List, ast.ListComp, ast.Tuple))
        or (isinstance(n, ast.Constant) and isinstance(n.value, (str, bytes)))
        for n in nodes
    )


def _negative(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, (int, float, complex))
