"""How much memory a student's process has had in use, as the kernel counts it."""

from __future__ import annotations

from pathlib import Path

from grader.sandbox import StudentProcess


def peak_memory(process: StudentProcess) -> int | None:
    """The most bytes that the process held at once so far; None where the system does not tell.

    While it lives, the kernel's high-water mark is read (one small file, some 30 µs); afterwards its ending tells. The
    interpreter and its libraries are part of it, the same for everybody.
    """
    try:
        told = Path(f"/proc/{process.pid}/status").read_bytes()
    except OSError:  # not Linux, or gone
        told = b""
    for line in told.splitlines():
        if line.startswith(b"VmHWM:"):
            return int(line.split()[1]) << 10
    ending = process.ending(0.0)  # a process that is dead, but not reaped, has no such line
    return None if ending is None else ending.memory
