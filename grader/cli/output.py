"""stdout as the commands need it."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import NoReturn

from rich.console import Console


class Output(Console):
    """A console that leaves it to the command what a closed pipe means; rich would end the program with exit code 1."""

    def on_broken_pipe(self) -> NoReturn:
        """`| head` has seen enough."""
        raise BrokenPipeError


def forgiving() -> None:
    """Characters that the terminal's encoding lacks become escapes, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def discard_the_rest() -> None:
    """Nothing more can be written to stdout: Python must not try once more when it ends."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)
