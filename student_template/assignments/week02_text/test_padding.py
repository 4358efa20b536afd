"""Checks of `padding`: one tensor for sentences of different lengths, and batches of similar ones."""

from __future__ import annotations
from typing import Any

import pytest
import torch

from assignments.week02_text.padding_inputs import batches_of, check_batches, padding_of, sequences, to_batch, to_cut
from assignments.week02_text.vocab_calls import call
from grader.testing import assert_matches, expect

pytestmark = pytest.mark.task("padding")


@pytest.mark.points(3)
def test_pad_batch(student: Any, reference: Any, cases: Any) -> None:
    """Each row is a sequence, filled up on the right; with it come the true lengths.

    ko: 행마다 시퀀스가 들어 있고 오른쪽이 채워져 있다. 실제 길이도 함께 반환한다.
    """
    for case in cases(sequences, n=6):
        assert_matches(student.pad_batch(*case), reference.pad_batch(*case), what=call("pad_batch", *case))


@pytest.mark.points(2)
def test_fix_length(student: Any, reference: Any, cases: Any) -> None:
    """With fix_length the rows have that length: longer sequences keep their beginning.

    ko: fix_length가 주어지면 행의 길이가 그 값이고, 더 긴 시퀀스는 앞부분만 남는다.
    """
    for seqs, pad, fix in cases(to_cut, n=8):
        what = call("pad_batch", seqs, pad, fix_length=fix)
        actual = student.pad_batch(seqs, pad, fix_length=fix)
        assert_matches(actual, reference.pad_batch(seqs, pad, fix_length=fix), what=what)


@pytest.mark.points(1.5)
def test_batches(student: Any, cases: Any) -> None:
    """Each index is in one batch, and all batches but one at most are full.

    ko: 인덱스가 저마다 한 배치에 들어 있고, 많아야 한 배치를 빼고는 모두 꽉 차 있다.
    """
    for lengths, size, generator in cases(to_batch, n=12):
        check_batches(batches_of(student.bucket_batches(lengths, size, generator), lengths, size), lengths, size)


@pytest.mark.points(1)
@pytest.mark.needs("test_batches")
def test_little_padding(student: Any, reference: Any, cases: Any) -> None:
    """The batches hold sequences of similar length: no more padding than after sorting.

    ko: 배치에는 길이가 비슷한 시퀀스가 모여 있다. 패딩이 정렬해서 자를 때보다 많지 않다.
    """
    for lengths, size, generator in cases(to_batch, n=12):
        least = padding_of(reference.bucket_batches(lengths, size, torch.Generator()), lengths)
        batches = batches_of(student.bucket_batches(lengths, size, generator), lengths, size)
        check_batches(batches, lengths, size)
        found = padding_of(batches, lengths)
        what = call("bucket_batches", lengths, size, "…")
        expect(found <= least, "week02.padding", what=what, actual=found, expected=least)
