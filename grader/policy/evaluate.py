"""What an expression may stand for: names, attributes, aliases, strings in pieces, without running anything."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from grader.policy import folding
from grader.policy.bans import join
from grader.policy.calls import Calls
from grader.policy.program import Program, is_builtin
from grader.policy.scopes import COMPREHENSIONS, Binding, Scope
from grader.policy.values import (
    FOREIGN,
    MANY,
    UNKNOWN,
    Foreign,
    Instance,
    Library,
    Namespace,
    OwnClass,
    OwnFunction,
    OwnModule,
    Several,
    Text,
    Unknown,
    Value,
    Values,
    library,
    text_of,
    union,
)

_A_FOREIGN = Foreign()
_OPEN: Values = frozenset({Unknown()})  # an expression that is being evaluated
_MODULES = 100  # that import from one another in a chain
_DEEPEST = 40  # expressions inside expressions, names that stand for names


class Evaluator:
    """Evaluates the expressions of one program; an answer is remembered.

    Args:
        steps: how many evaluations there may be before everything else is unknown.
    """

    def __init__(self, program: Program, steps: int) -> None:
        self.program, self._left = program, steps
        self._known: dict[ast.AST, Values] = {}
        self._depth = 0
        self._imports: set[Binding] = set()  # those that are being followed
        self._unsettled = 0  # answers that would be others at another time
        self._names: dict[tuple[str, Scope, int | None], tuple[Values, int]] = {}  # with their price

    def getter(self, node: ast.Call, scope: Scope, before: int | None) -> str | None:
        """As `Calls.getter`."""
        return Calls(self).getter(node, scope, before)

    @property
    def exhausted(self) -> bool:
        """Whether there were more expressions than anybody writes by hand."""
        return self._left <= 0

    def values(self, node: ast.AST, scope: Scope, before: int | None = None) -> Values:
        """What the expression may be, in its scope; `before` as in `Program.lookup`."""
        known = self._known.get(node)
        if known is not None:
            if known is _OPEN:
                self._unsettled += 1
                return UNKNOWN
            return known
        self._left -= 1
        if self._depth >= _DEEPEST or self._left <= 0:
            self._unsettled += 1
            return UNKNOWN
        evaluate = self._ways.get(type(node))
        if evaluate is None:
            self._known[node] = found = _plain(node)
            return found
        self._known[node] = _OPEN  # what is defined by itself is unknown
        self._depth += 1
        found = evaluate(self, node, scope, before)
        self._depth -= 1
        self._known[node] = found
        return found

    def text(self, node: ast.AST, scope: Scope, before: int | None) -> str | None:
        """The string that the expression is, if it is known."""
        return text_of(self.values(node, scope, before))

    def bound(self, binding: Binding) -> Values:
        """What a binding binds its name to."""
        fixed = self.program.fixed(binding)
        if fixed is not None:
            return fixed
        node, scope = binding.node, binding.scope
        if binding.kind == "from":
            return self._imported(binding)
        if binding.kind == "parameter":
            return self._parameter(binding)
        if node is None or binding.kind == "opaque":
            return UNKNOWN
        own_order = binding.order if scope.kind != "function" else None
        around = scope.around if isinstance(scope.node, COMPREHENSIONS) else scope
        found = self.values(node, around or scope, own_order)
        return found if binding.kind == "value" else items(found)

    def attribute(self, owners: Values, name: str) -> Values:
        """What `owner.name` may be."""
        if (owners is UNKNOWN or owners is FOREIGN) and name != "__dict__":
            return owners
        return union(*[self._attribute(owner, name) for owner in owners])

    def methods(self, scope: Scope, name: str, seen: frozenset[Scope] = frozenset()) -> list[Binding]:
        """The bindings of a class's attribute, in its body or in those of its own base classes."""
        found = scope.valid(name)
        if found or scope in seen or len(seen) > _DEEPEST or not isinstance(scope.node, ast.ClassDef):
            return found
        for base in self.bases(scope):
            if isinstance(base, OwnClass):
                found = self.methods(base.scope, name, seen | {scope})
                if found:
                    return found
        return []

    def bases(self, scope: Scope) -> Values:
        """What a class derives from."""
        around = scope.around
        if around is None or not isinstance(scope.node, ast.ClassDef):
            return frozenset()
        return frozenset().union(*[self.values(base, around) for base in scope.node.bases])

    def fields(self, scope: Scope) -> dict[str, list[tuple[ast.expr, Scope]]]:
        """As `Program.fields`."""
        return self.program.fields(scope)

    # -- each kind of node ---------------------------------------------------------------------------

    def _call(self, node: ast.Call, scope: Scope, before: int | None) -> Values:
        return Calls(self).values(node, scope, before)

    def _attribute_of(self, node: Any, scope: Scope, before: int | None) -> Values:
        return self.attribute(self.values(node.value, scope, before), node.attr)

    def _several(self, node: Any, scope: Scope, before: int | None) -> Values:
        parts = node.values if type(node) is ast.Dict else node.elts
        return frozenset({Several(union(*[self.values(p, scope, before) for p in parts]) if parts else UNKNOWN)})

    def _either(self, node: Any, scope: Scope, before: int | None) -> Values:
        parts = node.values if type(node) is ast.BoolOp else (node.body, node.orelse)
        return union(*[self.values(part, scope, before) for part in parts])

    def _same(self, node: Any, scope: Scope, before: int | None) -> Values:
        return self.values(node.value, scope, before)

    def _f_string(self, node: Any, scope: Scope, before: int | None) -> Values:
        return self._joined([p.value if type(p) is ast.FormattedValue else p for p in node.values], scope, before)

    def _changed(self, node: Any, scope: Scope, before: int | None) -> Values:
        return FOREIGN if _A_FOREIGN in self.values(node.operand, scope, before) else UNKNOWN

    def _name(self, node: Any, scope: Scope, before: int | None) -> Values:
        name = node.id
        known = self._names.get((name, scope, before))
        if known is not None:
            self._left -= known[1]
            return known[0]
        unsettled = self._unsettled
        found: Sequence[Binding | Value] = self.program.lookup(name, scope, before)
        if len(found) > MANY:
            self._left -= len(found)
            return UNKNOWN
        if not found:
            if is_builtin(name):
                return library(f"builtins.{name}")
            found = list(self.program.starred(name, scope))
        self._left -= len(found)
        values = union(*[self.bound(f) if isinstance(f, Binding) else frozenset({f}) for f in found])
        if self._unsettled == unsettled:
            self._names[name, scope, before] = values, len(found)
        return values

    def _imported(self, binding: Binding) -> Values:
        importer = binding.scope.module
        own = self.program.own(binding.module, importer)
        if own is not None:
            if binding in self._imports or len(self._imports) >= _MODULES:  # modules import from each other
                self._unsettled += 1
                return UNKNOWN
            self._imports.add(binding)
            found = self._attribute(OwnModule(own), binding.name)
            self._imports.remove(binding)
            return found
        whole = f"{binding.module}.{binding.name}" if binding.module.strip(".") else binding.name
        below = self.program.own(whole, importer) if binding.module.startswith(".") else None
        if below is not None:  # `from . import helpers`
            return frozenset({OwnModule(below)})
        return UNKNOWN if binding.module.startswith(".") else library(join(binding.module, binding.name))

    def _parameter(self, binding: Binding) -> Values:
        around = binding.scope.around
        if binding.node is None or around is None:
            return UNKNOWN
        return union(UNKNOWN, self.values(binding.node, around))

    def _attribute(self, owner: Value, name: str) -> Values:
        if name == "__dict__":
            return frozenset({Namespace(owner)})
        if isinstance(owner, Library):
            return library(join(owner.path, name))
        if isinstance(owner, OwnModule):
            root = self.program.module(owner.name)
            found = root.valid(name) if root is not None else []
            return union(*map(self.bound, found)) if found else UNKNOWN
        if isinstance(owner, OwnClass | Instance):
            found = self.methods(owner.scope, name)
            assigned = self.fields(owner.scope).get(name, [])
            parts = [*map(self.bound, found), *[self.values(value, scope) for value, scope in assigned]]
            return union(*parts) if parts else UNKNOWN
        return FOREIGN if isinstance(owner, Foreign) else UNKNOWN

    def _operation(self, node: ast.BinOp, scope: Scope, before: int | None) -> Values:
        if isinstance(node.op, ast.Add):
            together = self._joined([node.left, node.right], scope, before)
            if together != UNKNOWN:
                return together
        sides = self.values(node.left, scope, before) | self.values(node.right, scope, before)
        own = any(isinstance(side, Instance) for side in sides)  # it may define what the operator does
        return FOREIGN if _A_FOREIGN in sides and not own else UNKNOWN

    def _joined(self, nodes: Iterable[ast.AST], scope: Scope, before: int | None) -> Values:
        texts = [self.text(node, scope, before) for node in nodes]
        known = [text for text in texts if text is not None]
        together = folding.joined(known) if len(known) == len(texts) else None
        return UNKNOWN if together is None else frozenset({Text(together)})

    def _item(self, node: ast.Subscript, scope: Scope, before: int | None) -> Values:
        owners = self.values(node.value, scope, before)
        text = text_of(owners)
        if text is not None and isinstance(node.slice, ast.Slice):
            parts = [_number(part) for part in (node.slice.lower, node.slice.upper, node.slice.step)]
            cut = folding.cut(text, *parts)
            return UNKNOWN if cut is None else frozenset({Text(cut)})
        key = self.text(node.slice, scope, before)
        found = [items(frozenset({owner})) for owner in owners]
        return union(*found, *(self.entry(owner, key, scope) for owner in owners if key is not None))

    def entry(self, owner: Value, key: str, scope: Scope) -> Values:
        """What a dictionary of names has under a key."""
        if isinstance(owner, Namespace):
            return self._attribute(owner.of, key)
        if owner == Library("sys.modules"):
            return frozenset({self.program.imported(key, scope.module)})
        return UNKNOWN

    _ways: ClassVar[dict[type[ast.AST], Callable[[Evaluator, Any, Scope, int | None], Values]]] = {
        ast.Name: _name,
        ast.Attribute: _attribute_of,
        ast.Call: _call,
        ast.BinOp: _operation,
        ast.JoinedStr: _f_string,
        ast.Subscript: _item,
        **dict.fromkeys((ast.List, ast.Tuple, ast.Set, ast.Dict), _several),
        **dict.fromkeys((ast.IfExp, ast.BoolOp), _either),
        **dict.fromkeys((ast.NamedExpr, ast.Starred, ast.Await), _same),
        ast.UnaryOp: _changed,
    }


def items(values: Values) -> Values:
    """What may be in a list of these."""
    return union(
        *(v.items if isinstance(v, Several) else FOREIGN if isinstance(v, Foreign) else UNKNOWN for v in values)
    )


def _plain(node: ast.AST) -> Values:
    """What an expression is whose parts do not matter."""
    if isinstance(node, ast.Constant):
        return frozenset({Text(node.value)}) if isinstance(node.value, str) else UNKNOWN
    return frozenset({OwnFunction(node)}) if isinstance(node, ast.Lambda) else UNKNOWN


def _number(node: ast.expr | None) -> int | None:
    sign = 1
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        sign, node = -1, node.operand
    return sign * node.value if isinstance(node, ast.Constant) and isinstance(node.value, int) else None
