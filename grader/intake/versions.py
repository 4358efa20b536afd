"""Names of second downloads and copies: `lstm (1).py`."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\s*\((\d{1,3})\)(?=(?:\.\w{1,8}){0,2}$)")


def unversioned(name: str) -> str:
    """The name without the number that a browser put behind it: `lstm (1).py` → `lstm.py`."""
    return _NUMBER.sub("", name) if _NUMBER.sub("", name).partition(".")[0] else name


def version(name: str) -> int:
    """That number; 0 where there is none."""
    found = _NUMBER.search(name)
    return int(found[1]) if found else 0
