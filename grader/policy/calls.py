"""What a call may give: `getattr`, imports by name, strings put together, objects of the student's classes."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.policy import folding
from grader.policy.scopes import Scope
from grader.policy.values import (
    FOREIGN,
    UNKNOWN,
    Foreign,
    Instance,
    Library,
    Namespace,
    OwnClass,
    OwnModule,
    Several,
    Text,
    Value,
    Values,
    text_of,
    union,
)

if TYPE_CHECKING:
    from grader.policy.evaluate import Evaluator

GETTERS = frozenset({"builtins.getattr", "inspect.getattr_static"})
SELF_GETTERS = frozenset({"__getattribute__", "__getattr__"})
_LONGEST_CHAIN = 9  # attributes after one another
_CONTAINERS = "torch.nn."  # a module may hold the student's own


class Calls:
    """The evaluator's calls."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._of = evaluator

    def values(self, node: ast.Call, scope: Scope, before: int | None) -> Values:
        """What the call may give."""
        if isinstance(node.func, ast.Attribute):
            found = self._method(node, node.func, scope, before)
            if found != UNKNOWN:
                return found
        functions = self._of.values(node.func, scope, before)
        if isinstance(node.func, ast.Call) and node.args:
            path = self.getter(node.func, scope, before)
            if path is not None:  # `operator.attrgetter("nn.LSTM")(torch)`
                return self._along(self._of.values(node.args[0], scope, before), path.split("."))
        return union(*(self._one(function, node, scope, before) for function in functions))

    def getter(self, node: ast.Call, scope: Scope, before: int | None) -> str | None:
        """The attributes that `attrgetter(…)` or `methodcaller(…)` will ask for; None for any other call."""
        made_by = self._of.values(node.func, scope, before)
        if not node.args or not made_by & {Library("operator.attrgetter"), Library("operator.methodcaller")}:
            return None
        return self._of.text(node.args[0], scope, before)

    def _along(self, found: Values, names: Sequence[str]) -> Values:
        for name in names[:_LONGEST_CHAIN]:
            found = self._of.attribute(found, name)
        return found

    def _one(self, function: Value, node: ast.Call, scope: Scope, before: int | None) -> Values:
        if isinstance(function, OwnClass):
            return frozenset({Instance(function.scope)})
        if isinstance(function, Foreign):
            return FOREIGN
        return self._library(function.path, node, scope, before) if isinstance(function, Library) else UNKNOWN

    def _library(self, path: str, node: ast.Call, scope: Scope, before: int | None) -> Values:
        first = self._of.values(node.args[0], scope, before) if node.args else UNKNOWN
        second = self._of.text(node.args[1], scope, before) if len(node.args) > 1 else None
        if path in GETTERS:
            return UNKNOWN if second is None else union(*(self._of.attribute(frozenset({v}), second) for v in first))
        if path in {"builtins.vars", "builtins.globals", "builtins.locals"}:
            owners: Values = first if node.args else frozenset({OwnModule(scope.module)})
            return frozenset(Namespace(owner) for owner in owners)
        if path in {"importlib.import_module", "builtins.__import__", "importlib.__import__", "pkgutil.resolve_name"}:
            return self._module(path, text_of(first), second, scope)
        if path in {
            "functools.partial",
            "copy.copy",
            "copy.deepcopy",
            "builtins.iter",
            "builtins.list",
            "builtins.tuple",
        }:
            return first
        if path == "builtins.next":
            return union(*(v.items if isinstance(v, Several) else UNKNOWN for v in first))
        if path == "builtins.super":
            return self._super(scope)
        if path == "functools.reduce" and len(node.args) == 3:
            return self._reduced(node, scope, before)
        made = path.startswith(("torch.", "numpy.", "math.")) and not path.startswith(_CONTAINERS)
        return FOREIGN if made else UNKNOWN

    def _module(self, path: str, name: str | None, package: str | None, scope: Scope) -> Values:
        if name is None:
            return UNKNOWN
        if path == "pkgutil.resolve_name":
            return frozenset({Library(name.replace(":", "."))})
        if name.startswith(".") and package is not None:
            name = f"{package}{name}" if not name.startswith("..") else name
        modules = [self._of.program.imported(name, scope.module)]
        if path.endswith("__import__"):  # without `fromlist` it gives the package
            modules.append(self._of.program.imported(name.partition(".")[0], scope.module))
        return frozenset(modules)

    def _super(self, scope: Scope) -> Values:
        here: Scope | None = scope
        while here is not None:
            if here.kind == "class":
                return frozenset({Instance(here)})
            here = here.around
        return UNKNOWN

    def _reduced(self, node: ast.Call, scope: Scope, before: int | None) -> Values:
        """`reduce(getattr, ["nn", "LSTM"], torch)`."""
        getter = Library("builtins.getattr") in self._of.values(node.args[0], scope, before)
        parts = node.args[1].elts if isinstance(node.args[1], ast.List | ast.Tuple) else None
        if parts is None and isinstance(node.args[1], ast.Call) and isinstance(node.args[1].func, ast.Attribute):
            text = self._of.text(node.args[1].func.value, scope, before)  # "nn.LSTM".split(".")
            parts = [ast.Constant(part) for part in text.split(".")] if text is not None else None
        names = [self._of.text(part, scope, before) for part in parts[:_LONGEST_CHAIN]] if parts is not None else [None]
        if not getter or None in names:
            return UNKNOWN
        return self._along(self._of.values(node.args[2], scope, before), [name for name in names if name is not None])

    def _method(self, node: ast.Call, function: ast.Attribute, scope: Scope, before: int | None) -> Values:
        owners = self._of.values(function.value, scope, before)
        first = self._of.text(node.args[0], scope, before) if node.args else None
        if function.attr in SELF_GETTERS and first is not None:
            return self._of.attribute(owners, first)
        if function.attr in {"get", "pop", "__getitem__", "setdefault"} and first is not None:
            return union(*(self._of.entry(owner, first, scope) for owner in owners))
        text = text_of(owners)
        return UNKNOWN if text is None else self._string(text, function.attr, node, scope, before)

    def _string(self, text: str, name: str, node: ast.Call, scope: Scope, before: int | None) -> Values:
        if name == "join" and len(node.args) == 1 and isinstance(node.args[0], ast.List | ast.Tuple):
            parts = [self._of.text(part, scope, before) for part in node.args[0].elts]
            together = folding.joined([p for p in parts if p is not None], text) if None not in parts else None
        else:
            arguments = [self._of.text(argument, scope, before) for argument in node.args]
            plain = [a for a in arguments if a is not None]
            together = folding.method(text, name, plain) if len(plain) == len(arguments) else None
        return UNKNOWN if together is None else frozenset({Text(together)})
