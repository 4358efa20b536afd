"""What every source of hand-ins takes and gives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Protocol

from grader.intake.entry import LeftOut, Listing
from grader.intake.hand_in import HandIn

if TYPE_CHECKING:
    from grader.course import Matcher  # with pydantic, which the judge's processes do without

INTAKE_FILE = "intake.json"  # beside the folders that `grader intake` wrote
POLICIES = ("last", "best", "first")


@dataclass(frozen=True)
class How:
    """How paths are to be read.

    Attributes:
        source: one of `SOURCES`; None: each path's content tells.
        attempts: which of several counts, one of `POLICIES`.
        zone: of times that come without one: the course's.
        matcher: finds the roster's students, if there is a roster.
        pattern: of file names; None: the one by default.
        week: only hand-ins of this week, where their names tell one.
        modules: stems of the files that the assignment hands out.
        deadline: for repositories: what came later is not looked at.
    """

    source: str | None = None
    attempts: str = "last"
    zone: tzinfo = UTC
    matcher: Matcher | None = None
    pattern: str | None = None
    week: int | None = None
    modules: Collection[str] = ()
    deadline: datetime | None = None


@dataclass(frozen=True)
class Found:
    """The hand-ins of one path, every attempt of them, and what is none; `plain` where only file names tell whose."""

    hand_ins: tuple[HandIn, ...]
    left_out: tuple[LeftOut, ...] = ()
    plain: bool = False


class Export(Protocol):
    """An LMS's export, unpacked or not: a module of this package."""

    NAME: str

    def fits(self, names: Sequence[str]) -> bool:
        """Whether these paths, or the first parts of paths, are such an export's."""
        ...

    def read(self, listing: Listing, place: str, how: How) -> Found:
        """The hand-ins in it.

        Raises:
            IntakeError: it is damaged.
        """
        ...


def most(fitting: int, names: Sequence[str]) -> bool:
    """Whether so many of the names fit that the others are strays."""
    return fitting > 0 and 2 * fitting > len(names)
