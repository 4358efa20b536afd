"""Checks that are broken themselves, or that leave traces in the judge."""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest
import torch

import grader.testing.assertions
from grader.testing import assert_matches

pytestmark = [pytest.mark.points(1)]


def test_clean(student: Any) -> None:
    """The judge is as it was before any submission.

    ko: 심사 프로세스에 아무 흔적이 없다.
    """
    assert torch.get_default_dtype() == torch.float32
    assert "LEFT_BEHIND" not in os.environ
    assert grader.testing.assertions.number(1) == "1"
    assert not hasattr(sys, "left_behind")
    assert_matches(student.answer(torch.ones(1)), torch.full((1,), 2.0))


def test_broken(student: Any) -> None:
    """This check raises whatever the student does.

    ko: 이 검사는 언제나 예외를 낸다.
    """
    student.answer(torch.ones(1))
    raise KeyError("the author's typo")


def test_tripping(student: Any) -> None:
    """This check trips over what is no tensor.

    ko: 텐서가 아니면 이 검사가 걸려 넘어진다.
    """
    assert student.answer(torch.ones(2)).shape == (2,)


def test_raises(student: Any) -> None:
    """answer(None) raises TypeError.

    ko: answer(None)은 TypeError를 낸다.
    """
    with pytest.raises(TypeError):
        student.answer(None)


def test_plain_assert(student: Any) -> None:
    """A plain assert is a failure.

    ko: assert 문은 실패로 센다.
    """
    total = float(student.answer(torch.zeros(3)).sum())
    assert total == 3, "the sum is not 3"


def test_missing_gate(student: Any, gate: Any) -> None:
    """There is no such gate.

    ko: 그런 기준이 없다.
    """
    student.answer(torch.ones(1))
    gate("nowhere")


def test_skipped(student: Any) -> None:
    """A check may not skip itself.

    ko: 검사는 스스로 건너뛸 수 없다.
    """
    pytest.skip("no GPU here")


def test_stdin(student: Any) -> None:
    """The judge's stdin holds no jobs.

    ko: 심사 프로세스의 표준 입력에는 아무것도 없다.
    """
    assert os.read(0, 100) == b""


def test_traces(student: Any) -> None:
    """This check leaves traces in the judge.

    ko: 이 검사는 심사 프로세스에 흔적을 남긴다.
    """
    torch.set_default_dtype(torch.float64)
    os.environ["LEFT_BEHIND"] = "1"
    grader.testing.assertions.number = lambda value: "patched"  # type: ignore[assignment]
    sys.left_behind = True  # type: ignore[attr-defined]
