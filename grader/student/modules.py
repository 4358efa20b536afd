"""A student's nn.Module as a local nn.Module: real parameters and buffers here, computation over there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Self

import torch
from torch import nn

from grader.student.failures import JudgeSideError
from grader.student.handles import attribute

if TYPE_CHECKING:
    from grader.student.mirror import Mirror


class RemoteModule(nn.Module):
    """Mirrors the module's parameters, buffers and children, by the same names.

    `state_dict`, `load_state_dict`, `requires_grad_`, `.double()`, optimizers and `clip_grad_norm_` work as on a
    local module; calls, methods and other attributes are requests. Write into parameters, do not exchange them.
    """

    _conversation: Any
    _handle: int
    _type_name: str
    _numbers: dict[str, tuple[torch.Tensor, int]]  # what was in each slot, and its number over there
    _flag: bool

    @classmethod
    def make(cls, conversation: Any, handle: int, type_name: str) -> Self:
        """An empty mirror; `fill` gives it its contents."""
        m = cls.__new__(cls)
        nn.Module.__init__(m)
        m.__dict__.update(_conversation=conversation, _handle=handle, _type_name=type_name, _numbers={}, _flag=True)
        m.__dict__["_methods"] = ()
        return m

    def fill(
        self,
        parameters: dict[str, torch.Tensor | None],
        buffers: dict[str, torch.Tensor | None],
        not_saved: set[str],
        training: bool,
        children: dict[str, RemoteModule | None],
    ) -> None:
        """Take over the structure that the student process reported."""
        mirror: Mirror = self._conversation.mirror
        numbers = {}
        for own, given in ((self._parameters, parameters), (self._buffers, buffers)):
            own.clear()
            own.update(given)  # type: ignore[arg-type]
            for name, t in given.items():
                number = None if t is None else mirror.number(t)
                if t is not None and number is not None:
                    numbers[name] = (t, number)
        self._modules.clear()
        self._modules.update(children)
        self.__dict__.update(_numbers=numbers, _non_persistent_buffers_set=not_saved, training=training, _flag=training)

    def check_slots(self) -> None:
        """Refuse parameters that were exchanged for other tensors: the student's module would not see them.

        Raises:
            JudgeSideError: `functional_call` or an assignment did that; it would make gradcheck pass vacuously.
        """
        for name, (given, number) in self._numbers.items():
            if name in self._parameters:
                if self._parameters[name] is not given:
                    raise JudgeSideError(f"parameter {name!r} was swapped for another tensor; copy_ into it instead")
            elif (buffer := self._buffers.get(name)) is not given and buffer is not None:
                self._conversation.mirror.rebind(number, buffer)
                self._numbers[name] = (buffer, number)

    def train(self, mode: bool = True) -> Self:
        """Call the student's own `train`, which may be overridden."""
        self._conversation.do("method", self, "train", [mode], {})
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
            return attribute(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "training" or name in self._buffers:
            super().__setattr__(name, value)
        elif isinstance(value, (nn.Parameter, nn.Module)) or name in self._parameters or name in self._modules:
            raise JudgeSideError(f"{name!r} cannot be exchanged; copy_ into it")
        else:
            self._conversation.do("set", self, name, value)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return self._conversation.do("deepcopy", self)

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise JudgeSideError("a student's module cannot be pickled or copied shallowly; take its state_dict")

    def __repr__(self) -> str:
        return f"<the student's module {self._type_name}>"

    def _not_here(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise JudgeSideError("a student's module computes in another process: hooks and new parts would have no effect")

    register_forward_hook = register_forward_pre_hook = _not_here
    register_full_backward_hook = register_full_backward_pre_hook = register_backward_hook = _not_here
    register_parameter = register_buffer = register_module = add_module = _not_here
