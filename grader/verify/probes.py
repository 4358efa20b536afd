"""Answers without thought, in the reference's place: what passes a check with them was not judged by it.

Behind the reference's source stands a wrapper of its functions and methods; `__init__` and the like stay as they are. A
module that a function returns answers so when it is called.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from enum import StrEnum

from grader.mutation.reach import definitions


class Probe(StrEnum):
    """What every function and method of a task answers instead."""

    STUB = "stub"  # it raises, as in the template
    ZEROS = "zeros"  # of the right shape and dtype, and empty texts; arrays that an object keeps become zeros, too
    CONSTANT = "constant"  # ones
    DTYPE = "dtype"  # float32 for float64 and the other way round


_COMMON = """

import functools as _functools
import numpy as _np
import torch as _torch


def _answer(value):
    if isinstance(value, (_torch.Tensor, _np.ndarray)):
        return _array_answer(value)
    if isinstance(value, (list, tuple)):
        items = [_answer(item) for item in value]
        return value._make(items) if hasattr(value, "_fields") else type(value)(items)
    if isinstance(value, dict):
        return {key: _answer(item) for key, item in value.items()}
    if isinstance(value, _torch.nn.Module):
        value.register_forward_hook(lambda module, inputs, output: _answer(output))
        return value
    return _plain_answer(value) if isinstance(value, (bool, int, float, str, bytes)) else value


def _probe(function):
    @_functools.wraps(function)
    def answer(*args, **kwargs):
        return _answer(function(*args, **kwargs))

    return answer


def _probe_method(function):
    @_functools.wraps(function)
    def answer(self, *args, **kwargs):
        result = _answer(function(self, *args, **kwargs))
        for kept in list(vars(self).values()):
            for value in kept if isinstance(kept, (list, tuple)) else [kept]:
                if isinstance(value, _np.ndarray) or (isinstance(value, _torch.Tensor) and not value.requires_grad):
                    _overwrite(value)
        return result

    return answer
"""
_FILLED = """

def _array_answer(value):
    return _torch.full_like(value, {number}) if isinstance(value, _torch.Tensor) else _np.full_like(value, {number})


def _plain_answer(value):
    return type(value)() if isinstance(value, (str, bytes)) else type(value)({number})


def _overwrite(value):
    value[...] = {number}
"""
_OTHER_DTYPE = """

def _array_answer(value):
    if isinstance(value, _torch.Tensor):
        other = {_torch.float64: _torch.float32, _torch.float32: _torch.float64, _torch.int64: _torch.int32}
        return value.to(other.get(value.dtype, value.dtype))
    other = {"float64": "float32", "float32": "float64", "int64": "int32"}
    return value.astype(other.get(str(value.dtype), value.dtype))


def _plain_answer(value):
    return value


def _overwrite(value):
    pass
"""
_RAISING = """

def _probe(function):
    def stub(*args, **kwargs):
        raise NotImplementedError

    return stub


_probe_method = _probe
"""
_PARTS = {
    Probe.STUB: _RAISING,
    Probe.ZEROS: _COMMON + _FILLED.replace("{number}", "0"),
    Probe.CONSTANT: _COMMON + _FILLED.replace("{number}", "1"),
    Probe.DTYPE: _COMMON + _OTHER_DTYPE,
}


def probed(source: str, names: Collection[str], probe: Probe) -> str:
    """The source with other answers of the functions and classes `names`.

    Of a class all methods answer so, but for those with double underscores.
    """
    known = definitions(ast.parse(source))
    lines = [source, _PARTS[probe], ""]
    for name in (n for n in known if n in names):
        node = known[name]
        if isinstance(node, ast.FunctionDef):
            lines.append(f"{name} = _probe({name})")
            continue
        methods = [m.name for m in node.body if isinstance(m, ast.FunctionDef) and not m.name.startswith("__")]
        lines += [f"{name}.{method} = _probe_method({name}.{method})" for method in methods]
    return "\n".join(lines) + "\n"
