"""Which sandbox grades: the strongest that passes its own probe. It fails closed: what was not seen is not promised."""

from __future__ import annotations

import importlib
import sys

from grader.errors import SandboxFault, UsageError
from grader.judge.probe import Guarantee, probe
from grader.levels import NAMES, PROCESS, Containers, Level
from grader.sandbox import PlainProcess, Sandbox

# Without these a level is not what its name says; memory and disk may be bounded less well, and are then said to be.
_ESSENTIAL = {"files", "network", "processes", "time"}
_DEFAULT = Containers()


def open_sandbox(name: str, minimum: str = "process", containers: Containers = _DEFAULT) -> tuple[Sandbox, Level]:
    """A sandbox that is ready to start, and what it was seen to guarantee.

    Args:
        name: a level, or `auto`. minimum: the weakest level that the assignment allows. containers: for level `docker`.

    Raises:
        UsageError: the level does not work here, or is below the minimum; says what to do.
    """
    reason = "asked for"
    for level in reversed(NAMES[1:]):
        if name not in ("auto", level):
            continue
        try:
            sandbox, found = working(level, containers)
        except SandboxFault as error:
            if name == level:
                raise UsageError(f"level {level} does not work here: {error} (grader doctor says more)") from error
            reason = str(error)
        else:
            promised = Level(level, phrases(found, held=True), phrases(found, held=False), sandbox.content)
            return _at_least(minimum, sandbox, promised)
    return _at_least(minimum, PlainProcess(), Level(PROCESS.level, PROCESS.guarantees, PROCESS.missing), reason)


def working(level: str, containers: Containers = _DEFAULT) -> tuple[Sandbox, tuple[Guarantee, ...]]:
    """The sandbox of a level above `process`, and what it was seen to stop.

    Raises:
        SandboxFault: it does not work here, or does not stop what it must.
    """
    if sys.platform != "linux":
        raise SandboxFault("it needs Linux")
    module = importlib.import_module(f"grader.sandbox.{level}")
    sandbox: Sandbox = module.Docker(containers) if level == "docker" else module.Namespaces()
    try:
        sandbox.prepare()
        found = probe(sandbox)
        if broken := [g.name for g in found if g.name in _ESSENTIAL and not g.held]:
            raise SandboxFault(f"it did not stop: {', '.join(broken)}")
    except BaseException:
        sandbox.close()
        raise
    return sandbox, found


def phrases(guarantees: tuple[Guarantee, ...], *, held: bool) -> tuple[str, ...]:
    """The guarantees as results record them."""
    return tuple(f"{g.name}: {g.tried}" for g in guarantees if g.held is held)


def _at_least(minimum: str, sandbox: Sandbox, level: Level, reason: str = "") -> tuple[Sandbox, Level]:
    if NAMES.index(level.level) < NAMES.index(minimum):
        sandbox.close()
        why = f" ({reason})" if reason else ""
        raise UsageError(f"this assignment is graded at level {minimum} or above, and only {level.level} is there{why}")
    return sandbox, level
