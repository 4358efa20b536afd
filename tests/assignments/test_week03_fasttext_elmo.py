"""Week 3's fastText and ELMo against outside truth, and what their handouts promise."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path
from types import ModuleType

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from assignments.week03_embeddings.elmo_inputs import shapes, texts
from assignments.week03_embeddings.elmo_modules import check_state
from assignments.week03_embeddings.elmo_sight import check_sight
from assignments.week03_embeddings.fasttext_inputs import PUBLISHED, sum_edges, sums
from grader.errors import CheckFailed
from grader.testing import Draw
from grader.testing.draw import Maker

REFERENCE = Path(__file__).resolve().parents[2] / "reference" / "week03_embeddings"


def module(name: str) -> ModuleType:
    """A module of the reference, by path."""
    spec = importlib.util.spec_from_file_location(f"week03_{name}", REFERENCE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.mark.parametrize("text", PUBLISHED)
def test_published_hashes(text: str) -> None:
    """The hash is FNV-1a of 32 bits, as its authors published it."""
    assert module("fasttext").bucket(text, 2**32) == PUBLISHED[text]


@pytest.mark.parametrize(
    "arguments, expected",
    [
        (("where", 3, 4), ["<wh", "whe", "her", "ere", "re>", "<whe", "wher", "here", "ere>"]),
        (("aaaa", 3, 3), ["<aa", "aaa", "aaa", "aa>"]),
        (("학교", 2, 4), ["<학", "학교", "교>", "<학교", "학교>", "<학교>"]),
        (("a", 4, 6), []),
        (("", 2, 3), ["<>"]),
    ],
)
def test_the_handouts_ngrams(arguments: tuple[str, int, int], expected: list[str]) -> None:
    """The examples of the handout are right."""
    assert module("fasttext").char_ngrams(*arguments) == expected


@given(st.text("ab가<"), st.integers(1, 4), st.integers(0, 3))
def test_ngrams_are_all_runs(word: str, n_min: int, more: int) -> None:
    """There are max(0, length − n + 1) n-grams of each length, and overlapping ones give the marked word back."""
    found = module("fasttext").char_ngrams(word, n_min, n_min + more)
    marked = f"<{word}>"
    for n in range(n_min, n_min + more + 1):
        of_n = [ngram for ngram in found if len(ngram) == n]
        assert len(of_n) == max(0, len(marked) - n + 1)
        if of_n:
            assert of_n[0] + "".join(ngram[-1] for ngram in of_n[1:]) == marked
    assert [len(ngram) for ngram in found] == sorted(len(ngram) for ngram in found)


@pytest.mark.parametrize("maker", [sums, sum_edges])
def test_only_used_rows_get_a_gradient(maker: Maker) -> None:
    """The gradient of the sum of all entries counts how often each row was used, and padding counts nothing."""
    for index in range(6):
        sizes, state, (word, ngrams, mask) = maker(Draw(1, index))
        model = module("fasttext").FastTextEmbedding(*sizes).to(state["words.weight"].dtype)
        model.load_state_dict(state)
        model(word, ngrams, mask).sum().backward()
        used = torch.bincount(ngrams[mask], minlength=sizes[1])
        assert torch.equal(model.ngrams.weight.grad[:, 0].long(), used)
        assert torch.equal(model.words.weight.grad[:, 0].long(), torch.bincount(word, minlength=sizes[0]))


@pytest.mark.parametrize("index", range(4))
def test_the_bilm_does_not_leak(index: int) -> None:
    """Values and gradients: logits at t depend on the tokens of their side only."""
    sizes, state, ids = texts(Draw(7, index))
    model = module("elmo").BiLM(*sizes).double()
    model.load_state_dict(state)
    check_sight(model, ids, sizes[0])
    t = ids.shape[1] // 2
    ids = torch.arange(ids.shape[1])[None] % sizes[0]
    unseen = (ids[0, t + 1 :], ids[0, :t])
    if ids.shape[1] <= sizes[0]:  # every token is another one
        for logits, rows in zip(model(ids), unseen, strict=True):
            (gradient,) = torch.autograd.grad(logits[:, t].sum(), model.embedding.weight, retain_graph=True)
            assert not gradient[rows].any()
            assert gradient[ids[0, t]].any()


def test_a_bidirectional_lstm_is_noticed() -> None:
    """Logits of both states joined see the token that they have to guess."""

    class Joined(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.embedding, self.lstm = nn.Embedding(5, 3), nn.LSTM(3, 4, batch_first=True, bidirectional=True)
            self.output = nn.Linear(8, 5)

        def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            logits = self.output(self.lstm(self.embedding(ids))[0])
            return logits, logits

    torch.manual_seed(0)
    with pytest.raises(CheckFailed) as caught:
        check_sight(Joined().double(), torch.tensor([[0, 1, 2, 3]]), 5)
    assert caught.value.message.key == "week03.leak"


def test_the_size_of_the_bilm() -> None:
    """The handout's formula counts all parameters."""
    v, e, h = 11, 3, 5
    model = module("elmo").BiLM(v, e, h)
    check_state(model, shapes(v, e, h), "BiLM(11, 3, 5)")
    assert sum(p.numel() for p in model.parameters()) == v * e + 2 * 4 * h * (e + h + 2) + (h + 1) * v


def test_the_loss_of_knowing_nothing() -> None:
    """Equal logits cost ln V, logits that know the neighbours nothing, and those without a target do not matter."""
    loss = module("elmo").bilm_loss
    ids = torch.tensor([[0, 1, 2, 3], [3, 3, 0, 1]])
    nothing = torch.zeros(2, 4, 5)
    assert math.isclose(float(loss(nothing, nothing, ids)), math.log(5), rel_tol=1e-6)
    one_hot = 100.0 * nn.functional.one_hot(ids, 5)
    ahead, behind = one_hot.roll(-1, 1), one_hot.roll(1, 1)
    ahead[:, -1], behind[:, 0] = torch.nan, torch.nan
    assert float(loss(ahead, behind, ids)) < 1e-6
    assert math.isclose(float(loss(ahead, nothing, ids)), math.log(5) / 2, rel_tol=1e-6)
