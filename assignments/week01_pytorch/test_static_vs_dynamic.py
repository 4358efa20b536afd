"""Checks of `static_vs_dynamic`: a graph that is defined once and run many times."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assignments.week01_pytorch.static_graphs import (
    SHARED,
    TWO_LAYERS,
    built,
    define_by_run,
    defined,
    placeholders,
    random_graph,
    shared_feed,
    training_feed,
    two_layer_feed,
)
from grader.errors import StudentError
from grader.testing import assert_matches, expect, fail

pytestmark = pytest.mark.task("static_vs_dynamic")

RESULTS = ("loss", "gradients")


@pytest.mark.points(2)
def test_run(student: Any, cases: Any, credit: Any) -> None:
    """run gives the loss of a network of two layers (half), and its gradient for each placeholder.

    ko: run은 2층 신경망의 손실(절반)과 각 placeholder에 대한 기울기를 반환한다.
    """
    feeds = [feed for (feed,) in cases(two_layer_feed, n=4)]
    graph = built(student, TWO_LAYERS)
    results = [graph.run(feed) for feed in feeds]
    expected = [define_by_run(TWO_LAYERS, feed) for feed in feeds]
    for result, wanted in zip(results, expected, strict=True):
        if not isinstance(result, tuple) or len(result) != len(RESULTS):
            assert_matches(result, wanted, what=RESULTS)
        assert_matches(result[0], wanted[0], what="loss")
    credit(0.5)
    for result, wanted in zip(results, expected, strict=True):
        assert_matches(result[1], wanted[1], what="gradients")


@pytest.mark.points(1)
@pytest.mark.needs("test_run")
def test_training(student: Any, cases: Any) -> None:
    """Built once, run in every step: the losses of a training are those of define-by-run.

    ko: 한 번 만들고 스텝마다 실행하면 학습 손실이 define-by-run과 같다.
    """
    for (feed,) in cases(training_feed, n=2):
        graph = built(student, TWO_LAYERS)
        for _ in range(4):
            result, wanted = graph.run(feed), define_by_run(TWO_LAYERS, feed)
            assert_matches(result, wanted, what=RESULTS)
            feed = {**feed, **{name: feed[name] - 0.001 * wanted[1][name] for name in ("w1", "w2")}}  # noqa: PLW2901


@pytest.mark.points(1)
@pytest.mark.needs("test_run")
def test_errors(student: Any, cases: Any) -> None:
    """RuntimeError for a second build and for run before build, KeyError for a missing name; the graph stays usable.

    ko: 두 번째 build와 build 전의 run은 RuntimeError, 빠진 이름은 KeyError이고, 그 뒤에도 그래프를 쓸 수 있다.
    """
    for (feed,) in cases(training_feed, n=1):
        graph, loss = defined(student, TWO_LAYERS)
        _raises(RuntimeError, "run before build", graph.run, feed)
        graph.build(loss)
        _raises(RuntimeError, "the second build", graph.build, loss)
        for name in placeholders(TWO_LAYERS):
            _raises(KeyError, f"run without {name!r}", graph.run, {n: v for n, v in feed.items() if n != name})
        assert_matches(graph.run(feed), define_by_run(TWO_LAYERS, feed), what=RESULTS)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_run")
def test_shared_nodes(student: Any, cases: Any) -> None:
    """A node that is used several times gets the sum of its gradients, a placeholder that the loss does not use zeros.

    ko: 여러 번 쓰인 노드의 기울기는 합이고, 손실에 쓰이지 않은 placeholder의 기울기는 0이다.
    """
    graph = built(student, SHARED)
    for (feed,) in cases(shared_feed, n=3):
        assert_matches(graph.run(feed), define_by_run(SHARED, feed), what=RESULTS)
    assert_matches(graph.run(feed), define_by_run(SHARED, feed), what=RESULTS)  # nothing adds up between two runs


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_run")
def test_other_graphs(student: Any, cases: Any) -> None:
    """Any graph of the five operations; graphs that are alive at the same time do not disturb each other.

    ko: 다섯 연산으로 만든 어떤 그래프도 계산하고, 동시에 있는 그래프끼리 서로 영향을 주지 않는다.
    """
    graphs = [(built(student, steps), steps, feed) for steps, feed in cases(random_graph, n=4)]
    for graph, steps, feed in graphs:
        assert_matches(graph.run(feed), define_by_run(steps, feed), what=RESULTS)


def _raises(kind: type[Exception], what: str, call: Callable[..., Any], *arguments: Any) -> None:
    """The student's code stops with this kind of exception."""
    try:
        call(*arguments)
    except (StudentError, kind) as error:  # the reference, where a recording is made of it, raises the kind itself
        actual = error.type_name if isinstance(error, StudentError) else type(error).__name__
        right = isinstance(error, kind) and not isinstance(error, NotImplementedError)
        expect(right, "week01.other_error", what=what, expected=kind.__name__, actual=actual)
        return
    fail("week01.no_error", what=what, expected=kind.__name__)
