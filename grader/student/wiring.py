"""A student's call as one node of the judge's autograd graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from grader.protocol import Record

if TYPE_CHECKING:
    from grader.student.conversation import Conversation


class _Released:
    """Tells the student process to drop its graph when the judge's node is gone."""

    def __init__(self, conversation: Conversation, graph: int) -> None:
        self._conversation, self._graph = conversation, graph

    def __del__(self) -> None:
        self._conversation.release("graph", self._graph)


class _Call(torch.autograd.Function):
    """Forward: the values that came back. Backward: a vector–Jacobian product over the wire.

    The request was made before, outside autograd; the node joins exactly the tensors that the student's graph
    reaches. The anchor makes the outputs differentiable even where that is none of the inputs.
    """

    @staticmethod
    def forward(ctx: Any, call: Any, anchor: torch.Tensor, *inputs: torch.Tensor) -> Any:
        ctx.conversation, ctx.graph, outputs = call
        ctx.set_materialize_grads(False)
        ctx.released = _Released(ctx.conversation, ctx.graph)
        return tuple(outputs)

    @staticmethod
    def backward(ctx: Any, *cotangents: torch.Tensor | None) -> Any:
        create = torch.is_grad_enabled()
        grads = ctx.conversation.do("vjp", ctx.graph, list(cotangents), create, grad=create)
        return (None, None, *ctx.conversation.checked_vjp(grads, ctx.needs_input_grad[2:]))


def wire(
    conversation: Conversation, graph: int, outputs: list[torch.Tensor], inputs: list[torch.Tensor]
) -> dict[int, torch.Tensor]:
    """The differentiable twins of `outputs`, by the id of each output."""
    with torch.enable_grad():
        anchor = torch.zeros((), requires_grad=True)
        twins = _Call.apply((conversation, graph, outputs), anchor, *inputs)
    # The graph alone would let the inputs' Python objects die, and with them their tags (second derivatives).
    twins[0].grad_fn.metadata["inputs"] = inputs
    return {id(old): new for old, new in zip(outputs, twins, strict=True)}


def substitute(value: Any, twins: dict[int, torch.Tensor]) -> Any:
    """The same value with tensors exchanged, found by identity; records and containers are rebuilt."""
    if isinstance(value, torch.Tensor):
        return twins.get(id(value), value)
    if isinstance(value, Record):
        return Record(value.type_name, value.names, [substitute(v, twins) for v in value], value.is_tuple)
    if type(value) in (list, tuple, set, frozenset):
        return type(value)(substitute(v, twins) for v in value)
    if isinstance(value, dict):
        out = type(value)()
        for k, v in value.items():
            out[substitute(k, twins)] = substitute(v, twins)
        return out
    return value
