"""Helper modules of checks that give a solution away: their functions are recorded, and a bundle has the recording.

Such a module's functions are called by checks as `helper.function(…)`; in a bundle the module's file holds nothing but

    __getattr__ = recorded_helper(__name__)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from unittest import mock

from grader.recording.deck import Deck
from grader.recording.errors import NotRecorded
from grader.recording.reference import named


def recorded_helper(module: str) -> Callable[[str], Any]:
    """`__getattr__` of a recorded helper: what its functions gave for the check that runs."""

    def get(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        deck = Deck.current
        if deck is None:
            raise NotRecorded(f"{module}.{name}: no check is running")
        return named(deck, full_name(module, name))

    return get


def full_name(module: str, name: str) -> str:
    """A helper's function among the names of a recording: `lookalikes.torch_gru`."""
    return f"{module.rpartition('.')[2]}.{name}"


@contextmanager
def recorded(module: ModuleType, names: list[str], deck: Deck) -> Iterator[None]:
    """Meanwhile the module's functions of these names are asked through the deck."""
    proxies = {name: named(deck, full_name(module.__name__, name)) for name in names}
    with mock.patch.multiple(module, **proxies):
        yield
