"""Answers: zeros, a constant, the results exchanged, transposed, cut off, of less precision or of whole numbers."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.mistakes import Mistake
from grader.mutation.build import expression, text
from grader.mutation.context import Change, Context, is_tensor
from grader.mutation.operators.blocks import pairs, swapped


def swap_results(node: ast.AST, context: Context) -> Iterator[Change]:
    """return a, b as return b, a."""
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        for i, k in pairs(len(node.value.elts)):
            new = ast.Tuple(swapped(node.value.elts, i, k), ast.Load())
            yield Change(ast.Return(new), Mistake.SWAPPED_RESULTS, {"first": i + 1, "second": k + 1})


def change_answer(node: ast.AST, context: Context) -> Iterator[Change]:
    """A returned tensor is zeros, ones, whole numbers, of less precision, without its gradient, or transposed."""
    if not isinstance(node, ast.Return) or node.value is None or context.function is None:
        return
    if not is_tensor(context.function.returns):
        yield from _plain(node.value, context.function.returns)
        return
    like = f"{context.library}.%s_like({{x}})"
    for template, mistake, params in (
        (like % "zeros", Mistake.ZEROS, {}),
        (like % "ones", Mistake.CONSTANT, {}),
        ("{x}.trunc()" if context.torch else "np.trunc({x})", Mistake.INTEGER, {}),
        (_narrowed(context), Mistake.PRECISION, {}),
        ("{x}.float()" if context.torch else "{x}.astype(np.float32)", Mistake.PRECISION, {"dtype": "float32"}),
        ("{x}.double()" if context.torch else "{x}.astype(np.float64)", Mistake.PRECISION, {"dtype": "float64"}),
    ):
        yield Change(ast.Return(_mapped(node.value, template, context.function)), mistake, params)
    if context.torch and not context.by_hand:
        detached = _mapped(node.value, "{x}.detach()", context.function)
        yield Change(ast.Return(detached), Mistake.DETACHED)
    parts = node.value.elts if isinstance(node.value, ast.Tuple) else []
    for i in range(len(parts)):
        zero = expression((like % "zeros").format(x=text(parts[i])))
        new = ast.Tuple([*parts[:i], zero, *parts[i + 1 :]], ast.Load())
        yield Change(ast.Return(new), Mistake.ZEROS, {"index": i + 1})
    if not parts and not _is_collection(context.function):
        yield Change(ast.Return(expression(f"{text(node.value)}.swapaxes(0, 1)")), Mistake.PERMUTED)


def _plain(value: ast.expr, annotation: ast.expr | None) -> Iterator[Change]:
    """Answers that are numbers, flags, texts or lists."""
    word = "" if annotation is None else ast.unparse(annotation).split("[")[0].split(".")[-1]
    if word in ("float", "int"):
        yield Change(ast.Return(expression(f"{word}()")), Mistake.ZEROS)
        yield Change(
            ast.Return(expression(f"{text(value)} + 1")), Mistake.OFF_BY_ONE if word == "int" else Mistake.SHIFTED
        )
    elif word == "bool":
        yield Change(ast.Return(expression(f"not {text(value)}")), Mistake.CONDITION_INVERTED)
        for constant in (True, False):
            yield Change(ast.Return(ast.Constant(constant)), Mistake.CONSTANT)
    elif word in ("list", "dict", "str", "set", "tuple"):
        yield Change(ast.Return(expression(f"{word}()")), Mistake.CONSTANT)
        if word == "list":
            yield Change(ast.Return(expression(f"{text(value)}[::-1]")), Mistake.REVERSED)
            yield Change(ast.Return(expression(f"{text(value)}[:-1]")), Mistake.OFF_BY_ONE)


def _narrowed(context: Context) -> str:
    """Through 32 bits, or 16 where it has no more."""
    if context.torch:
        return "{x}.to(torch.float32 if {x}.dtype == torch.float64 else torch.bfloat16).to({x}.dtype)"
    return "{x}.astype(np.float32 if {x}.dtype == np.float64 else np.float16).astype({x}.dtype)"


def _mapped(value: ast.expr, template: str, function: ast.FunctionDef) -> ast.expr:
    """The template for a tensor, or for each of a tuple or list."""
    if isinstance(value, ast.Tuple):
        return ast.Tuple([expression(template.format(x=text(e))) for e in value.elts], ast.Load())
    if _is_collection(function):
        kind = "tuple" if _collection(function) == "tuple" else "list"
        return expression(f"{kind}({template.format(x='_x')} for _x in {text(value)})")
    return expression(template.format(x=text(value)))


def _collection(function: ast.FunctionDef) -> str:
    return ast.unparse(function.returns).split("[")[0].lower() if function.returns is not None else ""


def _is_collection(function: ast.FunctionDef) -> bool:
    return _collection(function) in ("tuple", "list")
