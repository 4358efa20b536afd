"""What an expression may stand for: names, attributes, aliases, strings in pieces, without running anything."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from grader.policy import folding
from grader.policy.bans import join
from grader.policy.calls import Calls
from grader.policy.program import Program, is_builtin
from grader.policy.scopes import COMPREHENSIONS, FUNCTIONS, Binding, Scope
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
    Value,
    Values,
    text_of,
    union,
)

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
        self._fields: dict[Scope, dict[str, list[tuple[ast.expr, Scope]]]] = {}
        self._calls = Calls(self)

    def getter(self, node: ast.Call, scope: Scope, before: int | None) -> str | None:
        """As `Calls.getter`."""
        return self._calls.getter(node, scope, before)

    @property
    def exhausted(self) -> bool:
        """Whether there were more expressions than anybody writes by hand."""
        return self._left <= 0

    def values(self, node: ast.AST, scope: Scope, before: int | None = None) -> Values:
        """What the expression may be, in its scope; `before` as in `Program.lookup`."""
        known = self._known.get(node)
        if known is not None:
            return known
        self._left -= 1
        if self._depth >= _DEEPEST or self._left <= 0:
            return UNKNOWN
        self._known[node] = UNKNOWN  # what is defined by itself
        self._depth += 1
        try:
            found = self._values(node, scope, before)
        finally:
            self._depth -= 1
        self._known[node] = found
        return found

    def text(self, node: ast.AST, scope: Scope, before: int | None) -> str | None:
        """The string that the expression is, if it is known."""
        return text_of(self.values(node, scope, before))

    def bound(self, binding: Binding) -> Values:
        """What a binding binds its name to."""
        node, scope = binding.node, binding.scope
        own_order = binding.order if scope.kind != "function" else None
        if binding.kind == "import":
            return frozenset({self.program.imported(binding.module, scope.module)})
        if binding.kind == "from":
            return self._imported(binding)
        if binding.kind == "definition" and node is not None:
            return frozenset({OwnFunction(node)})
        if binding.kind == "class" and node is not None:
            return frozenset({OwnClass(self.program.body_of(node, scope))})
        if binding.kind == "parameter":
            return self._parameter(binding)
        if node is None or binding.kind == "opaque":
            return UNKNOWN
        around = scope.around if isinstance(scope.node, COMPREHENSIONS) else scope
        found = self.values(node, around or scope, own_order)
        return found if binding.kind == "value" else items(found)

    def attribute(self, owners: Values, name: str) -> Values:
        """What `owner.name` may be."""
        return union(*(self._attribute(owner, name) for owner in owners))

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
        return frozenset().union(*(self.values(base, around) for base in scope.node.bases))

    def fields(self, scope: Scope) -> dict[str, list[tuple[ast.expr, Scope]]]:
        """Attribute → what the methods of a class assign to `self.attribute`."""
        if scope not in self._fields:
            found: dict[str, list[tuple[ast.expr, Scope]]] = {}
            for method in getattr(scope.node, "body", []):
                if not isinstance(method, FUNCTIONS) or not method.args.args:
                    continue
                own, inside = method.args.args[0].arg, self.program.body_of(method, scope)
                for node in ast.walk(method):
                    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                            owner = target.value if isinstance(target, ast.Attribute) else None
                            if isinstance(owner, ast.Name) and owner.id == own and isinstance(target, ast.Attribute):
                                found.setdefault(target.attr, []).append((node.value, inside))
            self._fields[scope] = found
        return self._fields[scope]

    def _values(self, node: ast.AST, scope: Scope, before: int | None) -> Values:
        if isinstance(node, ast.Name):
            return self._name(node.id, scope, before)
        if isinstance(node, ast.Attribute):
            return self.attribute(self.values(node.value, scope, before), node.attr)
        if isinstance(node, ast.Call):
            return self._calls.values(node, scope, before)
        if isinstance(node, ast.Constant):
            return frozenset({Text(node.value)}) if isinstance(node.value, str) else UNKNOWN
        if isinstance(node, ast.BinOp):
            return self._operation(node, scope, before)
        if isinstance(node, ast.JoinedStr):
            return self._joined(
                [p.value if isinstance(p, ast.FormattedValue) else p for p in node.values], scope, before
            )
        if isinstance(node, ast.Subscript):
            return self._item(node, scope, before)
        if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict):
            parts = node.values if isinstance(node, ast.Dict) else node.elts
            return frozenset({Several(union(*(self.values(p, scope, before) for p in parts)) if parts else UNKNOWN)})
        if isinstance(node, ast.IfExp):
            return union(self.values(node.body, scope, before), self.values(node.orelse, scope, before))
        if isinstance(node, ast.BoolOp):
            return union(*(self.values(value, scope, before) for value in node.values))
        if isinstance(node, ast.NamedExpr | ast.Starred | ast.Await):
            return self.values(node.value, scope, before)
        if isinstance(node, ast.UnaryOp):
            return FOREIGN if Foreign() in self.values(node.operand, scope, before) else UNKNOWN
        return frozenset({OwnFunction(node)}) if isinstance(node, ast.Lambda) else UNKNOWN

    def _name(self, name: str, scope: Scope, before: int | None) -> Values:
        found = self.program.lookup(name, scope, before)
        self._left -= len(found)
        if len(found) > MANY:
            return UNKNOWN
        if found:
            return union(*map(self.bound, found))
        if is_builtin(name):
            return frozenset({Library(f"builtins.{name}")})
        starred = list(self.program.starred(name, scope))
        self._left -= len(starred)
        return (
            union(*(self.bound(s) if isinstance(s, Binding) else frozenset({s}) for s in starred))
            if starred
            else UNKNOWN
        )

    def _imported(self, binding: Binding) -> Values:
        importer = binding.scope.module
        own = self.program.own(binding.module, importer)
        if own is not None:
            return self._attribute(OwnModule(own), binding.name)
        whole = f"{binding.module}.{binding.name}" if binding.module.strip(".") else binding.name
        below = self.program.own(whole, importer) if binding.module.startswith(".") else None
        if below is not None:  # `from . import helpers`
            return frozenset({OwnModule(below)})
        return UNKNOWN if binding.module.startswith(".") else frozenset({Library(join(binding.module, binding.name))})

    def _parameter(self, binding: Binding) -> Values:
        function = binding.scope.node
        around = binding.scope.around
        if around is not None and around.kind == "class" and binding.order == 0 and isinstance(function, FUNCTIONS):
            decorators = {getattr(d, "id", "") for d in function.decorator_list}
            if "staticmethod" not in decorators:
                return frozenset({OwnClass(around) if "classmethod" in decorators else Instance(around)})
        if binding.node is None or around is None:
            return UNKNOWN
        return union(UNKNOWN, self.values(binding.node, around))

    def _attribute(self, owner: Value, name: str) -> Values:
        if name == "__dict__":
            return frozenset({Namespace(owner)})
        if isinstance(owner, Library):
            return frozenset({Library(join(owner.path, name))})
        if isinstance(owner, OwnModule):
            root = self.program.module(owner.name)
            found = root.valid(name) if root is not None else []
            return union(*map(self.bound, found)) if found else UNKNOWN
        if isinstance(owner, OwnClass | Instance):
            found = self.methods(owner.scope, name)
            assigned = self.fields(owner.scope).get(name, [])
            parts = [*map(self.bound, found), *(self.values(value, scope) for value, scope in assigned)]
            return union(*parts) if parts else UNKNOWN
        return FOREIGN if isinstance(owner, Foreign) else UNKNOWN

    def _operation(self, node: ast.BinOp, scope: Scope, before: int | None) -> Values:
        if isinstance(node.op, ast.Add):
            together = self._joined([node.left, node.right], scope, before)
            if together != UNKNOWN:
                return together
        sides = self.values(node.left, scope, before) | self.values(node.right, scope, before)
        own = any(isinstance(side, Instance) for side in sides)  # it may define what the operator does
        return FOREIGN if Foreign() in sides and not own else UNKNOWN

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


def items(values: Values) -> Values:
    """What may be in a list of these."""
    return union(
        *(v.items if isinstance(v, Several) else FOREIGN if isinstance(v, Foreign) else UNKNOWN for v in values)
    )


def _number(node: ast.expr | None) -> int | None:
    sign = 1
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        sign, node = -1, node.operand
    return sign * node.value if isinstance(node, ast.Constant) and isinstance(node.value, int) else None
