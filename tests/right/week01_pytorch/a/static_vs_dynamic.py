"""A static graph: defined once, then run many times, with the gradients worked out by hand.

Source: the PyTorch tutorial "Learning PyTorch with Examples", which sets TensorFlow's static graphs beside PyTorch's
dynamic ones.
"""

from __future__ import annotations

from typing import Any

import torch


class _Node:
    """What a node does, and to which nodes; equal only to itself."""

    def __init__(self, op: str, parents: tuple[_Node, ...], name: str | None = None) -> None:
        self.op, self.parents, self.name = op, parents, name


_FORWARD = {
    "matmul": lambda a, b: a @ b,
    "relu": lambda a: a.clamp(min=0),
    "sub": lambda a, b: a - b,
    "square": lambda a: a * a,
    "sum": lambda a: a.sum(),
}

# the gradients by the parents, from the gradient g by the node and the parents' values
_BACKWARD = {
    "matmul": lambda g, a, b: (g @ b.T, a.T @ g),
    "relu": lambda g, a: (g * (a > 0),),
    "sub": lambda g, a, b: (g, -g),
    "square": lambda g, a: (2 * a * g,),
    "sum": lambda g, a: (g.expand(a.shape).clone(),),
}


class StaticGraph:
    """Define-and-run: the methods below make nodes and compute nothing; `run` computes.

    What a node is, is up to you: only this class looks at it. A node may be used several times.
    """

    def __init__(self) -> None:
        """An empty graph."""
        self._nodes: list[_Node] = []
        self._plan: list[_Node] | None = None  # the nodes that the loss needs, parents first
        self._inputs: list[_Node] = []

    def placeholder(self, name: str) -> Any:
        """An input; its value is given to `run` under this name."""
        return self._add(_Node("placeholder", (), name))

    def matmul(self, a: Any, b: Any) -> Any:
        """The product a·b of two matrices."""
        return self._add(_Node("matmul", (a, b)))

    def relu(self, a: Any) -> Any:
        """max(a, 0), elementwise; the derivative at 0 is 0."""
        return self._add(_Node("relu", (a,)))

    def sub(self, a: Any, b: Any) -> Any:
        """The difference a − b, both of one shape."""
        return self._add(_Node("sub", (a, b)))

    def square(self, a: Any) -> Any:
        """a², elementwise."""
        return self._add(_Node("square", (a,)))

    def sum(self, a: Any) -> Any:
        """The sum of all entries, of shape []."""
        return self._add(_Node("sum", (a,)))

    def build(self, loss: Any) -> None:
        """Finish the graph; `loss` is a node of shape [].

        Raises:
            RuntimeError: it was built before.
        """
        if self._plan is not None:
            raise RuntimeError("the graph has been built already")
        needed = {loss}
        for node in reversed(self._nodes):  # children were made after their parents
            if node in needed:
                needed.update(node.parents)
        self._plan = [node for node in self._nodes if node in needed]
        self._inputs = [node for node in self._nodes if node.op == "placeholder"]
        self._loss = loss

    def run(self, feed: dict[str, torch.Tensor]) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        """The loss for these values, and its gradients, by hand: no autograd.

        Args:
            feed: a value for each placeholder. Shapes and dtypes may differ from run to run.

        Returns:
            (loss [], {name: gradient of the loss by that placeholder, of its shape}).

        Raises:
            RuntimeError: the graph is not built.
            KeyError: a placeholder has no value.
        """
        if self._plan is None:
            raise RuntimeError("build the graph before it is run")
        for node in self._inputs:
            if node.name not in feed:
                raise KeyError(node.name)

        value: dict[_Node, torch.Tensor] = {}
        for node in self._plan:
            if node.op == "placeholder":
                value[node] = feed[node.name].detach()
            else:
                value[node] = _FORWARD[node.op](*(value[parent] for parent in node.parents))

        grad = {self._loss: torch.ones_like(value[self._loss])}
        for node in reversed(self._plan):
            if node.op == "placeholder":
                continue
            shares = _BACKWARD[node.op](grad[node], *(value[parent] for parent in node.parents))
            for parent, share in zip(node.parents, shares):
                grad[parent] = grad[parent] + share if parent in grad else share

        gradients = {
            node.name: grad[node].clone() if node in grad else torch.zeros_like(feed[node.name].detach())
            for node in self._inputs
        }
        return value[self._loss].clone(), gradients

    def _add(self, node: _Node) -> _Node:
        self._nodes.append(node)
        return node
