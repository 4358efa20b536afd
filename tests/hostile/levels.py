"""The sandbox levels that are attacked here, and what each of them promises about an attack."""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import StrEnum

from grader.levels import NAMES
from grader.sandbox import Sandbox
from tests.sandbox.adapters import ADAPTERS


class Promise(StrEnum):
    """What a level says about one attack."""

    STOPPED = "stopped"  # it has no effect
    BOUNDED = "bounded"  # a limit ends it
    NOT_PROMISED = "not promised"


IMAGE = "GRADER_TEST_IMAGE"  # names a container image; without it there is nothing to run level `docker` in


def levels() -> tuple[str, ...]:
    """The levels that can be attacked on this machine, weakest first; `docker` where there is an image."""
    return tuple(name for name in NAMES if name != "docker" or os.environ.get(IMAGE))


def adapter(level: str) -> Callable[[], Sandbox]:
    """What makes the level's sandbox."""
    return ADAPTERS[level]
