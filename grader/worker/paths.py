"""What student code can import: the standard library and installed packages, not the course around the grader."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path


def limit_path(home: str) -> None:
    """Take everything else off the import path: an editable install puts the course's folder there, with the answers.

    Args:
        home: the folder that holds this package.
    """
    library = {Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "platstdlib")}
    if sys.platform == "win32":
        library |= {Path(sys.base_prefix).resolve(), (Path(sys.base_prefix) / "DLLs").resolve()}
    sys.path[:] = [p for p in sys.path if p and p != home and _installed(Path(p).resolve(), library)]
    sys.meta_path[:] = [f for f in sys.meta_path if "editable" not in repr(f).lower()]


def _installed(path: Path, library: set[Path]) -> bool:
    if path.name in {"site-packages", "dist-packages"} or path.suffix == ".zip":
        return True
    return path in library or path.parent in library  # lib-dynload
