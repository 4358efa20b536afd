"""The project's own shape, read from its source: import order, no cycles, small files, plain `__init__` files."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAX_LINES = 350

# Each part may import the parts of lower layers and its own layer; cycles are looked for apart.
LAYERS = (
    ("errors", "model", "levels", "mistakes", "forking"),
    ("messages", "scoring", "spec", "course", "protocol", "margins", "numerics", "diagnosis", "mutation", "policy"),
    ("grades",),
    ("sandbox",),
    ("student",),
    ("testing", "judge", "recording"),
    ("environment", "locking", "scratch", "fingerprint", "batch"),
    ("keeping", "ordering"),
    ("sharing",),
    ("grading", "gradebook", "verify", "calibration", "scaffold", "release"),
    ("regrading", "term"),
    ("ci",),
    ("cli",),
    ("notebook",),
)
DOMAIN = frozenset({"errors", "model", "messages", "spec", "course", "scoring", "grades"})
# Parts beside the layers: all that they may import of ours.
BESIDE = {
    "exports": DOMAIN | {"intake", "reports"},
    "intake": DOMAIN | {"repository"},
    "reports": DOMAIN,
    "store": DOMAIN,
    "repository": frozenset({"errors"}),
    "signing": frozenset({"errors"}),
    "template": DOMAIN,
    "similarity": DOMAIN | {"intake", "reports"},
    "worker": frozenset({"errors", "protocol"}),  # runs in the sandbox: nothing else of ours is there to be read
}
# Who may import a part beside the layers. The sandbox needs the worker's place only, to start it.
USERS = {
    "exports": frozenset({"ci", "cli"}),
    "store": frozenset({"grading", "gradebook", "keeping", "regrading", "sharing", "term", "cli"}),
    "intake": frozenset({"judge", "batch", "grading", "verify", "similarity", "ci", "cli", "notebook"}),
    "reports": frozenset({"grading", "similarity", "ci", "cli", "notebook"}),
    "repository": frozenset({"intake", "ci", "cli"}),
    "signing": frozenset({"ci", "cli"}),
    "similarity": frozenset({"cli"}),
    "template": frozenset({"verify", "scaffold", "release", "cli"}),
    "worker": frozenset({"sandbox"}),
}
TEMPLATE = {  # the process that becomes a worker by forking
    "grader/sandbox/linux/template.py",
    "grader/sandbox/linux/rehearsal.py",
    "grader/sandbox/nursery.py",
}
# The leaves stay free of third-party code; the worker has what student code has.
THIRD_PARTY = {
    "errors": frozenset[str](),
    "model": frozenset[str](),
    "messages": frozenset[str](),
    "scoring": frozenset[str](),
    "policy": frozenset[str](),
    "protocol": frozenset({"numpy", "torch"}),
    "worker": frozenset({"numpy", "torch"}),
}


@dataclass(frozen=True)
class Import:
    """One import of a module by another; `typing_only` where it stands under `if TYPE_CHECKING`."""

    line: int
    module: str
    typing_only: bool


def part(module: str) -> str:
    """The part of the package that a module belongs to: `grader.intake.notebooks` → `intake`."""
    names = module.split(".")
    return {"__init__": "", "__main__": "cli"}.get(names[1], names[1]) if len(names) > 1 else ""


def module_name(path: str) -> str:
    """The module's name: `grader/intake/__init__.py` → `grader.intake`."""
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def allowed(name: str) -> frozenset[str]:
    """The parts that `name` may import."""
    if name in BESIDE:
        return BESIDE[name] | {name}
    layer = next((i for i, names in enumerate(LAYERS) if name in names), None)
    if layer is None:
        return frozenset()
    below = frozenset(n for names in LAYERS[: layer + 1] for n in names)
    return below | {beside for beside, users in USERS.items() if name in users}


def imports(source: str, path: str, modules: frozenset[str]) -> Iterator[Import]:
    """Every import in a source, inside functions as well; `from package import module` names the module."""
    package = module_name(path).split(".")
    if not path.endswith("__init__.py"):
        package = package[:-1]

    def walk(node: ast.AST, *, typing_only: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(node.lineno, alias.name, typing_only)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                name = f"{base}.{alias.name}"
                yield Import(node.lineno, name if name in modules else base, typing_only)
        guarded = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        inside = node.body if guarded and isinstance(node, ast.If) else []
        for child in ast.iter_child_nodes(node):
            yield from walk(child, typing_only=typing_only or child in inside)

    yield from walk(ast.parse(source, path), typing_only=False)


def layer_violations(sources: Mapping[str, str]) -> list[str]:
    """Imports that a part of `grader` may not have, as `file:line: rule`."""
    modules = frozenset(map(module_name, sources))
    found = []
    for path, source in sources.items():
        name = part(module_name(path))
        if name and name not in BESIDE and not any(name in names for names in LAYERS):
            found.append(f"{path}:1: `{name}` has no place: add it to LAYERS or BESIDE")
            continue
        for item in imports(source, path, modules):
            if name == "sandbox" and item.module.startswith("grader.worker.") and path not in TEMPLATE:
                found.append(
                    f"{path}:{item.line}: imports {item.module}: `sandbox` may know where `worker` is, no more"
                )
            top, target = item.module.split(".")[0], part(item.module)
            if top == "grader" and target and (not name or target not in allowed(name)):
                may = ", ".join(sorted(allowed(name) - {name})) or "nothing of grader"
                found.append(f"{path}:{item.line}: imports {item.module}: `{name or 'grader'}` may import {may}")
            third_party = top != "grader" and top not in sys.stdlib_module_names
            if third_party and name in THIRD_PARTY and top not in THIRD_PARTY[name]:
                may = ", ".join(["the standard library", *sorted(THIRD_PARTY[name])])
                found.append(f"{path}:{item.line}: imports {top}: `{name}` may import {may}")
    return found


def cycles(sources: Mapping[str, str]) -> list[str]:
    """Import cycles, each as `file:line: cycle: a → b → a`; imports for type checkers only do not run."""
    modules = frozenset(map(module_name, sources))
    graph = {
        module_name(path): {
            item.module: f"{path}:{item.line}"
            for item in imports(source, path, modules)
            if not item.typing_only and item.module in modules and item.module != module_name(path)
        }
        for path, source in sources.items()
    }
    found, done = [], set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        if module in trail:
            loop = (*trail[trail.index(module) :], module)
            found.append(f"{graph[loop[0]][loop[1]]}: cycle: {' → '.join(loop)}")
        elif module not in done:
            for target in graph[module]:
                visit(target, (*trail, module))
            done.add(module)

    for module in graph:
        visit(module, ())
    return found


def init_violations(sources: Mapping[str, str]) -> list[str]:
    """Statements that do not belong in an `__init__` file."""
    found = []
    for path, source in sources.items():
        # The package's own is what a notebook imports: it finds `check` when that is asked for, and imports none of us.
        if not path.endswith("__init__.py") or path == "grader/__init__.py":
            continue
        for node in ast.parse(source).body:
            docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            names = [ast.unparse(t) for t in node.targets] if isinstance(node, ast.Assign) else []
            if not (
                docstring or isinstance(node, ast.Import | ast.ImportFrom) or names in (["__all__"], ["__version__"])
            ):
                rule = "an `__init__` file holds imports, a docstring, `__all__` and `__version__` only"
                found.append(f"{path}:{node.lineno}: {rule}")
    return found


def size_violations(sources: Mapping[str, str]) -> list[str]:
    """Files that hold more than one idea, judged by their length."""
    lengths = {path: source.count("\n") for path, source in sources.items()}
    rule = f"a file has fewer than {MAX_LINES} lines: split it by idea"
    return [f"{path}:{n}: {rule}" for path, n in lengths.items() if n >= MAX_LINES]


def read(*folders: str) -> dict[str, str]:
    """Python sources below the named folders of the project: path → text."""
    found = sorted(p for folder in folders for p in (ROOT / folder).rglob("*.py"))
    return {p.relative_to(ROOT).as_posix(): p.read_text("utf-8") for p in found}


def report(violations: list[str]) -> str:
    """One violation a line, for the failure message."""
    return "\n".join(["the project's own rules:", *violations])


def test_layers() -> None:
    """Every part of the package imports only what stands below it."""
    found = layer_violations(read("grader"))
    assert not found, report(found)


def test_no_cycles() -> None:
    """No module imports itself by a detour."""
    found = cycles(read("grader"))
    assert not found, report(found)


def test_init_files() -> None:
    """`__init__` files hold no code."""
    found = init_violations(read("grader"))
    assert not found, report(found)


def test_file_sizes() -> None:
    """A file is one idea: none is long."""
    sources = read("grader", "tests", "assignments", "reference", "benchmarks")
    found = size_violations({path: text for path, text in sources.items() if "/samples/" not in path})  # as handed in
    assert not found, report(found)


@pytest.mark.parametrize(
    "path,source,complaint",
    [
        (
            "grader/scoring.py",
            "import os\nfrom grader.judge import grade\n",
            "grader/scoring.py:2: imports grader.judge",
        ),
        ("grader/scoring.py", "def f():\n    from grader import cli\n", "grader/scoring.py:2: imports grader.cli"),
        ("grader/reports/html.py", "from ..batch import run\n", "grader/reports/html.py:1: imports grader.batch"),
        ("grader/judge/loop.py", "import grader.reports\n", "`judge` may import"),
        ("grader/worker/main.py", "from grader.spec import load\n", "`worker` may import errors, protocol"),
        ("grader/worker/main.py", "import pytest\n", "`worker` may import the standard library, numpy, torch"),
        ("grader/sandbox/base.py", "import grader.worker.load\n", "`sandbox` may know where `worker` is, no more"),
        ("grader/student/proxy.py", "import grader.worker\n", "`student` may import"),
        ("grader/model.py", "import torch\n", "`model` may import the standard library"),
        ("grader/__init__.py", "from grader import cli\n", "`grader` may import nothing"),
        ("grader/gadgets.py", "", "`gadgets` has no place"),
    ],
)
def test_layer_rule_sees(path: str, source: str, complaint: str) -> None:
    """The layer rule names file, line and rule of an import upwards, however it is written."""
    known = {"grader/cli/__init__.py": "", "grader/judge/__init__.py": "", "grader/batch.py": ""}
    (found,) = layer_violations(known | {path: source})
    assert complaint in found


def test_layer_rule_allows() -> None:
    """Imports downwards, within a part and of a side part by the command line are fine."""
    sources = {
        "grader/errors.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from grader.model import Frame\n",
        "grader/cli/grade.py": "import click\nfrom grader.reports.html import page\nfrom grader import __version__\n",
        "grader/judge/loop.py": "from .outcome import f\nfrom grader.testing import g\n",
        "grader/sandbox/process.py": "import grader.worker\n",
        "grader/worker/main.py": "import torch\nfrom grader.protocol import Peer\nfrom grader.worker.load import h\n",
    }
    assert layer_violations(sources) == []


def test_cycle_is_seen() -> None:
    """A cycle is named module by module; one that only type checkers see does not count."""
    typing_only = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import grader.model\n"
    sources = {"grader/errors.py": typing_only, "grader/model.py": "import grader.errors\n"}
    assert cycles(sources) == []
    sources["grader/errors.py"] = "import os\nfrom grader import model\n"
    assert cycles(sources) == ["grader/errors.py:2: cycle: grader.errors → grader.model → grader.errors"]


def test_init_rule_sees() -> None:
    """Code in an `__init__` file is named; docstring, imports, `__all__` and `__version__` are not."""
    fine = '"""A part."""\nfrom __future__ import annotations\nimport os\n__all__ = ["os"]\n__version__ = "1"\n'
    found = init_violations({"grader/batch/__init__.py": fine + "CACHE = {}\n", "grader/cli/x.py": "CACHE = {}\n"})
    assert [line.split(": ")[0] for line in found] == ["grader/batch/__init__.py:6"]


def test_size_rule_sees() -> None:
    """A file of the maximum length is named, one line less is not."""
    sources = {"grader/a.py": "x\n" * MAX_LINES, "grader/b.py": "x\n" * (MAX_LINES - 1)}
    assert [line.split(":")[0] for line in size_violations(sources)] == ["grader/a.py"]
