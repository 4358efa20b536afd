"""Functions of the judge that were passed to the student (a beam search's step, a closure to minimise)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from grader.errors import ProtocolError
from grader.protocol.structure import exchange, tensors_in


class Callbacks:
    """The judge's callables by number, and the graphs of their differentiable results.

    Both are kept until the student process says that nothing there uses them any more.
    """

    def __init__(self) -> None:
        self._functions: dict[int, Callable[..., Any]] = {}
        self._number_of: dict[int, int] = {}
        self._graphs: dict[int, tuple[list[torch.Tensor], list[torch.Tensor]]] = {}
        self._next = 1

    def add(self, function: Callable[..., Any]) -> int:
        """Number a callable; the same one keeps its number for as long as it is in use."""
        number = self._number_of.get(id(function))
        if number is None:
            number = self._number()
            self._functions[number], self._number_of[id(function)] = function, number
        return number

    def function(self, number: int) -> Callable[..., Any]:
        """The callable of a number that the student process named."""
        if number not in self._functions:
            raise ProtocolError("no such function")
        return self._functions[number]

    def forget(self, kind: str, number: int) -> None:
        """The student process does not use that function or graph any more."""
        if kind == "graph":
            self._graphs.pop(number, None)
        elif (function := self._functions.pop(number, None)) is not None:
            del self._number_of[id(function)]

    def call(self, arguments: list[Any]) -> list[Any]:
        """Run a callable: [value, graph number or None, positions of differentiable tensors in the value].

        Args:
            arguments: untrusted [number, positional, named, positions of differentiable tensors, grad mode].

        Raises:
            ProtocolError: the arguments are malformed. Anything else is what the callable raised.
        """
        if [type(a) for a in arguments] != [int, list, dict, list, bool]:
            raise ProtocolError("not a call")
        number, args, kwargs, wanted, grad = arguments
        function = self.function(number)
        tensors = tensors_in([args, kwargs])
        if not all(type(i) is int and 0 <= i < len(tensors) for i in wanted):
            raise ProtocolError("not a call")
        chosen = [tensors[i] for i in wanted]
        if not all(type(k) is str for k in kwargs) or not all(_differentiable(t) for t in chosen):
            raise ProtocolError("not a call")
        # Aliases: a parameter's own .grad is not the place for the gradient of one call.
        aliases = {id(t): t.detach().requires_grad_() for t in chosen}
        inputs = [aliases[id(t)] for t in chosen]
        args, kwargs = exchange([args, kwargs], aliases)
        with torch.set_grad_enabled(grad):
            value = function(*args, **kwargs)
        outputs = tensors_in(value)
        positions = [i for i, t in enumerate(outputs) if t.requires_grad]
        if not positions:
            return [value, None, []]
        graph = self._number()
        self._graphs[graph] = ([outputs[i] for i in positions], inputs)
        return [value, graph, positions]

    def vjp(self, arguments: list[Any]) -> list[torch.Tensor | None]:
        """Backward through a callable's result; also reaches what it captured in the judge.

        Args:
            arguments: untrusted [graph number, cotangents].
        """
        if [type(a) for a in arguments] != [int, list] or arguments[0] not in self._graphs:
            raise ProtocolError("no such graph")
        outputs, inputs = self._graphs[arguments[0]]
        if len(arguments[1]) != len(outputs):
            raise ProtocolError("not cotangents")
        pairs = [(y, g) for y, g in zip(outputs, arguments[1], strict=True) if g is not None]
        if any(type(g) is not torch.Tensor or g.shape != y.shape or g.dtype != y.dtype for y, g in pairs):
            raise ProtocolError("not cotangents")
        for t in inputs:
            t.grad = None
        with torch.enable_grad():
            torch.autograd.backward([y for y, _ in pairs], [g for _, g in pairs], retain_graph=True)
        return [t.grad for t in inputs]

    def _number(self) -> int:
        number, self._next = self._next, self._next + 1
        return number


def _differentiable(t: torch.Tensor) -> bool:
    return t.is_floating_point() or t.is_complex()
