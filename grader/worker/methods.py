"""Plain methods of the student's objects: named to the judge beforehand, so that calling one is a single request."""

from __future__ import annotations

from types import FunctionType
from typing import Any

_MOST = 64  # names of one object; as in the judge
_LONGEST = 100
_Functions = dict[str, FunctionType]
_BEHAVIOUR = (FunctionType, staticmethod, property)  # a classmethod makes objects


class Methods:
    """Which methods the judge was told of, and which of those have become something else meanwhile.

    A method here is a function in the class of an object: reading it has no effect, and what it gives is known. Where
    an attribute of the object or a new one of the class takes its place, the judge hears of it and asks again.
    """

    def __init__(self) -> None:
        self._of_class: dict[type, _Functions] = {}
        self._told: dict[int, tuple[Any, _Functions]] = {}

    def tell(self, handle: int, o: Any) -> list[str]:
        """The names of an object's methods; the judge is being told of them."""
        cls = type(o)
        functions = self._of_class.get(cls)
        if functions is None:
            functions = self._of_class[cls] = _functions(cls)
        if functions and functions.keys().isdisjoint(vars(o)):
            self._told[handle] = (o, functions)
            return list(functions)
        return []

    def forget(self, handle: int) -> None:
        """The judge does not use the object any more."""
        self._told.pop(handle, None)

    def lost(self) -> list[int]:
        """Handles whose methods are not all what they were; they are told of no more."""
        if not self._told:
            return []
        for cls in [cls for cls, functions in self._of_class.items() if _changed(cls, functions)]:
            del self._of_class[cls]
        lost = [
            handle
            for handle, (o, functions) in self._told.items()
            if self._of_class.get(type(o)) is not functions or not functions.keys().isdisjoint(vars(o))
        ]
        for handle in lost:
            del self._told[handle]
        return lost


def does_something(dataclass: type) -> bool:
    """Whether a dataclass has methods or properties of its own: a trained model may be one, and is no plain value."""
    known = dataclass.__dict__.get("__dataclass_fields__", {})
    return any(
        isinstance(value, _BEHAVIOUR) and (name[:1] != "_" or name == "__call__") and name not in known
        for base in dataclass.__mro__[:-1]
        for name, value in vars(base).items()
    )


def _functions(cls: type) -> _Functions:
    """The public functions of a class that looks up attributes in the usual way; not torch's, which the judge has."""
    usual: Any = object.__getattribute__
    if type(cls) is not type or cls.__getattribute__ is not usual or not cls.__dictoffset__:
        return {}
    found: dict[str, Any] = {}
    for base in cls.__mro__[:-1]:
        ours = not str(base.__module__).startswith("torch.")
        for name, value in vars(base).items():
            found.setdefault(name, value if ours else None)
    public = {n: f for n, f in found.items() if type(f) is FunctionType and f.__name__ == n and n[:1] != "_"}
    return public if len(public) <= _MOST and max(map(len, public), default=0) <= _LONGEST else {}


def _changed(cls: type, functions: _Functions) -> bool:
    return any(getattr(cls, name, None) is not f for name, f in functions.items())
