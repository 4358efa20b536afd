"""How week 3 scores what it cannot compare with a reference: trained word vectors, and classifiers of n-grams."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from assignments.week03_embeddings import fasttext_data, word2vec_data
from assignments.week03_embeddings.calibration import RECIPES
from assignments.week03_embeddings.fasttext_texts import FEW_CLASSES, few_texts
from assignments.week03_embeddings.fasttext_texts import UNSEEN as UNSEEN_TEXTS
from assignments.week03_embeddings.word2vec_corpus import UNSEEN, few_sentences
from assignments.week03_embeddings.word2vec_vectors import (
    changed,
    check_known,
    check_unknown,
    right,
    triples_error,
    vectors,
)
from grader.errors import CheckFailed
from grader.spec import load_assignment
from grader.testing import Draw

WEEK = Path(__file__).resolve().parents[2] / "assignments" / "week03_embeddings"
GATES = {(task.id, name): gate for task in load_assignment(WEEK).tasks for name, gate in task.gates.items()}
TRIPLES = [("a", "b", "c"), ("a", "c", "b"), ("b", "a", "c"), ("c", "a", "nothing")]


@pytest.mark.parametrize("task, name", sorted(GATES))
def test_gates_part_guessing_from_learning(task: str, name: str) -> None:
    """Each bar lies above the best answer that takes no learning, and below the weakest honest model.

    By three standard deviations: over seeds, and where the data are drawn anew for each grading, over them as well.
    """
    gate = GATES[task, name]
    deviation = gate.sigma if name in (word2vec_data.GENERATED, fasttext_data.GENERATED) else gate.spread
    assert deviation
    assert gate.floor + 3 * deviation < gate.threshold < min(gate.honest.values()) - 3 * deviation


def test_every_data_set_has_a_gate() -> None:
    """What the checks can ask for was measured, by the recipes, with all honest models."""
    assert {(task, name) for task, recipe in RECIPES.items() for name in recipe.data_sets} == {*GATES}
    for (task, _), gate in GATES.items():
        assert {*gate.honest} == {*RECIPES[task].honest}


@pytest.mark.parametrize(
    "answer, fault",
    [
        ([[1.0], [2.0]], "type_differs"),
        (torch.ones(2, 3, dtype=torch.int64), "dtype_differs"),
        (torch.ones(2, 3, dtype=torch.float16), "dtype_differs"),
        (torch.ones(3, 3), "shape_differs"),
        (torch.ones(2), "shape_differs"),
        (torch.ones(2, 1, 3), "shape_differs"),
        (torch.ones(2, 0), r"week03\.no_numbers"),
        (torch.tensor([[1.0, float("nan")], [0, 0]]), "not_finite"),
    ],
)
def test_what_vectors_must_not_be(answer: object, fault: str) -> None:
    """Lists, other dtypes and shapes, no numbers at all, and NaN are told."""
    with pytest.raises(CheckFailed, match=fault):
        vectors(answer, 2)


def test_zeros() -> None:
    """A known word must not be zero, an unknown one must; the word is named."""
    table = torch.tensor([[0.0, 0.0], [0.0, 1.0]])
    check_known(table[1:], ["b"])
    check_unknown(table[:1], ["a"])
    with pytest.raises(CheckFailed, match=r"known_word_zero.*'a'"):
        check_known(table, ["a", "b"])
    with pytest.raises(CheckFailed, match=r"unknown_word.*'b'"):
        check_unknown(table, ["a", "b"])


def test_changed() -> None:
    """Rounding is no change; a small number in one row is."""
    table = torch.tensor([[100.0, 1.0], [0.0, 1.0]], dtype=torch.float64)
    assert changed(table, table + 1e-4) == [False, False]
    assert changed(table, table + torch.tensor([[0.0, 0.0], [0.0, 1e-2]])) == [False, True]


def test_right_triples() -> None:
    """Cosines are compared, not lengths; a vector of zeros is like nothing, and equal cosines are not right."""
    table = {"a": [1.0, 0.0], "b": [9.0, 1.0], "c": [0.1, 1.0], "nothing": [0.0, 0.0]}
    answers = right(lambda words: torch.tensor([table[word] for word in words]), TRIPLES)
    assert answers == [True, False, True, True]
    assert right(lambda words: torch.ones(len(words), 2), TRIPLES) == [False] * 4


def test_error_of_triples() -> None:
    """Triples of one word hang together: ten times the triples of as many words say little more."""
    once = [(str(k), "x", "y") for k in range(50)]
    answers = [k % 2 == 0 for k in range(50)]
    assert triples_error(answers, once) == pytest.approx(0.5 / 50**0.5, rel=0.1)
    assert triples_error(answers * 10, once * 10) == pytest.approx(triples_error(answers, once), rel=0.1)


def test_few_sentences() -> None:
    """The words that are asked for occur five times or more, in sentences of ten words; the unseen ones never."""
    sentences, words = few_sentences(Draw(7, 0))
    every = [word for sentence in sentences for word in sentence]
    assert {*map(len, sentences)} == {10} and len(words) > 30
    assert all(every.count(word) >= 5 for word in words) and not {*UNSEEN} & {*every}


def test_few_texts() -> None:
    """All three classes occur; no form of a probe's stem was seen, and no word of the unseen texts."""
    texts, labels, valid_texts, valid_labels, probes = few_texts(Draw(7, 0))
    assert [len(texts), len(valid_texts), len(probes)] == [200, 50, 150]
    assert {*labels} == {*valid_labels} == {*range(FEW_CLASSES)}
    known = {word for text in texts for word in text.split()}
    assert not any(word in known for text in UNSEEN_TEXTS for word in text.split())
