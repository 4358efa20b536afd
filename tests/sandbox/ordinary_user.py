"""Run a command as an ordinary user, for tests that root starts: `python ordinary_user.py COMMAND...`

The interpreter, the packages and the project may lie in folders that only root may enter (root's home). In a mount
namespace of its own the command sees these folders covered by passable ones that hold just what it needs; the
machine's own permissions stay as they are.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from grader.sandbox.linux import calls

UID = 54321


def needed() -> list[Path]:
    """What the command must reach: interpreter, environment, project, data."""
    found = [Path(sys.base_prefix), Path(sys.prefix), Path(__file__).resolve().parents[2]]
    found += [Path(p) for p in sys.path if p and Path(p).name == "site-packages"]
    if data := os.environ.get("GRADER_DATA_DIR"):
        found.append(Path(data))
    return [p for p in dict.fromkeys(found) if p.exists()]


def blocked(path: Path) -> Path | None:
    """The topmost folder above `path` that others may not enter."""
    above = [p for p in reversed(path.parents) if not p.stat().st_mode & 0o001]
    return above[0] if above else None


def open_ways(paths: list[Path]) -> None:
    """Cover blocked folders, in this process's mount namespace only."""
    by_cover: dict[Path, list[Path]] = {}
    for path in paths:
        if cover := blocked(path):
            by_cover.setdefault(cover, []).append(path)
    for cover, inside in by_cover.items():
        held = [(path, os.open(path, os.O_PATH)) for path in inside]
        calls.mount("tmpfs", str(cover), "tmpfs", 0, "mode=755")
        for path, descriptor in held:
            path.mkdir(parents=True, exist_ok=True)
            calls.mount(f"/proc/self/fd/{descriptor}", str(path), None, calls.MS_BIND | calls.MS_REC)


def main() -> None:
    """Become the user and run the command."""
    if os.geteuid() == 0:
        calls.unshare("mnt")
        calls.mount(None, "/", None, calls.MS_REC | calls.MS_PRIVATE)
        home = tempfile.mkdtemp(prefix="ordinary-")
        os.chown(home, UID, UID)
        open_ways(needed())
        calls.become(UID, UID)
        os.environ |= {"HOME": home, "TMPDIR": home}
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
