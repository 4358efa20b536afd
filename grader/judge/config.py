"""What a judge process is told before its first submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.levels import Containers

# Facts of a check that is measured: comparisons with a reference that is not all zeros; the largest
# |error| / allowed by the answer's dtype.
COMPARED = "compared"
MARGINS = "margins"


@dataclass(frozen=True)
class Trial:
    """How an author's trial of the checks differs from grading; as it stands here it does not.

    Attributes:
        needs: False runs each check whatever became of those that it needs.
        stop: True passes over all checks after the first that does not pass.
        seconds: the most that any check gives a submission.
        measure: facts tell what each check compared, and how near to the tolerance it came.
        tasks: student → the tasks whose checks run on that hand-in; everybody else's all run.
    """

    needs: bool = True
    stop: bool = False
    seconds: float | None = None
    measure: bool = False
    tasks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class JudgeConfig:
    """`root`: the course's folder. `seed`: of the cases, secret. `only`: tasks; none means all.

    `sandbox`: a level's name, or `auto` for the strongest that works. `containers`: for level `docker`.
    """

    root: str
    week: str
    seed: int
    hidden: bool = True
    only: tuple[str, ...] = ()
    training: bool = True
    sandbox: str = "auto"
    containers: Containers = field(default_factory=Containers)
    trial: Trial = field(default_factory=Trial)
