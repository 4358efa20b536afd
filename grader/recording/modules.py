"""Modules of a recorded reference: parameters and buffers are real and here, what they compute is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

import torch
from torch import nn

from grader.recording.objects import RecordedMethod, attribute
from grader.recording.values import Tree


class RecordedModule(nn.Module):
    """A module with the reference's tree of modules, parameters and buffers.

    state_dict, load_state_dict, named_parameters, to, eval and optimizers are torch's own, on values that are here. A
    call is a request that depends on these values.
    """

    def __init__(self, deck: Any, number: int, path: str, birth: dict[str, Any], root: RecordedModule | None) -> None:
        super().__init__()
        self.__dict__.update(_deck=deck, _number=number, _path=path, _birth=birth, _root=root, _leaves={})

    @classmethod
    def made(cls, deck: Any, number: int, birth: dict[str, Any]) -> Self:
        """The module that a birth tells of."""
        top = cls(deck, number, "", birth, None)
        places: dict[str, RecordedModule] = {"": top}
        for path, same_as in birth["modules"]:
            if path:
                parent, _, name = path.rpartition(".")
                places[path] = places[same_as] if same_as != path else cls(deck, number, path, birth, top)
                places[parent].add_module(name, places[path])
        leaves: dict[str, torch.Tensor] = top.__dict__["_leaves"]
        for full, same_as, kind, place, trained, kept in birth["leaves"]:
            parent, _, name = full.rpartition(".")
            if same_as != full:
                value = leaves[same_as]
            else:
                value = deck.pool.tensors[place].clone()
                value = nn.Parameter(value, requires_grad=trained) if kind == "parameter" else value
                leaves[full] = value
            if kind == "parameter":
                places[parent].register_parameter(name, value)  # type: ignore[arg-type] # made one above
            else:
                places[parent].register_buffer(name, value, persistent=kept)
        for path in birth["evaluating"]:
            places[path].training = False
        for part in places.values():
            part.__dict__["_born"] = True
        return top

    def root(self) -> RecordedModule:
        """The module that this one is a part of, or this one."""
        found: RecordedModule | None = self.__dict__["_root"]
        return self if found is None else found

    def leaf(self, name: str) -> torch.Tensor:
        """A parameter or buffer of the root, by the first name it has."""
        return dict(leaves_of(self.root()))[name]

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """A call of the reference's module."""
        mine = self.__dict__
        return mine["_deck"].do(("object", mine["_number"], mine["_path"]), "call", "", args, kwargs)

    def __getattr__(self, name: str) -> Any:
        try:
            return super().__getattr__(name)
        except AttributeError:
            if name.startswith("__") or "_born" not in self.__dict__:
                raise
            return attribute(self, name, self.__dict__["_birth"]["methods"] if not self.__dict__["_path"] else [])

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return RecordedMethod(self, "__deepcopy__")({})

    def __repr__(self) -> str:
        return f"<the reference's module {self.__dict__['_birth']['type']}>"


def leaves_of(module: nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
    """Parameters, then buffers, each under the first name it has."""
    yield from module.named_parameters()
    yield from module.named_buffers()


def form_of(module: nn.Module) -> Tree:
    """What a call depends on beside values: dtypes, what is trained, which parts are in training."""
    leaves = [[n, str(t.dtype), list(t.shape), t.requires_grad] for n, t in leaves_of(module)]
    return [leaves, [path for path, part in module.named_modules() if not part.training]]


def values_of(module: nn.Module) -> list[torch.Tensor]:
    """The values of its parameters and buffers, as copies."""
    return [t.detach().clone() for _, t in leaves_of(module)]


def birth_of(module: nn.Module, place: Any) -> dict[str, Any]:
    """The tree of a real module; `place` keeps a value."""
    first: dict[int, str] = {}
    modules = [[path, first.setdefault(id(m), path)] for path, m in module.named_modules(remove_duplicate=False)]
    lost = {
        f"{path}.{name}" if path else name
        for path, part in module.named_modules()
        for name in part._non_persistent_buffers_set
    }
    leaves: list[Any] = []
    names: dict[int, str] = {}
    for kind, found in (
        ("parameter", module.named_parameters(remove_duplicate=False)),
        ("buffer", module.named_buffers(remove_duplicate=False)),
    ):
        for full, value in found:
            same_as = names.setdefault(id(value), full)
            leaves.append([full, same_as, kind, place(value), value.requires_grad, full not in lost])
    evaluating = [path for path, part in module.named_modules() if not part.training]
    return {"modules": modules, "leaves": leaves, "evaluating": evaluating}
