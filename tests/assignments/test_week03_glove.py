"""Week 3's glove, similarity and analogy against gensim, brute force, the paper's table and their handouts."""

from __future__ import annotations

import importlib.util
import math
from fractions import Fraction
from operator import mul
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from gensim.models import KeyedVectors
from hypothesis import given
from hypothesis import strategies as st

from assignments.week03_embeddings.analogy_inputs import all_rows, questions, with_zero_row
from assignments.week03_embeddings.glove_calls import call
from assignments.week03_embeddings.glove_inputs import (
    BY_HAND,
    BY_HAND_COUNTS,
    ICE,
    ICE_TOTAL,
    PUBLISHED,
    STEAM,
    STEAM_TOTAL,
    full,
    ice_and_steam,
    nothing,
    with_zeros,
)
from assignments.week03_embeddings.similarity_inputs import excluding, lengths, queries, zero_rows
from assignments.week03_embeddings.similarity_inputs import with_zero_row as query_with_zero_row
from grader.testing import Draw
from grader.testing.draw import Maker

ROOT = Path(__file__).resolve().parents[2]


def module(name: str) -> ModuleType:
    """A module of the reference, by path."""
    path = ROOT / "reference" / "week03_embeddings" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"week03_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def gensims(table: torch.Tensor) -> KeyedVectors:
    """The table's rows under their numbers."""
    vectors = KeyedVectors(table.shape[1])
    vectors.add_vectors([str(row) for row in range(len(table))], table.double().numpy().copy())
    return vectors


def test_counted_by_hand() -> None:
    """The handout's two sentences; with a window of 3 the first word meets itself at distance 3, both ways round."""
    cooccurrence = module("glove").cooccurrence
    assert cooccurrence(*BY_HAND).tolist() == BY_HAND_COUNTS
    wider = torch.tensor(BY_HAND_COUNTS)
    wider[0, 0] = 2 / 3
    assert torch.allclose(cooccurrence(BY_HAND[0], 4, 3), wider)
    assert cooccurrence([], 2, 1).tolist() == [[0.0, 0.0], [0.0, 0.0]]


@given(st.lists(st.lists(st.integers(0, 3), max_size=7), max_size=4), st.integers(1, 9))
def test_counts_are_exact(sentences: list[list[int]], window: int) -> None:
    """Each ordered pair of places of a sentence, as fractions: symmetric, float32."""
    wanted = [[Fraction()] * 4 for _ in range(4)]
    for sentence in sentences:
        for s, i in enumerate(sentence):
            for t, j in enumerate(sentence):
                if 1 <= abs(s - t) <= window:
                    wanted[i][j] += Fraction(1, abs(s - t))
    found = module("glove").cooccurrence(sentences, 4, window)
    assert found.dtype == torch.float32
    assert torch.equal(found, found.T)
    assert torch.allclose(found, torch.tensor([[float(entry) for entry in row] for row in wanted]), rtol=1e-5)


@pytest.mark.parametrize("maker", [full, with_zeros, nothing])
def test_loss_pair_by_pair(maker: Maker) -> None:
    """Equation 8 in Python floats; the gradients that calculus gives, finite where counts are 0."""
    for index in range(4):
        w, w_ctx, b, b_ctx, x = (part.double().requires_grad_() for part in maker(Draw(3, index)))
        loss = module("glove").glove_loss(w, w_ctx, b, b_ctx, x.detach())
        total, by_b = 0.0, np.zeros(len(b))
        for i, row in enumerate(x.tolist()):
            for j, count in enumerate(row):
                if count > 0:
                    error = (w[i] @ w_ctx[j] + b[i] + b_ctx[j]).item() - math.log(count)
                    weight = min(1.0, count / 100) ** 0.75
                    total += weight * error**2
                    by_b[i] += 2 * weight * error
        assert loss.item() == pytest.approx(total, rel=1e-12)
        loss.backward()
        assert b.grad is not None and np.allclose(b.grad.numpy(), by_b)
        assert all(part.grad is not None and bool(part.grad.isfinite().all()) for part in (w, w_ctx, b_ctx))


def test_the_handouts_loss() -> None:
    """1.0446 + 10.8789 = 11.9235."""
    w, w_ctx = torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.tensor([[1.0, 1.0], [2.0, 0.0]])
    b, b_ctx, x = torch.tensor([0.5, 0.0]), torch.tensor([0.0, -1.0]), torch.tensor([[0.0, 25.0], [200.0, 0.0]])
    assert float(module("glove").glove_loss(w, w_ctx, b, b_ctx, x)) == pytest.approx(11.9235, abs=5e-5)
    assert module("glove").glove_weight(torch.tensor(25.0)).item() == pytest.approx(0.3536, abs=5e-5)


def test_ice_and_steam_are_the_papers() -> None:
    """The counts give the published probabilities to their two digits, and the published ratios to all digits."""
    published = {"ice": [1.9e-4, 6.6e-5, 3.0e-3, 1.7e-5], "steam": [2.2e-5, 7.8e-4, 2.2e-3, 1.8e-5]}
    assert [float(f"{count / ICE_TOTAL:.1e}") for count in ICE] == published["ice"]
    assert [float(f"{count / STEAM_TOTAL:.1e}") for count in STEAM] == published["steam"]
    x = ice_and_steam()
    assert x[0].sum() == ICE_TOTAL and x[1].sum() == STEAM_TOTAL and torch.equal(x, x.T)
    ratios = [module("glove").probability_ratio(x, 0, 1, probe) for probe in range(2, 6)]
    assert [round(ratio, digits) for ratio, digits in zip(ratios, (1, 3, 2, 2), strict=True)] == [*PUBLISHED]


@pytest.mark.parametrize("maker", [queries, excluding])
def test_neighbours_are_gensims(maker: Maker) -> None:
    """The whole ranking of KeyedVectors, without the excluded rows."""
    for seed in range(5):
        for index in range(8):
            query, table, k, exclude = maker(Draw(seed, index))
            ranking = gensims(table).similar_by_vector(query.double().numpy(), topn=len(table))
            wanted = [int(row) for row, _ in ranking if int(row) not in exclude][:k]
            assert module("similarity").most_similar(query, table, k, exclude) == wanted


@pytest.mark.parametrize("maker", [queries, excluding, query_with_zero_row])
def test_rankings_are_clear(maker: Maker) -> None:
    """The handout promises 0.01 between two cosines."""
    for seed in range(10):
        for index in range(8):
            query, table, _, _ = maker(Draw(seed, index))
            cosines = torch.cosine_similarity(query[None].double(), table.double()).sort().values
            assert len(cosines) == 1 or cosines.diff().min() > 0.01


def test_analogies_are_gensims() -> None:
    """most_similar(positive=[b, c], negative=[a]), for different and equal words."""
    for seed in range(5):
        for index in range(8):
            a, b, c, table, k = questions(Draw(seed, index))
            found = gensims(table).most_similar(positive=[str(b), str(c)], negative=[str(a)], topn=len(table))
            assert module("analogy").analogy(a, b, c, table, k) == [int(row) for row, _ in found][:k]


@pytest.mark.parametrize("maker", [questions, all_rows, with_zero_row])
def test_analogies_are_clear(maker: Maker) -> None:
    """The handout promises 0.001 between two cosines, and a target that is not zero."""
    for seed in range(5):
        for index in range(8):
            a, b, c, table, _ = maker(Draw(seed, index))
            unit = torch.nn.functional.normalize(table.double())
            target = unit[b] - unit[a] + unit[c]
            assert target.norm() > 0.1
            assert (unit @ target / target.norm()).sort().values.diff().min() > 0.001


@pytest.mark.parametrize("maker", [zero_rows, lengths])
def test_cosines_by_hand(maker: Maker) -> None:
    """In Python floats; 0 where a row is zero; other lengths are between 1e-8 and 1e8."""
    for index in range(6):
        a, b = maker(Draw(1, index))
        found = module("similarity").cosine(a, b)
        assert found.dtype == a.dtype
        for value, left, right in zip(found.tolist(), a.double().tolist(), b.double().tolist(), strict=True):
            long = math.hypot(*left), math.hypot(*right)
            assert all(length == 0 or 1e-8 <= length <= 1e8 for length in long)
            wanted = sum(map(mul, left, right)) / math.prod(long) if all(long) else 0.0
            assert value == pytest.approx(wanted, abs=1e-6)


def test_the_handouts_rankings() -> None:
    """The example tables of similarity and analogy."""
    table = torch.tensor([[3.0, 4.0], [0.0, 9.0], [0.1, 0.0], [-6.0, -8.0], [0.0, 0.0]])
    most_similar = module("similarity").most_similar
    assert most_similar(torch.tensor([1.0, 2.0]), table, 9) == [0, 1, 2, 4, 3]
    assert most_similar(torch.tensor([1.0, 2.0]), table, 2, (0,)) == [1, 2]
    rows = [[1.0, 0, 3], [0, 6, 9], [1, 0, -4], [0, 0.4, -1], [5, 0.5, 2], [0, 0, 0]]
    assert module("analogy").analogy(0, 1, 2, torch.tensor(rows), 9) == [3, 5, 4]


def test_long_calls_lose_their_middle() -> None:
    """A call is shown as one would write it, tensors by name; a long one keeps its end."""
    assert call("f", 1, (2,), tensors="x") == "f(x, 1, (2,))"
    long = call("f", list(range(500)), 7)
    assert len(long) < 200 and long.endswith("499], 7)") and " … " in long
