"""Student objects with special methods, and classes, as the judge holds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch.utils.data import Dataset

from grader.student.handles import RemoteObject
from grader.student.modules import RemoteModule


class _Sized(RemoteObject):
    def __len__(self) -> int:
        length: int = self._conversation.do("len", self)
        return length


class _Subscript(RemoteObject):
    def __getitem__(self, key: Any) -> Any:
        return self._conversation.do("item", self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._conversation.do("set_item", self, key, value)


class _Container(RemoteObject):
    def __contains__(self, item: Any) -> bool:
        inside: bool = self._conversation.do("contains", self, item)
        return inside


class _Iterable(RemoteObject):
    def __iter__(self) -> Iterator[Any]:
        iterator = self._conversation.do("iter", self)
        while item := self._conversation.do("next", iterator):
            yield item[0]


class _Iterator(RemoteObject):
    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        item = self._conversation.do("next", self)
        if not item:
            raise StopIteration
        return item[0]


class _Truth(RemoteObject):
    def __bool__(self) -> bool:
        truth: bool = self._conversation.do("truth", self)
        return truth


_PARTS: dict[str, type[RemoteObject]] = {
    "__next__": _Iterator,
    "__iter__": _Iterable,
    "__len__": _Sized,
    "__getitem__": _Subscript,
    "__contains__": _Container,
    "__bool__": _Truth,
}
_CLASSES: dict[tuple[str, ...], type[RemoteObject]] = {}


def object_class(special: list[str]) -> type[RemoteObject]:
    """RemoteObject with just those special methods that the student's class has, of a closed set."""
    names = tuple(n for n in _PARTS if n in special and not (n == "__iter__" and "__next__" in special))
    if names not in _CLASSES:
        _CLASSES[names] = type("RemoteObject", (*(_PARTS[n] for n in names), RemoteObject), {})
    return _CLASSES[names]


class ClassProxy(type(torch.autograd.Function)):  # type: ignore[misc] # the others' metaclass is `type`
    """Metaclass of local classes that stand for the student's: calling one makes an instance over there.

    `isinstance` and `issubclass` work with an allow-list of bases; such claims are the student's and never scored.
    """

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return cls._conversation.do("call", cls, list(args), kwargs)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return cls._conversation.do("get", cls, name)

    def __getattribute__(cls, name: str) -> Any:
        if name == "apply":  # autograd.Function has one of its own
            return type.__getattribute__(cls, "_conversation").do("get", cls, name)
        return super().__getattribute__(name)

    def __instancecheck__(cls, o: Any) -> bool:
        if super().__instancecheck__(o):
            return True
        ours = isinstance(o, (RemoteObject, RemoteModule)) and o.__dict__["_conversation"] is cls._conversation
        return ours and bool(cls._conversation.do("instance", o, cls))


class StudentClass:
    """Base of every local class made by `class_proxy`."""

    _conversation: Any
    _handle: int


_BASES: dict[str, type] = {
    "torch.nn.modules.module.Module": RemoteModule,
    "torch.autograd.function.Function": torch.autograd.Function,
    "torch.utils.data.dataset.Dataset": Dataset,
}


def class_proxy(conversation: Any, handle: int, name: str, bases: list[str]) -> type:
    """A local class for a student's class, by the names of its bases."""
    local = next((_BASES[b] for b in bases if b in _BASES), None)
    parents = (StudentClass,) if local is None else (StudentClass, local)
    made: type = ClassProxy(
        name if name.isidentifier() else "Student", parents, {"_conversation": conversation, "_handle": handle}
    )
    return made
