"""What the vectors of `train_word2vec` have to be, and how many triples they order rightly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch

from assignments.week03_embeddings.word2vec_data import Triple
from grader.testing import assert_shape, expect, fail
from grader.testing.assertions import type_name


def vectors(answer: Any, count: int, what: str = "predict(words)") -> torch.Tensor:
    """The answer of predict as float64 [n, E], if it is a finite tensor of floats with one row for each word."""
    if not isinstance(answer, torch.Tensor):
        fail("type_differs", what=what, expected="torch.Tensor", actual=type_name(answer))
    if answer.dtype not in (torch.float32, torch.float64):
        fail("dtype_differs", what=what, expected="torch.float32", actual=str(answer.dtype))
    assert_shape(answer, (count, answer.shape[1] if answer.dim() == 2 else "E"), what=what)
    expect(answer.shape[1] > 0, "week03.no_numbers", what=what)
    bad = ~torch.isfinite(answer)
    if bool(bad.any()):
        fail("not_finite", what=what, count=int(bad.sum()), index=str(bad.nonzero()[0].tolist()))
    return answer.detach().cpu().double()


def check_known(table: torch.Tensor, words: Sequence[str]) -> None:
    """No word that occurs often enough has the vector 0."""
    for row, word in zip(table, words, strict=True):
        expect(bool(row.any()), "week03.known_word_zero", word=repr(word))


def right(predict: Callable[[list[str]], Any], triples: Sequence[Triple]) -> list[bool]:
    """Of each triple (word, related, unrelated) whether cosine(word, related) > cosine(word, unrelated).

    The cosine with a vector of zeros is 0; two equal cosines are not right.
    """
    words = sorted({word for triple in triples for word in triple})
    table = vectors(predict(words), len(words))
    unit = table / table.norm(dim=1, keepdim=True).clamp(min=1e-30)
    row = {word: k for k, word in enumerate(words)}
    first, related, unrelated = (unit[[row[triple[k]] for triple in triples]] for k in range(3))
    answers: list[bool] = ((first * related).sum(dim=1) > (first * unrelated).sum(dim=1)).tolist()
    return answers
