"""From a reference source to the stub that a student gets."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.template.markers import Block, Line, Markers, problem, read_markers

STUB = ("# YOUR CODE HERE", "raise NotImplementedError")


def stub(source: str, file: str = "<source>") -> str:
    """The source with every solution replaced by `# YOUR CODE HERE` and `raise NotImplementedError`.

    A block in the body of a class or of the module (a private helper, an import that only the solution needs) leaves
    nothing behind: raising there would break the import. Everything outside the blocks stays as it is.

    Args:
        source: the reference, with solution markers; without markers it comes back unchanged.
        file: its name for error messages.

    Raises:
        UsageError: names file and line of a marker that is wrong, of a source that is not Python, or of code outside
            the solutions that uses a name defined only inside one.
    """
    tree = _parse(source, file)
    markers = read_markers(source, file)
    lines = source.splitlines()
    removed = {n for b in markers.blocks for n in range(b.first, b.last + 1)}
    _complain_about_lost_names(tree, markers, removed, file)

    replaced: dict[int, list[str]] = {}  # first line of what goes → what stands there instead
    for block in markers.blocks:
        if block.keep_nothing or not _in_function(tree, block.code):
            replaced[block.first] = []
            removed |= _blank_lines_behind(lines, block)
        else:
            code = lines[block.code - 1]
            indent = code[: len(code) - len(code.lstrip())]
            replaced[block.first] = [indent + text for text in STUB]
    for line in markers.lines:
        removed.add(line.number)
        replaced[line.number] = [] if line.keep_nothing else [_without_value(tree, lines, line, file)]
    for prompt in markers.prompts:
        removed |= set(range(prompt.first, prompt.last + 1))
        replaced[prompt.first] = lines[prompt.first : prompt.last - 1]

    kept: list[str] = []
    for number, text in enumerate(lines, start=1):
        kept += replaced.get(number, []) if number in removed else [text]
    result = "\n".join(kept).rstrip() + "\n"
    _parse(result, f"{file} (as a stub)")
    return result


def _parse(source: str, file: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        what = f"is not Python: {error.msg}"
        raise problem(file, error.lineno or 1, what, "mend the reference or move its solution markers") from error


def _in_function(tree: ast.Module, line: int) -> bool:
    """Whether the innermost definition around a line is a function's."""
    definitions = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    around = [n for n in ast.walk(tree) if isinstance(n, definitions) and n.lineno < line <= (n.end_lineno or 0)]
    return bool(around) and not isinstance(max(around, key=lambda n: n.lineno), ast.ClassDef)


def _blank_lines_behind(lines: list[str], block: Block) -> set[int]:
    """The blank lines behind a block that leaves nothing, where blank lines before it remain."""
    found: set[int] = set()
    number = block.last + 1
    if block.first == 1 or not lines[block.first - 2].strip():
        while number <= len(lines) and not lines[number - 1].strip():
            found.add(number)
            number += 1
    return found


def _without_value(tree: ast.Module, lines: list[str], line: Line, file: str) -> str:
    """A one-line solution with `...` for its value."""
    text = lines[line.number - 1]
    statements = [n for n in ast.walk(tree) if isinstance(n, ast.stmt) and n.lineno == n.end_lineno == line.number]
    match statements:
        case [ast.Assign(value=value) | ast.AugAssign(value=value) | ast.Return(value=ast.expr() as value)]:
            return text.encode()[: value.col_offset].decode() + "..."  # columns of the syntax tree count bytes
        case [ast.AnnAssign(value=ast.expr() as value)]:
            return text.encode()[: value.col_offset].decode() + "..."
        case [ast.Expr()]:
            return text[: len(text) - len(text.lstrip())] + "..."
    raise problem(file, line.number, "`# SOLUTION` marks no simple one-line statement", "use a solution block")


def _complain_about_lost_names(tree: ast.Module, markers: Markers, removed: set[int], file: str) -> None:
    """Code that stays must not need what goes: it would fail in the student's hands only."""
    gone = {name for node in tree.body if node.lineno in removed for name in _bound(node)}
    stays = {name for node in tree.body if node.lineno not in removed for name in _bound(node)}
    replaced = removed | {line.number for line in markers.lines}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in gone - stays and node.lineno not in replaced:
            what = f"`{node.id}` is used here but defined only inside a solution block"
            raise problem(file, node.lineno, what, "move its definition out of the block")


def _bound(node: ast.stmt) -> Iterator[str]:
    """Names that a top-level statement binds."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import() | ast.ImportFrom():
            yield from (alias.asname or alias.name.split(".")[0] for alias in node.names)
        case _:
            yield from (n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
