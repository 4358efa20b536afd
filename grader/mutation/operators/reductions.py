"""Reductions: the sum for the mean, the mean for the sum, the largest for both."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.mistakes import Mistake
from grader.mutation.build import called, replaced_call
from grader.mutation.context import Change, Context

_OTHERS = {
    "sum": (("mean", Mistake.MEAN_FOR_SUM), ("largest", Mistake.WRONG_REDUCTION)),
    "mean": (("sum", Mistake.SUM_FOR_MEAN), ("largest", Mistake.WRONG_REDUCTION)),
    "max": (("min", Mistake.WRONG_REDUCTION),),
    "min": (("max", Mistake.WRONG_REDUCTION),),
    "amax": (("amin", Mistake.WRONG_REDUCTION),),
    "amin": (("amax", Mistake.WRONG_REDUCTION),),
    "argmax": (("argmin", Mistake.WRONG_REDUCTION),),
    "argmin": (("argmax", Mistake.WRONG_REDUCTION),),
    "maximum": (("minimum", Mistake.WRONG_REDUCTION),),
    "minimum": (("maximum", Mistake.WRONG_REDUCTION),),
    "prod": (("sum", Mistake.WRONG_REDUCTION),),
    "var": (("std", Mistake.WRONG_REDUCTION),),
    "std": (("var", Mistake.WRONG_REDUCTION),),
    "logsumexp": (("sum", Mistake.WRONG_REDUCTION),),
}


def change_reduction(node: ast.AST, context: Context) -> Iterator[Change]:
    """x.sum(dim=0) as x.mean(dim=0) or x.amax(dim=0); reduction="sum" for "mean"."""
    if not isinstance(node, ast.Call):
        return
    plain = isinstance(node.func, ast.Name)  # Python's own sum, max, min
    for other, mistake in _OTHERS.get(called(node), ()):
        if plain and other not in ("min", "max"):
            continue
        name = "amax" if context.torch and other == "largest" else "max" if other == "largest" else other
        yield Change(replaced_call(node, name), mistake)
    for i, keyword in enumerate(node.keywords):
        if keyword.arg == "reduction" and isinstance(keyword.value, ast.Constant):
            mean = keyword.value.value == "mean"
            other_one = ast.keyword("reduction", ast.Constant("sum" if mean else "mean"))
            rest = [*node.keywords[:i], other_one, *node.keywords[i + 1 :]]
            mistake = Mistake.SUM_FOR_MEAN if mean else Mistake.MEAN_FOR_SUM
            yield Change(ast.Call(node.func, node.args, rest), mistake)
