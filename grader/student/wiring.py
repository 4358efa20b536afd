"""A student's call as one node of the judge's autograd graph."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import torch

from grader.errors import ProtocolError

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
        ctx.forms = [(t.shape, t.dtype) for t in inputs]
        return tuple(outputs)

    @staticmethod
    def backward(ctx: Any, *cotangents: torch.Tensor | None) -> Any:
        create = torch.is_grad_enabled()
        check = partial(_check_gradients, ctx.forms)
        grads = ctx.conversation.do_checked(check, "vjp", ctx.graph, list(cotangents), create, grad=create)
        return (None, None, *grads)


def wire(
    conversation: Conversation, graph: int, outputs: list[torch.Tensor], inputs: list[torch.Tensor]
) -> dict[int, torch.Tensor]:
    """The differentiable twins of `outputs`, by the id of each output."""
    with torch.enable_grad():
        anchor = torch.zeros((), requires_grad=True)
        twins = _Call.apply((conversation, graph, outputs), anchor, *inputs)  # type: ignore[no-untyped-call]
    return {id(old): new for old, new in zip(outputs, twins, strict=True)}


def _check_gradients(forms: list[tuple[torch.Size, torch.dtype]], grads: Any) -> None:
    """Require gradients of the shapes and dtypes that autograd relies on."""
    if type(grads) is not list or len(grads) != len(forms):
        raise ProtocolError("not gradients")
    for g, form in zip(grads, forms, strict=True):
        if g is not None and (not isinstance(g, torch.Tensor) or (g.shape, g.dtype) != form):
            raise ProtocolError("not gradients")
