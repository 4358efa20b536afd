"""Graphs for the checks of static_vs_dynamic, as lists of steps; the same steps through autograd are the truth.

A step is (name, operation, *names of the inputs); a placeholder's name is that of its value. The last step that is a
`sum` is the loss.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch

from assignments.week01_pytorch.inputs_basics import quarters
from grader.testing import Draw

Step = tuple[str, ...]
Feed = dict[str, torch.Tensor]

TWO_LAYERS: tuple[Step, ...] = (
    ("x", "placeholder"),
    ("w1", "placeholder"),
    ("w2", "placeholder"),
    ("y", "placeholder"),
    ("a", "matmul", "x", "w1"),
    ("h", "relu", "a"),
    ("p", "matmul", "h", "w2"),
    ("d", "sub", "p", "y"),
    ("s", "square", "d"),
    ("loss", "sum", "s"),
)

# x and h are used twice, h − x comes after both; u is not used at all, and w only behind the loss.
SHARED: tuple[Step, ...] = (
    ("u", "placeholder"),
    ("x", "placeholder"),
    ("m", "matmul", "x", "x"),
    ("h", "relu", "m"),
    ("k", "matmul", "h", "x"),
    ("d", "sub", "k", "h"),
    ("s", "square", "d"),
    ("loss", "sum", "s"),
    ("w", "placeholder"),
    ("after", "matmul", "x", "w"),
)

_OPERATIONS = {
    "matmul": torch.matmul,
    "relu": torch.relu,  # its derivative at 0 is 0
    "sub": torch.sub,
    "square": torch.square,
    "sum": torch.sum,
}


def placeholders(steps: tuple[Step, ...]) -> list[str]:
    """Their names, in order."""
    return [name for name, operation, *_ in steps if operation == "placeholder"]


def defined(student: Any, steps: tuple[Step, ...]) -> tuple[Any, Any]:
    """(a StaticGraph with these nodes, not built; the node of the loss). Nodes stay handles, whatever they are."""
    graph = student.StaticGraph()
    nodes: dict[str, Any] = {}
    for name, operation, *inputs in steps:
        arguments = [name] if operation == "placeholder" else [nodes[i] for i in inputs]
        nodes[name] = student.call_held(getattr(graph, operation), *arguments)
    return graph, nodes["loss"]


def built(student: Any, steps: tuple[Step, ...]) -> Any:
    """The same, built."""
    graph, loss = defined(student, steps)
    graph.build(loss)
    return graph


def define_by_run(steps: tuple[Step, ...], feed: Mapping[str, torch.Tensor]) -> tuple[torch.Tensor, Feed]:
    """(loss, gradients) by autograd in float64, in the dtype of the values that were fed."""
    leaves = {name: value.detach().double().requires_grad_() for name, value in feed.items()}
    nodes: dict[str, torch.Tensor] = {}
    for name, operation, *inputs in steps:
        arguments = [nodes[i] for i in inputs]
        nodes[name] = _OPERATIONS[operation](*arguments) if arguments else leaves[name]
    nodes["loss"].backward()
    dtype = next(iter(feed.values())).dtype
    grads = {n: torch.zeros_like(v) if v.grad is None else v.grad for n, v in leaves.items()}
    return nodes["loss"].detach().to(dtype), {n: g.to(dtype) for n, g in grads.items()}


def two_layer_feed(draw: Draw) -> tuple[Feed]:
    """({x [N, D], w1 [D, H], w2 [H, K], y [N, K]},) on a grid: 0 goes into the ReLU, float32 is exact."""
    n, d, h, k = (draw.size(1, high) for high in (5, 4, 5, 3))
    shapes = {"x": (n, d), "w1": (d, h), "w2": (h, k), "y": (n, k)}
    feed = {name: quarters(draw, *shape) for name, shape in shapes.items()}
    if n > 1:
        feed["x"][0] = 0
    return (feed,)


def training_feed(draw: Draw) -> tuple[Feed]:
    """The same in float64, of ordinary sizes and values."""
    n, d, h, k = (draw.size(low, low + 2) for low in (3, 2, 4, 2))
    shapes = {"x": (n, d), "w1": (d, h), "w2": (h, k), "y": (n, k)}
    return ({name: draw.normal(*shape).double() for name, shape in shapes.items()},)


def shared_feed(draw: Draw) -> tuple[Feed]:
    """Values for SHARED: x [D, D], w [D, K], u of any shape."""
    d = draw.size(1, 4)
    return ({"u": quarters(draw, 2, 3), "x": quarters(draw, d, d), "w": quarters(draw, d, draw.size(1, 3))},)


def random_graph(draw: Draw) -> tuple[tuple[Step, ...], Feed]:
    """(steps, feed): operations on three square matrices, all of which lead to the loss; it has sums in the middle."""
    steps = _random_steps(draw)
    while not {"p", "q", "r"} <= _behind(steps[-1][0], steps):
        steps = _random_steps(draw)
    tail: list[Step] = [
        ("total", "sum", steps[-1][0]),
        ("corner", "sum", "p"),
        ("difference", "sub", "corner", "total"),
        ("squared", "square", "difference"),
        ("loss", "sum", "squared"),
    ]
    n = draw.size(2, 3)
    return (*steps, *tail), {name: 0.5 * draw.normal(n, n).double() for name in ("p", "q", "r")}


def _random_steps(draw: Draw) -> list[Step]:
    """Three placeholders, then five different operations, each on a late node and perhaps on another one."""
    steps: list[Step] = [(name, "placeholder") for name in ("p", "q", "r")]
    while len(steps) < 8:
        operation = draw.choice(["matmul", "relu", "sub", "square"])
        names = [name for name, *_ in steps]
        first = draw.choice(names[-3:])
        inputs = (first,) if operation in {"relu", "square"} else (first, draw.choice([n for n in names if n != first]))
        if all(step[1:] != (operation, *inputs) for step in steps):
            steps.append((f"n{len(steps)}", operation, *inputs))
    return steps


def _behind(node: str, steps: list[Step]) -> set[str]:
    """All nodes that this one is computed from."""
    found = {node}
    for name, _, *inputs in reversed(steps):
        if name in found:
            found.update(inputs)
    return found
