"""Student objects and classes as the judge holds them: handles whose every use is a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch.utils.data import Dataset

if TYPE_CHECKING:
    from grader.student.conversation import Conversation


class RemoteObject:
    """An object in the student process. Attribute reads are copies (arrays read-only) or further handles.

    `==` is never remote, and names with two leading underscores are not forwarded.
    """

    def __init__(self, conversation: Conversation, handle: int, type_name: str) -> None:
        self.__dict__.update(_conversation=conversation, _handle=handle, _type_name=type_name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._conversation.do("get", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._conversation.do("set", self, name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._conversation.do("call", self, list(args), kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return self._conversation.do("deepcopy", self)

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("a student's object cannot be copied or pickled here")

    def __repr__(self) -> str:
        return f"<the student's {self._type_name}>"


class _Sized:
    def __len__(self) -> int:
        return int(self._conversation.do("len", self))  # type: ignore[attr-defined]


class _Subscript:
    def __getitem__(self, key: Any) -> Any:
        return self._conversation.do("item", self, key)  # type: ignore[attr-defined]

    def __setitem__(self, key: Any, value: Any) -> None:
        self._conversation.do("set_item", self, key, value)  # type: ignore[attr-defined]


class _Iterable:
    def __iter__(self) -> Any:
        iterator = self._conversation.do("iter", self)  # type: ignore[attr-defined]
        while item := self._conversation.do("next", iterator):  # type: ignore[attr-defined]
            yield item[0]


class _Iterator(_Iterable):
    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        item = self._conversation.do("next", self)  # type: ignore[attr-defined]
        if not item:
            raise StopIteration
        return item[0]


class _Truth:
    def __bool__(self) -> bool:
        return bool(self._conversation.do("truth", self))  # type: ignore[attr-defined]


_PARTS: dict[str, type] = {
    "__next__": _Iterator,
    "__iter__": _Iterable,
    "__len__": _Sized,
    "__getitem__": _Subscript,
    "__bool__": _Truth,
}
_CLASSES: dict[tuple[str, ...], type[RemoteObject]] = {}


def object_class(dunders: list[str], also: type | None = None) -> type[RemoteObject]:
    """RemoteObject with just the special methods that the student's class has, of a closed set."""
    names = tuple(n for n in _PARTS if n in dunders and not (n == "__iter__" and "__next__" in dunders))
    if also is None and names in _CLASSES:
        return _CLASSES[names]
    bases = (*(_PARTS[n] for n in names), RemoteObject, *((also,) if also else ()))
    made = type("RemoteObject", bases, {})
    if also is None:
        _CLASSES[names] = made
    return made


class ClassProxy(type(torch.autograd.Function)):  # type: ignore[misc]
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


class StudentClass:
    """Base of every local class made by `class_proxy`."""

    _conversation: Any
    _handle: int


def class_proxy(conversation: Conversation, handle: int, name: str, bases: list[str]) -> type:
    """A local class for a student's class, by the names of its bases."""
    from grader.student.modules import RemoteModule  # the two know each other

    local: tuple[type, ...] = (StudentClass,)
    if "torch.nn.modules.module.Module" in bases:
        local = (StudentClass, RemoteModule)
    elif "torch.autograd.function.Function" in bases:
        local = (StudentClass, torch.autograd.Function)
    elif "torch.utils.data.dataset.Dataset" in bases:
        local = (StudentClass, Dataset)
    return ClassProxy(name if name.isidentifier() else "Student", local, {"_conversation": conversation, "_handle": handle})
