"""What a judge process is told before its first submission."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.levels import Containers


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
