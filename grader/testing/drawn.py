"""Inputs that are the same for every submission, drawn once before the judge forks.

A check asks for its cases before it asks the student for anything, as a rule. So it is called with nobody in all roles
and goes as far as `cases(maker, n)`; what was asked for there is drawn. A forked child hands out what it inherited,
once: what a check does to a case, it does to the child's own copy.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn
from unittest import mock

import numpy as np
import pytest
import torch

from grader.testing.control import runs_within
from grader.testing.draw import Case, Draw, Maker, derive

_SECONDS = 2.0  # for the cases of one check; what takes longer is drawn in the children
_MOST = 64 << 20  # bytes of all cases of an assignment
_PLAIN = (int, float, complex, str, bytes, bool, type(None), torch.dtype, range)


class Drawn:
    """The cases of one check's first `cases(maker, n)`; handed out once."""

    def __init__(self, maker: Maker, cases: list[Case]) -> None:
        self._maker, self._cases = maker, cases

    def take(self, maker: Maker, n: int) -> list[Case] | None:
        """The cases, if these are the ones that were drawn and nobody had them yet."""
        cases, self._cases = self._cases, []
        return cases if maker is self._maker and len(cases) == n > 0 else None


class _Nobody(Exception):
    """The check asked for a student."""


class _Role:
    """Stands for student, reference and the like: its attributes are there, but nothing can be done with them."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: object, **kwargs: object) -> NoReturn:
        raise _Nobody


class _Wanted(Exception):
    """What a check asked `cases` for."""

    def __init__(self, maker: Maker, n: int) -> None:
        super().__init__()
        self.maker, self.n = maker, n


def _want(maker: Maker, n: int = 8) -> NoReturn:
    raise _Wanted(maker, n)


def draw_ahead(items: Iterable[pytest.Item], seed_of: Callable[[pytest.Item], int]) -> Iterator[tuple[str, Drawn]]:
    """Node ids of checks, and the cases of those whose cases can be drawn beforehand.

    Args:
        items: the collected checks. seed_of: the seed of a check's own stream.
    """
    room = _MOST
    for item in items:
        found: list[Drawn] = []
        runs_within(_SECONDS, lambda item=item, found=found: found.append(_drawn(item, seed_of(item))))  # type: ignore[misc]
        size = sum(_bytes(c) for d in found for c in d._cases)
        if found and size <= room:
            room -= size
            yield item.nodeid, found[0]


def _drawn(item: Any, seed: int) -> Drawn:
    """The first cases of a check.

    Raises:
        Exception: they cannot be drawn beforehand; whatever it is, the children find out.
    """
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    roles = {name: parameters.get(name, _Role()) for name in item._fixtureinfo.argnames}
    before = _generators()
    # No backward pass: it would start autograd's threads, which a forked child does not have.
    with mock.patch.multiple(torch.autograd, backward=_Role(), grad=_Role()):
        try:
            item.obj(**{**roles, "cases": _want})
        except _Wanted as wanted:
            cases = [wanted.maker(Draw(derive(seed, 1), i)) for i in range(wanted.n)]
            if _generators() != before or not all(map(_plain, cases)):
                raise ValueError("not from the check's own stream, or not plain values") from None
            return Drawn(wanted.maker, cases)
    raise _Nobody


def _generators() -> tuple[object, ...]:
    """The states of the process's own generators, which no maker should use."""
    legacy: Any = np.random.get_state(legacy=False)["state"]
    return torch.get_rng_state().numpy().tobytes(), legacy["key"].tobytes(), legacy["pos"], random.getstate()


def _plain(value: object) -> bool:
    if isinstance(value, (tuple, list)):
        return all(map(_plain, value))
    if isinstance(value, dict):
        return all(map(_plain, value.values()))
    if isinstance(value, torch.Tensor):
        return not value.requires_grad
    return isinstance(value, (np.ndarray, np.generic, *_PLAIN))


def _bytes(value: object) -> int:
    if isinstance(value, (tuple, list)):
        return sum(map(_bytes, value))
    if isinstance(value, dict):
        return sum(map(_bytes, value.values()))
    return value.nbytes if isinstance(value, (torch.Tensor, np.ndarray)) else 100
