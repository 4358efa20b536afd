"""Scores against figures that were worked out by hand; the examples are small enough to follow."""

from __future__ import annotations

import math

import pytest
import torch

from grader.testing.metrics import accuracy, bleu, f1, loss, perplexity, sampling_error


def test_accuracy() -> None:
    """The share of right answers; of tokens, without those that do not count."""
    assert accuracy([0, 1, 1, 0], [0, 1, 0, 0]) == 0.75
    assert accuracy([[1, 2], [3, 4]], [[1, 2], [3, -100]], ignore=-100) == 1.0
    assert accuracy(torch.tensor([[1, 2], [3, 4]]), torch.tensor([[1, 0], [3, 0]])) == 0.5
    with pytest.raises(ValueError, match="3 answers for 2 labels"):
        accuracy([1, 2, 3], [1, 2])
    with pytest.raises(ValueError, match="no labels"):
        accuracy([1], [-100], ignore=-100)


def test_f1_of_classes() -> None:
    """Class 0: 2 of 3 found, 2 of 2 right → 0.8; class 1: P 1/2, R 1/2; class 2: P 1/2, R 1/1 → 2/3."""
    labels, predicted = [0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 2, 2]
    assert f1(predicted, labels, average="macro") == pytest.approx((0.8 + 0.5 + 2 / 3) / 3)
    assert f1(predicted, labels, average="micro") == pytest.approx(4 / 6)  # the accuracy
    assert f1(predicted, labels, average="binary", positive=0) == pytest.approx(0.8)


def test_f1_where_nothing_is_found() -> None:
    """0 / 0 is 0; a class that is predicted and never occurs counts in the mean, as in scikit-learn."""
    assert f1([0, 0], [1, 1], average="binary") == 0.0
    assert f1([0, 0], [0, 0], average="binary") == 0.0
    assert f1([0, 2], [0, 0], average="macro") == pytest.approx((2 / 3 + 0) / 2)


def test_f1_of_many_labels() -> None:
    """Per column: 2·1/(2·1 + 1 + 0) = 2/3 and 2·1/(2·1 + 0 + 1) = 2/3 and 0; together 2·2/(2·2 + 2 + 2) = 1/2."""
    predicted = torch.tensor([[1, 0, 1], [1, 1, 0]])
    labels = torch.tensor([[1, 1, 0], [0, 1, 1]])
    assert f1(predicted, labels, average="macro") == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    assert f1(predicted, labels, average="micro") == pytest.approx(0.5)


def test_perplexity_of_a_model_that_knows_nothing() -> None:
    """Equal logits over V words: V, whatever is added to all of them; a claim of probability 2 gains nothing."""
    targets = torch.tensor([[0, 3], [6, 2]])
    for constant in (0.0, 100.0, -5.0):
        logits = torch.full((2, 2, 7), constant)
        assert perplexity(logits, targets) == pytest.approx(7)
    assert loss(torch.full((2, 2, 7), math.log(2)), targets) == pytest.approx(math.log(7))


def test_perplexity_by_hand() -> None:
    """Probabilities 1/2 and 1/8 of the right words: exp(−(ln 1/2 + ln 1/8)/2) = 4; padding does not count."""
    logits = torch.tensor([[0.5, 0.25, 0.25], [0.125, 0.5, 0.375], [0.9, 0.05, 0.05]]).log()
    assert perplexity(logits, torch.tensor([0, 0, -1]), ignore=-1) == pytest.approx(4)
    assert perplexity(torch.tensor([[0.0, math.nan]]), torch.tensor([0])) == math.inf
    with pytest.raises(ValueError, match="no targets"):
        perplexity(logits, torch.tensor([-1, -1, -1]), ignore=-1)


def test_bleu_by_hand() -> None:
    """Seven words of eight, order kept: precisions 7/7, 5/6, 4/5, 3/4, brevity exp(1 − 8/7)."""
    reference = ["the", "quick", "brown", "fox", "jumps", "over", "the", "dog"]
    hypothesis = ["the", "quick", "brown", "fox", "jumps", "the", "dog"]
    expected = 100 * math.exp(1 - 8 / 7) * (7 / 7 * 5 / 6 * 3 / 5 * 2 / 4) ** 0.25
    assert bleu([hypothesis], [[reference]]) == pytest.approx(expected)
    assert bleu([reference], [[reference]]) == pytest.approx(100)


def test_bleu_clips_and_adds_up_over_the_corpus() -> None:
    """Papineni's "the the the": clipped at 2 of 7; counts of sentences are added before they are divided."""
    the = ["the"] * 7
    references = [["the", "cat", "is", "on", "the", "mat"], ["there", "is", "a", "cat", "on", "the", "mat"]]
    assert bleu([the], [references]) == 0.0
    good = ["a", "b", "c", "d", "e"]
    precisions = ((2 + 5) / 12, 4 / 10, 3 / 8, 2 / 6)
    assert bleu([the, good], [references, [good]]) == pytest.approx(100 * math.prod(precisions) ** 0.25)


def test_bleu_takes_the_closest_length() -> None:
    """Of references with 4 and 6 words, a hypothesis of 5 counts as long enough: the shorter one is as close."""
    a, b = ["w", "x", "y", "z"], ["w", "x", "y", "z", "u", "v"]
    assert bleu([["w", "x", "y", "z", "u"]], [[a, b]]) == pytest.approx(100)
    assert bleu([a], [[b]]) == pytest.approx(100 * math.exp(1 - 6 / 4))


def test_bleu_smoothing() -> None:
    """Orders without a match count 1/2, 1/4 of a match: 3/4, 1/3, then (1/2)/2 and (1/4)/1."""
    hypothesis, reference = ["a", "b", "x", "d"], ["a", "b", "c", "d"]
    assert bleu([hypothesis], [[reference]]) == 0.0
    expected = 100 * (3 / 4 * 1 / 3 * 1 / (2 * 2) * 1 / (4 * 1)) ** 0.25
    assert bleu([hypothesis], [[reference]], smoothing="exp") == pytest.approx(expected)
    assert bleu([["x"]], [[["y"]]], smoothing="exp") == 0.0
    assert bleu([[]], [[["y"]]], smoothing="exp") == 0.0


def test_sampling_error_of_an_accuracy() -> None:
    """The bootstrap gives √(p(1 − p)/n), the same every time."""
    right = [i % 5 != 0 for i in range(500)]

    def score(chosen: object) -> float:
        assert isinstance(chosen, list)
        return sum(right[i] for i in chosen) / len(chosen)

    error = sampling_error(score, 500)
    assert error == pytest.approx(math.sqrt(0.8 * 0.2 / 500), rel=0.15)
    assert sampling_error(score, 500) == error
