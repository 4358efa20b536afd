"""Files of one hand-in → a `Submission`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from grader.intake.files import RawFile
from grader.intake.module import read_module
from grader.intake.naming import kind_of, module_names
from grader.intake.notebook import read_notebook
from grader.intake.problems import MAX_TOTAL_CODE, MB, Unreadable
from grader.intake.text import readable_name
from grader.intake.untouched import without_untouched
from grader.model import Message, Module, Submission

_ARCHIVES = frozenset({".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".alz", ".egg"})


def build_submission(student: str, origin: str, files: Iterable[RawFile], notes: Iterable[Message] = ()) -> Submission:
    """The submission of a student.

    Never raises: a hand-in that holds nothing to grade has `unreadable` set, and where only some files are unreadable
    the others are graded and `notes` tells which are not.

    Args:
        student: who handed in.
        origin: the path as the operator gave it.
        files: in any order.
        notes: what is known already, such as ignored files.
    """
    ordered = sorted(_distinct(files), key=lambda file: (file.path, isinstance(file.content, Message)))
    names = module_names([file.path for file in ordered])
    modules: list[Module] = []
    faults: list[Message] = []
    code = 0
    for position, file in enumerate(ordered):
        try:
            module = _read(file, names[position])
        except Unreadable as error:
            faults.append(error.message)
            continue
        code += len(module.source)
        if code > MAX_TOTAL_CODE:
            faults.append(Message("intake.too_much", {"limit": MAX_TOTAL_CODE // MB}))
            break
        modules.append(module)
    unreadable = None if modules else (faults.pop(0) if faults else Message("intake.no_python"))
    if modules:  # an empty `__init__.py` is no news
        faults = [f for f in faults if f.key != "intake.empty" or not str(f.params.get("path")).endswith("__init__.py")]
    digest = _digest(ordered, modules)
    kept = tuple(without_untouched(modules))
    told = {file.path: file.time for file in ordered if file.time}
    times = {module.path: told[module.path] for module in kept if module.path in told}
    return Submission(student, origin, kept, digest, (*notes, *faults), unreadable, times)


def _distinct(files: Iterable[RawFile]) -> list[RawFile]:
    """Without copies: zips of Macs hold the same file under both spellings of a Korean name."""
    found: dict[tuple[str, bytes | None], RawFile] = {}
    for file in files:
        path = "/".join(map(readable_name, file.path.split("/")))
        content = file.content if isinstance(file.content, bytes) else None
        found.setdefault((path, content), replace(file, path=path))
    return list(found.values())


def _read(file: RawFile, name: str) -> Module:
    if isinstance(file.content, Message):
        raise Unreadable(file.content)
    kind = kind_of(file.path)
    if kind is None:
        key = "intake.archive" if PurePosixPath(file.path).suffix.lower() in _ARCHIVES else "intake.not_python"
        raise Unreadable(Message(key, {"path": file.path}))
    read = read_notebook if kind == "ipynb" else read_module
    try:
        return read(file.content, file.path, name)
    except (RecursionError, MemoryError):
        raise Unreadable(Message("intake.too_complex", {"path": file.path})) from None


def _digest(files: list[RawFile], modules: list[Module]) -> str:
    """A fingerprint of what is graded; the pictures and outputs of a notebook are no part of it."""
    read = {module.path for module in modules}
    parts = [(m.path, "read", *(f"{span.first}-{span.last}" for span in m.cells), m.source) for m in modules]
    for file in files:
        if file.path not in read:
            content = file.content if isinstance(file.content, bytes) else str(file.content).encode()
            parts.append((file.path, "unread", hashlib.sha256(content).hexdigest()))
    hasher = hashlib.sha256()
    for part in sorted(parts):
        for text in (str(len(part)), *part):
            data = text.encode()
            hasher.update(len(data).to_bytes(8, "big") + data)
    return hasher.hexdigest()
