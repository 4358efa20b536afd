"""The files of a student template: made, written without losing anyone's edits, compared with what is there."""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from grader.errors import UsageError
from grader.spec import AssignmentSpec, TaskSpec
from grader.template.cells import Part, notebook
from grader.template.markers import problem
from grader.template.solution import stub

MANIFEST = ".generated.json"
HANDOUTS = ("README.md", "README.ko.md")
# What a student's machine has for sure; a stub that needs more could not even be imported.
IMPORTABLE = frozenset({"numpy", "torch", *sys.stdlib_module_names})


def build_template(
    spec: AssignmentSpec, reference_dir: Path, handout_dir: Path, *, install: str = "", bundle: str = ""
) -> dict[str, bytes]:
    """All files of one assignment's template: relative path → content.

    The stubs (`<module>.py`), the same stubs as one notebook (`<assignment>.ipynb`), the handout in both languages.

    Args:
        spec: the assignment.
        reference_dir: holds `<module>.py` with solution markers.
        handout_dir: holds README.md and README.ko.md.
        install, bundle: what the notebook's first code cell gets, see `grader.template.cells.notebook`.

    Raises:
        UsageError: a file is missing or its markers are wrong; a task's name is missing in its module, or would be
            given away with its solution; a stub imports what a student may not have.
    """
    modules: dict[str, list[TaskSpec]] = {}
    for task in spec.tasks:
        modules.setdefault(task.module, []).append(task)
    parts = []
    for module, tasks in modules.items():
        path = reference_dir / f"{module}.py"
        source = stub(_read(path), str(path))
        _complain_about_imports(source, str(path))
        for task in tasks:
            _complain_about_names(source, task, str(path))
        parts.append(Part(module, source, tuple(tasks)))

    handouts = {name: _read(handout_dir / name) for name in HANDOUTS}
    command = f"grader check {spec.id}.ipynb"
    book = notebook(parts, spec.title, handouts["README.ko.md"], command, install, bundle)
    files = {f"{part.module}.py": part.source for part in parts} | handouts
    files[f"{spec.id}.ipynb"] = json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return {path: content.encode() for path, content in sorted(files.items())}


def write_template(files: Mapping[str, bytes], out_dir: Path, *, force: bool = False) -> list[str]:
    """Write a template and remember what was written, so that the next time shows what a person has changed.

    Files that an earlier template had and this one has not are removed. Nothing is written when a file would be lost.

    Returns:
        The paths that were written or removed: none when all was up to date.

    Raises:
        UsageError: a file differs from the template and from what was generated before, and `force` is not set.
    """
    remembered = _remembered(out_dir)
    current = {path: _content(out_dir / path) for path in {*files, *remembered}}
    edited = [
        path
        for path, content in sorted(current.items())
        if content is not None and content != files.get(path) and _digest(content) != remembered.get(path)
    ]
    if edited and not force:
        remedy = "move the change into the reference or the handout, or overwrite with --force"
        raise UsageError(f"{out_dir}: edited by hand: {', '.join(edited)} ({remedy})")
    changed = []
    for path, content in sorted(current.items()):
        target = out_dir / path
        if path in files and content != files[path]:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(files[path])
            changed.append(path)
        elif path not in files and content is not None:
            target.unlink()
            changed.append(path)
    manifest = json.dumps({path: _digest(files[path]) for path in sorted(files)}, indent=1) + "\n"
    if _content(out_dir / MANIFEST) != manifest.encode():
        (out_dir / MANIFEST).write_text(manifest, "utf-8")
    return changed


def drift(files: Mapping[str, bytes], out_dir: Path) -> list[str]:
    """How a written template differs from what would be generated now, a line a file; empty when it is up to date."""
    found = []
    for path in sorted({*files, *_remembered(out_dir)}):
        content = _content(out_dir / path)
        if path not in files:
            if content is not None:
                found.append(f"{path}: no longer part of the template")
        elif content is None:
            found.append(f"{path}: missing")
        elif content != files[path]:
            found.append(f"{path}: differs")
    return found


def _complain_about_imports(source: str, file: str) -> None:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = ["." * node.level + (node.module or "")]
        else:
            continue
        for name in names:
            if name.split(".")[0] not in IMPORTABLE:
                remedy = "move the import into a solution block, or do without it"
                raise problem(file, node.lineno, f"the stub imports `{name}`, which a student may not have", remedy)


def _complain_about_names(source: str, task: TaskSpec, file: str) -> None:
    definitions = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    found = {node.name: node for node in ast.parse(source).body if isinstance(node, definitions)}
    for name in task.names:
        if (node := found.get(name)) is None:
            what = f"the stub does not define `{name}` of task {task.id}"
            raise problem(file, 1, what, "define it outside the solution blocks")
        if not any("NotImplementedError" in ast.unparse(n) for n in ast.walk(node) if isinstance(n, ast.Raise)):
            what = f"`{name}` has no solution block: the template would give its solution away"
            raise problem(file, node.lineno, what, "put its body between `# BEGIN SOLUTION` and `# END SOLUTION`")


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file (the template of the assignment needs it)") from None


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _remembered(out_dir: Path) -> dict[str, str]:
    """Path → fingerprint of what was generated last."""
    try:
        return dict(json.loads(_content(out_dir / MANIFEST) or b"{}"))
    except (ValueError, TypeError):
        return {}  # then every file that differs counts as edited


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
