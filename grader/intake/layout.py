"""Who handed in what: paths → hand-ins, one for each student."""

from __future__ import annotations

import ast
import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import combinations, islice
from pathlib import Path

from grader.errors import IntakeError
from grader.intake.archive import archive_stem, is_archive
from grader.intake.files import RawFile, is_ignored, read_file, read_tree
from grader.intake.hand_in import HandIn
from grader.intake.naming import identifier, kind_of, stem_of
from grader.intake.parsing import parse, reading
from grader.intake.problems import Unparsable
from grader.intake.submission import build_submission
from grader.intake.text import readable_name
from grader.model import Message

# In a folder of hand-ins these are hand-ins, too, wrong ones; anything else (grades.csv) belongs to the teacher.
WRONG_KINDS = frozenset(
    {".7z", ".alz", ".doc", ".docx", ".egg", ".gz", ".htm", ".html", ".hwp", ".hwpx", ".md", ".pages", ".pdf", ".rar"}
    | {".rst", ".rtf", ".tar", ".tgz", ".txt", ".zip"}
)
_PEEKED = 8  # entries of a folder that are looked into
_VERSION = re.compile(r"(?:\s*\(\d+\)|[\s_-]*(?:copy|final|최종|수정|복사본|사본))+$", re.IGNORECASE)


def find_hand_ins(paths: Iterable[Path], modules: Collection[str] = ()) -> list[HandIn]:
    """The hand-ins at the paths of a command line, each a file, a student's folder or a folder of hand-ins.

    Args:
        paths: as given.
        modules: stems of the files that the assignment hands out; a folder with one of them is one student's.

    Raises:
        IntakeError: a path does not exist or holds no hand-ins.
    """
    found: list[HandIn] = []
    for path in paths:
        if not path.is_dir():
            if not os.path.lexists(path):
                raise IntakeError(f"{path}: no such file or folder: check the path")
            found.append(HandIn(student_of(path), (path,)))
        elif is_one_students(path, modules):
            found.append(HandIn(student_of(path), (path,)))
        else:
            found += hand_ins_in(path)
    return _told_apart(_merged(found))


def hand_ins_in(folder: Path) -> list[HandIn]:
    """The hand-ins in a folder that holds one file or folder for each student, in the order of their names.

    Raises:
        IntakeError: there are none.
    """
    found = [HandIn(student_of(path), (path,)) for path in _entries(folder) if _is_hand_in(path)]
    if not found:
        remedy = "give a .py or .ipynb file, a student's folder, or a folder of these"
        raise IntakeError(f"{folder}: holds no hand-ins: {remedy}")
    return sorted(_merged(found), key=lambda hand_in: hand_in.student)


def passed_over(paths: Iterable[Path], modules: Collection[str] = ()) -> list[Path]:
    """What lies in the folders of hand-ins and looks like one but is none: links, pipes, files with a hidden name.

    A student's link is not followed, since it may lead to anybody's file; whoever grades has to know of it.
    """
    found: list[Path] = []
    for folder in paths:
        try:
            passed = [path for path in sorted(folder.iterdir()) if _is_passed_over(path)] if folder.is_dir() else []
            if passed and not is_one_students(folder, modules):  # which reads files: rarely asked
                found += passed
        except (IntakeError, OSError):
            continue
    return found


def _is_passed_over(path: Path) -> bool:
    work = kind_of(path.name) and not path.name.startswith("._") and not path.is_dir()
    return bool(work or path.is_symlink()) and (is_ignored(path.name) or not _is_hand_in(path))


def is_one_students(folder: Path, modules: Collection[str] = ()) -> bool:
    """Whether a folder is one hand-in, rather than a folder of them.

    It is when Python files lie in it directly and one is named like a module of the assignment, or else when its
    files define different things: students who do the same homework define the same names.
    """
    entries = _entries(folder)
    files = [path for path in entries if kind_of(path.name) and not path.is_dir()]
    if not files or (folder / "expected.toml").exists():  # written beside the sample hand-ins of an assignment
        return False
    if any(identifier(stem_of(path.name)) in modules for path in files):
        return True
    groups: dict[str, list[Path]] = defaultdict(list)
    for path in entries:
        if path in files or path.is_dir():
            groups[_VERSION.sub("", student_of(path))].append(path)
    defined = filter(None, (_definitions(group) for group in groups.values()))
    pairs = list(combinations(islice(defined, _PEEKED), 2))
    alike = sum(2 * len(a & b) > min(len(a), len(b)) for a, b in pairs)
    return not pairs or 2 * alike < len(pairs)


def _definitions(paths: Sequence[Path]) -> set[str]:
    """The functions and classes that a hand-in defines, if these paths are one."""
    files: list[RawFile] = []
    for path in paths:
        files += read_tree(path)[0][:_PEEKED] if path.is_dir() else [read_file(path, path.name)]
    return defined_in(files)


def defined_in(files: Iterable[RawFile]) -> set[str]:
    """The functions and classes that these files define."""
    found: set[str] = set()
    with reading():
        for module in build_submission("", "", files).modules:
            try:
                body = parse(module.source).body
            except Unparsable:
                continue
            found |= {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return found


def _entries(folder: Path) -> list[Path]:
    try:
        found = [path for path in folder.iterdir() if not is_ignored(path.name)]
        return sorted(found, key=lambda path: readable_name(path.name))
    except OSError as error:
        raise IntakeError(f"{folder}: {error.strerror}: make the folder readable") from None


def _is_hand_in(path: Path) -> bool:
    if path.is_symlink():
        return False
    return path.is_dir() or (path.is_file() and (bool(kind_of(path.name)) or path.suffix.lower() in WRONG_KINDS))


def student_of(path: Path) -> str:
    """Whose hand-in a path is: the file's name without suffix, or the folder's name."""
    name = readable_name(path.name if path.name not in {"", ".."} else path.resolve().name)
    return name if path.is_dir() else archive_stem(name) if is_archive(name) else stem_of(name)


def _merged(found: Iterable[HandIn]) -> list[HandIn]:
    """Paths of the same name beside each other are one student's; a path that was given twice counts once."""
    merged: dict[tuple[Path, str], HandIn] = {}
    seen: set[Path] = set()
    for hand_in in found:
        for path in hand_in.paths:
            place = path.resolve()
            if place in seen:
                continue
            seen.add(place)
            key = (place.parent, hand_in.student)
            known = merged.get(key, replace(hand_in, paths=()))
            merged[key] = replace(known, paths=(*known.paths, path))
    return list(merged.values())


def _told_apart(found: Sequence[HandIn]) -> list[HandIn]:
    """Students of one name in several folders get the folder's name, and a number if that is not enough."""
    by_name: dict[str, list[HandIn]] = defaultdict(list)
    for hand_in in found:
        by_name[hand_in.student].append(hand_in)
    taken = {name for name, same in by_name.items() if len(same) == 1}
    result = []
    for hand_in in found:
        if len(by_name[hand_in.student]) == 1:
            result.append(hand_in)
            continue
        folder = readable_name(hand_in.paths[0].resolve().parent.name)
        name, number = f"{hand_in.student} ({folder})", 2
        while name in taken:
            name, number = f"{hand_in.student} ({folder} {number})", number + 1
        taken.add(name)
        note = Message("intake.same_name", {"student": hand_in.student, "name": name})
        result.append(replace(hand_in, student=name, notes=(*hand_in.notes, note)))
    return result
