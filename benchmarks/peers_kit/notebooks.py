"""Notebooks for the graders that grade notebooks."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import nbformat

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def code(source: str, **metadata: object) -> dict[str, object]:
    """A code cell."""
    name = hashlib.sha256(source.encode()).hexdigest()[:12]
    cell: dict[str, object] = {"cell_type": "code", "id": name, "source": source, "metadata": metadata}
    return cell | {"outputs": [], "execution_count": None}


def write(path: Path, cells: list[dict[str, object]]) -> None:
    """A notebook of those cells, validated; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    metadata = {"kernelspec": _KERNEL}
    # nbformat has no types for its functions
    notebook = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    path.write_text(nbformat.writes(notebook), "utf-8")  # type: ignore[no-untyped-call]


def jupyter(binaries: Path, work: Path) -> dict[str, str]:
    """Variables as in an activated environment, apart from the user's own settings, temporary files in `work`."""
    places = {"IPYTHONDIR": "ipython", "TMPDIR": "tmp"}
    places |= {f"JUPYTER_{kind}_DIR": f"jupyter-{kind.lower()}" for kind in ("CONFIG", "DATA", "RUNTIME")}
    for folder in places.values():
        (work / folder).mkdir(exist_ok=True)
    path = os.pathsep.join([str(binaries), os.environ.get("PATH", os.defpath)])  # nbgrader calls alembic by its name
    return {name: str(work / folder) for name, folder in places.items()} | {"PATH": path}
