"""One conversation with a reference, real or recorded: requests go out, values come back with proxies in them.

Recording and playing back share all of this, so that a check cannot tell the one from the other. What differs is where
the entry of a request comes from: `Recorder` makes it, `Replay` looks it up.
"""

from __future__ import annotations

import builtins
import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import torch

from grader.recording.modules import RecordedModule, form_of, values_of
from grader.recording.objects import RecordedMethod, RecordedObject, object_class
from grader.recording.tape import Entry, Pool
from grader.recording.values import Packed, Tree, pack, unpack
from grader.student.wiring import wire

Target = tuple[Any, ...]  # ("name", NAME) or ("object", number, path)


@dataclass(frozen=True)
class Request:
    """What is asked: `operation` and `name` of `target`, with these arguments as the check gave them."""

    target: Target
    operation: str
    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    packed: Packed


class RecordedError(Exception):
    """An exception of the reference's whose class is none of Python's."""


class Deck(ABC):
    """The reference of one check after the other; `begin` starts the next one.

    Attributes:
        current: the deck whose check runs: what recorded helpers of checks ask.
    """

    current: ClassVar[Deck | None] = None

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.begin("")
        Deck.current = None

    def begin(self, check: str) -> None:
        """A check starts: nothing is known of what was asked before."""
        Deck.current = self
        self.check = check
        self.proxies: dict[int, Any] = {}
        self.states: dict[int, int] = {}
        self._inputs: dict[int, list[Any]] = {}  # entry → what the check gave to it

    @abstractmethod
    def entry(self, key: str, tensors: list[torch.Tensor], request: Request) -> tuple[int, Entry]:
        """The entry of a request, and its number."""

    @abstractmethod
    def gradients(self, graph: int, key: str, cotangents: list[torch.Tensor | None]) -> Entry:
        """The entry of a backward pass."""

    @abstractmethod
    def describe(self, name: str) -> Tree:
        """What is known of one of the reference's names: its kind, and how it is called."""

    def do(self, target: Target, operation: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Carry out a request."""
        packed = pack([list(args), kwargs], self._argument)
        involved = {m.__dict__["_number"]: m for m in _modules([args, kwargs])}
        state = 0
        if target[0] == "object":
            state = self.states[target[1]]
            if isinstance(root := self.proxies[target[1]], RecordedModule):
                involved[target[1]] = root
        forms = [form_of(involved[n]) for n in sorted(involved)]
        tensors = [*packed.tensors, *(t for n in sorted(involved) for t in values_of(involved[n]))]
        asked = [*target, state, operation, name, torch.is_grad_enabled(), packed.form, forms]
        key = json.dumps(asked, ensure_ascii=False, separators=(",", ":"))
        number, entry = self.entry(key, tensors, Request(target, operation, name, args, kwargs, packed))
        self._inputs[number] = packed.originals
        return self._finish(number, entry, target)

    def _finish(self, number: int, entry: Entry, target: Target) -> Any:
        """What the entry says, brought about."""
        for born, birth in entry.births.items():
            self._bear(int(born), birth)
        if target[0] == "object":
            self.states[target[1]] = entry.state
        for whose, leaf, place in entry.changes:
            self.proxies[whose].leaf(leaf).data = self.pool.tensors[place].clone()
        for whose, leaf, place in entry.grads:
            self.proxies[whose].leaf(leaf).grad = None if place is None else self.pool.tensors[place].clone()
        for position, place in entry.generators:
            self._inputs[number][position].set_state(self.pool.tensors[place].clone())  # aligned, as torch reads it
        if entry.error is not None:
            kind, text = entry.error
            known = getattr(builtins, kind, RecordedError)
            raise (known if isinstance(known, type) and issubclass(known, Exception) else RecordedError)(text)
        results = self.pool.all(entry.results)
        twins: dict[int, torch.Tensor] = {}
        if entry.graph is not None:
            outputs = [results[i].clone() for i in entry.graph.outputs]
            wired = wire(self, number, outputs, [self._reached(place) for place in entry.graph.reached])  # type: ignore[arg-type] # all that it needs is below
            twins = {i: wired[id(o)] for i, o in zip(entry.graph.outputs, outputs, strict=True)}
        return unpack(entry.form, results, self._value, twins)

    def _reached(self, place: list[Any]) -> torch.Tensor:
        kind, whose, which = place
        found: torch.Tensor = self._inputs[whose][which] if kind == "input" else self.proxies[whose].leaf(which)
        return found

    # -- what autograd's node asks of a conversation ---------------------------------------------

    def do_checked(self, check: Callable[[Any], None], what: str, *arguments: Any, grad: bool | None = None) -> Any:
        """A backward pass: gradients by what the outputs reach."""
        graph, cotangents, create = arguments
        assert what == "vjp"
        if create:
            raise NotImplementedError("a recording has no second derivatives")
        form = pack(cotangents, self._argument).form
        key = json.dumps(["vjp", graph, form], separators=(",", ":"))
        entry = self.gradients(graph, key, cotangents)
        grads = unpack(entry.form, self.pool.all(entry.results), self._value)
        check(grads)
        return grads

    def release(self, kind: str, number: int) -> None:  # noqa: B027 - there is nothing to release
        """Nothing is held for the check alone."""

    # -- proxies -----------------------------------------------------------------------------------

    def _argument(self, value: Any) -> Tree:
        """The form of an argument that is no plain value."""
        if isinstance(value, (RecordedObject, RecordedModule)):
            mine = value.__dict__
            return ["object", mine["_number"], mine["_path"], self.states[mine["_number"]]]
        if isinstance(value, RecordedMethod):
            return ["method", self._argument(value.owner), value.name]
        if callable(value):
            return ["callable", str(getattr(value, "__qualname__", type(value).__name__))]
        return ["other", type(value).__name__]

    def _value(self, form: Tree) -> Any:
        """The proxy that a result's form names."""
        kind, number, *path = form
        if kind != "object":
            raise ValueError(f"no value: {kind}")
        found = self.proxies[number]
        return found.get_submodule(path[0]) if path and path[0] else found

    def _bear(self, number: int, birth: dict[str, Any]) -> None:
        self.states[number] = 0
        if "modules" in birth:
            self.proxies[number] = RecordedModule.made(self, number, birth)
        else:
            self.proxies[number] = object_class(birth["special"])(self, number, birth)


def _modules(value: Any) -> list[RecordedModule]:
    if isinstance(value, RecordedModule):
        return [value.root()]
    if isinstance(value, RecordedMethod):
        return _modules(value.owner)
    if isinstance(value, (list, tuple)):
        return [m for v in value for m in _modules(v)]
    if isinstance(value, dict):
        return [m for v in value.values() for m in _modules(v)]
    return []
