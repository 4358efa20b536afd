"""Which student of the roster a name or number means; a doubt is told, never settled by a guess."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from grader.course.roster import Roster, Student, folded


@dataclass(frozen=True)
class Matcher:
    """Finds students by anything that the roster knows of them.

    Tried in this order: the id, any further column, the name, and the name as programs squeeze it: without spaces and
    signs, the family name first or last, as in Canvas's `hongkildong_123_456_rnn.py`. A column's value that several
    students share (a section, a team) means none of them.
    """

    roster: Roster
    _levels: tuple[dict[str, list[Student]], ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        levels: tuple[dict[str, list[Student]], ...] = tuple(defaultdict(list) for _ in range(4))
        shared = _shared(self.roster)
        for student in self.roster.students:
            keys = {folded(value) for column, value in student.keys.items() if (column, folded(value)) not in shared}
            for level, texts in zip(
                levels, ({folded(student.id)}, keys, {folded(student.name)}, _squeezed(student)), strict=True
            ):
                for text in texts - {""}:
                    level[text].append(student)
        object.__setattr__(self, "_levels", levels)

    def find(self, texts: Iterable[str]) -> tuple[Student, ...]:
        """The student whom the texts mean; several where that is in doubt, none where nobody fits.

        Args:
            texts: what the source calls them, the surest first; the first one that fits anybody decides.
        """
        for text in texts:
            whole = folded(text)
            for number, level in enumerate(self._levels):
                found = level.get(squeezed(text) if number == 3 else whole)
                if found:
                    return tuple(found)
        return ()


def squeezed(text: str) -> str:
    """Letters and digits alone."""
    return "".join(c for c in folded(text) if c.isalnum())


def _squeezed(student: Student) -> set[str]:
    """The squeezed name, begun at each of its words: `Kil Dong Hong` → `kildonghong`, `donghongkil`, `hongkildong`."""
    words = student.name.replace(",", " ").split()
    return {squeezed("".join(words[i:] + words[:i])) for i in range(len(words))}


def _shared(roster: Roster) -> set[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    shared: set[tuple[str, str]] = set()
    for student in roster.students:
        for column, value in student.keys.items():
            item = (column, folded(value))
            (shared if item in seen else seen).add(item)
    return shared
