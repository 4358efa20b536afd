"""A function of the judge, passed as an argument: calling it here asks the judge, gradients included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

if TYPE_CHECKING:
    from grader.worker.session import Session


class JudgeCallable:
    """Stands for a callable of the judge; lives as long as the call it was passed to, unless the check holds it."""

    def __init__(self, session: Session, handle: int) -> None:
        self._session, self.handle = session, handle

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it with values; differentiable with respect to tensors among them and to what it captured."""
        grad = torch.is_grad_enabled()
        tensors: list[torch.Tensor] = []
        collect([args, kwargs], tensors)
        wanted = [i for i, t in enumerate(tensors) if grad and t.requires_grad]
        with self._session.outputs_untracked():
            value, graph, positions = self._session.request(
                "callback", self.handle, list(args), kwargs, wanted, grad
            )
        if graph is None:
            return value
        returned: list[torch.Tensor] = []
        collect(value, returned)
        box = (self._session, graph, [returned[i] for i in positions])
        wired = _Callback.apply(box, torch.zeros((), requires_grad=True), *(tensors[i] for i in wanted))
        return replace(value, {id(returned[i]): w for i, w in zip(positions, wired, strict=True)})


class _Callback(torch.autograd.Function):
    """The judge's function as one node of the student's graph; the anchor keeps the node alive without inputs."""

    @staticmethod
    def forward(ctx: Any, box: Any, anchor: torch.Tensor, *inputs: torch.Tensor) -> Any:
        ctx.session, ctx.graph, outputs = box
        ctx.set_materialize_grads(False)
        return tuple(outputs)

    @staticmethod
    def backward(ctx: Any, *cotangents: torch.Tensor | None) -> Any:
        given = [None if g is None else g.detach() for g in cotangents]
        with ctx.session.outputs_untracked():
            return (None, None, *ctx.session.request("callback_vjp", ctx.graph, given))


def collect(value: Any, into: list[torch.Tensor]) -> None:
    """All tensors inside lists, tuples and dicts, in order."""
    if isinstance(value, torch.Tensor):
        into.append(value)
    elif isinstance(value, (list, tuple)):
        for item in value:
            collect(item, into)
    elif isinstance(value, dict):
        for item in value.values():
            collect(item, into)


def replace(value: Any, by: dict[int, torch.Tensor]) -> Any:
    """The same structure with tensors exchanged, found by identity."""
    if isinstance(value, torch.Tensor):
        return by.get(id(value), value)
    if type(value) in (list, tuple):
        return type(value)(replace(item, by) for item in value)
    if isinstance(value, dict):
        return type(value)((k, replace(v, by)) for k, v in value.items())
    return value
