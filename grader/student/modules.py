"""A student's nn.Module as a local nn.Module: real parameters and buffers here, computation over there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from grader.student.failures import JudgeSideError

if TYPE_CHECKING:
    from grader.student.conversation import Conversation


class RemoteModule(nn.Module):
    """Mirrors the module's parameters, buffers and children, by the same names.

    `state_dict`, `load_state_dict`, `requires_grad_`, `.double()`, optimizers and `clip_grad_norm_` work as on a
    local module; calls, methods and other attributes are requests. Write into parameters, do not exchange them.
    """

    _conversation: Any
    _handle: int
    _type_name: str
    _numbers: dict[str, int]
    _flag: bool

    @staticmethod
    def make(cls: type, conversation: Conversation, handle: int, type_name: str) -> RemoteModule:
        """An empty mirror; `fill` gives it its contents."""
        m: RemoteModule = cls.__new__(cls)
        nn.Module.__init__(m)
        m.__dict__.update(_conversation=conversation, _handle=handle, _type_name=type_name, _numbers={}, _flag=True)
        return m

    def fill(
        self,
        parameters: list[tuple[str, torch.Tensor | None]],
        buffers: list[tuple[str, torch.Tensor | None]],
        not_saved: set[str],
        training: bool,
    ) -> None:
        """Take over the structure that the student process reported."""
        mirror = self._conversation.mirror
        for own, given in ((self._parameters, parameters), (self._buffers, buffers)):
            own.clear()
            for name, t in given:
                own[name] = t  # type: ignore[assignment]
        self.__dict__["_non_persistent_buffers_set"] = not_saved
        self.__dict__["training"] = self.__dict__["_flag"] = training
        numbers = {n: mirror.number(t) for n, t in [*parameters, *buffers] if t is not None}
        self.__dict__["_numbers"] = {n: k for n, k in numbers.items() if k is not None}

    def check_slots(self) -> None:
        """Refuse parameters that were exchanged for other tensors: the student's module would not see them.

        Raises:
            JudgeSideError: `functional_call` or an assignment did that; it would make gradcheck pass vacuously.
        """
        mirror = self._conversation.mirror
        for name, number in self._numbers.items():
            t = self._parameters.get(name)
            if t is not None and mirror.number(t) != number:
                raise JudgeSideError(f"parameter {name!r} was swapped for another tensor; copy_ into it instead")
            b = self._buffers.get(name)
            if b is not None and mirror.number(b) != number:
                mirror.rebind(None, number, b)

    def train(self, mode: bool = True) -> RemoteModule:
        """Call the student's own `train`, which may be overridden."""
        self._conversation.do("call", self._conversation.do("get", self, "train"), [mode], {})
        return self

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """The student's module called with these arguments."""
        return self._conversation.do("call", self, list(args), kwargs)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.forward(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        try:
            return super().__getattr__(name)
        except AttributeError:
            if name.startswith("__") or "_conversation" not in self.__dict__:
                raise
            return self.__dict__["_conversation"].do("get", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "training":
            super().__setattr__(name, value)
            return
        if isinstance(value, (nn.Parameter, nn.Module)) or name in self._parameters or name in self._modules:
            raise JudgeSideError(f"{name!r} cannot be exchanged; copy_ into it")
        if name in self._buffers:
            super().__setattr__(name, value)
            return
        self._conversation.do("set", self, name, value)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return self._conversation.do("deepcopy", self)

    def __repr__(self) -> str:
        return f"<the student's module {self._type_name}>"

    def _no_hooks(self, *args: Any, **kwargs: Any) -> Any:
        raise JudgeSideError("hooks on a student's module would never run: it computes in another process")

    register_forward_hook = register_forward_pre_hook = _no_hooks
    register_full_backward_hook = register_full_backward_pre_hook = register_backward_hook = _no_hooks
