"""A deck over the real reference, which writes down what it is asked and what it answers."""

from __future__ import annotations

import copy
import inspect
import json
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import nn

from grader.errors import UsageError
from grader.recording.deck import Deck, Request
from grader.recording.modules import RecordedModule, birth_of, leaves_of
from grader.recording.objects import SPECIAL, RecordedMethod, RecordedObject
from grader.recording.tape import Entry, Graph, Recording
from grader.recording.values import Packed, Tree, Unrecordable, pack, same
from grader.student.failures import NotDefined
from grader.testing.reference import Exact, mapped

_MOST = 10_000  # items of an iterator
Find = Callable[[str], Any]


class Recorder(Deck):
    """Records what a check asks the reference.

    Args:
        find: a name → what the reference has under it; raises NotDefined.

    Raises, from any use in a check:
        UsageError: something that a recording cannot hold; names the check.
    """

    def __init__(self, recording: Recording, find: Find) -> None:
        self.recording, self._find = recording, find
        super().__init__(recording.pool)

    def begin(self, check: str) -> None:
        super().begin(check)
        self._real: dict[int, Any] = {}
        self._number: dict[int, int] = {}  # id of a real object → its number
        self._looks: dict[int, str] = {}
        self._aliases: dict[int, list[Any]] = {}  # id of a real leaf → where it came from
        self._kept: list[Any] = []  # ids must not be used twice
        self._graphs: dict[int, tuple[list[torch.Tensor], list[torch.Tensor]]] = {}

    @property
    def _entries(self) -> list[Entry]:
        return self.recording.checks.setdefault(self.check, [])

    def describe(self, name: str) -> Tree:
        if name not in self.recording.names:
            self.recording.names[name] = _description(self._find, name)
        return self.recording.names[name]

    def entry(self, key: str, tensors: list[torch.Tensor], request: Request) -> tuple[int, Entry]:
        number = len(self._entries)
        made = Entry(key, [self.pool.add(t) for t in tensors])
        try:
            self._push()
            self._perform(number, made, request)
        except Unrecordable as error:
            raise UsageError(
                f"{self.check}: {request.operation} {request.name}: {error} (no recording of it)"
            ) from None
        self._entries.append(made)
        return number, made

    def _perform(self, number: int, made: Entry, request: Request) -> None:
        given: dict[int, Any] = {}
        args, kwargs = self._inside(number, request, given)
        try:
            result = self._call(request, args, kwargs)
        except Exception as error:  # noqa: BLE001 - whatever the reference raises is its answer
            made.error = [type(error).__name__, str(error)]
            result = None
        after = pack([args, kwargs], lambda v: ["other"]).tensors
        packed = request.packed
        moved = [i for i, old in enumerate(packed.originals) if isinstance(old, torch.Generator)]
        if not same([t for i, t in enumerate(after) if i not in moved], _without(packed.tensors, moved), near=False):
            raise Unrecordable("the reference changed its argument")
        made.generators = [[i, self.pool.add(after[i])] for i in moved if not torch.equal(after[i], packed.tensors[i])]
        answer = pack(result, lambda value: self._adopt(value, made))
        made.form, made.results = answer.form, [self.pool.add(t) for t in answer.tensors]
        if torch.is_grad_enabled():
            made.graph = self._graph(number, answer)
        self._pull(made)
        if request.target[0] == "object":
            made.state = self._state(request.target[1])

    # -- the call ----------------------------------------------------------------------------------

    def _inside(self, number: int, request: Request, given: dict[int, Any]) -> tuple[list[Any], dict[str, Any]]:
        """The arguments as the real reference gets them: copies, and leaves of graphs of their own."""
        place = {id(o): i for i, o in enumerate(request.packed.originals)}

        def inner(value: Any) -> Any:
            if isinstance(value, torch.Tensor):
                if id(value) not in given:
                    alias = value.detach().clone()
                    if value.requires_grad:
                        alias.requires_grad_()
                        self._kept.append(alias)
                        self._aliases[id(alias)] = ["input", number, place[id(value)]]
                    given[id(value)] = alias
                return given[id(value)]
            if isinstance(value, (RecordedObject, RecordedModule)):
                return self._there(value)
            if isinstance(value, RecordedMethod):
                return getattr(self._there(value.owner), value.name)
            if isinstance(value, torch.Generator):
                return torch.Generator().set_state(value.get_state())
            return value if callable(value) else copy.copy(value)

        return mapped(list(request.args), inner), mapped(request.kwargs, inner)

    def _there(self, proxy: Any) -> Any:
        mine = proxy.__dict__
        real = self._real[mine["_number"]]
        return real.get_submodule(mine["_path"]) if mine["_path"] else real

    def _call(self, request: Request, args: list[Any], kwargs: dict[str, Any]) -> Any:
        if request.target[0] == "name":
            value = self._find(request.target[1])
            if request.operation == "value":
                return value
            return (Exact(value) if request.operation == "exact" else value)(*args, **kwargs)
        _, number, path = request.target
        real = self._real[number].get_submodule(path) if path else self._real[number]
        if request.operation == "call":
            return real(*args, **kwargs)
        if request.operation == "get":
            return getattr(real, request.name)
        if request.operation == "set":
            return setattr(real, request.name, *args)
        if request.name == "__deepcopy__":
            return copy.deepcopy(real)
        result = getattr(real, request.name)(*args, **kwargs)
        return [item for item, _ in zip(result, range(_MOST), strict=False)] if request.name == "__iter__" else result

    # -- what comes back -----------------------------------------------------------------------------

    def _adopt(self, value: Any, made: Entry) -> Tree:
        """The form of an object of the reference's; one that is new is born."""
        if inspect.ismodule(value) or isinstance(value, type) or inspect.isfunction(value) or inspect.isbuiltin(value):
            raise Unrecordable(f"a {type(value).__name__} as a result")
        if id(value) not in self._number:
            number = self._number[id(value)] = len(self._real)
            self._real[number] = value
            self._looks[number] = _look(value)
            birth: dict[str, Any] = {"type": type(value).__name__, "methods": _methods(value)}
            if isinstance(value, nn.Module):
                birth |= birth_of(value, lambda t: self.pool.add(t.detach()))
            else:
                birth["special"] = [n for n in SPECIAL if getattr(type(value), n, None) is not None]
            made.births[str(number)] = birth
        return ["object", self._number[id(value)]]

    def _graph(self, number: int, answer: Packed) -> Graph | None:
        outputs = {i: o for i, o in enumerate(answer.originals) if isinstance(o, torch.Tensor) and o.requires_grad}
        if not outputs:
            return None
        for whose, module in self._modules():
            for name, leaf in leaves_of(module):
                self._aliases[id(leaf)] = ["leaf", whose, name]
        leaves = {id(leaf): leaf for output in outputs.values() for leaf in _leaves(output)}
        known = [leaf for key, leaf in leaves.items() if key in self._aliases]
        self._graphs[number] = (list(outputs.values()), known)
        return Graph(list(outputs), [self._aliases[id(leaf)] for leaf in known])

    def gradients(self, graph: int, key: str, cotangents: list[torch.Tensor | None]) -> Entry:
        outputs, leaves = self._graphs[graph]
        pairs = [(y, g) for y, g in zip(outputs, cotangents, strict=True) if g is not None]
        with torch.enable_grad():
            grads = torch.autograd.grad(
                [y for y, _ in pairs], leaves, [g for _, g in pairs], retain_graph=True, allow_unused=True
            )
        answer = pack(list(grads), lambda value: ["other"])
        inputs = [self.pool.add(g) for g in cotangents if g is not None]
        made = Entry(key, inputs, answer.form, [self.pool.add(t) for t in answer.tensors])
        self._entries.append(made)
        return made

    # -- modules ---------------------------------------------------------------------------------------

    def _modules(self) -> Iterator[tuple[int, nn.Module]]:
        return ((n, real) for n, real in self._real.items() if isinstance(real, nn.Module))

    def _push(self) -> None:
        """The real modules as the check has made its own."""
        for number, real in self._modules():
            mine = self.proxies[number]
            theirs = dict(leaves_of(real))
            for name, leaf in leaves_of(mine):
                theirs[name].data = leaf.detach().clone()
                if isinstance(leaf, nn.Parameter):
                    theirs[name].requires_grad_(leaf.requires_grad)
                    theirs[name].grad = None if leaf.grad is None else leaf.grad.clone()
            for path, part in mine.named_modules():
                real.get_submodule(path).training = part.training

    def _pull(self, made: Entry) -> None:
        """What the call changed in modules that the check has already."""
        for number, real in self._modules():
            if str(number) in made.births:
                continue
            theirs, mine = dict(leaves_of(real)), dict(leaves_of(self.proxies[number]))
            if theirs.keys() != mine.keys() or any(theirs[n].shape != mine[n].shape for n in mine):
                raise Unrecordable("a module that changes its parts")
            for name, leaf in mine.items():
                if not same([theirs[name].detach()], [leaf.detach()], near=False):
                    made.changes.append([number, name, self.pool.add(theirs[name].detach())])
                new, old = theirs[name].grad, leaf.grad
                if (new is None) != (old is None) or (
                    new is not None and old is not None and not torch.equal(new, old)
                ):
                    made.grads.append([number, name, None if new is None else self.pool.add(new)])

    def _state(self, number: int) -> int:
        """A number for how the object is now: the one before where nothing of it changed."""
        look = _look(self._real[number])
        before = self.states[number]
        if look and look == self._looks[number]:
            return before
        self._looks[number] = look
        return before + 1


def _description(find: Find, name: str) -> Tree:
    try:
        value = find(name)
    except NotDefined:
        return {"kind": "missing"}
    if not callable(value) or isinstance(value, nn.Module):
        return {"kind": "value"}
    arguments = None
    try:
        parameters = inspect.signature(value).parameters.values()
        arguments = [[p.name, int(p.kind), p.default is not p.empty] for p in parameters]
    except (TypeError, ValueError):
        pass
    return {"kind": "function" if inspect.isfunction(value) else "callable", "arguments": arguments}


def _methods(value: Any) -> list[str]:
    """Names of public methods that the class has, but torch's."""
    known = set(dir(nn.Module)) if isinstance(value, nn.Module) else set()
    return sorted(
        name
        for name in dir(type(value))
        if not name.startswith("_") and name not in known and inspect.isroutine(getattr(type(value), name, None))
    )


def _look(value: Any) -> str:
    """What an object holds, as text; nothing where that cannot be told."""
    try:
        held = [[path, _plain(part)] for path, part in value.named_modules()] if isinstance(value, nn.Module) else value
        packed = pack(held if isinstance(held, list) else dict(vars(value)), _other)
        return json.dumps([packed.form, [t.flatten().tolist() for t in packed.tensors]])
    except (Unrecordable, TypeError, RecursionError):
        return ""


def _plain(part: nn.Module) -> dict[str, Any]:
    """A module's own attributes, without parts, parameters, hooks and the like."""
    skipped = set(vars(nn.Module())) | {"_modules", "_parameters", "_buffers"}
    return {name: value for name, value in vars(part).items() if name not in skipped and not name.startswith("_flat")}


def _other(value: Any) -> Tree:
    if isinstance(value, nn.Module):
        return ["module"]
    if hasattr(value, "__dict__") and not callable(value):
        inner = pack(dict(vars(value)), _other)
        return ["object", inner.form, [t.flatten().tolist() for t in inner.tensors]]
    raise Unrecordable(type(value).__name__)


def _leaves(output: torch.Tensor) -> Iterator[torch.Tensor]:
    """Every leaf that a tensor's graph reaches, once."""
    seen, left = set(), [output.grad_fn]
    if output.grad_fn is None:
        yield output
    while left:
        node: Any = left.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if hasattr(node, "variable"):
            yield node.variable
        left += [following for following, _ in node.next_functions]


def _without(tensors: list[torch.Tensor], places: list[int]) -> list[torch.Tensor]:
    return [t for i, t in enumerate(tensors) if i not in places]
