"""Checks of `deep_birnn`: the shapes of nn.RNN's results, and a deep bidirectional RNN by hand."""

from __future__ import annotations
from typing import Any

import pytest
import torch

from assignments.week04_rnn.sequence_inputs import deep_arguments, shape_arguments, single_arguments
from grader.testing import assert_matches, expect

pytestmark = pytest.mark.task("deep_birnn")

RESULTS = ("output", "h_n")


@pytest.mark.points(2)
def test_rnn_shapes(student: Any, reference: Any, cases: Any) -> None:
    """The shapes are those of nn.RNN's output and h_n with batch_first=True.

    ko: 형태가 batch_first=True인 nn.RNN의 output, h_n과 같다.
    """
    for arguments in cases(shape_arguments, n=10):
        assert_matches(student.rnn_shapes(*arguments), reference.rnn_shapes(*arguments), what=RESULTS)


@pytest.mark.points(2)
def test_one_layer(student: Any, reference: Any, cases: Any) -> None:
    """One layer in one direction computes what nn.RNN does.

    ko: 한 층, 한 방향이면 nn.RNN과 같은 값을 계산한다.
    """
    for arguments in cases(single_arguments, n=7):
        assert_matches(student.deep_birnn(*arguments), reference.deep_birnn(*arguments), what=RESULTS)


@pytest.mark.points(3)
@pytest.mark.needs("test_one_layer")
def test_deep(student: Any, reference: Any, cases: Any) -> None:
    """Several layers and both directions: output and h_n are in nn.RNN's order.

    ko: 층이 여럿이고 양방향이어도 output과 h_n이 nn.RNN의 순서와 같다.
    """
    for arguments in cases(deep_arguments, n=8):
        actual, expected = student.deep_birnn(*arguments), reference.deep_birnn(*arguments)
        _name_mix_ups(actual, expected, arguments[2])
        assert_matches(actual, expected, what=RESULTS)


def _name_mix_ups(actual: Any, expected: tuple[torch.Tensor, torch.Tensor], layers: int) -> None:
    """Fail with the reason where h_n is right but in another order."""
    if not isinstance(actual, tuple) or len(actual) != 2 or not isinstance(actual[1], torch.Tensor):
        return
    h_n = expected[1]
    directions_first = h_n.unflatten(0, (layers, -1)).transpose(0, 1).flatten(0, 1)
    same_shape = actual[1].shape == h_n.shape and actual[1].dtype.is_floating_point
    if not same_shape or torch.allclose(actual[1].detach().double(), h_n.double(), atol=1e-4):
        return
    swapped = torch.allclose(actual[1].detach().double(), directions_first.double(), atol=1e-4)
    expect(not swapped, "week04.directions_first")
