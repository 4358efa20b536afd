"""A static graph: defined once, then run many times, with the gradients worked out by hand.

Source: the PyTorch tutorial "Learning PyTorch with Examples", which sets TensorFlow's static graphs beside PyTorch's
dynamic ones.
"""

from __future__ import annotations

from typing import Any

import torch


class StaticGraph:
    """Define-and-run: the methods below make nodes and compute nothing; `run` computes.

    What a node is, is up to you: only this class looks at it. A node may be used several times.
    """

    def __init__(self) -> None:
        """An empty graph."""
        self.nodes: list[tuple[str, tuple[int, ...]]] = []  # (operation, its arguments); a node is its index
        self.names: dict[str, int] = {}
        self.loss: int | None = None

    def _add(self, operation: str, *args: int) -> int:
        self.nodes.append((operation, args))
        return len(self.nodes) - 1

    def placeholder(self, name: str) -> Any:
        """An input; its value is given to `run` under this name."""
        self.names[name] = self._add("placeholder")
        return self.names[name]

    def matmul(self, a: Any, b: Any) -> Any:
        """The product a·b of two matrices."""
        return self._add("matmul", a, b)

    def relu(self, a: Any) -> Any:
        """max(a, 0), elementwise; the derivative at 0 is 0."""
        return self._add("relu", a)

    def sub(self, a: Any, b: Any) -> Any:
        """The difference a − b, both of one shape."""
        return self._add("sub", a, b)

    def square(self, a: Any) -> Any:
        """a², elementwise."""
        return self._add("square", a)

    def sum(self, a: Any) -> Any:
        """The sum of all entries, of shape []."""
        return self._add("sum", a)

    def build(self, loss: Any) -> None:
        """Finish the graph; `loss` is a node of shape [].

        Raises:
            RuntimeError: it was built before.
        """
        if self.loss is not None:
            raise RuntimeError("the graph was built before")
        self.loss = loss

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
        if self.loss is None:
            raise RuntimeError("the graph is not built")
        for name in self.names:
            if name not in feed:
                raise KeyError(name)

        # The nodes which the loss needs: arguments always stand before the node that uses them.
        needed = {self.loss}
        for i in range(self.loss, -1, -1):
            if i in needed:
                needed.update(self.nodes[i][1])
        order = sorted(needed)

        values: dict[int, torch.Tensor] = {i: feed[name].detach() for name, i in self.names.items()}
        for i in order:
            operation, args = self.nodes[i]
            inputs = [values[j] for j in args]
            if operation == "matmul":
                values[i] = inputs[0] @ inputs[1]
            elif operation == "relu":
                values[i] = inputs[0].clamp(min=0)
            elif operation == "sub":
                values[i] = inputs[0] - inputs[1]
            elif operation == "square":
                values[i] = inputs[0] * inputs[0]
            elif operation == "sum":
                values[i] = inputs[0].sum()

        grads: dict[int, torch.Tensor] = {self.loss: torch.ones_like(values[self.loss])}

        def give(j: int, g: torch.Tensor) -> None:
            grads[j] = grads[j] + g if j in grads else g

        for i in reversed(order):
            operation, args = self.nodes[i]
            g = grads[i]
            if operation == "matmul":
                a, b = args
                give(a, g @ values[b].T)
                give(b, values[a].T @ g)
            elif operation == "relu":
                give(args[0], torch.where(values[args[0]] > 0, g, torch.zeros_like(g)))
            elif operation == "sub":
                give(args[0], g)
                give(args[1], -g)
            elif operation == "square":
                give(args[0], 2 * values[args[0]] * g)
            elif operation == "sum":
                give(args[0], torch.ones_like(values[args[0]]) * g)

        gradients = {}
        for name, i in self.names.items():
            gradients[name] = grads[i].clone() if i in grads else torch.zeros_like(values[i])
        return values[self.loss].clone(), gradients
