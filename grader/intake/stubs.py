"""Which top-level names a source binds, and whether the definition is still the stub that the template hands out."""

from __future__ import annotations

import ast

from grader.intake.parsing import statements

_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def defined_names(tree: ast.Module) -> dict[str, bool]:
    """Top-level name → True where its last definition is still a stub. Names of `import *` cannot be known."""
    found: dict[str, bool] = {}
    for statement in statements(tree.body):
        if isinstance(statement, _FUNCTION):
            found[statement.name] = _is_stub_function(statement)
        elif isinstance(statement, ast.ClassDef):
            found[statement.name] = _is_stub_class(statement)
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            names = [alias.asname or alias.name.partition(".")[0] for alias in statement.names]
            found.update(dict.fromkeys((name for name in names if name != "*"), False))
        elif isinstance(statement, ast.Delete):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    found.pop(target.id, None)
        else:
            found.update(dict.fromkeys(_bound(statement), False))
    return found


def _bound(statement: ast.stmt) -> list[str]:
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target] if statement.value is not None else []
    elif isinstance(statement, ast.For | ast.AsyncFor):
        targets = [statement.target]
    elif isinstance(statement, ast.With | ast.AsyncWith):
        targets = [item.optional_vars for item in statement.items if item.optional_vars is not None]
    elif type(statement).__name__ == "TypeAlias":  # Python 3.12
        targets = [statement.name]  # type: ignore[attr-defined]
    names = (node for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))
    return [node.id for node in names if isinstance(node.ctx, ast.Store)]


def _is_stub_function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Nothing but a docstring, `pass`, `...` and `raise NotImplementedError`."""
    return all(_is_filler(s) or _raises_not_implemented(s) for s in _without_docstring(node.body))


def _is_stub_class(node: ast.ClassDef) -> bool:
    """At least one method raises NotImplementedError, and none does any work."""
    methods = [s for s in node.body if isinstance(s, _FUNCTION)]
    return any(_raises_not_implemented(s) for m in methods for s in m.body) and all(map(_is_trivial, methods))


def _is_trivial(method: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """`super().__init__()`, keeping arguments or literals in attributes, returning a literal: what templates give."""
    body = _without_docstring(method.body)
    return all(_is_filler(s) or _gives(s) or _raises_not_implemented(s) for s in body)


def _gives(statement: ast.stmt) -> bool:
    simple = (ast.Constant, ast.Name)
    if isinstance(statement, ast.Return):
        return statement.value is None or isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.Assign):
        return isinstance(statement.value, simple) and all(isinstance(t, ast.Attribute) for t in statement.targets)
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "__init__"):
        return False
    owner = call.func.value
    return isinstance(owner, ast.Call) and isinstance(owner.func, ast.Name) and owner.func.id == "super"


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0] if body else None
    docstring = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    return body[1:] if docstring else body


def _is_filler(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant) and statement.value.value is ...
    return isinstance(statement, ast.Pass)


def _raises_not_implemented(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Raise):
        return False
    raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
