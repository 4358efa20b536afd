"""The worked examples of week 3's handout, by the reference: pairs, table, loss and probabilities of staying."""

from __future__ import annotations

import pytest
import torch

from reference.week03_embeddings.cbow import CBOW
from reference.week03_embeddings.cbow_dataset import create_cbow_dataset
from reference.week03_embeddings.negative_sampling import keep_probability, negative_sampling_loss, unigram_table
from reference.week03_embeddings.skipgram_dataset import create_skipgram_dataset


def test_cbow_pairs() -> None:
    """Six words give the two pairs of the handout."""
    pairs = create_cbow_dataset(["we", "are", "about", "to", "study", "deep"])
    assert pairs == [(["we", "are", "to", "study"], "about"), (["are", "about", "study", "deep"], "to")]


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_skipgram_pairs(seed: int) -> None:
    """Six words leave one word outside of each window, so that the handout's list is the only one."""
    outside = {"c": "f", "d": "a"}
    near = {"c": "abde", "d": "bcef"}
    wanted = [
        pair
        for centre in "cd"
        for pair in [*((centre, word, 1) for word in near[centre]), *[(centre, outside[centre], 0)] * 4]
    ]
    assert create_skipgram_dataset(list("abcdef"), seed) == wanted


def test_cbow_shapes() -> None:
    """CBOW(10, 3, 2, 5) sees four words, and has the shapes of the handout."""
    model = CBOW(10, 3, 2, 5)
    shapes = {name: tuple(value.shape) for name, value in model.state_dict().items()}
    assert shapes == {
        "embeddings.weight": (10, 3),
        "linear1.weight": (5, 12),
        "linear1.bias": (5,),
        "linear2.weight": (10, 5),
        "linear2.bias": (10,),
    }
    result = model(torch.zeros(6, 4, dtype=torch.int64))
    torch.testing.assert_close(result.exp().sum(dim=1), torch.ones(6))


def test_numbers() -> None:
    """Loss, table and probabilities of staying are those of the handout."""
    one = torch.ones(1, 1, dtype=torch.float64)
    assert float(negative_sampling_loss(one, one, 2 * one.unsqueeze(1))) == pytest.approx(2.4402, abs=5e-5)
    torch.testing.assert_close(unigram_table(torch.tensor([16, 1, 0, 81])), torch.tensor([8.0, 1, 0, 27]) / 36)
    f = torch.tensor([0, 1e-6, 1e-5, 4e-5, 0.1], dtype=torch.float64)
    torch.testing.assert_close(keep_probability(f), torch.tensor([1, 1, 1, 0.5, 0.01], dtype=torch.float64))
