"""Activations: another one, or none."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.mistakes import Mistake
from grader.mutation.build import called, expression, is_method, replaced_call, text
from grader.mutation.context import Change, Context

_OTHERS = {
    "sigmoid": ("tanh",),
    "tanh": ("sigmoid",),
    "relu": ("tanh",),
    "gelu": ("relu",),
    "silu": ("relu",),
    "elu": ("relu",),
    "leaky_relu": ("relu",),
    "softplus": ("relu",),
    "softmax": ("log_softmax",),
    "log_softmax": ("softmax",),
    "logsigmoid": ("sigmoid",),
}
_PLAIN = {"exp", "log", "sqrt", "rsqrt", "abs", "square"}  # left out only
_NUMPY = {
    "sigmoid": "1 / (1 + np.exp(-{x}))",
    "tanh": "np.tanh({x})",
    "relu": "np.maximum({x}, 0)",
}


def change_activation(node: ast.AST, context: Context) -> Iterator[Change]:
    """tanh(a) as sigmoid(a), and as a."""
    name = called(node)
    if not isinstance(node, ast.Call) or name not in {*_OTHERS, *_PLAIN}:
        return
    if is_method(node) and isinstance(node.func, ast.Attribute):
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "self":
            return
        inside = node.func.value
    elif node.args:
        inside = node.args[0]
    else:
        return
    mistake = Mistake.WRONG_OPERATION if name in _PLAIN else Mistake.WRONG_ACTIVATION
    yield Change(inside, mistake, {"expected": name, "actual": ""})
    for other in _OTHERS.get(name, ()):
        params = {"expected": name, "actual": other}
        if context.torch:
            yield Change(replaced_call(node, other), mistake, params)
        elif other in _NUMPY:
            yield Change(expression(_NUMPY[other].format(x=text(inside))), mistake, params)
