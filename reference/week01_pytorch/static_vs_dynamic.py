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
        # BEGIN SOLUTION
        self.nodes: list[tuple[str, tuple[int, ...]]] = []  # (operation, numbers of the inputs); inputs come first
        self.names: dict[str, int] = {}
        self.loss: int | None = None
        # END SOLUTION

    def placeholder(self, name: str) -> Any:
        """An input; its value is given to `run` under this name."""
        # BEGIN SOLUTION
        self.names[name] = self._add("placeholder")
        return self.names[name]
        # END SOLUTION

    def matmul(self, a: Any, b: Any) -> Any:
        """The product a·b of two matrices."""
        # BEGIN SOLUTION
        return self._add("matmul", a, b)
        # END SOLUTION

    def relu(self, a: Any) -> Any:
        """max(a, 0), elementwise; the derivative at 0 is 0."""
        # BEGIN SOLUTION
        return self._add("relu", a)
        # END SOLUTION

    def sub(self, a: Any, b: Any) -> Any:
        """The difference a − b, both of one shape."""
        # BEGIN SOLUTION
        return self._add("sub", a, b)
        # END SOLUTION

    def square(self, a: Any) -> Any:
        """a², elementwise."""
        # BEGIN SOLUTION
        return self._add("square", a)
        # END SOLUTION

    def sum(self, a: Any) -> Any:
        """The sum of all entries, of shape []."""
        # BEGIN SOLUTION
        return self._add("sum", a)
        # END SOLUTION

    def build(self, loss: Any) -> None:
        """Finish the graph; `loss` is a node of shape [].

        Raises:
            RuntimeError: it was built before.
        """
        # BEGIN SOLUTION
        if self.loss is not None:
            raise RuntimeError("the graph is built already")
        self.loss = loss
        # END SOLUTION

    def run(self, feed: dict[str, torch.Tensor]) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        """The loss for these values, and its gradients, by hand: no autograd.

        Args:
            feed: a value for each placeholder. Shapes and dtypes may differ from run to run.

        Returns:
            (loss [], {name: gradient of the loss by that placeholder, of its shape}).

        Raises:
            RuntimeError: the graph is not built.
            KeyError: a placeholder that the loss uses has no value.
        """
        # BEGIN SOLUTION
        if self.loss is None:
            raise RuntimeError("build the graph first")
        values = self._forward(feed)
        grads = self._backward(values)
        return values[self.loss], {name: grads[node] for name, node in self.names.items()}
        # END SOLUTION

    # BEGIN SOLUTION
    def _add(self, operation: str, *inputs: int) -> int:
        """A new node."""
        self.nodes.append((operation, inputs))
        return len(self.nodes) - 1

    def _forward(self, feed: dict[str, torch.Tensor]) -> list[torch.Tensor]:
        """The values of all nodes, in the order in which they were made."""
        given = {node: feed[name] for name, node in self.names.items()}
        values: list[torch.Tensor] = []
        for number, (operation, inputs) in enumerate(self.nodes):
            a = [values[i] for i in inputs]
            if operation == "placeholder":
                value = given[number]
            elif operation == "matmul":
                value = a[0] @ a[1]
            elif operation == "relu":
                value = a[0].clamp(min=0)
            elif operation == "sub":
                value = a[0] - a[1]
            elif operation == "square":
                value = a[0] ** 2
            else:
                value = a[0].sum()
            values.append(value)
        return values

    def _backward(self, values: list[torch.Tensor]) -> list[torch.Tensor]:
        """The gradients of all nodes, from the last one back; a node that is used twice gets the sum."""
        grads = [torch.zeros_like(value) for value in values]
        grads[self.loss] = torch.ones_like(values[self.loss])
        for number in reversed(range(len(self.nodes))):
            operation, inputs = self.nodes[number]
            a, g = [values[i] for i in inputs], grads[number]
            back: tuple[torch.Tensor, ...] = ()
            if operation == "matmul":
                back = (g @ a[1].T, a[0].T @ g)
            elif operation == "relu":
                back = (g * (a[0] > 0),)
            elif operation == "sub":
                back = (g, -g)
            elif operation == "square":
                back = (2 * a[0] * g,)
            elif operation == "sum":
                back = (g * torch.ones_like(a[0]),)
            for i, part in zip(inputs, back, strict=True):
                grads[i] = grads[i] + part
        return grads

    # END SOLUTION
