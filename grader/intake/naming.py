"""Identifiers for the files of a hand-in."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable
from itertools import chain, count
from pathlib import PurePosixPath

_LONGEST = 80
_PYTHON = re.compile(r"\.(py|ipynb)(?:\.txt|\.json)?$", re.IGNORECASE)  # browsers and messengers add a suffix


def module_names(paths: Iterable[str]) -> dict[int, str]:
    """For every path, by position, the identifier under which it is imported; no two are the same.

    `lstm.py` → `lstm`; beside it `lstm.ipynb` → `lstm_ipynb` and `old/lstm.py` → `lstm_2`. What must be renamed
    does not depend on the order of the paths.
    """
    listed = list(enumerate(paths))
    taken: set[str] = set()
    names: dict[int, str] = {}
    for position, path in sorted(listed, key=lambda item: _rank(item[1])):
        stem = identifier(stem_of(path))
        first = [stem, f"{stem}_ipynb"] if kind_of(path) == "ipynb" else [stem]
        candidates = chain(first, (f"{stem}_{number}" for number in count(2)))
        # The file system of the sandbox may not tell cases apart.
        name = next(candidate for candidate in candidates if candidate.casefold() not in taken)
        taken.add(name.casefold())
        names[position] = name
    return names


def _rank(path: str) -> tuple[int, bool, str]:
    """Files at the top come first, modules before notebooks."""
    return path.count("/"), kind_of(path) != "py", path


def kind_of(path: str) -> str | None:
    """`"py"`, `"ipynb"`, or None for a file that is not read."""
    found = _PYTHON.search(path)
    return found[1].lower() if found else None


def stem_of(path: str) -> str:
    """The file's name without folders and suffix."""
    name = PurePosixPath(path).name
    return _PYTHON.sub("", name) or name if kind_of(name) else PurePosixPath(name).stem


def identifier(text: str) -> str:
    """The text as a Python identifier that is no keyword and no special name; Hangul stays."""
    text = unicodedata.normalize("NFKC", text)  # as Python reads identifiers
    special = text.startswith("__") and text.endswith("__")
    if text.isidentifier() and not special and len(text) <= _LONGEST:
        return f"{text}_" if keyword.iskeyword(text) else text
    name = "".join(c if f"a{c}".isidentifier() else "_" for c in text[: 2 * _LONGEST])
    name = re.sub("_+", "_", name)[:_LONGEST].strip("_")
    if not name:
        return "module"
    return f"_{name}" if not name.isidentifier() or keyword.iskeyword(name) else name
