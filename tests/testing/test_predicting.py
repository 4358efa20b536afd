"""What a trained object's `predict` has to keep to: form, range, independence, repeatability."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from grader.errors import CheckFailed
from grader.testing import Draw
from grader.testing.predicting import (
    BY_ROUNDING,
    check_apart,
    check_repeated,
    data_seed,
    label_number,
    one_label_each,
    predict_of,
)
from tests.testing.messages import failure

PROBES = 120


def test_what_was_trained_has_to_predict() -> None:
    """A method `predict` is taken; an object without one, or with something else of that name, is told."""
    assert predict_of(SimpleNamespace(predict=len), "train_classifier")("abc") == 3
    for model in (SimpleNamespace(), SimpleNamespace(predict=[1]), None):
        message = failure(lambda model=model: predict_of(model, "train_classifier"))  # type: ignore[misc]
        assert message.key == "no_predict" and message.params["name"] == "train_classifier"


@pytest.mark.parametrize("check, fault", [(check_apart, "batch_matters"), (check_repeated, "seed_ignored")])
def test_few_answers_may_waver(check: Callable[[list[int], list[int]], None], fault: str) -> None:
    """As many as rounding can turn pass; one more does not, and the message says how many."""
    first = [0] * PROBES
    check(first, [1] * BY_ROUNDING + first[BY_ROUNDING:])
    message = failure(lambda: check(first, [1] * (BY_ROUNDING + 1) + first[BY_ROUNDING + 1 :]))
    assert (message.key, message.params) == (fault, {"changed": BY_ROUNDING + 1, "total": PROBES})


def test_integers_of_any_kind() -> None:
    """Python's and numpy's integers are labels, and come out as Python's."""
    labels = one_label_each([0, np.int64(2), np.int32(1)], 3, 3)
    assert labels == [0, 2, 1] and {*map(type, labels)} == {int}


@pytest.mark.parametrize(
    "answers, fault",
    [
        (torch.tensor([0, 1, 2]), "type_differs"),
        ((0, 1, 2), "type_differs"),
        ([0, 1, 2.0], "type_differs"),
        ([0, 1, "2"], "type_differs"),
        ([0, 1, True], "type_differs"),
        ([0, 1, [2]], "type_differs"),
        ([0, 1], "length_differs"),
        ([0, 1, 3], "no_label"),
        ([0, 1, -1], "no_label"),
    ],
)
def test_what_answers_must_not_be(answers: object, fault: str) -> None:
    """Another type, a missing answer and a label that does not exist are told apart."""
    with pytest.raises(CheckFailed, match=fault):
        one_label_each(answers, 3, 3)


def test_the_answer_is_named() -> None:
    """The message says which answer it is about, what it was, and which labels there are."""
    message = failure(lambda: one_label_each([0, 7], 2, 3))
    assert message.params == {"what": "predict(texts)[1]", "got": 7, "highest": 2}
    assert failure(lambda: label_number(0.5, "predict(x)[4]")).params["what"] == "predict(x)[4]"


def test_seeds_of_data_sets() -> None:
    """The same run gives the same seed, another case another one; Python's generators take it."""
    (first,), (again,), (other,) = data_seed(Draw(7, 0)), data_seed(Draw(7, 0)), data_seed(Draw(7, 1))
    assert first == again != other and isinstance(first, int) and first >= 0
