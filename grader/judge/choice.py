"""Which sandbox grades: the strongest that passes its own probe. It fails closed: what was not seen is not promised."""

from __future__ import annotations

import importlib
import sys

from grader.errors import SandboxFault, UsageError
from grader.judge.probe import Guarantee, probe
from grader.levels import NAMES, PROCESS, Level
from grader.sandbox import PlainProcess, Sandbox

_DOCKER = "level docker is not in this version; use --sandbox namespaces"
# Without these a level is not what its name says; memory and disk may be bounded less well, and are then said to be.
_ESSENTIAL = {"files", "network", "processes", "time"}


def open_sandbox(name: str, minimum: str = "process") -> tuple[Sandbox, Level]:
    """A sandbox that is ready to start, and what it was seen to guarantee.

    Args:
        name: a level, or `auto`. minimum: the weakest level that the assignment allows.

    Raises:
        UsageError: the level does not work here, or is below the minimum; says what to do.
    """
    if name == "docker":
        raise UsageError(_DOCKER)
    if name in ("auto", "namespaces"):
        try:
            return _at_least(minimum, *open_namespaces())
        except SandboxFault as error:
            if name == "namespaces":
                raise UsageError(f"level namespaces does not work here: {error} (grader doctor says more)") from error
            reason = str(error)
    else:
        reason = "asked for"
    return _at_least(minimum, PlainProcess(), Level(PROCESS.level, PROCESS.guarantees, PROCESS.missing), reason)


def open_namespaces() -> tuple[Sandbox, Level]:
    """Level `namespaces`, probed.

    Raises:
        SandboxFault: it does not work here, or does not stop what it must.
    """
    sandbox, found = working_namespaces()
    return sandbox, Level(sandbox.level, phrases(found, held=True), phrases(found, held=False))


def working_namespaces() -> tuple[Sandbox, tuple[Guarantee, ...]]:
    """The sandbox of level `namespaces` and what it was seen to stop; raises as `open_namespaces`."""
    if sys.platform != "linux":
        raise SandboxFault("it needs Linux")
    module = importlib.import_module("grader.sandbox.namespaces")
    sandbox: Sandbox = module.Namespaces()
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
