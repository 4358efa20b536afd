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
        # YOUR CODE HERE
        raise NotImplementedError

    def placeholder(self, name: str) -> Any:
        """An input; its value is given to `run` under this name."""
        # YOUR CODE HERE
        raise NotImplementedError

    def matmul(self, a: Any, b: Any) -> Any:
        """The product a·b of two matrices."""
        # YOUR CODE HERE
        raise NotImplementedError

    def relu(self, a: Any) -> Any:
        """max(a, 0), elementwise; the derivative at 0 is 0."""
        # YOUR CODE HERE
        raise NotImplementedError

    def sub(self, a: Any, b: Any) -> Any:
        """The difference a − b, both of one shape."""
        # YOUR CODE HERE
        raise NotImplementedError

    def square(self, a: Any) -> Any:
        """a², elementwise."""
        # YOUR CODE HERE
        raise NotImplementedError

    def sum(self, a: Any) -> Any:
        """The sum of all entries, of shape []."""
        # YOUR CODE HERE
        raise NotImplementedError

    def build(self, loss: Any) -> None:
        """Finish the graph; `loss` is a node of shape [].

        Raises:
            RuntimeError: it was built before.
        """
        # YOUR CODE HERE
        raise NotImplementedError

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
        # YOUR CODE HERE
        raise NotImplementedError
