"""Which expressions of a notebook may be run again to set a constant: those that compute a little and do nothing else.

Calls are allowed by name, after resolving what the notebook imported under which name. This saves students from
waiting for their own training; it is no protection: what is kept runs in the sandbox like all of their code.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable
from dataclasses import dataclass

from grader.intake.parsing import statements

_MANY = 10**7  # elements of a list, steps of a range
_LARGE = 10**8  # elements of a tensor
_LONG = 10**4  # bits to shift by, power to raise to

_BUILTINS = frozenset(
    "abs bool bytes chr complex dict divmod enumerate filter float frozenset int len list map max min object ord pow range "
    "repr reversed round set slice sorted str sum tuple type zip".split()
)
_CALLERS = frozenset({"map", "filter"})  # these call their first argument at once
# Dotted names, and with a final dot everything below.
_FUNCTIONS = frozenset(
    "collections.Counter collections.OrderedDict collections.defaultdict collections.deque collections.namedtuple copy.copy "
    "copy.deepcopy dataclasses.field datetime.date datetime.datetime datetime.timedelta easydict.EasyDict enum.Enum "
    "functools.partial argparse.Namespace pathlib.Path random.Random re.compile types.SimpleNamespace "
    "os.path.join os.path.exists os.path.isdir os.path.isfile os.path.dirname os.path.basename os.path.expanduser "
    "os.getcwd os.getenv os.environ.get sys.getrecursionlimit "
    # the Korean and English analysers of the course: functions use them as globals
    "kiwipiepy.Kiwi mecab.MeCab nltk.corpus.stopwords.words".split()
)
_BELOW = ("math.", "string.", "typing.", "konlpy.tag.", "nltk.stem.", "nltk.tokenize.")
_TORCH = frozenset(
    "device tensor as_tensor Tensor FloatTensor DoubleTensor LongTensor IntTensor BoolTensor zeros ones full empty arange "
    "linspace logspace eye rand randn randint randperm zeros_like ones_like from_numpy Generator Size finfo iinfo float32 "
    "get_default_dtype cuda.is_available cuda.device_count backends.mps.is_available stack cat exp log sqrt tril triu "
    "random.manual_seed manual_seed".split()
)
_NUMPY = frozenset(
    "array asarray zeros ones full empty arange linspace logspace eye identity zeros_like ones_like float16 float32 float64 "
    "int8 uint8 int32 int64 bool_ random.rand random.randn random.randint random.default_rng random.RandomState "
    "sqrt exp log concatenate stack iinfo finfo dtype".split()
)
_SIZED = frozenset("zeros ones full empty arange eye rand randn randint randperm linspace identity".split())
# Methods without effects on anything but a new value, of text, collections and tensors.
_METHODS = frozenset(
    "split rsplit splitlines strip lstrip rstrip lower upper title capitalize replace join format items keys values copy "
    "count index startswith endswith encode decode union intersection difference to cpu float double long int bool item "
    "view reshape size dim unsqueeze squeeze transpose permute t requires_grad_ tolist numpy astype sum mean "
    "manual_seed most_common eval".split()
)


@dataclass(frozen=True)
class Names:
    """What the names of a notebook stand for.

    Attributes:
        imported: local name → dotted name.
        records: classes that only hold values, such as a `Config` without `__init__`.
    """

    imported: dict[str, str]
    records: frozenset[str]

    def dotted(self, node: ast.expr) -> str | None:
        """`nn.Linear` → `torch.nn.Linear`; None unless its root was imported."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        root = self.imported.get(node.id) if isinstance(node, ast.Name) else None
        return ".".join([root, *reversed(parts)]) if root else None


def names_in(trees: Iterable[ast.Module]) -> Names:
    """The names of a whole notebook; its cells may have been run in any order."""
    imported: dict[str, str] = {}
    records: set[str] = set()
    for tree in trees:
        for statement in statements(tree.body):
            if isinstance(statement, ast.Import):
                for alias in statement.names:
                    root = alias.name if alias.asname else alias.name.partition(".")[0]
                    imported[alias.asname or root] = root
            elif isinstance(statement, ast.ImportFrom):
                for alias in statement.names:
                    imported[alias.asname or alias.name] = f"{statement.module or ''}.{alias.name}"
            elif isinstance(statement, ast.ClassDef) and _is_record(statement):
                records.add(statement.name)
    return Names(imported, frozenset(records))


def _is_record(node: ast.ClassDef) -> bool:
    if any(isinstance(part, ast.Name | ast.Attribute | ast.Call) and "dataclass" in ast.unparse(part) for part in node.decorator_list):
        return True
    makers = {"__init__", "__new__"}
    return not node.bases and not any(isinstance(s, ast.FunctionDef) and s.name in makers for s in node.body)


def is_constant(node: ast.expr, names: Names) -> bool:
    """Whether the expression may be evaluated again: cheap, and without effects."""
    return _Judge(names).fine(node)


class _Judge:
    def __init__(self, names: Names) -> None:
        self.names = names

    def fine(self, node: ast.AST | None) -> bool:
        """Whether a node and everything that evaluating it evaluates is harmless."""
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Lambda):  # its body runs only when it is called
            return all(map(self.fine, [*node.args.defaults, *filter(None, node.args.kw_defaults)]))
        if isinstance(node, ast.Await | ast.Yield | ast.YieldFrom):
            return False
        if isinstance(node, ast.BinOp) and not self._operation(node):
            return False
        return node is None or all(map(self.fine, ast.iter_child_nodes(node)))

    def _operation(self, node: ast.BinOp) -> bool:
        left, right = number(node.left), number(node.right)
        if isinstance(node.op, ast.Pow | ast.LShift):
            return right is None or abs(right) <= _LONG
        if isinstance(node.op, ast.Mult):
            texts = (ast.List, ast.Tuple, ast.JoinedStr)
            for value, times in ((node.left, right), (node.right, left)):
                sequence = isinstance(value, texts) or (isinstance(value, ast.Constant) and isinstance(value.value, str | bytes))
                if sequence and times is not None and times > _MANY:
                    return False
        return True

    def _call(self, node: ast.Call) -> bool:
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        function = node.func
        dotted = self.names.dotted(function)
        if dotted is not None:
            allowed = self._known(dotted, node)
        elif isinstance(function, ast.Name):
            allowed = function.id in self.names.records or (function.id in _BUILTINS and self._builtin(function.id, node))
        else:
            allowed = isinstance(function, ast.Attribute) and function.attr in _METHODS and self.fine(function.value)
        if not allowed:
            return False
        if dotted == "functools.partial":
            return all(map(self.fine, arguments))
        # What is passed to a call may be called by it: a lambda's body counts, as does sorted's key.
        lambdas = [argument.body for argument in arguments if isinstance(argument, ast.Lambda)]
        keys = [k.value for k in node.keywords if k.arg in {"key", "default_factory"}]
        return all(map(self.fine, [*arguments, *lambdas])) and all(map(self._harmless_function, keys))

    def _harmless_function(self, node: ast.expr) -> bool:
        """Whether calling what the expression names is as harmless as the expression: `len`, `str.lower`, a lambda."""
        if isinstance(node, ast.Name):
            return node.id in _BUILTINS
        return isinstance(node, ast.Lambda | ast.Attribute | ast.Constant | ast.Call)

    def _builtin(self, name: str, node: ast.Call) -> bool:
        if name in _CALLERS and not (node.args and self._harmless_function(node.args[0])):
            return False
        if name == "pow":
            return len(node.args) < 2 or (number(node.args[1]) or 0) <= _LONG  # noqa: PLR2004 - base, exponent
        return name not in {"range", "bytes"} or all((number(a) or 0) <= _MANY for a in node.args)

    def _known(self, dotted: str, node: ast.Call) -> bool:
        root, _, rest = dotted.partition(".")
        if dotted.startswith("torch.nn."):
            last = dotted.rpartition(".")[2]
            return last[:1].isupper() and _product(node.args[:2]) <= _LARGE
        if root in {"torch", "numpy"}:
            known = rest in (_TORCH if root == "torch" else _NUMPY)
            sized = rest.rpartition(".")[2] in _SIZED
            return known and not (sized and _product(node.args) > _LARGE)
        return dotted in _FUNCTIONS or dotted.startswith(_BELOW)


def number(node: ast.expr) -> float | None:
    """The value of arithmetic on literal numbers, `math.inf` when it is out of all bounds; None for anything else."""
    if isinstance(node, ast.Constant):
        value = node.value
        return float(min(value, 10**300)) if isinstance(value, int | float) and not isinstance(value, bool) else None
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = number(node.operand)
        return None if value is None else -value
    if not isinstance(node, ast.BinOp):
        return None
    left, right = number(node.left), number(node.right)
    if left is None or right is None:
        return None
    try:
        match node.op:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case ast.Pow():
                return float(left**right)
            case ast.LShift():
                return float(left * 2.0**right)
            case ast.Div() | ast.FloorDiv():
                return left / right
    except (OverflowError, TypeError):  # too large, or a root of a negative number
        return math.inf
    except ZeroDivisionError:
        return None
    return None


def _product(arguments: list[ast.expr]) -> float:
    """The product of the sizes among arguments; sizes may stand in a tuple."""
    result = 1.0
    for argument in arguments:
        items = argument.elts if isinstance(argument, ast.Tuple | ast.List) else [argument]
        for item in items:
            value = number(item)
            if value is not None and value > 1:
                result *= value
    return result
