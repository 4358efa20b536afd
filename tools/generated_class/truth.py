"""What is known about a generated class, because it was made so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Part:
    """One task of one hand-in.

    Attributes:
        state: right, wrong, mutant, stub, missing, partial (a function of several is missing), special.
        loses: the checks of the task that must not pass; None where that is not known by construction (a mutant).
            Names of test functions; `("*",)` is all of them.
        origin: which solution it was made of, for people.
    """

    task: str
    state: str
    loses: tuple[str, ...] | None
    origin: str


@dataclass(frozen=True)
class Pupil:
    """One hand-in.

    Attributes:
        student: s001, s002, … path: of the file or folder, relative to the class. form: what it is.
        submitted: ISO 8601 with offset. late: after the due time. members: of a team, the student among them.
        special: "" or what happens: crash, exit, hang, memory, syntax, not_json, empty.
        parts: one for each task; none where nothing can be read.
        sources: module → its source before it was put into a notebook; not written to disk as such.
    """

    student: str
    path: str
    form: str
    submitted: str
    late: bool
    members: tuple[str, ...] = ()
    special: str = ""
    parts: tuple[Part, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Copied:
    """A planted copy.

    Attributes:
        original, copy: students; the original of an earlier term is named `e001`.
        tasks: what was taken over.
        disguise: 1 other comments and layout; 2 renamed, too; 3 functions in another order, some lines reworded, too.
    """

    original: str
    copy: str
    tasks: tuple[str, ...]
    disguise: int


@dataclass(frozen=True)
class Class:
    """A whole class. `earlier` are hand-ins of the term before; `absent` are on the roster and handed in nothing."""

    week: str
    seed: int
    due: str
    pupils: tuple[Pupil, ...]
    copied: tuple[Copied, ...]
    earlier: tuple[Pupil, ...] = ()
    absent: tuple[str, ...] = ()
