"""Perplexity: how a language model is scored, one token at a time."""

from __future__ import annotations

import math
from typing import Any

import torch

from grader.testing import expect, fail
from grader.testing.assertions import shape_text, type_name

_DIFFERENT = 1e-3  # relative; the rows of one product differ by 1e-6 for the same input


def perplexity(model: Any, pieces: torch.Tensor, vocab_size: int) -> float:
    """exp of the mean of −log p(next token | the tokens before) over `pieces`, in float64.

    The model is fed one token of each piece at a time, so that it cannot know the next. Its logits are normalised here:
    what it claims is a distribution, whatever it returns.

    Args:
        model: has start(batch) → state and step(ids [N], state) → (logits [N, V], state); the state is its own affair.
        pieces: token ids [N, T].

    Raises:
        CheckFailed: the answers are no logits; or they depend on the last token alone.
    """
    start, step = getattr(model, "start", None), getattr(model, "step", None)
    if not callable(start) or not callable(step):
        fail("week04.no_step", got=type_name(model))
    state = start(len(pieces))
    total = 0.0
    remembers: bool | None = None  # None: no two pieces had the same token after different ones yet
    for t in range(pieces.shape[1] - 1):
        logits, state = _answer(step(pieces[:, t].clone(), state), (len(pieces), vocab_size))
        total += float(torch.nn.functional.cross_entropy(logits, pieces[:, t + 1], reduction="sum"))
        if t > 0 and not remembers and (pair := _same_token(pieces[:, t - 1 : t + 1])) is not None:
            a, b = logits[pair[0]], logits[pair[1]]
            remembers = bool((a - b).abs().max() > _DIFFERENT * a.abs().max())
    expect(remembers is not False, "week04.no_memory")
    return math.exp(min(total / pieces[:, 1:].numel(), 700.0))


def _answer(answer: Any, shape: tuple[int, int]) -> tuple[torch.Tensor, Any]:
    """(logits in float64, state) of a step."""
    if not isinstance(answer, tuple) or len(answer) != 2:
        fail("week04.step_not_pair", got=type_name(answer))
    logits, state = answer
    if not isinstance(logits, torch.Tensor) or not logits.is_floating_point():
        fail("type_differs", what="logits", expected="torch.Tensor", actual=type_name(logits))
    fits = tuple(logits.shape) == shape
    expect(fits, "shape_differs", what="logits", expected=shape_text(shape), actual=shape_text(logits.shape))
    logits = logits.detach().double()
    bad = ~torch.isfinite(logits)
    expect(not bool(bad.any()), "not_finite", what="logits", count=int(bad.sum()), index="")
    return logits, state


def _same_token(last_two: torch.Tensor) -> tuple[int, int] | None:
    """Two rows [before, now] with the same token now and different ones before."""
    first: dict[int, tuple[int, int]] = {}
    for row, (before, now) in enumerate(last_two.tolist()):
        known = first.setdefault(now, (row, before))
        if known[1] != before:
            return known[0], row
    return None
