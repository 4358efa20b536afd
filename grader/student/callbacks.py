"""Functions of the judge that were passed to the student (a beam search's step, a closure to minimise)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch

from grader.errors import ProtocolError

if TYPE_CHECKING:
    from grader.student.conversation import Conversation


class Callbacks:
    """The judge's callables by number, and the graphs of their differentiable results."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._functions: dict[int, Callable[..., Any]] = {}
        self._number_of: dict[int, int] = {}
        self._graphs: dict[int, tuple[list[torch.Tensor], list[torch.Tensor]]] = {}
        self._error: BaseException | None = None

    def add(self, function: Callable[..., Any]) -> int:
        """Number a callable; the same one keeps its number for the conversation's life."""
        if id(function) not in self._number_of:
            number = len(self._functions) + 1
            self._functions[number], self._number_of[id(function)] = function, number
        return self._number_of[id(function)]

    def function(self, number: int) -> Callable[..., Any]:
        """The callable of a number that the student process named."""
        if number not in self._functions:
            raise ProtocolError("no such function")
        return self._functions[number]

    def call(self, number: int, args: Any, kwargs: Any, wanted: Any, grad: Any) -> list[Any]:
        """Run a callable: [value, graph number or None, positions of differentiable tensors in the value]."""
        function = self.function(number)
        if type(args) is not list or type(kwargs) is not dict or type(wanted) is not list:
            raise ProtocolError("not a call")
        tensors: list[torch.Tensor] = []
        _collect([args, kwargs], tensors)
        if not all(type(i) is int and 0 <= i < len(tensors) and tensors[i].is_floating_point() for i in wanted):
            raise ProtocolError("not a call")
        inputs = [tensors[i].requires_grad_() for i in wanted]
        with torch.set_grad_enabled(bool(grad)):
            value = function(*args, **kwargs)
        outputs: list[torch.Tensor] = []
        _collect(value, outputs)
        positions = [i for i, t in enumerate(outputs) if t.requires_grad]
        if not positions:
            return [value, None, []]
        graph = len(self._graphs) + 1
        self._graphs[graph] = ([outputs[i] for i in positions], inputs)
        return [value, graph, positions]

    def vjp(self, graph: int, cotangents: Any) -> list[torch.Tensor | None]:
        """Backward through a callable's result; also reaches what it captured in the judge."""
        if graph not in self._graphs or type(cotangents) is not list:
            raise ProtocolError("no such graph")
        outputs, inputs = self._graphs[graph]
        if len(cotangents) != len(outputs):
            raise ProtocolError("not cotangents")
        pairs = [(y, g) for y, g in zip(outputs, cotangents, strict=True) if g is not None]
        if any(not isinstance(g, torch.Tensor) or g.shape != y.shape for y, g in pairs):
            raise ProtocolError("not cotangents")
        for t in inputs:
            t.grad = None
        with torch.enable_grad():
            torch.autograd.backward([y for y, _ in pairs], [g for _, g in pairs], retain_graph=True)
        return [t.grad for t in inputs]

    def remember(self, error: BaseException) -> None:
        """Keep what a callable raised; the student sees a fixed text, the judge gets it back."""
        self._error = error

    def reraise(self) -> None:
        """Raise what a callable raised during the request that just failed."""
        error, self._error = self._error, None
        if error is not None:
            raise error


def _collect(value: Any, into: list[torch.Tensor]) -> None:
    if isinstance(value, torch.Tensor):
        into.append(value)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _collect(item, into)
    elif isinstance(value, dict):
        for item in value.values():
            _collect(item, into)
