"""What a name of a task uses: everything that the code behind it mentions, followed through the submission.

From a function to what its body names, from a class to its special methods and to those that reached code asks for,
from a name of a module to what was assigned to it, from an import between modules of the submission to the definition.
What nothing leads to is not looked at: a cell that trains, a helper of the lecture, an import that nobody uses.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from grader.policy.calls import GETTERS, SELF_GETTERS
from grader.policy.changes import changes_in
from grader.policy.evaluate import Evaluator
from grader.policy.live import live
from grader.policy.program import Program
from grader.policy.scopes import FUNCTIONS, Binding, Scope
from grader.policy.tracing import Place
from grader.policy.values import (
    FOREIGN,
    UNKNOWN,
    Foreign,
    Instance,
    Library,
    Namespace,
    OwnClass,
    OwnFunction,
    OwnModule,
    Values,
)

STEPS = 100_000  # nodes and expressions of one walk, two seconds at most; a week of homework has some thousand
_CODE = 10_000  # characters of a constant that is run as code
_PRICE = 2000  # steps: code may run itself again
_RUNNERS = frozenset({"builtins.exec", "builtins.eval", "builtins.compile"})


class Use(NamedTuple):
    """Reached code mentions a library's name (`torch.nn.LSTM`) or an attribute of a value (`.backward`).

    `line` is of the module's source; 1-based.
    """

    name: str
    module: str
    line: int


@dataclass
class Reached:
    """What a walk found.

    Attributes:
        names: uses of libraries' names.
        attributes: uses of attributes of values that no class of the student's stands behind.
        dynamic: code that is put together while it runs: `exec`, `eval`, `getattr` with a name that nobody knows yet.
        complete: False where the submission was too large to be followed to the end.
    """

    names: list[Use] = field(default_factory=list)
    attributes: list[Use] = field(default_factory=list)
    dynamic: list[Use] = field(default_factory=list)
    complete: bool = True


def reach(program: Program, module: str, name: str, methods: Iterable[str] | None = None) -> Reached:
    """Everything that using `name` of `module` may use.

    Args:
        methods: where the name is a class, the public attributes that the checks may use; None for all of them.
    """
    walk = _Walk(program, None if methods is None else frozenset(methods))
    walk.start(module, name)
    return walk.finished()


class _Walk:
    def __init__(self, program: Program, methods: frozenset[str] | None) -> None:
        self._program, self._root_methods = program, methods
        self._evaluator = Evaluator(program, STEPS)
        self._waiting: list[Place] = []
        self._seen: set[ast.AST | Binding] = set()
        self._classes: list[Scope] = []
        self._asked: set[str] = set(methods or ())
        self._asked_all = False
        self._changed: dict[str, dict[str, list[ast.stmt]]] = {}
        self._left = STEPS
        self._named: dict[tuple[str, Scope, int | None], int] = {}  # how many bindings a name leads to
        self._maybe: list[Use] = []  # attributes of values that nobody knows
        self._found = Reached()

    def start(self, module: str, name: str) -> None:
        """Follow the name to the end."""
        root = self._program.module(module)
        for binding in root.valid(name) if root is not None else []:
            values = self._evaluator.bound(binding)
            if self._root_methods is None and any(isinstance(value, OwnClass) for value in values):
                self._asked_all = True
            self._mention(values, module, binding.line)
            self._bind(name, binding)
        position = 0
        while position < len(self._waiting) and self._left > 0:  # the name's own body first: its lines say most
            self._follow(self._waiting[position])
            position += 1
        self._found.complete = position == len(self._waiting) and self._left > 0 and not self._evaluator.exhausted

    def finished(self) -> Reached:
        """What was found. An attribute of an unknown value is the student's own where a reached class has one."""
        own = {use.name for use in self._maybe if any(self._owns(scope, use.name) for scope in self._classes)}
        self._found.attributes += [use for use in self._maybe if use.name not in own]
        return self._found

    # -- the walk --------------------------------------------------------------------------------

    def _follow(self, place: Place) -> None:
        """Visit everything that running the place's node runs."""
        trace = self._program.trace(place)
        for passed, node, scope, before in trace.steps:
            if self._left < passed:
                self._left = min(self._left, 0)
                return
            self._left -= passed
            self._visitors[type(node)](self, node, scope, before)
        self._left -= min(trace.rest, max(self._left, 0))

    def _visit_name(self, node: Any, scope: Scope, before: int | None) -> None:
        values = self._evaluator.values(node, scope, before)
        if values is not UNKNOWN and values is not FOREIGN:
            self._mention(values, scope.module, node.lineno)
        self._name(node.id, scope, before)

    def _visit_attribute(self, node: Any, scope: Scope, before: int | None) -> None:
        values = self._evaluator.values(node, scope, before)
        if values is not UNKNOWN and values is not FOREIGN:
            self._mention(values, scope.module, node.lineno)
        self._attribute(self._evaluator.values(node.value, scope, before), node.attr, scope, node.lineno)

    def _visit_call(self, node: Any, scope: Scope, before: int | None) -> None:
        values = self._evaluator.values(node, scope, before)
        if values is not UNKNOWN and values is not FOREIGN:
            self._mention(values, scope.module, node.lineno)
        self._call(node, scope, before)

    def _visit_subscript(self, node: Any, scope: Scope, before: int | None) -> None:
        owners = self._evaluator.values(node.value, scope, before)
        key = self._evaluator.text(node.slice, scope, before)
        self._mention(self._evaluator.values(node, scope, before), scope.module, node.lineno)
        if key is not None:
            named = frozenset(owner.of for owner in owners if isinstance(owner, Namespace))
            self._attribute(named, key, scope, node.lineno)

    def _call(self, node: ast.Call, scope: Scope, before: int | None) -> None:
        """Attributes that are asked for by a string, and strings that are run."""
        functions = self._evaluator.values(node.func, scope, before)
        paths = {f.path for f in functions if isinstance(f, Library)}
        if paths & GETTERS and len(node.args) > 1:
            owners, name = self._evaluator.values(node.args[0], scope, before), node.args[1]
        elif isinstance(node.func, ast.Attribute) and node.func.attr in SELF_GETTERS and node.args:
            owners, name = self._evaluator.values(node.func.value, scope, before), node.args[-1]
        elif isinstance(node.func, ast.Call) and node.args and self._evaluator.getter(node.func, scope, before):
            owners, name = self._evaluator.values(node.args[0], scope, before), node.func.args[0]
        else:
            if paths & _RUNNERS and node.args:
                self._code(node, scope, before)
            return
        text = self._evaluator.text(name, scope, before)
        if text is not None:
            self._attribute(owners, text.rpartition(".")[2], scope, node.lineno)
            return
        self._asked_all = True
        for known in self._classes:
            self._class_methods(known)
        if any(isinstance(owner, Library) for owner in owners):
            self._found.dynamic.append(Use("getattr", scope.module, node.lineno))

    def _code(self, node: ast.Call, scope: Scope, before: int | None) -> None:
        text = self._evaluator.text(node.args[0], scope, before)
        tree = _parsed(text) if text is not None else None
        if tree is None:
            name = node.func.id if isinstance(node.func, ast.Name) else "exec"
            self._found.dynamic.append(Use(name, scope.module, node.lineno))
            return
        for inner in ast.walk(tree):  # it stands where it is run
            if hasattr(inner, "lineno"):
                inner.lineno = node.lineno
        self._left -= _PRICE
        inside = self._program.run_in(tree, scope)
        self._waiting += [Place(statement, inside) for statement in live(tree.body)]

    # -- where it leads --------------------------------------------------------------------------

    def _mention(self, values: Values, module: str, line: int) -> None:
        for value in values:
            if isinstance(value, Library):
                self._found.names.append(Use(value.path, module, line))
            elif isinstance(value, OwnClass):
                self._class(value.scope)

    def _name(self, name: str, scope: Scope, before: int | None) -> None:
        key = (name, scope, before)
        count = self._named.get(key)
        if count is None:
            found = self._program.lookup(name, scope, before)
            starred = [] if found else list(self._program.starred(name, scope))
            count = self._named[key] = len(found) + len(starred)
            self._left -= count
            for binding in [*found, *(s for s in starred if isinstance(s, Binding))]:
                self._bind(name, binding)
        else:
            self._left -= count

    def _attribute(self, owners: Values, name: str, scope: Scope, line: int) -> None:
        """Reached code asks values for an attribute."""
        use = Use(name, scope.module, line)
        own, foreign = False, owners is FOREIGN
        for owner in owners if owners is not UNKNOWN and not foreign else ():
            if isinstance(owner, OwnModule):
                root = self._program.module(owner.name)
                for binding in root.valid(name) if root is not None else []:
                    self._bind(name, binding)
                own = True
            elif isinstance(owner, OwnClass | Instance):
                self._class(owner.scope)
                bases = self._evaluator.bases(owner.scope)
                own = own or self._owns(owner.scope, name) or not any(isinstance(b, Library) for b in bases)
                foreign = foreign or not own
            elif isinstance(owner, OwnFunction):
                own = True
            else:
                foreign = foreign or isinstance(owner, Library | Foreign)
        if foreign and not own:
            self._found.attributes.append(use)
        elif not own:
            self._maybe.append(use)
        if not foreign and name not in self._asked:
            self._asked.add(name)
            for known in list(self._classes):
                for binding in known.valid(name):
                    self._bind(name, binding)

    def _bind(self, name: str, binding: Binding) -> None:
        """Reached code uses a name that is bound there."""
        if binding in self._seen:
            return
        self._seen.add(binding)
        node, scope = binding.node, binding.scope
        order = binding.order if scope.kind != "function" else None
        if binding.kind == "definition" and isinstance(node, FUNCTIONS):
            self._function(node, scope, order)
        elif binding.kind == "class" and node is not None:
            self._class(self._program.body_of(node, scope), order)
        elif binding.kind == "from":
            own = self._program.own(binding.module, scope.module)
            root = self._program.module(own) if own is not None else None
            for there in root.valid(binding.name) if root is not None else []:
                self._bind(binding.name, there)
        elif binding.kind in {"value", "item"} and node is not None and scope.kind != "function":
            self._waiting.append(Place(node, scope, order))  # a function's own assignments are in its body
        if scope.kind == "module":
            self._changes(name, scope)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope, order: int | None) -> None:
        if node in self._seen:
            return
        self._seen.add(node)
        defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        self._waiting += [Place(child, scope, order) for child in [*node.decorator_list, *defaults]]
        inside = self._program.body_of(node, scope)
        self._waiting += [Place(statement, inside) for statement in live(node.body)]

    def _class(self, scope: Scope, order: int | None = None) -> None:
        node = scope.node
        if node in self._seen or not isinstance(node, ast.ClassDef) or scope.around is None:
            return
        self._seen.add(node)
        self._classes.append(scope)
        parts = [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]
        self._waiting += [Place(part, scope.around, order) for part in parts]
        self._waiting += [Place(statement, scope) for statement in live(node.body)]
        self._class_methods(scope)

    def _class_methods(self, scope: Scope) -> None:
        """The methods that may be called: special ones, those that are asked for, all where a library may call them."""
        everything = self._asked_all or any(isinstance(base, Library) for base in self._evaluator.bases(scope))
        for name in list(scope.bindings):
            special = name.startswith("__") and name.endswith("__")
            if everything or special or name in self._asked:
                for binding in scope.valid(name):
                    self._bind(name, binding)

    def _changes(self, name: str, scope: Scope) -> None:
        """Statements of a module that put something into what a name stands for: `CELLS["lstm"] = …`, `RNN.f = g`."""
        if scope.module not in self._changed:
            self._changed[scope.module] = changes_in(scope.node)
        for statement in self._changed[scope.module].pop(name, []):
            self._waiting.append(Place(statement, scope))

    def _owns(self, scope: Scope, name: str) -> bool:
        return bool(self._evaluator.methods(scope, name)) or name in self._evaluator.fields(scope)

    _visitors: ClassVar[dict[type[ast.AST], Callable[[_Walk, Any, Scope, int | None], None]]] = {
        ast.Name: _visit_name,
        ast.Attribute: _visit_attribute,
        ast.Call: _visit_call,
        ast.Subscript: _visit_subscript,
    }


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text.strip()) if len(text) <= _CODE else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
