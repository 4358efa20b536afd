"""Every attack that is a submission of Python modules, in the catalogue's order."""

from __future__ import annotations

from tests.hostile.attacks.answers import ANSWERS
from tests.hostile.attacks.bombs import BOMBS
from tests.hostile.attacks.forging import FORGING
from tests.hostile.attacks.modules import MODULES
from tests.hostile.attacks.neighbours import NEIGHBOURS
from tests.hostile.attacks.protocol import PROTOCOL
from tests.hostile.attacks.resources import RESOURCES
from tests.hostile.attacks.sandboxed import SANDBOXED
from tests.hostile.attacks.tensors import TENSORS
from tests.hostile.row import SECTIONS, Row

_FOUND = (*SANDBOXED, *RESOURCES, *ANSWERS, *FORGING, *PROTOCOL, *TENSORS, *MODULES, *BOMBS, *NEIGHBOURS)
ROWS: tuple[Row, ...] = tuple(row for section in SECTIONS for row in _FOUND if row.section == section)
