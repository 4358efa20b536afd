"""The interface of `student` over local modules: for the reference, and to run the reference in a student's place."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from types import ModuleType
from typing import Any

import numpy as np
import torch

from grader.student.failures import NotDefined


class LocalStudent:
    """Names of local modules as attributes; the first module that has a name wins."""

    def __init__(self, modules: Sequence[ModuleType]) -> None:
        self.modules = modules

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        for module in self.modules:
            if name in vars(module):
                return vars(module)[name]
        raise NotDefined(name)

    def seed(self, seed: int) -> None:
        """Seed torch, numpy and random here."""
        torch.manual_seed(seed)
        np.random.seed(seed % 2**32)
        random.seed(seed)

    def hold(self, value: Any, *path: str | int) -> Any:
        """The object at `path` below `value`."""
        for step in path:
            value = getattr(value, step) if isinstance(step, str) and not isinstance(value, dict) else value[step]
        return value

    def call_held(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """`function(*args, **kwargs)`, the very result."""
        return function(*args, **kwargs)

    def value(self, handle: Any) -> Any:
        """A copy of an array or tensor, else the object."""
        if isinstance(handle, torch.Tensor):
            return handle.detach().clone()
        return handle.copy() if isinstance(handle, np.ndarray) else handle

    def same(self, a: Any, b: Any) -> bool:
        """Identity."""
        return a is b

    def map(self, function: Callable[..., Any], argument_lists: Iterable[Sequence[Any]]) -> list[Any]:
        """`[function(*args) for args in argument_lists]`."""
        return [function(*args) for args in argument_lists]
