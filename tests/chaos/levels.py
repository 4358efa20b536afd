"""The levels that are disturbed, and what there is to kill at each. `docker` is among them where an image is named."""

from __future__ import annotations

import os
from dataclasses import dataclass

IMAGE = os.environ.get("GRADER_TEST_IMAGE", "")


@dataclass(frozen=True)
class Disturbed:
    """A level: what `grader grade` is told to use it, and the kinds of victims (see `prey`)."""

    arguments: tuple[str, ...]
    victims: tuple[str, ...]


_EVERYWHERE = ("student", "newborn", "judge", "judge child", "server")
LEVELS = {
    "process": Disturbed(("--sandbox", "process"), _EVERYWHERE),
    "namespaces": Disturbed(("--sandbox", "namespaces"), (*_EVERYWHERE, "template")),
}
if IMAGE:
    LEVELS["docker"] = Disturbed(("--sandbox", "docker", "--image", IMAGE), (*_EVERYWHERE, "template", "container"))
