"""Checks of `vocab`: words to numbers and back."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week02_text.vocab_calls import call
from assignments.week02_text.vocab_inputs import BOY_AND_GIRL, to_count, to_decode, to_encode
from grader.testing import assert_matches

pytestmark = pytest.mark.task("vocab")


@pytest.mark.points(1)
def test_boy_and_girl(student: Any) -> None:
    """'I am a boy' becomes [0, 1, 2, 3] and 'I am a girl' [0, 1, 2, 4].

    ko: 'I am a boy'는 [0, 1, 2, 3], 'I am a girl'은 [0, 1, 2, 4]가 된다.
    """
    vocab = student.build_vocab(BOY_AND_GIRL, specials=())
    wanted = {"I": 0, "am": 1, "a": 2, "boy": 3, "girl": 4}
    assert_matches(vocab, wanted, what=call("build_vocab", BOY_AND_GIRL, specials=()))
    for sentence, last in zip(BOY_AND_GIRL, (3, 4), strict=True):
        assert_matches(student.encode(sentence, wanted), [0, 1, 2, last], what=call("encode", sentence, wanted))


@pytest.mark.points(2)
def test_build_vocab(student: Any, reference: Any, cases: Any) -> None:
    """Specials first, then the words by falling frequency, ties by first appearance; rare words are left out.

    ko: 특수 토큰이 먼저이고 그다음은 많이 나온 단어부터이며, 횟수가 같으면 처음 나온 순서이다. 드문 단어는 빠진다.
    """
    for case in cases(to_count, n=9):
        assert_matches(student.build_vocab(*case), reference.build_vocab(*case), what=call("build_vocab", *case))
    tokenised = [["b", "a"], ["a"]]
    assert_matches(
        student.build_vocab(tokenised), reference.build_vocab(tokenised), what=call("build_vocab", tokenised)
    )


@pytest.mark.points(1.5)
def test_encode(student: Any, reference: Any, cases: Any) -> None:
    """Each word becomes its number, an unknown one the number of unk.

    ko: 단어마다 자기 번호가 되고, 모르는 단어는 unk의 번호가 된다.
    """
    for tokens, vocab, unk in cases(to_encode, n=8):
        expected = reference.encode(tokens, vocab, unk)
        assert_matches(student.encode(tokens, vocab, unk), expected, what=call("encode", tokens, vocab, unk))
        renamed = {"<unk>" if word == unk else word: number for word, number in vocab.items()}
        assert_matches(
            student.encode([*tokens, unk], renamed), [*expected, vocab[unk]], what=call("encode", tokens, renamed)
        )


@pytest.mark.points(1)
def test_decode(student: Any, reference: Any, cases: Any) -> None:
    """Each number becomes its word, whatever the order of the dictionary's entries.

    ko: dict에 든 항목의 순서와 관계없이 번호마다 자기 단어가 된다.
    """
    for case in cases(to_decode, n=6):
        assert_matches(student.decode(*case), reference.decode(*case), what=call("decode", *case))
