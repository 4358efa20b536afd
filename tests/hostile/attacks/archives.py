"""Hand-ins as trees and archives: what reaches out of the folder, what is no file, what has two names or none.

Archives are read in memory, entry by entry; nothing of them is ever written.
"""

from __future__ import annotations

import io
import os
import socket
import stat
import struct
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.hostile.handed import DOUBLE, WRONG, HandedIn, honest, zipped

SECTION = "Archives"


def zip_of(*entries: tuple[zipfile.ZipInfo | str, bytes]) -> Callable[[Path], Path]:
    """A hand-in that is one zip file."""

    def build(folder: Path) -> Path:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # duplicate names
            (folder / "s001.zip").write_bytes(zipped(list(entries)))
        return folder / "s001.zip"

    return build


def _link(target: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(target)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def _cp949(folder: Path) -> Path:
    path = _among(("nameplc.py", DOUBLE.encode()))(folder)
    path.write_bytes(path.read_bytes().replace(b"nameplc", "숙제0".encode("cp949") + b"\x81\xfe"))
    return path


def _lying(folder: Path) -> Path:
    data = zipped([("double.py", bytes(16 << 20))])
    (folder / "s001.zip").write_bytes(data.replace(struct.pack("<L", 16 << 20), struct.pack("<L", 100)))
    return folder / "s001.zip"


def _tar(folder: Path) -> Path:
    with tarfile.open(folder / "s001.tar", "w") as archive:
        device = tarfile.TarInfo("double.py")
        device.type, device.devmajor, device.devminor = tarfile.CHRTYPE, 1, 9
        archive.addfile(device)
        slip = tarfile.TarInfo("../../evil.py")
        slip.size = len(DOUBLE)
        archive.addfile(slip, io.BytesIO(DOUBLE.encode()))
    return folder / "s001.tar"


def with_files(**more: str | bytes) -> Callable[[Path], Path]:
    """The honest hand-in without `double`, and these."""
    return lambda folder: honest(folder, without=("double",), **more)


def _symlink(folder: Path) -> Path:
    home = honest(folder, without=("double",))
    (folder / "secret.py").write_text(DOUBLE)
    (home / "double.py").symlink_to(folder / "secret.py")
    return home


def _linked_folder(folder: Path) -> Path:
    home = honest(folder, without=("double",))
    (folder / "reference").mkdir()
    (folder / "reference" / "double.py").write_text(DOUBLE)
    (home / "src").symlink_to(folder / "reference")
    return home


def _loop(folder: Path) -> Path:
    home = honest(folder)
    (home / "again").symlink_to(home)
    return home


def _pipe(folder: Path) -> Path:
    home = honest(folder, without=("double",))
    os.mkfifo(home / "double.py")
    return home


def _socket(folder: Path) -> Path:
    home = honest(folder, without=("double",))
    with socket.socket(socket.AF_UNIX) as door:
        here = Path.cwd()
        os.chdir(home)  # a socket's path is short
        try:
            door.bind("double.py")
        finally:
            os.chdir(here)
    return home


def _sparse(folder: Path) -> Path:
    home = honest(folder, without=("double",))
    with (home / "double.py").open("wb") as file:
        file.truncate(1 << 40)
    return home


def _deep(folder: Path) -> Path:
    home = honest(folder)
    (home / Path(*["d"] * 60)).mkdir(parents=True)
    (home / Path(*["d"] * 60) / "double.py").write_text(WRONG)
    return home


def _many(folder: Path) -> Path:
    home = honest(folder)
    (home / "z").mkdir()
    for i in range(6000):
        (home / "z" / f"f{i}").touch()
    return home


def _named(*names: bytes) -> Callable[[Path], Path]:
    """The honest hand-in beside files of these names, which hold a wrong `other`."""

    def build(folder: Path) -> Path:
        home = honest(folder)
        for name in names:
            (home / os.fsdecode(name)).write_text("def other(x):\n    return 0\n")
        return home

    return build


def _project(folder: Path) -> Path:
    """A hand-in that brings checks, workflows, results and start-up files along."""
    home = honest(folder, without=("double",), double=WRONG)
    checks = (
        ".github/workflows/grade.yml assignments/week01_walls/test_double.py assignments/week01_walls/assignment.toml"
    )
    for name in f"{checks} results.json pytest.ini course.toml sitecustomize.py conftest.py".split():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("x = 1\n")
    return home


def _row(name: str, build: Callable[[Path], Path], **given: object) -> HandedIn:
    return HandedIn(SECTION, name, build, honest, **given)  # type: ignore[arg-type]


EMPTY = {"unreadable": "intake.archive_empty"}
PYTHON = DOUBLE.encode()
NFC, NFD = "과제.py", "\u1100\u116a\u110c\u1166.py"
OTHER = b"def other(x):\n    return 0\n"


def _among(*entries: tuple[zipfile.ZipInfo | str, bytes], times: int = 1) -> Callable[[Path], Path]:
    """A zip of the honest files without `double`, and these; zipped again, `times` in all."""

    def build(folder: Path) -> Path:
        home = honest(folder / "made", without=("double",))
        files: list[tuple[zipfile.ZipInfo | str, bytes]] = [(p.name, p.read_bytes()) for p in sorted(home.iterdir())]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # duplicate names
            data = zipped([*files, *entries])
        for _ in range(times - 1):
            data = zipped([("inner.zip", data)])
        (folder / "s001.zip").write_bytes(data)
        return folder / "s001.zip"

    return build


ARCHIVES = (
    _row(
        "zip slip (../../evil.py): the entry is left out, nothing is written",
        zip_of(("../../evil.py", PYTHON)),
        **EMPTY,
    ),
    _row("absolute paths in a zip: the entry is left out", zip_of(("/tmp/evil-of-s666.py", PYTHON)), **EMPTY),
    _row(
        "zip slip beside honest files: the entry is left out, the files are graded",
        _among(("double.py", PYTHON), ("../../evil.py", PYTHON)),
        told=("intake.left_archive_unsafe",),
        double=True,
    ),
    _row(
        "a symbolic link in a zip: left out, never made",
        _among((_link("double.py"), b"/etc/passwd")),
        told=("intake.left_not_a_file",),
    ),
    _row(
        "a zip bomb (64 MB of nothing): given up at the limit of a file",
        zip_of(("double.py", bytes(64 << 20))),
        unreadable="intake.too_large",
    ),
    _row(
        "a zip bomb that lies about its size: given up at hundreds of times its packed size",
        _lying,
        unreadable="intake.archive_bomb",
    ),
    _row("a zip in a zip in a zip: read", _among(("double.py", PYTHON), times=3), double=True),
    _row(
        "a zip in a zip, five deep: not opened",
        _among(("double.py", PYTHON), times=5),
        unreadable="intake.archive_deep",
    ),
    _row(
        "the same name twice in a zip: the last one counts, and it is told",
        _among(("double.py", WRONG.encode()), ("double.py", PYTHON)),
        told=("intake.left_archive_twice",),
        double=True,
    ),
    _row(
        "names of a zip that differ in case: two modules",
        _among(("double.py", PYTHON), ("X.PY", OTHER), ("x.py", OTHER + b"# 2")),
        double=True,
    ),
    _row(
        "names of a zip that differ in Unicode's form: two modules",
        _among(("double.py", PYTHON), (NFC, OTHER), (NFD, OTHER + b"# 2")),
        double=True,
    ),
    _row("cp949 names in a zip: names that can be shown", _cp949, double=True),
    _row("devices and slips in a tar: left out", _tar, **EMPTY),
    _row(
        "a hostile zip beside the files: its entry is left out, the files are graded",
        lambda folder: _beside(folder, "more.zip", zipped([("../../evil.py", PYTHON), ("x.py", b"x = 1")])),
        told=("intake.left_archive_unsafe",),
        double=True,
    ),
    _row("a symbolic link for the answer: not followed", _symlink, told=("intake.ignored",)),
    _row("a linked folder: not followed", _linked_folder, told=("intake.ignored",)),
    _row("a folder that contains itself by a link: not followed", _loop, told=("intake.ignored",), double=True),
    _row("a pipe for the answer: not opened", _pipe, told=("intake.ignored",)),
    _row("a socket for the answer: not opened", _socket, told=("intake.ignored",)),
    _row("a sparse file of a terabyte: too large, at once", _sparse, told=("intake.too_large",)),
    _row("sixty folders deep: passed over below sixteen", _deep, told=("intake.ignored",), double=True),
    _row(
        "six thousand files: no more than five thousand are looked at",
        _many,
        told=("intake.too_many_files",),
        double=True,
    ),
    _row("names that differ in case only: two modules", _named(b"Other.py", b"OTHER.py"), double=True),
    _row("names that differ in Unicode's form only: two modules", _named(NFC.encode(), NFD.encode()), double=True),
    _row(
        "cp949 names, broken names: names that can be shown",
        _named("숙제.py".encode("cp949"), b"\xff\xfe.py"),
        double=True,
    ),
    _row(
        "names with line breaks, tags and control characters: names that can be shown",
        _named(b"a\nb.py", b"<script>alert(1)<x>.py", b"\x1b[31m=1+1.py"),
        double=True,
    ),
    _row(
        "checks, workflows, results and start-up files handed in: no check and no setting of ours",
        _project,
        told=("intake.ignored",),
    ),
)


def _beside(folder: Path, name: str, data: bytes) -> Path:
    home = honest(folder)
    (home / name).write_bytes(data)
    return home
