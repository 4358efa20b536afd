"""Checks of `padding`: one tensor for sentences of different lengths, and batches of similar ones."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import torch

from assignments.week02_text.padding_inputs import (
    batches_of,
    check_batches,
    many_batches,
    padding_of,
    sequences,
    to_batch,
    to_cut,
    uneven,
)
from assignments.week02_text.vocab_calls import call
from grader.testing import Draw, assert_frequencies, assert_matches, expect

pytestmark = pytest.mark.task("padding")

DRAWS = 300
LENGTHS, SIZE = [5, 1, 9, 3, 7, 2, 8], 2  # four batches, of which one is short


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


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_pad_batch")
def test_uneven(student: Any, reference: Any, cases: Any) -> None:
    """Empty sequences, a single one, and pad inside of sequences, where it is a word.

    ko: 빈 시퀀스, 시퀀스 하나, 시퀀스 안에 나와서 단어로 치는 pad에서도 맞다.
    """
    for case in cases(uneven, n=7):
        assert_matches(student.pad_batch(*case), reference.pad_batch(*case), what=call("pad_batch", *case))


@pytest.mark.points(1.5)
@pytest.mark.hidden
@pytest.mark.needs("test_batches", "test_little_padding")
def test_random_order(student: Any, cases: Any) -> None:
    """Every order of the batches is equally probable; the randomness comes from the generator, which moves on.

    ko: 배치의 모든 순서가 나올 확률이 같다. 무작위 값은 주어진 generator에서 나오고, 호출할 때마다 상태가 나아간다.
    """
    for lengths, size, generator in cases(many_batches, n=2):
        _check_generator(student, lengths, size, generator.initial_seed())
    calls = [(LENGTHS, SIZE, generator) for (generator,) in cases(_generator, n=DRAWS)]
    counts = dict.fromkeys(itertools.permutations(range(4)), 0)
    for result in student.map(student.bucket_batches, calls):
        batches = batches_of(result, LENGTHS, SIZE)
        check_batches(batches, LENGTHS, SIZE)
        counts[_order(batches)] += 1
    assert_frequencies(counts, dict.fromkeys(counts, 1 / len(counts)), what="order of the batches")


def _generator(draw: Draw) -> tuple[torch.Generator]:
    return (torch.Generator().manual_seed(int(draw.integers(0, 2**31, ()))),)


def _order(batches: list[list[int]]) -> tuple[int, ...]:
    """The batches by their shortest sequence, as a permutation of 0, 1, …"""
    shortest = [min(LENGTHS[i] for i in batch) for batch in batches]
    return tuple(sorted(shortest).index(s) for s in shortest)


def _check_generator(student: Any, lengths: list[int], size: int, seed: int) -> None:
    """The same state gives the same batches, whatever torch's own generator is in; the state moves on."""
    results, moved = [], []
    for own in (1, 2):
        student.seed(own)  # torch's own generator, in the student's process
        generator = torch.Generator().manual_seed(seed)
        results.append(student.bucket_batches(lengths, size, generator))
        moved.append(student.bucket_batches(lengths, size, generator))
    expect(results[0] == results[1], "week02.generator_unused")
    expect(results[0] != moved[0], "week02.generator_stays")
