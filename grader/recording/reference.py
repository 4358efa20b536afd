"""The `reference` of a check over a deck: the same names, functions in float64, whoever answers."""

from __future__ import annotations

import inspect
from typing import Any

from grader.recording.deck import Deck
from grader.student import LocalStudent
from grader.student.failures import NotDefined


class RecordedCallable:
    """A function or class of the reference's. For functions `__wrapped__` is the one that is not widened to float64."""

    def __init__(self, deck: Deck, name: str, form: dict[str, Any], operation: str) -> None:
        self.__name__ = self.__qualname__ = name.rpartition(".")[2]
        self._deck, self._name, self._operation = deck, name, operation
        if form["arguments"] is not None:
            self.__signature__ = _signature(form["arguments"])
        if operation == "exact":
            self.__wrapped__ = RecordedCallable(deck, name, form, "plain")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._deck.do(("name", self._name), self._operation, "", args, kwargs)


class RecordedReference(LocalStudent):
    """What `grader.testing.reference.Reference` is, over a deck."""

    def __init__(self, deck: Deck) -> None:
        super().__init__([])
        self.deck = deck

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return named(self.deck, name)

    def begin(self, check: str) -> None:
        """A check starts."""
        self.deck.begin(check)


def named(deck: Deck, name: str) -> Any:
    """What a name of the reference stands for.

    Raises:
        NotDefined: the reference has no such name, either.
    """
    form = deck.describe(name)
    if form["kind"] == "missing":
        raise NotDefined(name)
    if form["kind"] == "value":
        return deck.do(("name", name), "value", "", (), {})
    return RecordedCallable(deck, name, form, "exact" if form["kind"] == "function" else "plain")


def _signature(arguments: list[list[Any]]) -> inspect.Signature:
    """Names and kinds; whether there is a default, and not which."""
    made = [
        inspect.Parameter(name, inspect._ParameterKind(kind), default=None if default else inspect.Parameter.empty)
        for name, kind, default in arguments
    ]
    return inspect.Signature(made)
