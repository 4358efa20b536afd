"""Putting a seccomp filter on this process."""

from __future__ import annotations

import ctypes
import struct

from grader.sandbox.linux.calls import syscall

_SET_MODE_FILTER = 1


def load(program: bytes) -> None:
    """From now on the filter decides about every system call; needs no_new_privileges."""
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    syscall("seccomp", _SET_MODE_FILTER, 0, header)
