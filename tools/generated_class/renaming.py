"""Other names, another order, other comments: how a copy is made to look like one's own work."""

from __future__ import annotations

import ast
import builtins
import random
from collections.abc import Collection

_SYLLABLES = (
    "ba",
    "da",
    "ga",
    "ha",
    "ka",
    "la",
    "ma",
    "na",
    "pa",
    "ra",
    "sa",
    "ta",
    "wi",
    "yo",
    "ze",
    "mu",
    "do",
    "li",
)
_COMMENTS = (
    "# 순전파", "# 역전파", "# 기울기를 구한다", "# check the shapes!", "# 강의 자료 참고", "# TODO 나중에 정리",
    "# gate 계산", "# 여기서 조금 헤맸음", "# h_t", "# 초기화", "# same as the lecture", "# 차원 주의", "# [N, H]",
)  # fmt: skip


def renamed_locals(source: str, rng: random.Random, share: float = 1.0) -> str:
    """The source with other names for what functions keep to themselves; arguments of the outside stay.

    Raises:
        SyntaxError: it is none.
    """
    tree = ast.parse(source)
    keywords = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}
    outer = {getattr(node, "name", "") for node in tree.body} | _bound(tree.body) | set(dir(builtins))
    for function in _functions(tree):
        arguments = {arg.arg for arg in ast.walk(function.args) if isinstance(arg, ast.arg)}
        stored = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        fixed = {name for n in ast.walk(function) if isinstance(n, ast.Global | ast.Nonlocal) for name in n.names}
        inner = {a.arg for n in ast.walk(function) if n is not function.args for a in _arguments(n)}
        named = {n.name for n in ast.walk(function) if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        free = sorted(stored - arguments - fixed - inner - named - outer - keywords)
        used = {n.id for n in ast.walk(function) if isinstance(n, ast.Name)} | outer | arguments
        names = {}
        for name in free:
            if rng.random() < share:
                names[name] = _word(rng, used)
                used.add(names[name])
        for node in ast.walk(function):
            if isinstance(node, ast.Name):
                node.id = names.get(node.id, node.id)
    return ast.unparse(tree) + "\n"


def renamed_private(source: str, public: Collection[str], suffix: str) -> str:
    """The source with other names for the definitions that no check asks for, so that modules can share a file."""
    tree = ast.parse(source)
    own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)} | _bound(tree.body)
    taken = {a.arg for n in ast.walk(tree) for a in _arguments(n)}
    taken |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.keyword) and n.arg}
    names = {name: f"{name}{suffix}" for name in own - set(public) - taken if not name.startswith("__")}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef) and node in tree.body:
            node.name = names.get(node.name, node.name)
    return ast.unparse(tree) + "\n"


def reordered(source: str, rng: random.Random) -> str:
    """The functions of a module and the methods of its classes in another order, as far as running allows."""
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            node.body = _shuffled(node.body, rng)
    tree.body = _shuffled(tree.body, rng)
    return ast.unparse(tree) + "\n"


def without_notes(source: str, rng: random.Random, share: float) -> str:
    """Docstrings and the annotations of arguments dropped, some or all."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and len(node.body) > 1 and rng.random() < share:
            node.body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        if isinstance(node, ast.FunctionDef) and rng.random() < share:
            node.returns = None
            for arg in _arguments(node.args):
                arg.annotation = None
    return ast.unparse(tree) + "\n"


def commented(source: str, rng: random.Random, share: float) -> str:
    """The source with comments at some lines."""
    lines = []
    quoted = False  # inside a docstring of several lines
    for line in source.splitlines():
        plain = not quoted and '"""' not in line and "'''" not in line and line.strip()
        if (line.count('"""') + line.count("'''")) % 2:
            quoted = not quoted
        if plain and rng.random() < share and not line.rstrip().endswith("\\"):
            lines.append(f"{line}  {rng.choice(_COMMENTS)}")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _shuffled(body: list[ast.stmt], rng: random.Random) -> list[ast.stmt]:
    """Functions change places among themselves; everything else stays where it is."""
    at = [i for i, node in enumerate(body) if isinstance(node, ast.FunctionDef) and not node.decorator_list]
    order = at[:]
    rng.shuffle(order)
    out = list(body)
    for target, origin in zip(at, order, strict=True):
        out[target] = body[origin]
    return out


def _functions(tree: ast.Module) -> list[ast.FunctionDef]:
    """Top-level functions and methods; nested ones belong to the function around them."""
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return found + [node for c in classes for node in c.body if isinstance(node, ast.FunctionDef)]


def _arguments(node: ast.AST) -> list[ast.arg]:
    if not isinstance(node, ast.arguments):
        return []
    more = [arg for arg in (node.vararg, node.kwarg) if arg is not None]
    return [*node.posonlyargs, *node.args, *node.kwonlyargs, *more]


def _bound(body: list[ast.stmt]) -> set[str]:
    targets = [t for s in body if isinstance(s, ast.Assign) for t in s.targets]
    targets += [s.target for s in body if isinstance(s, ast.AnnAssign)]
    return {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}


def _word(rng: random.Random, used: set[str]) -> str:
    while True:
        word = "".join(rng.choices(_SYLLABLES, k=rng.choice((2, 2, 3))))
        if word not in used:
            return word
