"""What lies in a folder, an archive or a repository, one file at a time, read when it is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from grader.model import Message


@dataclass(frozen=True)
class Entry:
    """A regular file that can be read.

    Attributes:
        path: its name, with `/`, composed Hangul, no `..` and no root.
        load: its bytes, or why there are none; told how many bytes are wanted at most. Never raises.
        time: when it was handed in, ISO 8601 with offset; empty where that is not known.
    """

    path: str
    load: Callable[[int], bytes | Message] = field(compare=False)
    time: str = ""


@dataclass(frozen=True)
class LeftOut:
    """Something that is no hand-in or no part of one, and why."""

    path: str
    why: Message


@dataclass(frozen=True)
class Listing:
    """Everything in one place, in the order of the names; `left_out` is what nobody will read."""

    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...] = ()
