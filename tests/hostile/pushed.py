"""What a row is that is a push: a commit that attacks whoever reads or grades it, and the proof that it would work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.court import HERE
from tests.hostile.handed import WRONG
from tests.hostile.row import Promises
from tests.repository.gitting import Work

WEEK = "week01_walls"
_REFERENCE = HERE / "course" / "reference" / WEEK


@dataclass(frozen=True)
class Scene:
    """A student's repository, and the file that an attack makes where one of its programs runs."""

    work: Work
    marker: Path

    @property
    def home(self) -> Path:
        """The work tree."""
        return self.work.folder

    @property
    def touch(self) -> str:
        """A shell command that leaves the mark."""
        return f"touch {self.marker}"


@dataclass(frozen=True)
class Pushed:
    """A hostile push.

    Attributes:
        name: the attack and its outcome.
        attack: puts it on top of the student's work, of which `double` is wrong; gives the commit.
        control: shows that it works on who trusts the commit; it fails where it does not.
        flagged: kinds of files that the result must name. told: keys of messages on files that were not read.
    """

    name: str
    attack: Callable[[Scene], str]
    control: Callable[[Scene, str], None]
    flagged: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    promises: Promises = field(default_factory=Promises)
    section: str = "Pushes"


def student_work(folder: Path) -> Work:
    """A repository with the week's work: right, but for `double`."""
    work = Work(folder)
    for path in _REFERENCE.glob("*.py"):
        work.write(**{f"{WEEK}/{path.name}": path.read_bytes()})
    work.commit(**{f"{WEEK}/double.py": WRONG})
    return work
