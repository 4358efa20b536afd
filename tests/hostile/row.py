"""What a row of the suite is: a submission that attacks, its benign twin, and what each level says about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.model import Outcome, Submission
from tests.hostile.court import reference_sources, submission
from tests.hostile.levels import Promise
from tests.sandbox.attacks.table import PRELUDE

FACTS = "\nimport json\nFACTS = json.loads({facts!r})\n"
SECTIONS = (
    "Resources",
    "Escape and exfiltration",
    "Answers",
    "Forging",
    "Protocol",
    "Tensors",
    "Time bombs",
    "Archives",
    "Notebooks",
    "Neighbours and batch",
    "Pushes",
)


@dataclass(frozen=True)
class Promises:
    """What the levels say. `docker` is held to be as strong as `namespaces` unless something else is said."""

    namespaces: Promise = Promise.STOPPED
    process: Promise = Promise.STOPPED
    docker: Promise | None = None

    def of(self, level: str) -> Promise:
        """The promise of a level."""
        given: Promise | None = getattr(self, level)
        return self.namespaces if given is None else given


@dataclass(frozen=True)
class Row:
    """An attack as a submission, and its twin.

    Attributes:
        section: of the catalogue. name: the attack and its outcome.
        code: of the module `task`; `FACTS` is what an attacker knows at best, and the tables' prelude is above it.
        twin: the benign twin's; it earns everything.
        task: which is judged. checks: those that are attacked; they earn nothing.
        runs: the checks that are run, where the attack needs others before them.
        outcome: how they end, or one per level; none means any but a pass, a skip or our fault.
        key: of the first attacked check's message.
        gave: what the attack reports of itself, in JSON; None where it reports nothing. Not looked at where a level
            has another way to say no (`docker`), except that it may not be `outside`.
        files: further modules of both.
        naive: how a grader that trusts the submission's process would have judged, see `naive.py`.
        twins: the twin at levels where it is another one.
        reads: what that grader reads. core: judged at level `process` in the fast part of the suite, too.
    """

    section: str
    name: str
    code: str
    twin: str
    task: str = "double"
    checks: tuple[str, ...] = ("values",)
    outcome: Outcome | Mapping[str, Outcome] | None = Outcome.FAILED
    key: str | None = None
    gave: Mapping[str, Any] = field(default_factory=dict)
    outside: Any = None
    limits: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    promises: Promises = Promises()
    naive: str | None = None
    runs: tuple[str, ...] = ()
    reads: str = "status"
    core: bool = False
    twins: Mapping[str, str] = field(default_factory=dict)

    @property
    def hurried(self) -> bool:
        """Whether the attack is one on the clock, and gets a short time."""
        return self.task == "quick"

    def expected(self, level: str) -> Outcome | None:
        """How the attacked checks end at a level."""
        return self.outcome.get(level) if isinstance(self.outcome, Mapping) else self.outcome

    def attack(self, facts: Mapping[str, Any]) -> Submission:
        """The hostile submission."""
        return submission("s666", **{self.task: self._source(self.code, facts), **self.files})

    def benign(self, facts: Mapping[str, Any], level: str) -> Submission:
        """Its twin: the reference's other modules are in it, so that it is the next honest submission, too."""
        twin = self._source(self.twins.get(level, self.twin), facts)
        return submission("s002", **{**reference_sources(), self.task: twin, **self.files})

    def _source(self, code: str, facts: Mapping[str, Any]) -> str:
        return PRELUDE + FACTS.format(facts=json.dumps(facts)) + code


def in_section(section: str, **usual: Any) -> Callable[..., Row]:
    """`Row` with a section and what most of its rows share."""

    def make(name: str, code: str, twin: str, **given: Any) -> Row:
        return Row(section, name, code, twin, **{**usual, **given})

    return make
