"""Checks of `dynamic_net`: a layer that is used a random number of times."""

from __future__ import annotations

import random
from typing import Any

import pytest
import torch

from assignments.week01_pytorch.nn_inputs import dynamic_inputs, dynamic_shapes, growing_inputs
from assignments.week01_pytorch.nn_modules import check_state, loaded
from grader.testing import assert_frequencies, assert_matches, assert_module_gradients, assert_shape

pytestmark = pytest.mark.task("dynamic_net")

DRAWS = 400
DEPTHS = range(4)
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


@pytest.mark.points(0.5)
@pytest.mark.hidden
@pytest.mark.needs("test_given_repeats")
def test_uniform_repeats(student: Any, reference: Any, cases: Any) -> None:
    """Each call draws anew, and 0, 1, 2 and 3 repeats are equally frequent.

    ko: 부를 때마다 새로 뽑으며, 0번부터 3번까지의 빈도가 같다.
    """
    ((sizes, state, x, seed),) = cases(growing_inputs, n=1)
    actual, expected = (loaded(side.DynamicNet(*sizes), state) for side in (student, reference))
    one = x[:1].contiguous()
    with torch.no_grad():
        student.seed(seed)
        answers = student.map(actual, [(one,)] * DRAWS)
        depths = torch.stack([expected(one, repeats) for repeats in DEPTHS])
    for answer in answers:
        assert_shape(answer, depths[0], what="output")
    errors = (torch.stack(answers)[:, None] - depths).abs().amax(dim=(2, 3))
    nearest = errors.argmin(dim=1)
    known = errors.amin(dim=1) < 1e-6 * depths.abs().amax()
    counts = {repeats: int((known & (nearest == repeats)).sum()) for repeats in DEPTHS}
    expected_share = dict.fromkeys(DEPTHS, 1 / len(DEPTHS))
    others = int((~known).sum())
    assert_frequencies(counts | ({"other": others} if others else {}), expected_share, what="repeats")


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_given_repeats")
def test_shared_gradients(student: Any, reference: Any, cases: Any) -> None:
    """The gradients of all uses of the middle layer add up.

    ko: 가운데 층을 쓸 때마다 생기는 기울기가 모두 더해진다.
    """
    for sizes, state, x, _ in cases(dynamic_inputs, n=2):
        models = (loaded(side.DynamicNet(*sizes), state) for side in (student, reference))
        assert_module_gradients(*models, [(x, repeats) for repeats in (0, 1, 3)])


def _seed_of(repeats: int, start: int) -> int:
    """The first seed from `start` on with which random.randint(0, 3) gives `repeats`."""
    return next(seed for seed in range(start, start + 1000) if random.Random(seed).randint(0, 3) == repeats)
