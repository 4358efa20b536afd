"""Where the bundle is: a folder, or a zip that is unpacked for as long as the kernel lives."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import zipfile
from functools import cache
from pathlib import Path

ROOT_FILE = "course.toml"
_MOST = 500_000_000  # bytes unpacked
_FILES = 20_000


class BundleProblem(Exception):
    """No bundle is there; `key` is the message's."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def unpacked(place: Path) -> Path:
    """The folder that a bundle's path stands for.

    Raises:
        BundleProblem: nothing is there, or it is no bundle.
    """
    place = place.expanduser()
    if place.is_file() and place.suffix.lower() == ".zip":
        return _unpacked(place.resolve(), place.stat().st_mtime_ns)
    if not place.is_dir():
        raise BundleProblem("notebook.no_path")
    return place.resolve()


def around(folder: Path) -> Path | None:
    """The bundle that a notebook in `folder` belongs to: in it, above it, else the one folder in it that is one."""
    for here in (folder, *folder.parents):
        if (here / ROOT_FILE).is_file():
            return here
    inside = sorted(file.parent for file in folder.glob(f"*/{ROOT_FILE}"))  # cloned into Colab's folder
    return inside[0] if len(inside) == 1 else None


@cache
def _unpacked(archive: Path, _changed: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="grader-bundle-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    try:
        with zipfile.ZipFile(archive) as found:
            members = found.infolist()
            if len(members) > _FILES or sum(member.file_size for member in members) > _MOST:
                raise BundleProblem("notebook.no_bundle_zip")
            found.extractall(folder)  # drops leading slashes and `..`
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        raise BundleProblem("notebook.no_bundle_zip") from None
    root = around(folder) if not (folder / ROOT_FILE).is_file() else folder
    if root is None or not root.is_relative_to(folder):
        raise BundleProblem("notebook.no_bundle_zip")
    return root
