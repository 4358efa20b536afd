"""Checks of `dynamic_net`: a layer that is used a random number of times."""

from __future__ import annotations

import random
from typing import Any

import pytest
import torch

from assignments.week01_pytorch.nn_inputs import dynamic_inputs, dynamic_shapes, growing_inputs
from assignments.week01_pytorch.nn_modules import check_state, loaded
from grader.testing import assert_matches, assert_shape

pytestmark = pytest.mark.task("dynamic_net")
SEEDED = (2, 0, 3, 1, 1, 3, 0, 2)


@pytest.mark.points(0.5)
def test_dynamic_state(student: Any, cases: Any) -> None:
    """The state dict has the names and shapes of three linear layers, whatever the depth.

    ko: 깊이와 관계없이 state_dict에는 선형층 세 개의 이름과 형태만 있다.
    """
    for sizes, _, _, _ in cases(dynamic_inputs, n=3):
        check_state(student.DynamicNet(*sizes), dynamic_shapes(*sizes))


@pytest.mark.points(1)
@pytest.mark.needs("test_dynamic_state")
def test_given_repeats(student: Any, reference: Any, cases: Any) -> None:
    """With `repeats` given, 0 included, the middle layer is used so many times.

    ko: `repeats`가 주어지면(0 포함) 가운데 층을 그 횟수만큼 쓴다.
    """
    for sizes, state, x, seed in cases(dynamic_inputs, n=5):
        actual, expected = (loaded(side.DynamicNet(*sizes), state) for side in (student, reference))
        student.seed(_seed_of(3, seed))  # who draws a number all the same uses the layer three times
        for repeats in (0, 1, 2, 3, 5):
            assert_matches(actual(x, repeats), expected(x, repeats), what=f"output, repeats={repeats}")


@pytest.mark.points(1)
@pytest.mark.needs("test_given_repeats")
def test_drawn_repeats(student: Any, reference: Any, cases: Any) -> None:
    """Without `repeats` one call of random.randint(0, 3) says how often.

    ko: `repeats`가 없으면 random.randint(0, 3)을 한 번 불러 횟수를 정한다.
    """
    for sizes, state, x, seed in cases(growing_inputs, n=2):
        actual, expected = (loaded(side.DynamicNet(*sizes), state) for side in (student, reference))
        wanted = [expected(x, repeats) for repeats in SEEDED]
        outputs = []
        for k, repeats in enumerate(SEEDED):
            student.seed(_seed_of(repeats, seed + k))
            outputs.append(actual(x))
            assert_shape(outputs[k], wanted[k], what="output")
        # All in one: of single outputs, some would be those of a known mistake by chance, and be told as that.
        what = f"outputs of calls in which randint gives {SEEDED}"
        assert_matches(torch.stack(outputs), torch.stack(wanted), what=what)


def _seed_of(repeats: int, start: int) -> int:
    """The first seed from `start` on with which random.randint(0, 3) gives `repeats`."""
    return next(seed for seed in range(start, start + 1000) if random.Random(seed).randint(0, 3) == repeats)
