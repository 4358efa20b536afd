"""What a row is that is a hand-in on the disk: built by a function, read by intake, judged by the judge."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.court import HERE
from tests.hostile.row import Promises

_REFERENCE = HERE / "course" / "reference" / "week01_walls"
DOUBLE = "def double(x):\n    return 2 * x\n"
WRONG = "def double(x):\n    return 2.5 * x\n"
Build = Callable[[Path], Path]


@dataclass(frozen=True)
class HandedIn:
    """A hostile hand-in.

    Attributes:
        section: of the catalogue. name: the attack and its outcome.
        build: puts the hand-in into a new folder; gives the path to read. twin: the benign one, all points.
        unreadable: key of the reason why nothing is graded; None where something is.
        told: keys of messages that the student gets: notes and problems of files.
        double: whether the check of `double` is passed: where the hostile part is passed over and the rest is right.
    """

    section: str
    name: str
    build: Build
    twin: Build
    unreadable: str | None = None
    told: tuple[str, ...] = ()
    double: bool = False
    promises: Promises = field(default_factory=Promises)


def honest(folder: Path, *, without: tuple[str, ...] = (), **more: str | bytes) -> Path:
    """The reference's files as a hand-in, and more of them."""
    home = folder / "s001"
    home.mkdir(parents=True, exist_ok=True)
    for path in _REFERENCE.glob("*.py"):
        if path.stem not in without:
            (home / path.name).write_bytes(path.read_bytes())
    for name, content in more.items():
        (home / f"{name}.py").write_bytes(content if isinstance(content, bytes) else content.encode())
    return home


def notebook(folder: Path, *cells: str, outputs: list[object] | None = None) -> Path:
    """The honest files without `double`, and a notebook that has it, or says so."""
    home = honest(folder, without=("double",))
    shown = outputs or []
    document = {"cells": [{"cell_type": "code", "source": cell, "outputs": shown, "metadata": {}} for cell in cells]}
    document |= {"metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (home / "homework.ipynb").write_text(json.dumps(document))
    return home


def zipped(entries: list[tuple[zipfile.ZipInfo | str, bytes]]) -> bytes:
    """A zip file of these entries, whatever their names."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return data.getvalue()
