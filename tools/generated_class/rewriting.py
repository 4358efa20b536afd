"""The same program in other words: what tells two students apart who follow one lecture.

Every step keeps what the program computes, to the bit: operands change places, an expression gets a name, a loop is
written otherwise. How often a step is taken is a student's own habit.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterable, Mapping

STEPS = ("commute", "square", "call", "name", "answer", "split", "swap", "invert", "loop", "collect", "debug")
_WORDS = ("tmp", "out", "val", "res", "term", "part", "acc", "cur", "item", "aux", "mid", "inner", "left", "block")


def habits(rng: random.Random) -> dict[str, float]:
    """A student's own: step → how often."""
    return {step: rng.choice((0.2, 0.4, 0.6, 0.9)) for step in STEPS} | {"debug": rng.choice((0.0, 0.0, 0.15))}


def reworded(source: str, rates: Mapping[str, float], rng: random.Random) -> str:
    """The source in other words.

    Raises:
        SyntaxError: it is none.
    """
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.body:
            _Writer(tree, node, rates, rng).write()
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


class _Writer:
    """One function; nested ones are written with it and again by themselves."""

    def __init__(self, tree: ast.Module, node: ast.FunctionDef, rates: Mapping[str, float], rng: random.Random) -> None:
        self._node, self._rates, self._rng = node, rates, rng
        self._taken = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        self._taken |= {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}
        roots = {a.name.split(".")[0] for n in tree.body if isinstance(n, ast.Import) for a in n.names}
        self._library = "np" if "torch" not in roots and "numpy" in roots else ""

    def write(self) -> None:
        start = 1 if ast.get_docstring(self._node) is not None else 0
        body = [self._expressions(s) for s in self._node.body[start:]]
        self._node.body[start:] = self._block(body)

    def _often(self, step: str) -> bool:
        return self._rng.random() < self._rates.get(step, 0.0)

    def _fresh(self) -> str:
        while True:
            name = self._rng.choice(_WORDS) + self._rng.choice(("", "", "_", "1", "2", "_x", "_h", "_t"))
            if name not in self._taken:
                self._taken.add(name)
                return name

    def _expressions(self, statement: ast.stmt) -> ast.stmt:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            return statement
        changed: ast.stmt = _Operands(self._often, self._library).visit(statement)
        return changed

    def _block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        out: list[ast.stmt] = []
        for statement in body:
            out += self._statement(statement)
        for i in range(len(out) - 1):
            if _apart(out[i], out[i + 1]) and self._often("swap"):
                out[i], out[i + 1] = out[i + 1], out[i]
        return out

    def _statement(self, statement: ast.stmt) -> list[ast.stmt]:
        for field in ("body", "orelse", "finalbody"):
            inner = getattr(statement, field, None)
            if inner and not isinstance(statement, ast.FunctionDef | ast.ClassDef):
                setattr(statement, field, self._block(inner))
        if isinstance(statement, ast.If) and statement.orelse and not isinstance(statement.orelse[0], ast.If):
            if self._often("invert"):
                test = ast.UnaryOp(ast.Not(), statement.test)
                return [ast.If(test, statement.orelse, statement.body)]
        elif isinstance(statement, ast.For) and self._often("loop"):
            return _as_while(statement, self._taken) or [statement]
        elif isinstance(statement, ast.Assign):
            return self._assignment(statement)
        elif isinstance(statement, ast.Return) and statement.value is not None:
            return self._answer(statement)
        return [statement]

    def _assignment(self, statement: ast.Assign) -> list[ast.stmt]:
        (target, *more), value = statement.targets, statement.value
        if not more and isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and self._often("split"):
            parts = _split(target, value)
            if parts:
                return parts
        if not more and isinstance(target, ast.Name) and isinstance(value, ast.ListComp) and self._often("collect"):
            parts = _as_loop(target, value, self._node)
            if parts:
                return parts
        before = self._named(statement)
        after: list[ast.stmt] = []
        if not more and isinstance(target, ast.Name) and self._often("debug"):
            shown = ast.parse(f"if False:\n    print('{target.id}', {target.id})").body
            after = shown
        return [*before, statement, *after]

    def _answer(self, statement: ast.Return) -> list[ast.stmt]:
        value = statement.value
        before = self._named(statement)
        if isinstance(value, ast.Name | ast.Constant) or not self._often("answer"):
            return [*before, statement]
        name = self._fresh()
        assigned = ast.Assign([ast.Name(name, ast.Store())], statement.value or ast.Constant(None))
        return [*before, assigned, ast.Return(ast.Name(name, ast.Load()))]

    def _named(self, statement: ast.Assign | ast.Return) -> list[ast.stmt]:
        """A part of the value gets a name of its own, in a line before."""
        if statement.value is None or not self._often("name"):
            return []
        places = [(n, f, i) for n, f, i, e in _operands(statement.value) if isinstance(e, ast.BinOp) and _plain(e)]
        if not places:
            return []
        owner, field, index = self._rng.choice(places)
        name = self._fresh()
        new = ast.Name(name, ast.Load())
        if index is None:
            old = getattr(owner, field)
            setattr(owner, field, new)
        else:
            old, getattr(owner, field)[index] = getattr(owner, field)[index], new
        return [ast.Assign([ast.Name(name, ast.Store())], old)]


class _Operands(ast.NodeTransformer):
    def __init__(self, often: object, library: str) -> None:
        self._often, self._library = often, library

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        often = self._often
        assert callable(often)
        squared = isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant) and node.right.value == 2
        if squared and isinstance(node.left, ast.Name) and often("square"):
            return ast.BinOp(node.left, ast.Mult(), ast.Name(node.left.id, ast.Load()))
        if isinstance(node.op, ast.MatMult) and self._library and often("call"):
            return ast.Call(ast.parse("np.matmul", mode="eval").body, [node.left, node.right], [])
        numbers = isinstance(node.op, ast.Mult) or (isinstance(node.op, ast.Add) and _computes(node))
        if numbers and _commutes(node) and often("commute"):
            node.left, node.right = node.right, node.left
        return node


def _computes(node: ast.BinOp) -> bool:
    """Whether a side is plainly a number or an array: + of texts and lists does not commute."""
    kinds = (ast.Mult, ast.MatMult, ast.Sub, ast.Pow, ast.Div)
    return any(isinstance(side, ast.BinOp) and isinstance(side.op, kinds) for side in (node.left, node.right))


def _commutes(node: ast.BinOp) -> bool:
    texts = (ast.List, ast.Tuple, ast.JoinedStr, ast.ListComp, ast.Call, ast.NamedExpr)
    return not any(
        isinstance(n, texts) or (isinstance(n, ast.Constant) and isinstance(n.value, str | bytes))
        for n in ast.walk(node)
    )


def _operands(node: ast.AST) -> Iterable[tuple[ast.AST, str, int | None, ast.AST]]:
    """The places of expressions that are always evaluated: (owner, field, index, expression), the root left out."""
    if isinstance(
        node, ast.Lambda | ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp | ast.IfExp | ast.BoolOp
    ):
        return
    for field, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield node, field, None, value
            yield from _operands(value)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield node, field, index, item
                    yield from _operands(item)


def _plain(node: ast.AST) -> bool:
    """Only local names, numbers and operators: no call can come between."""
    fine = (ast.BinOp, ast.UnaryOp, ast.Name, ast.Constant, ast.operator, ast.unaryop, ast.Load)
    return all(isinstance(n, fine) or (isinstance(n, ast.Attribute) and n.attr == "T") for n in ast.walk(node))


def _split(target: ast.Tuple, value: ast.Tuple) -> list[ast.stmt]:
    names = [t.id for t in target.elts if isinstance(t, ast.Name)]
    if len(names) != len(target.elts) or len(names) != len(value.elts):
        return []
    if any(isinstance(v, ast.Starred) or set(names) & _reads(v) for v in value.elts):
        return []
    pairs = zip(names, value.elts, strict=True)
    return [ast.Assign([ast.Name(name, ast.Store())], item) for name, item in pairs]


def _apart(first: ast.stmt, second: ast.stmt) -> bool:
    """Whether two assignments to names may change places: no calls but those of plain arithmetic."""
    if not (isinstance(first, ast.Assign) and isinstance(second, ast.Assign)):
        return False
    writes = [_writes(first), _writes(second)]
    if not all(writes) or writes[0] & writes[1] or writes[0] & _reads(second.value) or writes[1] & _reads(first.value):
        return False
    return all(_calm(s.value) for s in (first, second))


def _calm(node: ast.AST) -> bool:
    names = {"zeros_like", "zeros", "ones", "matmul", "dot", "sum", "tanh", "sigmoid", "sqrt", "exp", "copy", "range"}
    calls = (n.func for n in ast.walk(node) if isinstance(n, ast.Call))
    return all(isinstance(f, ast.Attribute) and f.attr in names for f in calls)


def _writes(statement: ast.Assign) -> set[str]:
    if not all(isinstance(t, ast.Name) for t in statement.targets):
        return set()
    return {t.id for t in statement.targets if isinstance(t, ast.Name)}


def _reads(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _as_while(loop: ast.For, taken: set[str]) -> list[ast.stmt]:
    """`for i in range(n)` counted by hand; nothing where `continue` or an assignment would change the count."""
    call, target = loop.iter, loop.target
    simple = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "range"
    if not (simple and isinstance(call, ast.Call) and isinstance(target, ast.Name)) or loop.orelse:
        return []
    if len(call.args) != 1 or not isinstance(call.args[0], ast.Name) or call.keywords:
        return []
    inside = [n for s in loop.body for n in ast.walk(s)]
    stored = {n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    if stored & {target.id, call.args[0].id} or any(
        isinstance(n, ast.Continue | ast.Lambda | ast.FunctionDef) for n in inside
    ):
        return []
    start, step = ast.parse(f"{target.id} = 0\n{target.id} += 1").body
    test = ast.Compare(ast.Name(target.id, ast.Load()), [ast.Lt()], [call.args[0]])
    return [start, ast.While(test, [*loop.body, step], [])]


def _as_loop(target: ast.Name, value: ast.ListComp, function: ast.FunctionDef) -> list[ast.stmt]:
    """`xs = [f(i) for i in y]` with `append`."""
    (part, *more) = value.generators
    if more or part.ifs or part.is_async or target.id in _reads(value):
        return []
    own = {n.id for n in ast.walk(part.target) if isinstance(n, ast.Name)}
    uses = sum(isinstance(n, ast.Name) and n.id in own for n in ast.walk(function))
    if uses != sum(isinstance(n, ast.Name) and n.id in own for n in ast.walk(value)):
        return []  # the name means something else in the function, too
    if own & {n.arg for n in ast.walk(function) if isinstance(n, ast.arg)}:
        return []
    start = ast.Assign([ast.Name(target.id, ast.Store())], ast.List([], ast.Load()))
    grow = ast.Call(ast.Attribute(ast.Name(target.id, ast.Load()), "append", ast.Load()), [value.elt], [])
    return [start, ast.For(part.target, part.iter, [ast.Expr(grow)], [])]
