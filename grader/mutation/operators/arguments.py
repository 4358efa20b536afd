"""Arguments: one is ignored, changed in place, or cut off from its gradient; another task's answer is given."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from grader.mistakes import Mistake
from grader.mutation.build import statement
from grader.mutation.context import Change, Context, arguments, is_whole, plain_tensors


def ignore_argument(node: ast.AST, context: Context) -> Iterator[Change]:
    """A tensor counts as zeros, an option as its default."""
    if not isinstance(node, ast.FunctionDef) or node.name == "__init__":
        return
    for name in plain_tensors(node):
        new = _begun(node, f"{name} = {context.library}.zeros_like({name})")
        yield Change(new, Mistake.IGNORED_ARGUMENT, {"name": name})
    positional = [*node.args.posonlyargs, *node.args.args]
    with_default = zip(positional[len(positional) - len(node.args.defaults) :], node.args.defaults, strict=True)
    keyword_only = ((a, d) for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d is not None)
    for argument, default in (*with_default, *keyword_only):
        new = _begun(node, f"{argument.arg} = {ast.unparse(default)}")
        yield Change(new, Mistake.IGNORED_ARGUMENT, {"name": argument.arg})


def modify_input(node: ast.AST, context: Context) -> Iterator[Change]:
    """The result is right, and the argument is another one afterwards."""
    if not isinstance(node, ast.FunctionDef) or node.name == "__init__":
        return
    for name in plain_tensors(node):
        guarded = f"with torch.no_grad():\n        {name} += 1" if context.torch else f"{name} += 1"
        block = statement(f"try:\n    pass\nfinally:\n    {guarded}")
        assert isinstance(block, ast.Try)
        documented, body = _parts(node)
        block.body = body
        yield Change(_with_body(node, [*documented, block]), Mistake.INPUT_MODIFIED, {"name": name})


def detach_argument(node: ast.AST, context: Context) -> Iterator[Change]:
    """An argument whose gradient is lost."""
    if not isinstance(node, ast.FunctionDef) or not context.torch or context.by_hand or node.name == "__init__":
        return
    for name in plain_tensors(node):
        if not is_whole(node, name):
            yield Change(_begun(node, f"{name} = {name}.detach()"), Mistake.DETACHED, {"name": name})


def answer_another_task(node: ast.AST, context: Context) -> Iterator[Change]:
    """Another function of the tasks that takes no more than the same arguments."""
    if not isinstance(node, ast.FunctionDef) or context.functions.get(node.name) is not node:
        return
    own = {a.arg for a in arguments(node)}
    for name, other in context.functions.items():
        theirs = [a.arg for a in arguments(other)]
        if other is not node and set(theirs) <= own:
            call = ", ".join(f"{arg}={arg}" for arg in theirs)
            documented, _ = _parts(node)
            new = _with_body(node, [*documented, statement(f"return {name}({call})")])
            yield Change(new, Mistake.OTHER_TASK, {"name": name})


def _begun(function: ast.FunctionDef, source: str) -> ast.FunctionDef:
    """The function with a statement before its first."""
    documented, body = _parts(function)
    return _with_body(function, [*documented, statement(source), *body])


def _parts(function: ast.FunctionDef) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """Docstring and rest."""
    has = ast.get_docstring(function) is not None
    return function.body[: int(has)], function.body[int(has) :]


def _with_body(function: ast.FunctionDef, body: list[ast.stmt]) -> ast.FunctionDef:
    new = copy.copy(function)
    new.body = body
    return new
