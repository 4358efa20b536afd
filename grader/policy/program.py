"""A submission's modules as scopes, and where a name in them leads."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator, Mapping

from grader.policy.fields import fields
from grader.policy.scopes import COMPREHENSIONS, FUNCTIONS, Binding, Scope, fill, parameters, targets
from grader.policy.tracing import Place, Trace, trace
from grader.policy.values import Instance, Library, OwnClass, OwnFunction, OwnModule, Value, Values

_BUILTINS = frozenset(dir(builtins))


class Program:
    """The syntax trees of one submission.

    Args:
        trees: the name under which a module is imported → its tree.
    """

    def __init__(self, trees: Mapping[str, ast.Module]) -> None:
        self._trees = dict(trees)
        self._scopes: dict[ast.AST, Scope] = {}
        self._traces: dict[Place, Trace] = {}
        self._fields: dict[Scope, dict[str, list[tuple[ast.expr, Scope]]]] = {}
        self._fixed: dict[Binding, Values | None] = {}
        self._found: dict[tuple[str, Scope, int | None], list[Binding]] = {}
        self._known_as = {f"submission_{name}": name for name in trees} | {name: name for name in trees}

    def __del__(self) -> None:
        """Scopes and bindings hold each other: without this, trees stay until somebody looks for garbage."""
        for scope in self._scopes.values():
            scope.bindings.clear()

    def module(self, name: str) -> Scope | None:
        """The scope of a module of the submission."""
        tree = self._trees.get(name)
        if tree is None:
            return None
        if tree not in self._scopes:
            self._scopes[tree] = scope = Scope("module", name, tree)
            fill(scope, tree.body)
        return self._scopes[tree]

    def body_of(self, node: ast.AST, around: Scope) -> Scope:
        """The scope inside a function, lambda, class or comprehension that stands in `around`."""
        if node in self._scopes:
            return self._scopes[node]
        outer = around if around.kind != "class" else around.parent
        inside = Scope("class" if isinstance(node, ast.ClassDef) else "function", around.module, node, outer, around)
        if isinstance(node, ast.ClassDef):
            # A class body sees the scope around it; a class in a class does not see the outer one's names.
            fill(inside, node.body)
        elif isinstance(node, (*FUNCTIONS, ast.Lambda)):
            parameters(inside, node.args)
            fill(inside, node.body if isinstance(node, FUNCTIONS) else [node.body])
        elif isinstance(node, COMPREHENSIONS):
            for generator in node.generators:
                targets(inside, generator.target, generator.iter, "item", certain=True)
        self._scopes[node] = inside
        return inside

    def run_in(self, tree: ast.Module, around: Scope) -> Scope:
        """The scope of code that `exec` runs in `around`."""
        inside = Scope("function", around.module, tree, around, around)
        fill(inside, tree.body)
        self._scopes[tree] = inside
        return inside

    def fields(self, scope: Scope) -> dict[str, list[tuple[ast.expr, Scope]]]:
        """Attribute → what the methods of a class assign to `self.attribute`."""
        known = self._fields.get(scope)
        if known is None:
            known = self._fields[scope] = fields(self, scope)
        return known

    def fixed(self, binding: Binding) -> Values | None:
        """What a binding binds its name to, where nothing has to be evaluated for that; else None."""
        if binding in self._fixed:
            return self._fixed[binding]
        self._fixed[binding] = found = self._meant(binding)
        return found

    def _meant(self, binding: Binding) -> Values | None:
        node, scope = binding.node, binding.scope
        if binding.kind == "import":
            return frozenset({self.imported(binding.module, scope.module)})
        if binding.kind == "definition" and node is not None:
            return frozenset({OwnFunction(node)})
        if binding.kind == "class" and node is not None:
            return frozenset({OwnClass(self.body_of(node, scope))})
        function, around = scope.node, scope.around
        first = binding.kind == "parameter" and binding.order == 0
        if first and around is not None and around.kind == "class" and isinstance(function, FUNCTIONS):
            decorators = {getattr(d, "id", "") for d in function.decorator_list}
            if "staticmethod" not in decorators:
                return frozenset({OwnClass(around) if "classmethod" in decorators else Instance(around)})
        return None

    def trace(self, place: Place) -> Trace:
        """As `tracing.trace`, remembered."""
        known = self._traces.get(place)
        if known is None:
            known = self._traces[place] = trace(self, place)
        return known

    def lookup(self, name: str, scope: Scope, before: int | None) -> list[Binding]:
        """The bindings that a name may lead to, innermost scope first; none for what nobody binds.

        Args:
            before: for code that runs while its module does, its order there; None when everything has run.
        """
        key = (name, scope, before)
        known = self._found.get(key)
        if known is None:
            known = self._found[key] = self._lookup(name, scope, before)
        return known

    def _lookup(self, name: str, scope: Scope, before: int | None) -> list[Binding]:
        here: Scope | None = scope
        while here is not None:
            if name not in here.outside:
                found = here.valid(name, before if here is scope else None)
                if found:
                    return found
            here = here.parent
        root = self.module(scope.module)
        return root.valid(name) if root is not None and name in scope.outside else []

    def starred(self, name: str, scope: Scope) -> Iterator[Value | Binding]:
        """What `from … import *` may have brought under a name that nobody binds."""
        here: Scope | None = scope
        while here is not None:
            for module in here.stars:
                own = self.own(module, scope.module)
                if own is None:
                    yield Library(f"{module}.{name}")
                else:
                    root = self.module(own)
                    yield from root.valid(name) if root is not None else []
            here = here.parent

    def own(self, dotted: str, importer: str) -> str | None:
        """The module of the submission that an import means; None for a library's."""
        known = self._known_as.get(dotted.lstrip("."))
        return known if known != importer and dotted not in _ELSEWHERE else None

    def imported(self, dotted: str, importer: str) -> Value:
        """What `import dotted` gives."""
        own = self.own(dotted, importer)
        return Library(dotted) if own is None else OwnModule(own)


# A hand-in named `torch.py` or `random.py` does not replace what these names mean.
_ELSEWHERE = sys.stdlib_module_names | {"torch", "numpy"}


def is_builtin(name: str) -> bool:
    """Whether Python itself knows the name."""
    return name in _BUILTINS
