"""A small reference with hand-made mistakes in it, for tests of the same check with a mistake in the reference."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import torch

from grader.mistakes import Mistake
from grader.student import LocalStudent
from grader.testing import assert_matches

SOURCE = """
import torch

def affine(x, w, b):
    return scaled(x @ w) + b

def scaled(x):
    return 2 * x

def unused(x):
    return x
"""


@dataclass(frozen=True)
class Hand:
    """A variant made by hand: the source with one text replaced by another."""

    id: str
    mistake: Mistake
    was: str
    becomes: str
    name: str = "affine"
    module: str = "small"
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The changed module."""
        assert self.was in SOURCE
        return SOURCE.replace(self.was, self.becomes)


BIAS = Hand("bias", Mistake.MISSING_BIAS, " + b", "", params={"name": "b"})
IGNORED = Hand("ignored", Mistake.IGNORED_ARGUMENT, " + b", " + 0 * b", params={"name": "b"})
FACTOR = Hand("factor", Mistake.MISSING_FACTOR, "2 * x", "x", name="scaled", params={"name": "secret"})
PRODUCT = Hand("product", Mistake.WRONG_OPERATION, "x @ w", "x.abs() @ w")
RAISES = Hand("raises", Mistake.PERMUTED, "x @ w", "x.T @ w", params={"name": "x"})
ENDLESS = Hand("endless", Mistake.WRONG_CONSTANT, "return scaled", "while True: pass\n    return scaled")
BROKEN = Hand("broken", Mistake.OFF_BY_ONE, "import torch", "import torch\nraise RuntimeError")
RANDOM = Hand("random", Mistake.SHIFTED, "+ b", "+ b + torch.randn(3) + __import__('random').random()")
WARNS = Hand("warns", Mistake.DOUBLED_TERM, "+ b", "+ b + b + (__import__('warnings').warn('of a mutant') or 0)")
FAR = Hand("far", Mistake.SIGN, "return x\n", "return -x\n", name="unused")


def loaded(folder: Path) -> ModuleType:
    """The reference's module."""
    path = folder / "small.py"
    path.write_text(SOURCE)
    spec = importlib.util.spec_from_file_location("reference.small", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check_with(reference: ModuleType, draw: int = 1) -> Any:
    """A check of three comparisons: (student) → None."""
    right = LocalStudent([reference])

    def check(student: Any) -> None:
        generator = torch.Generator().manual_seed(draw)
        for n in (2, 3, 4):
            shapes = ((n, 4), (4, 3), (3,))
            case = [torch.randn(shape, generator=generator, dtype=torch.float64) for shape in shapes]
            assert_matches(student.affine(*case), right.affine(*case), what="y")

    return check
