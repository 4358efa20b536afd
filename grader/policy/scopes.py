"""Who binds a name where: modules, classes, functions, lambdas and comprehensions."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from grader.policy.nodes import COMPREHENSIONS, DEFINITIONS, FUNCTIONS, LEAVES, Fields

__all__ = ["COMPREHENSIONS", "FUNCTIONS", "Binding", "Scope", "fill", "parameters", "targets"]

Kind = Literal["definition", "class", "value", "item", "import", "from", "parameter", "opaque"]
_CONDITIONAL = frozenset({ast.If, ast.Try, ast.TryStar, ast.For, ast.AsyncFor, ast.While, ast.Match})
_FIELDS = Fields("op", "ops", backwards=True)


@dataclass(eq=False, slots=True)
class Binding:
    """One place that binds a name. Never changed, but not frozen, which would take three times as long to make.

    Attributes:
        order: its position among the bindings of its scope.
        certain: it runs whenever its scope does, so that it replaces what was bound before.
        node: the definition, the assigned expression, the import, or the parameter's default.
        module: for an import, the module's dotted name with leading dots; `name` then is what is taken from it.
    """

    kind: Kind
    scope: Scope
    order: int
    certain: bool
    line: int
    node: ast.AST | None = None
    module: str = ""
    name: str = ""


@dataclass(eq=False)
class Scope:
    """The names of one module, class body, function, lambda or comprehension.

    Attributes:
        kind: what it is the scope of.
        module: the submission's module that it stands in.
        parent: where names are looked up that it does not bind; never a class, except for the class's own body.
        around: the scope that it stands in.
    """

    kind: Literal["module", "class", "function"]
    module: str
    node: ast.AST
    parent: Scope | None = None
    around: Scope | None = None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    outside: set[str] = field(default_factory=set)  # declared global
    size: int = 0

    def bind(
        self,
        name: str,
        kind: Kind,
        line: int,
        node: ast.AST | None = None,
        *,
        certain: bool = True,
        source: tuple[str, str] = ("", ""),
    ) -> None:
        """Add a binding after those that are there."""
        binding = Binding(kind, self, self.size, certain, line, node, *source)
        self.bindings.setdefault(name, []).append(binding)
        self.size += 1

    def valid(self, name: str, before: int | None = None) -> list[Binding]:
        """The bindings that a name may have when the scope has run, or had when `before` was about to run.

        In a function all of them: loops go back.
        """
        found = self.bindings.get(name, [])
        if self.kind == "function":
            return found
        end = len(found) if before is None else bisect_left(found, before, key=lambda binding: binding.order)
        first = end
        while first > 0 and not (first < end and found[first].certain):
            first -= 1
        return found[first:end]


def fill(scope: Scope, body: Sequence[ast.AST]) -> None:
    """Bind in `scope` what the statements of `body` bind; definitions inside are not entered."""
    waiting: list[tuple[ast.AST, bool]] = [(node, True) for node in reversed(body)]
    while waiting:
        node, certain = waiting.pop()
        kind = type(node)
        bind = _BINDERS.get(kind)
        if bind is not None:
            bind(scope, node, certain)
        if kind in DEFINITIONS:
            continue
        inside = certain and kind not in _CONDITIONAL
        for name in _FIELDS[kind]:
            value = getattr(node, name, None)
            if type(value) is list:
                waiting += [(child, inside) for child in reversed(value) if type(child) not in LEAVES]
            elif type(value) not in LEAVES:
                waiting.append((value, inside))  # type: ignore[arg-type] # a node: what else there is are leaves


def parameters(scope: Scope, arguments: ast.arguments) -> None:
    """Bind a function's parameters, each with its default."""
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [*[None] * (len(positional) - len(arguments.defaults)), *arguments.defaults]
    named = [*zip(positional, defaults, strict=True), *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    for argument, default in named:
        scope.bind(argument.arg, "parameter", argument.lineno, default)
    for rest in (arguments.vararg, arguments.kwarg):
        if rest is not None:
            scope.bind(rest.arg, "opaque", rest.lineno)


def targets(scope: Scope, target: ast.AST, value: ast.AST | None, kind: Kind, *, certain: bool) -> None:
    """Bind the names of an assignment's target to what they get of `value`."""
    if type(target) is ast.Name:  # nearly all
        scope.bind(target.id, kind if value is not None else "opaque", target.lineno, value, certain=certain)
        return
    waiting: list[tuple[ast.AST, ast.AST | None, Kind]] = [(target, value, kind)]
    while waiting:
        to, what, how = waiting.pop()
        if isinstance(to, ast.Name):
            scope.bind(to.id, how if what is not None else "opaque", to.lineno, what, certain=certain)
        elif isinstance(to, ast.Starred):
            waiting.append((to.value, what, "item"))
        elif isinstance(to, ast.Tuple | ast.List):
            same = isinstance(what, ast.Tuple | ast.List) and len(what.elts) == len(to.elts) and how == "value"
            plain = same and not any(isinstance(e, ast.Starred) for e in [*to.elts, *getattr(what, "elts", [])])
            parts = what.elts if plain and isinstance(what, ast.Tuple | ast.List) else [what] * len(to.elts)
            waiting.extend(
                (t, part, "value" if plain else "item") for t, part in reversed(list(zip(to.elts, parts, strict=True)))
            )


# What each kind of node binds. Nothing is known of the nodes' types: the table has them.


def _definition(scope: Scope, node: Any, certain: bool) -> None:
    scope.bind(node.name, "definition", node.lineno, node, certain=certain)


def _class(scope: Scope, node: Any, certain: bool) -> None:
    scope.bind(node.name, "class", node.lineno, node, certain=certain)


def _import(scope: Scope, node: Any, certain: bool) -> None:
    for alias in node.names:
        module = alias.name if alias.asname else alias.name.partition(".")[0]
        scope.bind(alias.asname or module, "import", node.lineno, node, certain=certain, source=(module, ""))


def _import_from(scope: Scope, node: Any, certain: bool) -> None:
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        if alias.name == "*":
            scope.stars.append(module)
        else:
            name = alias.asname or alias.name
            scope.bind(name, "from", node.lineno, node, certain=certain, source=(module, alias.name))


def _global(scope: Scope, node: Any, _certain: bool) -> None:
    scope.outside.update(node.names)


def _assign(scope: Scope, node: Any, certain: bool) -> None:
    for target in node.targets:
        targets(scope, target, node.value, "value", certain=certain)


def _assign_one(scope: Scope, node: Any, certain: bool) -> None:
    if node.value is not None:
        targets(scope, node.target, node.value, "value", certain=certain)


def _add(scope: Scope, node: Any, _certain: bool) -> None:
    targets(scope, node.target, node.value, "value", certain=False)  # to what was there


def _loop(scope: Scope, node: Any, certain: bool) -> None:
    targets(scope, node.target, node.iter, "item", certain=certain)


def _with(scope: Scope, node: Any, certain: bool) -> None:
    if node.optional_vars is not None:
        targets(scope, node.optional_vars, None, "opaque", certain=certain)


def _capture(scope: Scope, node: Any, certain: bool) -> None:
    if node.name:
        scope.bind(node.name, "opaque", node.lineno, certain=certain)


_BINDERS: dict[type[ast.AST], Callable[[Scope, Any, bool], None]] = {
    ast.FunctionDef: _definition,
    ast.AsyncFunctionDef: _definition,
    ast.ClassDef: _class,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Global: _global,
    ast.Assign: _assign,
    ast.AnnAssign: _assign_one,
    ast.NamedExpr: _assign_one,
    ast.AugAssign: _add,
    ast.For: _loop,
    ast.AsyncFor: _loop,
    ast.withitem: _with,
    ast.ExceptHandler: _capture,
    ast.MatchAs: _capture,
    ast.MatchStar: _capture,
}
