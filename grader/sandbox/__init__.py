"""Where student code runs: one port, one adapter per level."""

from grader.sandbox.base import Ending, ProcessLimits, Sandbox, StudentProcess
from grader.sandbox.process import PlainProcess

__all__ = ["Ending", "PlainProcess", "ProcessLimits", "Sandbox", "StudentProcess"]
