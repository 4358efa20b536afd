"""Week 2's vocab, split, vectors, padding, nnlm and metrics against outside truth, and what their handouts promise."""

from __future__ import annotations

import importlib.util
import itertools
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.metrics import f1_score
from torch import nn

from assignments.week02_text.metrics_inputs import few, labels, rare_labels
from assignments.week02_text.padding_inputs import batches_of, check_batches, padding_of
from assignments.week02_text.split_inputs import check_once, check_sizes, lists_of, to_divide
from assignments.week02_text.vectors_inputs import counts, with_zero_rows
from assignments.week02_text.vocab_calls import call
from grader.errors import CheckFailed
from grader.testing import Draw
from grader.testing.draw import Maker

REFERENCE = Path(__file__).resolve().parents[2] / "reference" / "week02_text"


def module(name: str) -> ModuleType:
    """A module of the reference, by path."""
    spec = importlib.util.spec_from_file_location(f"week02_{name}", REFERENCE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def test_the_courses_sentences() -> None:
    """'I am a boy' and 'I am a girl', as the course numbers them."""
    vocab = module("vocab")
    sentences = [text.split() for text in ("I am a boy", "I am a girl")]
    words = vocab.build_vocab(sentences, specials=())
    assert [vocab.encode(sentence, words) for sentence in sentences] == [[0, 1, 2, 3], [0, 1, 2, 4]]


WORDS = st.sampled_from(["<unk>", "a", "B", "b", "나", "너", "é", " "])


@given(st.lists(st.lists(WORDS)), st.integers(1, 4), st.lists(WORDS, unique=True, max_size=3))
def test_vocabulary_rules(sentences: list[list[str]], min_freq: int, specials: list[str]) -> None:
    """Numbers without gaps, specials first, then by frequency and first appearance; encoded words come back."""
    vocab = module("vocab")
    words = vocab.build_vocab(sentences, min_freq, tuple(specials))
    flat = [word for sentence in sentences for word in sentence]
    kept = {word for word in flat if flat.count(word) >= min_freq} - {*specials}
    wanted = [*specials, *sorted(kept, key=lambda word: (-flat.count(word), flat.index(word)))]
    assert words == {word: number for number, word in enumerate(wanted)}
    assert vocab.decode(vocab.encode(wanted, words), words) == wanted
    if "?" not in words and "<unk>" not in words:
        with pytest.raises(KeyError):
            vocab.encode(["?"], words)


@given(st.integers(0, 200), st.integers(0, 50), st.integers(0, 50), st.integers(0, 2**31 - 1))
def test_split_rules(n: int, valid: int, test: int, seed: int) -> None:
    """Three lists that share out 0 … n − 1, with the promised sizes, the same every time."""
    ratios = (1 - (valid + test) / 100, valid / 100, test / 100)
    split = module("split").train_valid_test_split
    lists = split(n, ratios, seed)
    assert [len(part) for part in lists[1:]] == [round(n * ratio) for ratio in ratios[1:]]
    assert sorted(itertools.chain(*lists)) == list(range(n))
    assert split(n, ratios, seed) == lists


@pytest.mark.parametrize("seed", range(10))
def test_no_size_is_near_a_half(seed: int) -> None:
    """The handout promises it, so that every way to round is right: up, to even, by int(x + 0.5)."""
    for index in range(20):
        n, ratios, _ = to_divide(Draw(seed, index))
        assert abs(sum(ratios) - 1) < 1e-9
        assert all(abs((n * ratio) % 1 - 0.5) > 0.01 for ratio in ratios[1:])


def test_one_hot_is_torchs() -> None:
    """F.one_hot as float32, orthogonal rows."""
    ids = torch.tensor([4, 0, 4, 2])
    rows = module("vectors").one_hot(ids, 5)
    assert rows.dtype == torch.float32
    assert torch.equal(rows, nn.functional.one_hot(ids, 5).float())
    assert torch.equal(rows @ rows.T, (ids[:, None] == ids).float())


def test_bag_of_words_is_scikit_learns() -> None:
    """CountVectorizer with the same vocabulary."""
    docs = [[3, 1, 3, 0], [], [2], [1] * 12]
    counter = CountVectorizer(vocabulary=[str(number) for number in range(5)], token_pattern=r"\S+")
    wanted = counter.transform([" ".join(map(str, doc)) for doc in docs]).toarray()
    assert torch.equal(module("vectors").bag_of_words(docs, 5), torch.from_numpy(wanted).float())


@pytest.mark.parametrize("maker", [counts, with_zero_rows])
def test_tf_idf_is_scikit_learns(maker: Maker) -> None:
    """TfidfTransformer's default, rows of zeros, single documents and single words included."""
    for index in range(12):
        (values,) = maker(Draw(5, index))
        wanted = TfidfTransformer().fit_transform(values.double().numpy()).toarray()
        actual = module("vectors").tf_idf(values.double())
        assert torch.allclose(actual, torch.from_numpy(wanted), rtol=1e-12, atol=1e-15)
        assert module("vectors").tf_idf(values).dtype == values.dtype


def test_pad_batch_is_torchs() -> None:
    """pad_sequence, and cut or filled up to a fixed length."""
    pad_batch = module("padding").pad_batch
    seqs = [[5, 6, 7], [], [8]]
    rows = nn.utils.rnn.pad_sequence([torch.tensor(s, dtype=torch.int64) for s in seqs], True, -1)
    padded, lengths = pad_batch(seqs, -1)
    assert torch.equal(padded, rows) and lengths.tolist() == [3, 0, 1]
    padded, lengths = pad_batch(seqs, -1, 2)
    assert torch.equal(padded, rows[:, :2]) and lengths.tolist() == [2, 0, 1]
    assert pad_batch(seqs, -1, 5)[0].tolist()[0] == [5, 6, 7, -1, -1]
    empty, none = pad_batch([[], []], 0)
    assert (empty.shape, empty.dtype, none.tolist()) == ((2, 0), torch.int64, [0, 0])


def test_buckets_have_the_least_padding() -> None:
    """Of all ways to put six sequences into three pairs; and the handout's example."""
    bucket_batches, generator = module("padding").bucket_batches, torch.Generator().manual_seed(0)
    for _ in range(20):
        lengths = torch.randint(0, 9, (6,), generator=generator).tolist()
        orders = itertools.permutations(range(6))
        least = min(padding_of([[a, b], [c, d], [e, f]], lengths) for a, b, c, d, e, f in orders)
        assert padding_of(bucket_batches(lengths, 2, generator), lengths) == least
    batches = bucket_batches([3, 9, 1, 8, 2], 2, generator)
    assert {frozenset(batch) for batch in batches} == {frozenset({2, 4}), frozenset({0, 3}), frozenset({1})}
    assert padding_of(batches, [3, 9, 1, 8, 2]) == 6


def test_nnlm_by_hand() -> None:
    """The formula, word by word in numpy; man bites dog is not dog bites man."""
    torch.manual_seed(0)
    model = module("nnlm").NNLM(7, 3, 2, 5).double()
    state = {name: value.numpy() for name, value in model.state_dict().items()}
    for window in ([1, 4], [4, 1]):
        x = np.concatenate([state["embedding.weight"][word] for word in window])
        hidden = np.tanh(state["hidden.weight"] @ x + state["hidden.bias"])
        logits = state["output.weight"] @ hidden + state["output.bias"]
        assert np.allclose(model(torch.tensor([window])).detach().numpy()[0], logits, rtol=1e-12)
    one, other = model(torch.tensor([[1, 4], [4, 1]])).detach()
    assert not torch.allclose(one, other, atol=1e-3)


@pytest.mark.parametrize("maker", [labels, rare_labels, few])
def test_f1_is_scikit_learns(maker: Maker) -> None:
    """f1_score with zero_division=0, for several labels and for one."""
    metrics = module("metrics")
    for index in range(10):
        true, pred = maker(Draw(3, index))
        if true.shape[1] == 1:
            wanted = dict.fromkeys(("micro", "macro"), f1_score(true[:, 0], pred[:, 0], zero_division=0))
        else:
            wanted = {a: f1_score(true.numpy(), pred.numpy(), average=a, zero_division=0) for a in ("micro", "macro")}
        found = {"micro": metrics.micro_f1(true, pred), "macro": metrics.macro_f1(true, pred)}
        assert found == pytest.approx(wanted, rel=1e-12)
        assert all(type(value) is float for value in found.values())


@pytest.mark.parametrize(
    "result, fault",
    [
        ([[0], [1], [2]], "type_differs"),
        (([0, 1], [2]), "length_differs"),
        (([0], (1,), [2]), "type_differs"),
        (([0], [1], [2.0]), "type_differs"),
        (([0], [1], [True]), "type_differs"),
        (([0], [1], [3]), r"week02\.no_index"),
        (([0], [1], [1]), r"week02\.not_once"),
        (([0], [1], []), r"week02\.not_once"),
        (([0], [1, 2], []), "number_differs"),
    ],
)
def test_what_a_split_must_not_be(result: object, fault: str) -> None:
    """Other types, strange numbers, lost or doubled indices and other sizes are told apart."""
    with pytest.raises(CheckFailed, match=fault):
        _judge(result)


def _judge(result: object) -> None:
    case = 3, (1 / 3, 1 / 3, 1 / 3), 0
    lists = lists_of(result, *case)
    check_once([index for part in lists for index in part], 3, "split")
    check_sizes(lists, *case)


@pytest.mark.parametrize(
    "result, fault",
    [
        (([0, 1], [2]), "type_differs"),
        ([(0, 1), [2]], "type_differs"),
        ([[0, "1"], [2]], "type_differs"),
        ([[0, 1], [1]], r"week02\.not_once"),
        ([[0], [1], [2]], r"week02\.batch_sizes"),
        ([[0, 1], [2], []], r"week02\.batch_sizes"),
    ],
)
def test_what_batches_must_not_be(result: object, fault: str) -> None:
    """Other types, lost indices, a second short batch and an empty one."""
    with pytest.raises(CheckFailed, match=fault):
        check_batches(batches_of(result, [4, 5, 6], 2), [4, 5, 6], 2)


def test_calls_in_messages() -> None:
    """A call is shown as one would write it; a long one loses its middle, not its end."""
    assert call("f", [1, "가"], specials=()) == "f([1, '가'], specials=())"
    long = call("f", list(range(500)), 7)
    assert len(long) < 200 and long.startswith("f([0, 1") and long.endswith("499], 7)") and " … " in long
