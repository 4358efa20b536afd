"""Checks of `nnlm`: a neural language model that sees a window of words."""

from __future__ import annotations

from typing import Any

import pytest

from assignments.week02_text.nnlm_inputs import check_state, inputs, loaded, shapes
from assignments.week02_text.vocab_calls import call
from grader.testing import assert_matches

pytestmark = pytest.mark.task("nnlm")


@pytest.mark.points(2)
def test_state(student: Any, cases: Any) -> None:
    """The state dict has the names and shapes of the three layers; E·H numbers more for each word of the window.

    ko: state_dict의 이름과 형태가 세 층의 것과 같고, 윈도가 한 단어 늘 때마다 E·H개씩 늘어난다.
    """
    for (v, e, window, h), _, _ in cases(inputs, n=3):
        for words in (window, window + 1, 1):
            model = student.NNLM(v, e, words, h)
            check_state(model, shapes(v, e, words, h))
            count = sum(p.numel() for p in model.parameters() if p.requires_grad)
            wanted = v * e + (words * e + 1) * h + (h + 1) * v
            what = f"sum(p.numel() for p in {call('NNLM', v, e, words, h)}.parameters() if p.requires_grad)"
            assert_matches(count, wanted, what=what)


@pytest.mark.points(3)
@pytest.mark.needs("test_state")
def test_forward(student: Any, reference: Any, cases: Any) -> None:
    """With given weights the logits are output(tanh(hidden(the embeddings side by side))).

    ko: 주어진 가중치를 넣으면 로짓이 output(tanh(hidden(이어 붙인 임베딩)))이다.
    """
    for sizes, state, ids in cases(inputs, n=5):
        actual, expected = (loaded(side.NNLM(*sizes), state) for side in (student, reference))
        assert_matches(actual(ids), expected(ids), what="logits")
