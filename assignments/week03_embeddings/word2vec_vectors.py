"""What the vectors of `train_word2vec` have to be, and how many triples they order rightly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch

from assignments.week03_embeddings.word2vec_data import Triple
from grader.testing import assert_shape, expect, fail
from grader.testing.assertions import type_name
from grader.testing.metrics import sampling_error

CLOSE = 1e-5  # of the largest number: what another order of the same sums may change


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


def check_unknown(table: torch.Tensor, words: Sequence[str]) -> None:
    """Every word of no sentence has the vector 0."""
    for row, word in zip(table, words, strict=True):
        expect(not bool(row.any()), "week03.unknown_word", word=repr(word))


def changed(first: torch.Tensor, second: torch.Tensor) -> list[bool]:
    """Of each row whether it differs by more than rounding. The tables have one shape."""
    allowed = CLOSE * float(first.abs().max())
    flags: list[bool] = ((first - second).abs() > allowed).any(dim=1).tolist()
    return flags


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


def triples_error(answers: Sequence[bool], triples: Sequence[Triple]) -> float:
    """How much the share of right triples would vary over other words: triples of one word are drawn together."""
    of: dict[str, list[bool]] = {}
    for answer, (word, _, _) in zip(answers, triples, strict=True):
        of.setdefault(word, []).append(answer)
    hits = [(sum(some), len(some)) for some in of.values()]
    return sampling_error(lambda rows: sum(hits[k][0] for k in rows) / sum(hits[k][1] for k in rows), len(hits))
