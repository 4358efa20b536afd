"""What leaves the judge as a result: plain values of bounded size, whatever a student's process made of them.

Lone surrogates, a class name of a million letters or a tensor among the facts would otherwise stop the one that
writes the result down, and leave the submission ungraded.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from grader.model import CheckResult, Frame, Message

TEXT = 4000  # characters of one value
ITEMS = 200  # of a list or a dictionary
_DEPTH = 5
_DIGITS = 64  # bits


def plain_result(result: CheckResult) -> CheckResult:
    """The same result with values that any JSON writer takes."""
    return replace(
        result,
        message=None if result.message is None else _message(result.message),
        diagnosis=None if result.diagnosis is None else _message(result.diagnosis),
        where=None if result.where is None else _frame(result.where),
        output=_encodable(result.output),
        facts={_text(str(key)): plain(value) for key, value in list(result.facts.items())[:ITEMS]},
    )


def plain(value: Any, depth: int = _DEPTH) -> Any:
    """`value` as None, bool, int, float, str, or lists and dicts of them; what is none of these as its text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, numbers.Integral):
        return int(value) if int(value).bit_length() < _DIGITS else hex(int(value))[:TEXT]
    if isinstance(value, numbers.Real):
        # As text, as results.json has them: on the way there JSON would make them null.
        return float(value) if math.isfinite(value) else str(float(value))
    if isinstance(value, Mapping) and depth:
        return {_text(str(key)): plain(item, depth - 1) for key, item in list(value.items())[:ITEMS]}
    if isinstance(value, (list, tuple, AbstractSet)) and depth:
        return [plain(item, depth - 1) for item in list(value)[:ITEMS]]
    if isinstance(value, (torch.Tensor, np.ndarray, np.generic)) and value.ndim == 0:
        return plain(value.item(), 0)
    return _text(str(value))


def _message(message: Message) -> Message:
    return Message(message.key, {name: plain(value) for name, value in message.params.items()})


def _frame(frame: Frame) -> Frame:
    return replace(frame, file=_text(frame.file), function=_text(frame.function), text=_text(frame.text))


def _text(text: str) -> str:
    return _encodable(text[:TEXT])


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
