"""einsum: the letters of its equation in another order."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.mistakes import Mistake
from grader.mutation.build import called
from grader.mutation.context import Change, Context


def change_einsum(node: ast.AST, context: Context) -> Iterator[Change]:
    """einsum("bqd,bkd->bqk"): two neighbouring axes of the result or an operand exchanged; the operands exchanged."""
    if called(node) != "einsum" or not isinstance(node, ast.Call) or not node.args:
        return
    equation = node.args[0]
    if not isinstance(equation, ast.Constant) or not isinstance(equation.value, str) or "->" not in equation.value:
        return
    left, result = equation.value.split("->")
    operands = left.split(",")
    for part, others in ((result, None), *((o, operands) for o in operands)):
        for turned in _turned(part):
            if others is None:
                new = f"{left}->{turned}"
            else:
                new = ",".join(turned if o is part else o for o in others) + f"->{result}"
            yield Change(ast.Call(node.func, [ast.Constant(new), *node.args[1:]], node.keywords), Mistake.PERMUTED)
    if len(operands) == 2:  # the two tensors take each other's place
        swapped = [equation, *reversed(node.args[1:])]
        yield Change(ast.Call(node.func, swapped, node.keywords), Mistake.SWAPPED_OPERANDS)


def _turned(letters: str) -> Iterator[str]:
    """The word with two neighbouring letters exchanged; blanks and dots stay."""
    for i in range(len(letters) - 1):
        if letters[i].isalpha() and letters[i + 1].isalpha():
            yield letters[:i] + letters[i + 1] + letters[i] + letters[i + 2 :]
