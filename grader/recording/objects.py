"""Objects and methods of a recorded reference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

SPECIAL = ("__call__", "__len__", "__iter__", "__getitem__", "__setitem__", "__contains__", "__bool__")


class RecordedMethod:
    """A method, which is looked up when it is called."""

    def __init__(self, owner: Any, name: str) -> None:
        self.owner, self.name = owner, name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        mine = self.owner.__dict__
        target = ("object", mine["_number"], mine["_path"])
        return mine["_deck"].do(target, "method", self.name, args, kwargs)


def attribute(owner: Any, name: str, methods: list[str]) -> Any:
    """An attribute: a method by its name, a copy of everything else."""
    if name in methods:
        return RecordedMethod(owner, name)
    mine = owner.__dict__
    return mine["_deck"].do(("object", mine["_number"], mine["_path"]), "get", name, (), {})


class RecordedObject:
    """An object of the reference's. Attribute reads are copies."""

    def __init__(self, deck: Any, number: int, birth: dict[str, Any]) -> None:
        self.__dict__.update(_deck=deck, _number=number, _path="", _birth=birth)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return attribute(self, name, self.__dict__["_birth"]["methods"])

    def __setattr__(self, name: str, value: Any) -> None:
        mine = self.__dict__
        mine["_deck"].do(("object", mine["_number"], mine["_path"]), "set", name, (value,), {})

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return RecordedMethod(self, "__deepcopy__")({})

    def __repr__(self) -> str:
        return f"<the reference's {self.__dict__['_birth']['type']}>"


def _iterate(self: Any) -> Iterator[Any]:
    return iter(RecordedMethod(self, "__iter__")())


def _special(name: str) -> Any:
    if name == "__iter__":
        return _iterate
    return lambda self, *args, **kwargs: RecordedMethod(self, name)(*args, **kwargs)


_CLASSES: dict[tuple[str, ...], type[RecordedObject]] = {}


def object_class(special: list[str]) -> type[RecordedObject]:
    """RecordedObject with just those special methods that the reference's class has."""
    names = tuple(name for name in SPECIAL if name in special)
    if names not in _CLASSES:
        _CLASSES[names] = type("RecordedObject", (RecordedObject,), {name: _special(name) for name in names})
    return _CLASSES[names]
