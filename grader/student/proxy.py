"""`student` in a check: names of the submission, and a few things one can do with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from grader.errors import ProtocolError
from grader.student.conversation import Conversation
from grader.student.handles import RemoteObject
from grader.student.objects import StudentClass


class Student:
    """The submission's names as attributes.

    Args:
        conversation: gives the conversation with the living student process.
        allow: told every name that is asked for; it raises where the submission may not be asked.
    """

    def __init__(self, conversation: Callable[[], Conversation], allow: Callable[[str], None] | None = None) -> None:
        self._conversation, self._allow = conversation, allow
        self._known: tuple[Conversation, dict[str, Any]] | None = None

    def __getattr__(self, name: str) -> Any:
        """The function, class or value of that name.

        Raises:
            MissingName: the submission does not define it (also an AttributeError, so that `hasattr` works).
            LoadError: the file that should define it cannot be run.
            ForbiddenName: what it does is banned in its task.
        """
        if name.startswith("__"):
            raise AttributeError(name)
        if self._allow is not None:
            self._allow(name)
        conversation = self._conversation()
        if self._known is None or self._known[0] is not conversation:
            self._known = (conversation, {})
        known = self._known[1]
        if name not in known:
            value = conversation.do("pick", name)
            is_class = isinstance(value, type) and issubclass(value, StudentClass)
            if not is_class and not isinstance(value, RemoteObject):
                return value  # a plain value may change
            known[name] = value
        return known[name]

    def seed(self, seed: int) -> None:
        """Seed torch, numpy and random in the student process."""
        self._conversation().do("seed", seed)

    def hold(self, value: Any, *path: str | int) -> Any:
        """A handle to the very object at `path` below `value` (attributes and items), not a copy."""
        return self._conversation().do("hold", value, list(path))

    def call_held(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        """`function(*args, **kwargs)` with a handle to the very result, for objects that a copy cannot stand for."""
        return self._conversation().do("call_held", function, list(args), kwargs)

    def value(self, handle: Any) -> Any:
        """A fresh copy of what a handle refers to."""
        return self._conversation().do("value", handle)

    def same(self, a: Any, b: Any) -> bool:
        """Whether two handles are one object over there (the student's claim)."""
        return bool(self._conversation().do("same", a, b))

    def map(self, function: Any, argument_lists: Iterable[Sequence[Any]]) -> list[Any]:
        """`[function(*args) for args in argument_lists]` in one round trip."""
        lists = [list(args) for args in argument_lists]

        def check(out: list[Any]) -> None:
            if len(out) != len(lists):
                raise ProtocolError("not as many results as calls")

        return list(self._conversation().do_checked(check, "map", function, lists))
