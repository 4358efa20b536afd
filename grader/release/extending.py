"""A replay that may still learn, and a student that is right for a while."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import torch

from grader.recording import NotRecorded, Recorder, Recording, Replay
from grader.recording.deck import Request
from grader.recording.tape import Entry
from grader.recording.values import Tree
from grader.student import LocalStudent
from grader.testing.reference import mapped

Find = Callable[[str], Any]


class Extending(Replay):
    """Plays a recording back; a plain question that is new is asked, and its answer recorded.

    Plain: a function, values in, values out. What has a state or a graph comes from a run with a right student alone.
    """

    def __init__(self, recording: Recording, find: Find) -> None:
        super().__init__(recording)
        self._find = find

    def describe(self, name: str) -> Tree:
        if name not in self.recording.names:
            return self._fresh().describe(name)
        return super().describe(name)

    def entry(self, key: str, tensors: list[torch.Tensor], request: Request) -> tuple[int, Entry]:
        try:
            return super().entry(key, tensors, request)
        except NotRecorded:
            if request.target[0] != "name":
                raise
            recorder = self._fresh()
            _, made = recorder.entry(key, tensors, request)
            if made.births or made.graph is not None:
                raise
        number = len(self._entries)
        self._entries.append(made)
        self._by_key.setdefault(key, []).append(number)
        self._used.add(number)
        return number, made

    def _fresh(self) -> Recorder:
        """A recorder of nothing but the next answer; tensors and names go into the same recording."""
        recorder = Recorder(Recording(self.pool, {}, self.recording.names), self._find)
        recorder.begin(self.check)
        type(self).current = self
        return recorder


class Erring(LocalStudent):
    """The reference, whose functions answer wrongly from their call `number` on: a check then fails there."""

    def __init__(self, modules: Sequence[ModuleType], number: int) -> None:
        super().__init__(modules)
        self._left = number
        self.erred = False

    def __getattr__(self, name: str) -> Any:
        value = super().__getattr__(name)
        if not callable(value) or isinstance(value, type):
            return value

        def call(*args: Any, **kwargs: Any) -> Any:
            result = value(*args, **kwargs)
            self._left -= 1
            if self._left >= 0:
                return result
            self.erred = True
            return mapped(result, _wrong)

        call.__name__ = name
        return call


def _wrong(value: Any) -> Any:
    return value + 1 if isinstance(value, torch.Tensor) and value.is_floating_point() else value
