"""Which statements of an assignment's files its public checks need: everything else stays with the course.

A statement is needed when a needed one uses a name that it binds, in its own file or through an import. What does
something else than bind names (an `if`, a call) belongs to its file. Kept text is the author's own, with its comments;
only imports are written anew, so that they name nothing that was left out.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from grader.errors import UsageError

_PYTEST = frozenset({"pytestmark", "pytest_plugins"})  # read by pytest, used by nobody
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass
class _File:
    """One file: its statements, the names they bind, and the numbers of those that are needed."""

    source: str
    tree: ast.Module
    binds: dict[str, list[int]] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)
    uses: set[str] = field(default_factory=set)
    whole: bool = False
    started: bool = False


def cut(
    sources: Mapping[str, str], package: str, public: Mapping[str, Collection[str]], kept_back: Collection[str] = ()
) -> dict[str, str]:
    """The files with what public checks need.

    Args:
        sources: file name → source, all Python files of the assignment.
        package: what the files import one another by: `assignments.week04_rnn`.
        public: file name → names of its public checks.
        kept_back: modules whose content never leaves the course; they come out empty if they are needed at all.

    Raises:
        UsageError: a file is not Python, or a check is none of its file's functions.
    """
    return _Cut(sources, package, kept_back).run(public)


class _Cut:
    def __init__(self, sources: Mapping[str, str], package: str, kept_back: Collection[str]) -> None:
        self._package, self._kept_back = package, kept_back
        self._files = {name.removesuffix(".py"): _read(name, source) for name, source in sources.items()}

    def run(self, public: Mapping[str, Collection[str]]) -> dict[str, str]:
        for name, checks in public.items():
            file = self._files[name.removesuffix(".py")]
            for check in sorted(checks):
                if check not in file.binds:
                    raise UsageError(f"{name}: {check} is no function of the file itself (define it there)")
            if checks:
                self._start(name.removesuffix(".py"))
                for check in (*checks, *_PYTEST):
                    self._need(name.removesuffix(".py"), check)
        if "conftest" in self._files:
            self._need_all("conftest")
        return {f"{name}.py": self._text(name, file) for name, file in self._files.items() if file.started}

    def _start(self, module: str) -> None:
        """The file is needed: what it does when it is imported is, too."""
        file = self._files[module]
        if file.started:
            return
        file.started = True
        if module in self._kept_back:
            return
        for i, node in enumerate(file.tree.body):
            if not list(_bound(node)) and not _docstring(file.tree, i):
                self._keep(module, i)

    def _need(self, module: str, name: str) -> None:
        file = self._files.get(module)
        if file is None:
            return
        self._start(module)
        if module not in self._kept_back:
            for i in file.binds.get(name, ()):
                self._keep(module, i)

    def _need_all(self, module: str) -> None:
        file = self._files[module]
        self._start(module)
        if not file.whole and module not in self._kept_back:
            file.whole = True
            for i, node in enumerate(file.tree.body):
                if not isinstance(node, ast.Import | ast.ImportFrom):
                    self._keep(module, i)

    def _keep(self, module: str, i: int) -> None:
        file = self._files[module]
        if i in file.kept:
            return
        file.kept.add(i)
        node = file.tree.body[i]
        if isinstance(node, ast.Import | ast.ImportFrom):
            return  # what of it is needed is found by its use
        modules = dict(self._imported_modules(file))
        for used, attribute in _used(node):
            file.uses.add(used)
            for at in file.binds.get(used, ()):
                bound = file.tree.body[at]
                if not isinstance(bound, ast.Import | ast.ImportFrom):
                    self._keep(module, at)
            if used in modules:
                if attribute is None:
                    self._need_all(modules[used])
                else:
                    self._need(modules[used], attribute)
            for source, name in self._imported_names(file, used):
                self._need(source, name)

    def _imported_modules(self, file: _File) -> Iterator[tuple[str, str]]:
        """(local name, file of the assignment) of whole modules."""
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ImportFrom) and self._base(node) == "":
                yield from ((a.asname or a.name, a.name) for a in node.names if a.name in self._files)
            elif isinstance(node, ast.Import):
                for a in node.names:
                    if a.name.startswith(f"{self._package}.") and a.asname:
                        yield a.asname, a.name.removeprefix(f"{self._package}.")

    def _imported_names(self, file: _File, used: str) -> Iterator[tuple[str, str]]:
        """(file of the assignment, name there) that a local name stands for."""
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ImportFrom) and (base := self._base(node)):
                yield from ((base, a.name) for a in node.names if (a.asname or a.name) == used)

    def _base(self, node: ast.ImportFrom) -> str | None:
        """The assignment's file that names come from; "" for the package itself, None for neither."""
        name = node.module or ""
        if node.level == 1:
            return name
        if name == self._package:
            return ""
        return name.removeprefix(f"{self._package}.") if name.startswith(f"{self._package}.") else None

    # -- text --------------------------------------------------------------------------------------

    def _text(self, module: str, file: _File) -> str:
        if module in self._kept_back:
            return ""
        lines = file.source.splitlines()
        parts: list[str] = []
        before = 0
        for i, node in enumerate(file.tree.body):
            first, last = _lines(node)
            text = "\n".join(lines[_comments(lines, first, before) - 1 : last])
            if isinstance(node, ast.Import | ast.ImportFrom):
                text = _import(node, file.uses, text)
            elif i not in file.kept and not _docstring(file.tree, i):
                text = ""
            if text:
                gap = 2 if isinstance(node, Definition) or (i and isinstance(file.tree.body[i - 1], Definition)) else 1
                close = parts and gap == 1 and first == before + 1
                parts.append(text if close or not parts else "\n" * gap + text)
            before = last
        return "\n".join(parts) + "\n"


def _read(name: str, source: str) -> _File:
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise UsageError(f"{name}:{error.lineno}: is not Python (mend it)") from error
    file = _File(source, tree)
    for i, node in enumerate(tree.body):
        for bound in _bound(node):
            file.binds.setdefault(bound, []).append(i)
    return file


def _bound(node: ast.stmt) -> Iterator[str]:
    """Names that a statement of the file binds and that is all it does."""
    if isinstance(node, Definition):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (a.asname or a.name.partition(".")[0] for a in node.names)
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name))


def _used(node: ast.AST) -> Iterator[tuple[str, str | None]]:
    """(name, attribute of it or None); arguments count, since pytest reads them as fixtures."""
    attributes = {id(n.value): n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    for n in ast.walk(node):
        if isinstance(n, ast.Name):
            yield n.id, attributes.get(id(n))
        elif isinstance(n, ast.arg):
            yield n.arg, None
        elif isinstance(n, ast.Constant) and isinstance(n.value, str) and n.value.isidentifier():
            yield n.value, ""  # a forward reference, getattr(module, "name")


def _docstring(tree: ast.Module, i: int) -> bool:
    node = tree.body[i]
    return i == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _lines(node: ast.stmt) -> tuple[int, int]:
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    return first, node.end_lineno or node.lineno


def _comments(lines: list[str], first: int, before: int) -> int:
    """Where the comment directly above a statement begins."""
    while first - 1 > before and lines[first - 2].startswith("#"):
        first -= 1
    return first


def _import(node: ast.Import | ast.ImportFrom, uses: Collection[str], text: str) -> str:
    """The import of what is used; `from __future__` as it is."""
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        return text
    names = [a for a in node.names if (a.asname or a.name.partition(".")[0]) in uses or a.name == "*"]
    if len(names) == len(node.names):
        return text
    if not names:
        return ""
    fewer = ast.Import(names) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, names, node.level)
    return ast.unparse(fewer)
