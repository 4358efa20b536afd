"""What a stub asks for, read from its signatures and docstrings: names, arguments, shapes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

_SHAPE = re.compile(r"\[(?:[A-Z0-9]|\.\.\.)[^\]]*\]|\[\]")
_LIST = re.compile(r"(Args|Arguments|Attributes|Raises):")
_RESULT = re.compile(r"(Returns|Yields):")


def outline(source: str, names: tuple[str, ...]) -> list[str]:
    """Markdown lines for the named definitions: signature, first sentence, then every entry that gives a shape.

    Names that the source does not define at top level are left out.
    """
    tree = ast.parse(source)
    found = {n.name: n for n in tree.body if isinstance(n, Definition)}
    lines: list[str] = []
    for name in names:
        if (node := found.get(name)) is None:
            continue
        lines += _described(f"`{_signature(node)}`", node, "")
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                    lines += _described(f"`.{_signature(method)}`", method, "  ")
    return lines


def entries(docstring: str) -> list[str]:
    """The docstring's paragraphs and section entries, each on one line: wrapped lines are joined.

    What a function returns is marked with an arrow.
    """
    found: list[str] = []
    indent, in_list, start = 0, False, ""
    new = True
    for line in docstring.splitlines():
        text = line.strip()
        depth = len(line) - len(line.lstrip())
        if not text or _LIST.fullmatch(text) or _RESULT.fullmatch(text):
            new, in_list = True, bool(_LIST.fullmatch(text))
            start = "→ " if _RESULT.fullmatch(text) else ""
        elif new or (in_list and depth <= indent):
            found.append(start + text)
            indent, new = depth, False
        else:
            found[-1] += f" {text}"
    return found


def _described(title: str, node: Definition, indent: str) -> Iterator[str]:
    first, *others = entries(ast.get_docstring(node) or "") or [""]
    yield f"{indent}- {title} {first}".rstrip()
    if (init := _init(node)) is not None:
        others += entries(ast.get_docstring(init) or "")
    for entry in others:
        if _SHAPE.search(entry):
            yield f"{indent}  - {entry}"


def _init(node: Definition) -> ast.FunctionDef | None:
    """A class's constructor."""
    methods = (m for m in node.body if isinstance(m, ast.FunctionDef)) if isinstance(node, ast.ClassDef) else ()
    return next((m for m in methods if m.name == "__init__"), None)


def _signature(node: Definition) -> str:
    """`name(a, b=1)`: as it is called, without annotations."""
    if isinstance(node, ast.ClassDef):
        init = _init(node)
        return f"{node.name}({_arguments(init.args, bound=True) if init else ''})"
    bound = bool(node.args.args) and node.args.args[0].arg == "self"
    return f"{node.name}({_arguments(node.args, bound=bound)})"


def _arguments(arguments: ast.arguments, *, bound: bool) -> str:
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    for argument in every:
        if argument is not None:
            argument.annotation = None
    shown = ast.unparse(arguments)
    return shown.removeprefix("self").removeprefix(", ") if bound else shown
