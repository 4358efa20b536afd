"""A week's bundle: its files, by what they are made of, and the search for what must not be in them."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.course import Course
from grader.course.seeds import known_seed
from grader.errors import UsageError
from grader.judge.assignment import Assignment
from grader.model import Check
from grader.recording.released import MANIFEST, RECORDING, Manifest, manifest_text, torch_names
from grader.release.cutting import cut
from grader.release.recording import record
from grader.release.search import Leak, Secret, check_secrets, code_secrets, leaks, seed_secrets, solution_secrets
from grader.release.shared import shared_files
from grader.spec.assignment import FILE_NAME as ASSIGNMENT_FILE
from grader.template import build_template

CHECKS = "assignments"  # checks import one another by it
_ENTRY = re.compile(r'^msgid "(?P<key>[^"]+)"', re.MULTILINE)
_RECORDED = '''"""What the functions of this file answer is recorded: they would give a solution away."""

from grader.recording import recorded_helper

__getattr__ = recorded_helper(__name__)
'''


@dataclass(frozen=True)
class Bundle:
    """A week's files, by the folder they go to.

    Attributes:
        shared: for the bundle's top; the same for every week. checks: for `assignments/<week>`. work: for `<week>`,
            the student's own folder.
    """

    week: str
    shared: Mapping[str, bytes]
    checks: Mapping[str, bytes]
    work: Mapping[str, bytes]

    def parts(self) -> tuple[tuple[str, Mapping[str, bytes]], ...]:
        """(folder below the bundle's, its files)."""
        return ((".", self.shared), (f"{CHECKS}/{self.week}", self.checks), (self.week, self.work))

    def files(self) -> dict[str, bytes]:
        """Path → content, all of them."""
        return {
            f"{folder}/{name}".removeprefix("./"): data for folder, part in self.parts() for name, data in part.items()
        }


def build_bundle(course: Course, week: str) -> Bundle:
    """A week as students get it.

    Raises:
        UsageError: a check cannot be recorded, or something that must not leave the course would be in it.
    """
    assignment = Assignment.load(course, week)
    if course.paths.assignments != CHECKS:
        raise UsageError(f"course.toml: paths.assignments: a bundle's checks lie in {CHECKS} (name the folder so)")
    recorded = record(assignment)
    spec, folder = assignment.spec, assignment.folder
    sources = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.py"))}
    kept = cut(sources, f"{CHECKS}.{spec.id}", _public(recorded.checks, sources), spec.recorded)
    checks = {name: text.encode() for name, text in kept.items()}
    checks |= {f"{name}.py": _RECORDED.encode() for name in spec.recorded if f"{name}.py" in kept}
    checks[ASSIGNMENT_FILE] = _without_comments(folder / ASSIGNMENT_FILE).encode()
    checks[RECORDING] = recorded.recording.bytes()
    checks[MANIFEST] = manifest_text(_manifest(assignment, recorded.checks)).encode()
    words = {word for text in kept.values() for word in _texts(text)}
    for language in sorted((folder / "messages").glob("*.po")):
        checks[f"messages/{language.name}"] = _messages(language.read_text("utf-8"), words).encode()
    work = build_template(
        spec, assignment.reference_folder, folder, install=course.student.install, bundle=course.student.bundle
    )
    bundle = Bundle(spec.id, shared_files(course), dict(sorted(checks.items())), work)
    found = leaks(bundle.files(), secrets(assignment, recorded.checks))
    if found:
        more = "".join(f"; {x}" for x in found[1:])
        raise UsageError(f"{found[0]}{more}: nothing was written (list the file under `recorded`, or move it)")
    return bundle


def find_leaks(assignment: Assignment, checks: tuple[Check, ...], files: Mapping[str, bytes]) -> list[Leak]:
    """What of the course's secrets is in these files."""
    return leaks(files, secrets(assignment, checks))


def secrets(assignment: Assignment, checks: tuple[Check, ...]) -> list[Secret]:
    """What must stay with the course: solutions, hidden checks, the seed of hidden cases if there is one yet."""
    solutions = {
        f"{m}.py": (assignment.reference_folder / f"{m}.py").read_text("utf-8") for m in assignment.spec.modules
    }
    found = list(solution_secrets(solutions))
    sources = {path.name: path.read_text("utf-8") for path in assignment.folder.glob("*.py")}
    for name in assignment.spec.recorded:
        found += code_secrets(f"{name}.py", sources[f"{name}.py"])
    documents = {
        f"{name}::{node.name}": ast.get_docstring(node) or ""
        for name, text in sources.items()
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }
    found += check_secrets(checks, documents)
    seed = known_seed(assignment.course, assignment.spec.id)
    return found if seed is None else [*found, *seed_secrets(assignment.spec.id, seed)]


def _public(checks: tuple[Check, ...], sources: Mapping[str, str]) -> dict[str, set[str]]:
    """File → functions of its public checks."""
    found: dict[str, set[str]] = {}
    hidden: set[tuple[str, str]] = set()
    for check in checks:
        file, function = check.id.split("::")[0], check.name.partition("[")[0]
        if check.hidden:
            hidden.add((file, function))
        else:
            found.setdefault(file, set()).add(function)
    for file, functions in found.items():
        for function in functions:
            if (file, function) in hidden:
                raise UsageError(f"{file}::{function}: is hidden in part only (make it two checks)")
            if file not in sources:
                raise UsageError(f"{file}: lies in a folder of its own (put it beside {ASSIGNMENT_FILE})")
    by_file = {(c.id.split("::")[0], c.name): c for c in checks}
    for check in checks:
        for need in check.needs:
            needed = by_file.get((check.id.split("::")[0], need))
            if not check.hidden and needed is not None and needed.hidden:
                raise UsageError(f"{check.id}: needs {need}, which is hidden (need a public check)")
    return found


def _manifest(assignment: Assignment, checks: tuple[Check, ...]) -> Manifest:
    tasks = [task.id for task in assignment.spec.tasks]
    hidden = {t: [c.points for c in checks if c.hidden and c.task == t] for t in tasks}
    classes = {n: a for t in assignment.spec.tasks for n in t.names if (a := assignment.public_names(n)) is not None}
    torchs = set(torch_names())
    return Manifest(
        week=assignment.spec.id,
        points={t: sum(c.points for c in checks if not c.hidden and c.task == t) for t in tasks},
        hidden={t: (len(points), sum(points)) for t, points in hidden.items() if points},
        classes={name: tuple(a for a in names if a not in torchs) for name, names in classes.items()},
        modules=tuple(name for name, names in classes.items() if torchs <= set(names)),
        training=tuple(c.id for c in checks if c.training and not c.hidden),
        files={
            t: tuple(dict.fromkeys(c.id.split("::")[0] for c in checks if c.task == t and not c.hidden)) for t in tasks
        },
    )


def _texts(source: str) -> Iterator[str]:
    return (n.value for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Constant) and isinstance(n.value, str))


def _messages(text: str, words: Collection[str]) -> str:
    """The header, and the messages that public checks speak of."""
    kept = []
    for entry in text.split("\n\n"):
        key = _ENTRY.search(entry)
        if key is None or key["key"].removesuffix(".kind") in words:
            kept.append(entry.strip("\n"))
    return "\n\n".join(kept) + "\n"


def _without_comments(file: Path) -> str:
    """The specification without its comments, which are the authors' own."""
    text = file.read_text("utf-8")
    plain = re.sub(r"\n{3,}", "\n\n", "".join(f"{x}\n" for x in text.splitlines() if not x.lstrip().startswith("#")))
    if tomllib.loads(plain) != tomllib.loads(text):
        raise UsageError(f"{file}: a line of a text begins with # (reword it)")
    return plain.lstrip("\n")
