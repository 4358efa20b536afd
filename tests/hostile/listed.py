"""Every line of the suite's table: name, section, promises; of whatever kind its test is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.hostile.attacks.archives import ARCHIVES
from tests.hostile.attacks.feedback import FEEDBACK
from tests.hostile.attacks.lives import LIVES
from tests.hostile.attacks.notebooks import NOTEBOOKS
from tests.hostile.attacks.pushes import PUSHES
from tests.hostile.row import SECTIONS, Promises
from tests.hostile.rows import ROWS


@dataclass(frozen=True)
class Listed:
    """One line of the table."""

    section: str
    name: str
    promises: Promises


def listed() -> Iterator[Listed]:
    """All attacks, by section."""
    every = (*ROWS, *ARCHIVES, *NOTEBOOKS, *FEEDBACK, *LIVES, *PUSHES)
    for section in SECTIONS:
        for row in every:
            if row.section == section:
                yield Listed(section, row.name, row.promises)
