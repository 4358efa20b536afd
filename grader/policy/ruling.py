"""Which ban of a task a submission breaks, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grader.policy.bans import Ban
from grader.policy.reach import Reached, Use


@dataclass(frozen=True)
class Broken:
    """A ban that is broken: what is used, where, and the key of the text about it."""

    name: str
    module: str
    line: int
    message: str


def broken(reached: Reached, bans: Iterable[Ban]) -> Broken | None:
    """The first use that one of the bans forbids."""
    for ban in bans:
        for use in reached.names:
            if ban.bans(use.name):
                return _broken(use, use.name, ban)
        for use in reached.attributes:
            if ban.bans_attribute(use.name):
                return _broken(use, f".{use.name}", ban)
    return None


def _broken(use: Use, name: str, ban: Ban) -> Broken:
    return Broken(name, use.module, use.line, ban.message)
