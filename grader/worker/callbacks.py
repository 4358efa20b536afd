"""A function of the judge, passed as an argument: calling it here asks the judge, gradients included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from grader.protocol.structure import exchange, tensors_in

if TYPE_CHECKING:
    from grader.worker.coding import WorkerPeer


class JudgeCallable:
    """Stands for a callable of the judge, which keeps it for as long as this object lives."""

    def __init__(self, session: WorkerPeer, number: int) -> None:
        self._session, self.number = session, number

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it with values; differentiable with respect to tensors among them and to what it captured."""
        grad = torch.is_grad_enabled()
        tensors = tensors_in([args, kwargs])
        wanted = [i for i, t in enumerate(tensors) if grad and t.requires_grad]
        asked = self._session.ask("callback", self.number, list(args), kwargs, wanted, grad)
        value, graph, positions = asked
        if graph is None:
            return value
        returned = tensors_in(value)
        call = (_Graph(self._session, graph), [returned[i] for i in positions])
        twins = _Callback.apply(call, self._session.anchor, *(tensors[i] for i in wanted))  # type: ignore[no-untyped-call]
        return exchange(value, {id(returned[i]): twin for i, twin in zip(positions, twins, strict=True)})

    def __del__(self) -> None:
        self._session.gone("function", self.number)


class _Graph:
    """A graph in the judge; it hears when nothing here needs it any more."""

    def __init__(self, session: WorkerPeer, number: int) -> None:
        self.session, self.number = session, number

    def __del__(self) -> None:
        self.session.gone("graph", self.number)


class _Callback(torch.autograd.Function):
    """The judge's function as one node of the student's graph; the anchor keeps the node alive without inputs."""

    @staticmethod
    def forward(ctx: Any, call: Any, anchor: torch.Tensor, *inputs: torch.Tensor) -> Any:
        ctx.graph, outputs = call
        ctx.set_materialize_grads(False)
        return tuple(outputs)

    @staticmethod
    def backward(ctx: Any, *cotangents: torch.Tensor | None) -> Any:
        if torch.is_grad_enabled():  # the judge computes numbers: a second derivative would silently lack this part
            raise RuntimeError("second derivatives through a function that was passed as an argument are not offered")
        return (None, None, *ctx.graph.session.ask("callback_vjp", ctx.graph.number, list(cotangents)))
