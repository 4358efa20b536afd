"""A deck that answers from a recording."""

from __future__ import annotations

import torch

from grader.recording.deck import Deck, Request
from grader.recording.errors import NotRecorded
from grader.recording.tape import Entry, Recording
from grader.recording.values import Tree, same


class Replay(Deck):
    """Looks requests up: the same question about equal numbers has the recorded answer.

    Numbers may differ in the last bits, as they do from one machine to another. Where the same was asked several times,
    the answers come in the order in which they were given.
    """

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        super().__init__(recording.pool)

    def begin(self, check: str) -> None:
        super().begin(check)
        self._entries = self.recording.checks.get(check, [])
        self._by_key: dict[str, list[int]] = {}
        for number, entry in enumerate(self._entries):
            self._by_key.setdefault(entry.key, []).append(number)
        self._used: set[int] = set()

    def describe(self, name: str) -> Tree:
        if name not in self.recording.names:
            raise NotRecorded(f"{self.check}: reference.{name} is not in the recording")
        return self.recording.names[name]

    def entry(self, key: str, tensors: list[torch.Tensor], request: Request) -> tuple[int, Entry]:
        return self._found(key, tensors, f"{request.target[1]} {request.operation} {request.name}".strip())

    def gradients(self, graph: int, key: str, cotangents: list[torch.Tensor | None]) -> Entry:
        return self._found(key, [g for g in cotangents if g is not None], "a backward pass")[1]

    def _found(self, key: str, tensors: list[torch.Tensor], what: str) -> tuple[int, Entry]:
        known = self._by_key.get(key, [])
        fresh = [number for number in known if number not in self._used]
        for near in (False, True):
            for number in (*fresh, *(n for n in reversed(known) if n in self._used)):
                if same(self.pool.all(self._entries[number].inputs), tensors, near=near):
                    self._used.add(number)
                    return number, self._entries[number]
        raise NotRecorded(f"{self.check}: {what}: the reference was not recorded for this call")
