"""Which expressions of a notebook may be run again to set a constant: those that compute a little and do nothing else.

Calls are allowed by name, after resolving what the notebook imported under which name. This saves students from
waiting for their own training; it is no protection: what is kept runs in the sandbox like all of their code.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from grader.intake.allowed import BUILTINS, CALLERS, FUNCTIONS, GROWING, METHODS, MODULES, NUMPY, SIZED, TORCH
from grader.intake.parsing import statements

_MANY = 10**7  # elements of a list, steps of a range
_LARGE = 10**8  # elements of a tensor
_LONG = 10**4  # bits to shift by, power to raise to

_ARITHMETIC: dict[type[ast.operator], Callable[[float, float], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Pow: operator.pow,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.truediv,
    ast.LShift: lambda value, bits: value * 2.0**bits,
}


@dataclass(frozen=True)
class Names:
    """What the names of a notebook stand for.

    Attributes:
        imported: local name → dotted name.
        records: classes that only hold values, such as a `Config` without `__init__`.
    """

    imported: dict[str, str]
    records: frozenset[str]

    def dotted(self, node: ast.expr) -> str | None:
        """`nn.Linear` → `torch.nn.Linear`; None unless its root was imported."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        root = self.imported.get(node.id) if isinstance(node, ast.Name) else None
        return ".".join([root, *reversed(parts)]) if root else None


def names_in(trees: Iterable[ast.Module]) -> Names:
    """The names of a whole notebook; its cells may have been run in any order."""
    imported: dict[str, str] = {}
    records: set[str] = set()
    for tree in trees:
        for statement in statements(tree.body):
            if isinstance(statement, ast.Import):
                for alias in statement.names:
                    root = alias.name if alias.asname else alias.name.partition(".")[0]
                    imported[alias.asname or root] = root
            elif isinstance(statement, ast.ImportFrom):
                for alias in statement.names:
                    imported[alias.asname or alias.name] = f"{statement.module or ''}.{alias.name}"
            elif isinstance(statement, ast.ClassDef) and _is_record(statement):
                records.add(statement.name)
    return Names(imported, frozenset(records))


def _is_record(node: ast.ClassDef) -> bool:
    decorators = [d.func if isinstance(d, ast.Call) else d for d in node.decorator_list]
    if any((d.attr if isinstance(d, ast.Attribute) else getattr(d, "id", "")) == "dataclass" for d in decorators):
        return True
    makers = {"__init__", "__new__"}
    return not node.bases and not any(isinstance(s, ast.FunctionDef) and s.name in makers for s in node.body)


def is_constant(node: ast.expr, names: Names) -> bool:
    """Whether the expression may be evaluated again: cheap, and without effects."""
    return _Judge(names).fine(node)


def _is_sequence(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str | bytes)
    return isinstance(node, ast.List | ast.Tuple | ast.JoinedStr)


class _Judge:
    def __init__(self, names: Names) -> None:
        self.names = names
        self._numbers: dict[int, float | None] = {}  # by id: a sum of a thousand terms is a thousand levels deep

    def fine(self, node: ast.AST | None) -> bool:
        """Whether a node and everything that evaluating it evaluates is harmless."""
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Lambda):  # its body runs only when it is called
            return all(map(self.fine, [*node.args.defaults, *filter(None, node.args.kw_defaults)]))
        if isinstance(node, ast.Await | ast.Yield | ast.YieldFrom):
            return False
        if isinstance(node, ast.BinOp) and not self._operation(node):
            return False
        return node is None or all(map(self.fine, ast.iter_child_nodes(node)))

    def _operation(self, node: ast.BinOp) -> bool:
        left, right = self._number(node.left), self._number(node.right)
        if isinstance(node.op, ast.Pow | ast.LShift):
            return right is None or abs(right) <= _LONG
        if isinstance(node.op, ast.Mult):
            sides = ((node.left, right), (node.right, left))
            return not any(_is_sequence(value) and (times or 0) > _MANY for value, times in sides)
        return True

    def _call(self, node: ast.Call) -> bool:
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        function = node.func
        dotted = self.names.dotted(function)
        if dotted is not None:
            allowed = self._known(dotted, node)
        elif isinstance(function, ast.Name):
            allowed = function.id in self.names.records or (
                function.id in BUILTINS and self._builtin(function.id, node)
            )
        else:
            allowed = isinstance(function, ast.Attribute) and function.attr in METHODS and self.fine(function.value)
        if not allowed:
            return False
        if dotted == "functools.partial":
            return all(map(self.fine, arguments))
        # What is passed to a call may be called by it: a lambda's body counts, as does sorted's key.
        lambdas = [argument.body for argument in arguments if isinstance(argument, ast.Lambda)]
        keys = [k.value for k in node.keywords if k.arg in {"key", "default_factory"}]
        return all(map(self.fine, [*arguments, *lambdas])) and all(map(self._harmless_function, keys))

    def _harmless_function(self, node: ast.expr) -> bool:
        """Whether calling what the expression names is as harmless as the expression: `len`, `str.lower`, a lambda."""
        if isinstance(node, ast.Name):
            return node.id in BUILTINS
        return isinstance(node, ast.Lambda | ast.Attribute | ast.Constant | ast.Call)

    def _builtin(self, name: str, node: ast.Call) -> bool:
        if name in CALLERS and not (node.args and self._harmless_function(node.args[0])):
            return False
        if name == "pow":
            return len(node.args) < 2 or (self._number(node.args[1]) or 0) <= _LONG
        return name not in {"range", "bytes"} or all((self._number(a) or 0) <= _MANY for a in node.args)

    def _known(self, dotted: str, node: ast.Call) -> bool:
        root, _, rest = dotted.partition(".")
        if dotted.startswith("torch.nn."):
            last = dotted.rpartition(".")[2]
            return last[:1].isupper() and self._product(node.args[:2]) <= _LARGE
        if root in {"torch", "numpy"}:
            known = rest in (TORCH if root == "torch" else NUMPY)
            sized = rest.rpartition(".")[2] in SIZED
            return known and not (sized and self._product(node.args) > _LARGE)
        if dotted in GROWING:
            return all((self._number(argument) or 0) <= _LONG for argument in node.args)
        return dotted in FUNCTIONS or dotted.startswith(MODULES)

    def _number(self, node: ast.expr) -> float | None:
        """The value of arithmetic on literal numbers, `math.inf` when out of all bounds; None for anything else."""
        if id(node) not in self._numbers:
            self._numbers[id(node)] = self._value(node)
        return self._numbers[id(node)]

    def _value(self, node: ast.expr) -> float | None:
        if isinstance(node, ast.Constant):
            value = node.value
            return (
                float(min(value, 10**300)) if isinstance(value, int | float) and not isinstance(value, bool) else None
            )
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            operand = self._number(node.operand)
            return None if operand is None else -operand
        if not isinstance(node, ast.BinOp) or type(node.op) not in _ARITHMETIC:
            return None
        left, right = self._number(node.left), self._number(node.right)
        if left is None or right is None:
            return None
        try:
            return float(_ARITHMETIC[type(node.op)](left, right))
        except (OverflowError, TypeError, ZeroDivisionError):  # too large, or the root of a negative number
            return math.inf

    def _product(self, arguments: list[ast.expr]) -> float:
        """The product of the sizes among arguments; sizes may stand in a tuple."""
        items = [i for a in arguments for i in (a.elts if isinstance(a, ast.Tuple | ast.List) else [a])]
        return math.prod(value for value in map(self._number, items) if value is not None and value > 1)
