"""The submission's modules: imported by file when a name of theirs is first asked for.

One file that cannot be run costs only what it defines. A notebook's statements run one by one, so that a package
that is missing here or a constant that needs the student's drive costs only itself.
"""

from __future__ import annotations

import ast
import builtins
import importlib.machinery
import importlib.util
import sys
import types
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class Missing(Exception):
    """No module of the submission defines the name."""


class LoadFailed(Exception):
    """The module that should define a name raised; the original is `__cause__`."""


@dataclass
class _Source:
    name: str
    path: str  # relative to the code folder
    definitions_only: bool
    module: types.ModuleType | None = None
    failed: BaseException | None = None
    skipped: dict[str, BaseException] = field(default_factory=dict)


class Loader:
    """Finds names in a submission.

    Args:
        folder: the code folder, on `sys.path` behind everything else, so that modules of the submission can
            import each other but never shadow the standard library or torch.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sources: dict[str, _Source] = {}
        self._names: dict[str, list[str]] = {}

    def add(self, modules: list[tuple[str, str, bool]], names: dict[str, list[str]]) -> None:
        """Write the sources and remember which module defines what.

        Args:
            modules: (name, source, definitions_only).
            names: top-level name → modules to look into, best first.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if str(self.folder) not in sys.path:
            sys.path.append(str(self.folder))
        for name, source, definitions_only in modules:
            path = self.folder / f"{name}.py"
            path.write_text(source, encoding="utf-8", errors="surrogatepass")
            self._sources[name] = _Source(name, path.name, definitions_only)
        self._names = names

    def find(self, name: str) -> Any:
        """The object of that name.

        Raises:
            LoadFailed: the module that should define it raised. Missing: nothing defines it.
        """
        failed: BaseException | None = None
        for source in self._candidates(name):
            if source.module is None and source.failed is None:
                self._load(source)
            if source.failed is not None:
                failed = failed or source.failed
            elif name in vars(source.module):
                return vars(source.module)[name]
            elif name in source.skipped:
                failed = failed or source.skipped[name]
        if failed is not None:
            raise LoadFailed(name) from failed
        raise Missing(name)

    def _candidates(self, name: str) -> list[_Source]:
        first = [self._sources[n] for n in self._names.get(name, []) if n in self._sources]
        return first or list(self._sources.values())

    def _load(self, source: _Source) -> None:
        path = self.folder / source.path
        taken = source.name in sys.modules or _found_elsewhere(source.name, self.folder)
        module_name = f"submission_{source.name}" if taken else source.name
        spec = importlib.util.spec_from_file_location(module_name, path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[module_name] = module
        try:
            if source.definitions_only:
                _run_statements(path, module, source.skipped)
            else:
                spec.loader.exec_module(module)
        except BaseException as error:  # noqa: BLE001 - sys.exit at import time is the student's too
            source.failed = error
            sys.modules.pop(module_name, None)
        else:
            source.module = module


def _found_elsewhere(name: str, folder: Path) -> bool:
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError, AttributeError):
        return False
    return spec is not None and (spec.origin is None or Path(spec.origin).parent != folder)


def _run_statements(path: Path, module: types.ModuleType, skipped: dict[str, BaseException]) -> None:
    tree = ast.parse(path.read_bytes(), str(path))
    for statement in tree.body:
        code = compile(ast.Module([statement], []), str(path), "exec")
        try:
            exec(code, vars(module))  # noqa: S102 - running the submission is this process's purpose
        except Exception as error:  # noqa: BLE001
            skipped.update(dict.fromkeys(_bound(statement), error))
        else:
            for name in _bound(statement):
                skipped.pop(name, None)


def _bound(statement: ast.stmt) -> list[str]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [statement.name]
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [(a.asname or a.name).split(".")[0] for a in statement.names]
    return [n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]


class _Nothing(types.ModuleType):
    """Stands for a part of Colab: every attribute is callable and does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing(name)

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        return None


def stub_colab() -> None:
    """Make `google.colab` and `get_ipython()` exist, as notebooks expect them, doing nothing."""
    try:
        taken = importlib.util.find_spec("google.colab") is not None
    except (ImportError, ValueError, AttributeError):
        taken = False
    if not taken:
        google = sys.modules.setdefault("google", types.ModuleType("google"))
        colab = _Nothing("google.colab")
        colab.__path__ = []  # a package, so that `from google.colab import drive` works
        colab.__spec__ = importlib.machinery.ModuleSpec("google.colab", None)
        sys.modules["google.colab"] = colab
        google.colab = colab  # type: ignore[attr-defined]
        for part in ("drive", "files", "output", "userdata", "patches"):
            sys.modules[f"google.colab.{part}"] = _Nothing(f"google.colab.{part}")
    builtins.get_ipython = lambda: _Nothing("ipython")  # type: ignore[attr-defined]
    builtins.display = lambda *a, **k: None  # type: ignore[attr-defined]
