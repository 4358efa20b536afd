"""Checks of `language_model`: the module RNNLM, the size of embeddings, and the training with its perplexity."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from assignments.week04_rnn.language_data import PARTS, load_language
from assignments.week04_rnn.model_inputs import language_inputs, language_shapes
from assignments.week04_rnn.modules import check_state, loaded
from assignments.week04_rnn.perplexity import perplexity
from grader.testing import Draw, assert_matches, expect, reaches

pytestmark = pytest.mark.task("language_model")

NAME = "RNNLM"
RESULTS = ("logits", "state")


@pytest.mark.points(1)
def test_embedding_parameters(student: Any, reference: Any, cases: Any) -> None:
    """An embedding of 33,278 words has 6,655,600 parameters, one of 23,095 subwords 4,619,000.

    ko: 단어 33,278개의 임베딩은 매개변수가 6,655,600개, 서브워드 23,095개는 4,619,000개이다.
    """
    sizes = [(33_278, 200), (23_095, 200), (1, 1), *cases(lambda draw: (draw.size(2, 999), draw.size(2, 99)), n=3)]
    for v, e in sizes:
        assert_matches(student.embedding_parameters(v, e), reference.embedding_parameters(v, e), what="parameters")


@pytest.mark.points(2)
def test_parameter_sharing(student: Any, cases: Any) -> None:
    """The parameters are those of embedding, lstm and output, however long the sequence is.

    ko: 시퀀스가 아무리 길어도 매개변수는 embedding, lstm, output의 것뿐이다.
    """
    for sizes, _, ids, _ in cases(language_inputs, n=3):
        model = student.RNNLM(*sizes)
        for length in (1, 40):
            longer = ids[:, :1].repeat(1, length)
            model(longer)
            check_state(model, language_shapes(*sizes), NAME)
            expected = sum(torch.Size(shape).numel() for shape in language_shapes(*sizes).values())
            count = sum(p.numel() for p in model.parameters())
            expect(count == expected, "week04.parameter_count", got=count, expected=expected)
    one_layer = student.RNNLM(7, 3, 4)
    check_state(one_layer, language_shapes(7, 3, 4, 1), NAME)


@pytest.mark.points(2)
@pytest.mark.needs("test_parameter_sharing")
def test_forward(student: Any, reference: Any, cases: Any) -> None:
    """The logits of every step, and the state after the last one, with and without a state to start from.

    ko: 모든 시점의 로짓과 마지막 시점 뒤의 상태가 맞다. 시작 상태가 있어도, 없어도 그렇다.
    """
    for sizes, values, ids, start in cases(language_inputs, n=4):
        actual, expected = (loaded(side, NAME, sizes, values) for side in (student, reference))
        assert_matches(actual(ids), expected(ids), what=RESULTS)
        assert_matches(actual(ids, start), expected(ids, start), what=RESULTS)


@pytest.mark.points(2)
@pytest.mark.needs("test_forward")
def test_halves(student: Any, reference: Any, cases: Any) -> None:
    """Two halves of a sequence, with the state handed on, give what the whole gives; so do single steps.

    ko: 상태를 넘겨주면 시퀀스를 둘로 나누어도, 한 시점씩 넣어도 전체를 넣은 결과와 같다.
    """
    for sizes, values, ids, _ in cases(language_inputs, n=4):
        model, expected = (loaded(side, NAME, sizes, values) for side in (student, reference))
        whole, last = expected(ids)
        for cuts in ((len(ids[0]) // 2,), tuple(range(1, len(ids[0])))):
            pieces, state = [], None
            for piece in ids.tensor_split(cuts, dim=1):
                if piece.shape[1] == 0:
                    continue
                logits, state = model(piece) if state is None else model(piece, state)
                pieces.append(logits)
            assert_matches(torch.cat(pieces, dim=1), whole, what="logits")
            assert_matches(state, last, what="state")


@pytest.mark.points(5)
@pytest.mark.star
@pytest.mark.timeout(150)
def test_train_language_model(student: Any, cases: Any, gate: Any, record: Any, data_dir: Any) -> None:
    """The trained model predicts the next token of a new text well, one token at a time.

    ko: 학습한 모델이 처음 보는 글에서 한 토큰씩 다음 토큰을 잘 예측한다.
    """
    (data_seed,) = next(iter(cases(_data_seed, n=1)))
    data = load_language(data_dir, data_seed)
    record("data", data.name)
    record("n", data.tests[0][:, 1:].numel())

    def run(seed: int) -> float:
        model = student.train_language_model(data.train, data.valid, data.vocab_size, seed, "cpu")
        return perplexity(model, data.tests[seed % PARTS], data.vocab_size)

    reaches(run, gate(data.name), record=record)


def _data_seed(draw: Draw) -> tuple[int]:
    """A seed for the made-up language, from the run's own."""
    return (int(torch.randint(0, 2**31, (1,), generator=draw.generator)),)
