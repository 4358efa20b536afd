"""The image that containers are made of: what is in it, how it is built, and whether it fits this version."""

from __future__ import annotations

import hashlib
import io
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grader
from grader.errors import SandboxFault, UsageError
from grader.sandbox.engine import engine, speaking

NAME = f"grader-sandbox:{grader.__version__}"
_FILES_LABEL = "org.grader.files"
_CONTEXT = Path(__file__).resolve().parent / "context"
_HOME = Path(grader.__file__).resolve().parent
# The worker's side of the wire and the template: the only files of ours inside.
_ADAPTER = ("__init__", "base", "output", "process")
_PARTS = (
    *("__init__.py", "errors.py", "levels.py", "protocol", "worker", "sandbox/linux"),
    *(f"sandbox/{name}.py" for name in _ADAPTER),
)


def packed() -> Iterator[tuple[str, Path]]:
    """The files of ours that the image holds: name inside, place here; sorted."""
    for part in _PARTS:
        root = _HOME / part
        for file in [root] if root.is_file() else sorted(root.rglob("*.py")):
            yield f"grader/{file.relative_to(_HOME).as_posix()}", file


def digest() -> str:
    """What an image of this version must say of itself: both ends of the wire are of one version."""
    whole = hashlib.sha256()
    for name, file in packed():
        whole.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()[:32]


def check(name: str) -> str:
    """See that the image is there and fits.

    Returns:
        What identifies its content, under which containers can be made of it whatever the name stands for later.

    Raises:
        SandboxFault: it is not there, or holds another version's files; says what to do.
    """
    with speaking():
        image = engine().images.get(name)
    if (image.labels or {}).get(_FILES_LABEL) != digest():
        raise SandboxFault(f"image {name} was built by another version of the grader: grader image build")
    return str(image.id)


def build(name: str, base: str | None, wheels: Path | None, requirements: Path | None) -> Iterator[str]:
    """Build the image; yields the engine's lines as they come.

    Args:
        base: the image to start from, with Python 3.11 or newer; None: the Dockerfile's own. wheels: a folder that
            holds every package; nothing is then fetched from the network. requirements: more packages, one a line.

    Raises:
        UsageError: a folder or file is not as it must be, or a step of the build failed.
        SandboxFault: the engine does not answer.
    """
    context = _context(wheels, requirements)
    arguments = {"FILES": digest()}
    if base is not None:
        arguments["BASE"] = base
    if wheels is not None:
        arguments |= {"OFFLINE": "1", "INDEX": ""}
    with speaking():
        lines = engine().api.build(
            fileobj=context,
            custom_context=True,
            tag=name,
            buildargs=arguments,
            network_mode="none" if wheels is not None else None,
            rm=True,
            forcerm=True,
            decode=True,
        )
        for line in lines:
            if "error" in line:
                raise UsageError(f"the image was not built: {' '.join(str(line['error']).split())}")
            if text := str(line.get("stream", "")).strip():
                yield text


def _context(wheels: Path | None, requirements: Path | None) -> Any:
    """The build context, a tar archive in a temporary file that goes away by itself."""
    wanted = (_CONTEXT / "requirements.txt").read_bytes()
    if requirements is not None:
        try:
            wanted += b"\n" + requirements.read_bytes()
        except OSError as error:
            raise UsageError(f"{requirements}: {error.strerror}") from error
    found = sorted(wheels.glob("*.whl")) if wheels is not None else []
    if wheels is not None and not found:
        raise UsageError(f"{wheels}: holds no wheels (pip download -d {wheels} -r REQUIREMENTS)")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the engine reads it later
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.add(_CONTEXT / "Dockerfile", "Dockerfile")
        entry = tarfile.TarInfo("requirements.txt")
        entry.size = len(wanted)
        archive.addfile(entry, io.BytesIO(wanted))
        folder = tarfile.TarInfo("wheels")
        folder.type, folder.mode = tarfile.DIRTYPE, 0o755
        archive.addfile(folder)
        for wheel in found:
            archive.add(wheel, f"wheels/{wheel.name}")
        for inside, place in packed():
            archive.add(place, inside)
    file.seek(0)
    return file
