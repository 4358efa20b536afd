"""A virtual environment for each peer, made once in the cache folder.

A peer is installed by pip with all that it needs. Only torch and what torch needs are lent from the interpreter that
runs the benchmark, as links made after pip has finished: all graders then use the very same torch, nothing of its size
is fetched three times, and the peer's own packages win wherever it has some.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

from peers_kit.model import CannotRunError

# Name of the environment → what is installed. The first is the peer, whose version the table shows.
PINS = {
    "pytest": ("pytest==9.2.0",),
    "nbgrader": ("nbgrader==0.9.6", "ipykernel==7.4.0"),
    "otter": ("otter-grader==7.0.0", "ipykernel==7.4.0"),
}
_LENT = ("torch", "numpy")
_STAMP = "made-by-peers.json"


def environment(cache: Path, name: str) -> Path:
    """The `bin` folder of a peer's environment, made if it is not there yet or was made of something else.

    Raises:
        CannotRunError: venv or pip failed, mostly for want of a network.
    """
    folder = cache / name
    stamp = json.dumps({"pins": PINS[name], "python": sys.version, "torch": importlib.metadata.version("torch")})
    if not (folder / _STAMP).is_file() or (folder / _STAMP).read_text("utf-8") != stamp:
        print(f"making {folder} with {', '.join(PINS[name])}", file=sys.stderr, flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _command([sys.executable, "-m", "venv", str(folder)])
        _command([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *PINS[name]])
        _lend(_site(folder))
        (folder / _STAMP).write_text(stamp, "utf-8")
    return folder / "bin"


def version(name: str) -> str:
    """`nbgrader 0.9.6`: the peer as the table shows it."""
    return PINS[name][0].replace("==", " ")


def _command(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing"]
        raise CannotRunError(f"{' '.join(command[1:4])} … failed: {said[-1]}")


def _site(folder: Path) -> Path:
    (site,) = folder.glob("lib/python3*/site-packages")
    return site


def _lend(site: Path) -> None:
    """Link torch, and of what it needs the distributions that the environment lacks."""
    own = {_canonical(d.metadata["Name"]) for d in importlib.metadata.distributions(path=[str(site)])}
    for distribution in _with_requirements(_LENT):
        if _canonical(distribution.metadata["Name"]) in own:
            continue
        tops = {file.parts[0] for file in distribution.files or () if file.parts[0] not in ("..", "__pycache__")}
        for top in tops:
            link, target = site / top, Path(str(distribution.locate_file(top))).resolve()
            if not link.exists() and target.exists():
                link.symlink_to(target)


def _with_requirements(names: tuple[str, ...]) -> Iterator[importlib.metadata.Distribution]:
    """The distributions of those names and all that they need, each once."""
    waiting, seen = list(names), set[str]()
    while waiting:
        name = _canonical(waiting.pop())
        if name in seen:
            continue
        seen.add(name)
        distribution = importlib.metadata.distribution(name)
        yield distribution
        needed = map(Requirement, distribution.requires or ())
        waiting += [r.name for r in needed if r.marker is None or r.marker.evaluate({"extra": ""})]


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
