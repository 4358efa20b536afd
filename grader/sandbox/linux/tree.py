"""The file tree that a sealed child sees: an allow-list of read-only binds on a small tmpfs, made once per template."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

from grader.sandbox.linux.calls import (
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_RDONLY,
    MS_REC,
    mount,
    restrict_mounts,
)

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
WORK = "/box"
SYSTEM_LIBRARIES = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo", "/lib", "/lib64")
FILES = ("/etc/ld.so.cache", "/etc/localtime")
_EMPTY = ("/proc", WORK, "/tmp", "/dev/shm", "/sys/devices/system/cpu")  # noqa: S108 - folders of the new tree


def readable() -> tuple[str, ...]:
    """What student code may read besides its own work: system libraries, the interpreter, installed packages."""
    wanted = [*SYSTEM_LIBRARIES, *FILES]
    wanted += [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    wanted += [p for p in sys.path if Path(p).name in {"site-packages", "dist-packages"}]
    # The shared library of an interpreter outside /usr, and nothing else of its prefix.
    wanted += [str(p) for p in Path(sys.base_prefix, "lib").glob("libpython*")]
    found: list[str] = []
    for path in sorted({os.path.normpath(p) for p in wanted if os.path.exists(p)}):
        if not any(path.startswith(parent + "/") for parent in found):
            found.append(path)
    return tuple(found)


def build(base: str) -> str:
    """Make the tree below `base` in this process's own mount namespace; the root's path.

    Every mount is private and read-only; nothing that is not named here exists in the tree.
    """
    mount(None, "/", None, MS_REC | MS_PRIVATE)
    root = f"{base}/root"
    os.mkdir(root)  # not its parents: where they are gone, so is the judge
    mount("tmpfs", root, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=1m,nr_inodes=4096")
    for path in readable():
        _bind(path, root + path, MS_RDONLY | MS_NOSUID | MS_NODEV)
    for folder in _EMPTY:
        os.makedirs(root + folder, exist_ok=True)
    for device in DEVICES:
        _bind(device, root + device, MS_NOSUID | MS_NOEXEC)
    # Rootless, the folders of the tree belong to the children's own user, and Landlock does not know chmod or utime:
    # one child could lock the next one out, or leave it a note.
    restrict_mounts(root, MS_RDONLY, recursive=False)
    return root


def _bind(source: str, target: str, flags: int) -> None:
    if os.path.islink(source) and not os.path.exists(target):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.symlink(os.readlink(source), target)
        return
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        Path(target).touch()
    mount(source, target, None, MS_BIND | MS_REC)
    restrict_mounts(target, flags)
