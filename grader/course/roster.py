"""The roster: who takes the course, and under which names and numbers their work arrives."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Student:
    """One student.

    Attributes:
        id: what the grader calls them everywhere; unique in the roster.
        name: what people call them.
        keys: column of the roster → text: e-mail, login, numbers of the LMS, section, team, anything else.
    """

    id: str
    name: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Roster:
    """All students, in the order of the file."""

    students: tuple[Student, ...] = ()


def folded(text: str) -> str:
    """A name or number as names are compared: compatibility forms, case and outer space gone."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold()).strip()
