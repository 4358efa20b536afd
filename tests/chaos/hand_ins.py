"""A class of hand-ins that take their time and end in every way."""

from __future__ import annotations

from pathlib import Path

AT_WORK = "at work"  # what processes are called that have loaded a hand-in
_WORK = f"""import ctypes, os, time

print("loaded")
ctypes.CDLL(None).prctl(15, b"{AT_WORK}")

def work(i):
    time.sleep(0.05)
    %s
    return 2 * i
"""
_LINES = {
    "s001": "pass",
    "s002": "return 2 * i + (i == 2)",
    "s003": "1 / (i - 1)",
    "s004": "os._exit(3) if i == 1 else print('i is', i)",
    "s005": "ctypes.string_at(0) if i == 3 else None",
    "s006": "time.sleep(60 * (i == 5))",
    "s007": "pass",
    "s008": "pass",
}
STUDENTS = (*_LINES, "s009")


def work(line: str) -> str:
    """A hand-in that does this in between."""
    return _WORK % line


def write_hand_ins(folder: Path) -> list[Path]:
    """One file per student: right ones, wrong ones, ones that raise, exit, crash and hang, and one that is empty."""
    folder.mkdir()
    for student, line in _LINES.items():
        (folder / f"{student}.py").write_text(work(line))
    (folder / "s009.py").write_text("")
    return sorted(folder.iterdir())
