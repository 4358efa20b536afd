"""A handle to an object in the student process, and one to a method that need not be fetched to be called."""

from __future__ import annotations

from typing import Any, NoReturn

from grader.errors import ProtocolError
from grader.student.failures import JudgeSideError

_MOST = 64  # methods that an object may have
_LONGEST = 100


class RemoteObject:
    """An object in the student process. Attribute reads are copies (arrays read-only) or further handles.

    `==` is never remote, and names with two leading underscores are not forwarded.
    """

    _conversation: Any
    _handle: int
    _type_name: str

    def __init__(self, conversation: Any, handle: int, type_name: str) -> None:
        self.__dict__.update(_conversation=conversation, _handle=handle, _type_name=type_name, _methods=())

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return attribute(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._conversation.do("set", self, name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._conversation.do("call", self, list(args), kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return self._conversation.do("deepcopy", self)

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise JudgeSideError("a student's object cannot be pickled or copied shallowly here")

    def __repr__(self) -> str:
        return f"<the student's {self._type_name}>"


class Method(RemoteObject):
    """A method of a student's object, by its name: a call is one request, for any other use it is fetched first."""

    def __init__(self, owner: Any, name: str) -> None:
        conversation = owner.__dict__["_conversation"]
        self.__dict__.update(_conversation=conversation, _owner=owner, _type_name=name, _methods=())

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        mine = self.__dict__
        return mine["_conversation"].do("method", mine["_owner"], mine["_type_name"], list(args), kwargs)


def attribute(o: Any, name: str) -> Any:
    """An attribute of a student's object or module: a request, but for the methods that it is known to have."""
    mine = o.__dict__
    return Method(o, name) if name in mine["_methods"] else mine["_conversation"].do("get", o, name)


def fetched(method: Method) -> Any:
    """What the method's name means over there, as it was when this was first asked for."""
    mine = method.__dict__
    if "_fetched" not in mine:
        mine["_fetched"] = mine["_conversation"].do("get", mine["_owner"], mine["_type_name"])
    return mine["_fetched"]


def method_names(told: Any) -> frozenset[str]:
    """The names of methods that the student process announced, not yet checked.

    Raises:
        ProtocolError: they are not the public names of a small class.
    """
    if type(told) is not list or len(told) > _MOST or not all(type(n) is str and len(n) <= _LONGEST for n in told):
        raise ProtocolError("not methods")
    if any(n.startswith("_") for n in told):
        raise ProtocolError("not methods")
    return frozenset(told)
