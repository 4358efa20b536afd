"""How week 4 scores language models and taggers: what counts, and what cannot be gained by cheating."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from assignments.week04_rnn.entities import entities, entity_f1
from assignments.week04_rnn.language_data import PARTS, generate
from assignments.week04_rnn.perplexity import perplexity
from assignments.week04_rnn.tagging_data import generate as generate_sentences
from grader.errors import CheckFailed

NAMES = ("O", "B-PS", "I-PS", "B-LC", "I-LC")


class Counting:
    """Knows the sum of all tokens that it has read, and bets on the parity of the next one with some confidence."""

    def __init__(self, scale: float = 0.0, *, forget: bool = False) -> None:
        self.scale, self.forget = scale, forget

    def start(self, batch: int) -> torch.Tensor:
        """Nothing was read yet."""
        return torch.zeros(batch, dtype=torch.int64)

    def step(self, ids: torch.Tensor, state: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits [N, 4] that depend on the sum, or on the last token alone."""
        state = ids if self.forget else state + ids
        return self.scale * torch.nn.functional.one_hot(state % 4, 4).float(), state


def test_perplexity_of_a_uniform_model() -> None:
    """Equal logits give the size of the vocabulary, whatever constant is added to them."""
    model: Any = Counting(0.0)
    pieces = torch.zeros(3, 5, dtype=torch.int64)
    assert math.isclose(perplexity(model, pieces, 4), 4.0)


def test_perplexity_counts_what_follows() -> None:
    """A model that is right about each next token comes near 1, one that repeats its input does not."""
    steps = [0, 1]
    while len(steps) < 12:
        steps.append(sum(steps) % 4)  # the sum so far is the next token
    pieces = torch.tensor([steps[1:], steps[1:]])
    assert perplexity(Counting(30.0), pieces, 4) < 1.01 < perplexity(Counting(30.0, forget=True), pieces, 4)


def test_a_model_without_memory_fails() -> None:
    """Where only the last token matters the check says so."""
    pieces = torch.randint(0, 4, (20, 6), generator=torch.Generator().manual_seed(1))
    perplexity(Counting(1.0), pieces, 4)
    with pytest.raises(CheckFailed, match=r"week04\.no_memory"):
        perplexity(Counting(1.0, forget=True), pieces, 4)


def test_parts_of_the_test_text_differ() -> None:
    """What the first training's model has read is not read again in the second."""
    data = generate(3)
    assert len(data.tests) == PARTS
    assert all(not torch.equal(a, b) for k, a in enumerate(data.tests) for b in data.tests[:k])
    assert torch.equal(generate(3).train, data.train) and not torch.equal(generate(4).train, data.train)


def test_entities() -> None:
    """B- begins, the I- of the same kind behind it continues; a stray I- is nothing."""
    assert list(entities([2, 1, 2, 2, 3, 4, 2, 0, 1], NAMES)) == [(1, 4, "PS"), (4, 6, "LC"), (8, 9, "PS")]


def test_f1() -> None:
    """Half of the entities found and one made up: precision 1/2, recall 1/2. None found: 0."""
    wanted = [[1, 2, 0, 3], [0, 0]]
    assert math.isclose(entity_f1([[1, 2, 0, 0], [0, 1]], wanted, NAMES), 0.5)
    assert entity_f1([[0] * 4, [0] * 2], wanted, NAMES) == 0.0
    assert entity_f1(wanted, wanted, NAMES) == 1.0


def test_generated_sentences() -> None:
    """Every character has a tag, and no sentence of the test part was in the training part."""
    data = generate_sentences(5, (50, 10, 30))
    for tokens, tags in (data.train, data.valid, data.test):
        assert [len(row) for row in tokens] == [len(row) for row in tags]
    assert not {"".join(row) for row in data.train[0]} & {"".join(row) for row in data.test[0]}
