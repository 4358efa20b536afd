"""The submission's modules: imported when a name of theirs is first asked for.

One file that cannot be run costs only what it defines. A notebook's statements run one by one, so that a package
that is missing here or a constant that needs the student's drive costs only itself.
"""

from __future__ import annotations
import __future__ as language_features

import ast
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import re
import sys
import types
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.errors import ProtocolError


class Missing(Exception):
    """No module of the submission defines the name."""


class LoadFailed(Exception):
    """The module that should define a name raised; the original is `__cause__`."""


@dataclass(eq=False)
class _Source(importlib.abc.Loader):
    """One module of the submission; as a loader, it runs its code."""

    name: str
    path: Path
    definitions_only: bool
    read: bool = False  # the judge could read which names it defines
    import_name: str = ""
    failed: BaseException | None = None
    skipped: dict[str, BaseException] = field(default_factory=dict)

    def exec_module(self, module: types.ModuleType) -> None:
        source = self.path.read_bytes()
        if self.definitions_only:
            _run_statements(source, self.path, module, self.skipped)
        else:
            code = compile(source, str(self.path), "exec", dont_inherit=True)
            exec(code, vars(module))  # noqa: S102 - running the submission is this process's purpose

    def mentions(self, name: str) -> bool:
        """Whether it may define the name, by its text alone: it may be one that does not parse."""
        text = self.path.read_text(encoding="utf-8", errors="surrogatepass")
        return re.search(rf"\b{re.escape(name)}\b|\bimport\s*\*", text) is not None


class Loader(importlib.abc.MetaPathFinder):
    """Finds names in a submission.

    As the last finder on `sys.meta_path` it lets modules of the submission import each other, but never shadow
    the standard library or torch.

    Args:
        folder: where the sources are written, for tracebacks and `inspect`.
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
        if self not in sys.meta_path:
            sys.meta_path.append(self)
        self._names = names
        read = {module for places in names.values() for module in places}
        for name, source, definitions_only in modules:
            if not name.isidentifier():
                raise ProtocolError(f"not a module name: {name!r:.40}")
            path = self.folder / f"{name}.py"
            path.write_text(source, encoding="utf-8", errors="surrogatepass")
            self._sources[name] = _Source(name, path, definitions_only, name in read)
            taken = _found_elsewhere(name, self)
            self._sources[name].import_name = f"submission_{name}" if taken else name

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The spec of a module of the submission."""
        source = self._sources.get(fullname.removeprefix("submission_"))
        if source is None or source.import_name != fullname:
            return None
        return importlib.util.spec_from_file_location(fullname, source.path, loader=source)

    def find(self, name: str) -> Any:
        """The object of that name.

        Raises:
            LoadFailed: the module that should define it raised.
            Missing: nothing defines it.
        """
        failed: BaseException | None = None
        known = [self._sources[n] for n in self._names.get(name, []) if n in self._sources]
        for source in known or self._sources.values():
            module = self._module(source)
            if module is None:
                # A file whose names are known, this one not among them, would not have defined it.
                if known or (not source.read and source.mentions(name)):
                    failed = failed or source.failed
            elif name in vars(module):
                return vars(module)[name]
            elif name in source.skipped:
                failed = failed or source.skipped[name]
        if failed is not None:
            raise LoadFailed(name) from self._first(failed)
        raise Missing(name)

    def reason(self, error: BaseException) -> BaseException:
        """LoadFailed in place of a NameError where a statement of a notebook failed to set that name; else the same."""
        first = self._first(error)
        if first is error:
            return error
        failed = LoadFailed()
        failed.__cause__ = first
        return failed

    def _first(self, error: BaseException) -> BaseException:
        """Where a chain of names that are not set begins: with the package, not with the object made of it."""
        seen: set[str] = set()
        while type(error) is NameError and type(error.name) is str and error.name not in seen:
            seen.add(error.name)
            error = self._why_not_set(error, error.name) or error
        return error

    def _why_not_set(self, error: NameError, name: str) -> BaseException | None:
        """What kept the notebook from setting the name, where it is a global one of the notebook that is missing."""
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        if place is None or name in place.tb_frame.f_code.co_freevars:  # an outer function's variable
            return None
        module = place.tb_frame.f_globals.get("__name__")
        return next((s.skipped.get(name) for s in self._sources.values() if s.import_name == module), None)

    def _module(self, source: _Source) -> types.ModuleType | None:
        """The module, imported if it was not; None if that failed, now or before."""
        if source.failed is not None:
            return None
        try:
            return importlib.import_module(source.import_name)
        except BaseException as error:  # noqa: BLE001 - sys.exit at import time is the student's, too
            source.failed = error
            return None


def _found_elsewhere(name: str, own: Loader) -> bool:
    """Whether `import name` means a module that is not the submission's."""
    if name in sys.modules or name in sys.builtin_module_names:
        return True
    for finder in sys.meta_path:
        if finder is not own and getattr(finder, "find_spec", None) is not None:
            try:
                if finder.find_spec(name, None) is not None:
                    return True
            except (ImportError, ValueError, AttributeError):
                continue
    return False


def _run_statements(source: bytes, path: Path, module: types.ModuleType, skipped: dict[str, BaseException]) -> None:
    flags = 0
    for statement in ast.parse(source, str(path)).body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            for alias in statement.names:
                flags |= getattr(language_features, alias.name).compiler_flag
        code = compile(ast.Module([statement], []), str(path), "exec", flags, dont_inherit=True)
        try:
            exec(code, vars(module))  # noqa: S102 - as above
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it was, it costs this statement only
            skipped.update(dict.fromkeys(_bound(statement), error))
        else:
            for name in _bound(statement):
                skipped.pop(name, None)


def _bound(statement: ast.stmt) -> list[str]:
    """The names that a statement binds, nested ones included."""
    names = []
    for node in ast.walk(statement):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.append(node.name)
            if node is statement:
                return names
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names += [(a.asname or a.name).split(".")[0] for a in node.names]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.append(node.id)
    return names
