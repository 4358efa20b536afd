"""What is played back is what was recorded, to the last bit; what was not asked is nobody's wrong answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from grader.recording import NotRecorded
from grader.student.failures import NotDefined
from grader.testing.reference import native_dtype

Record = Callable[[Callable[[Any], Any]], tuple[Any, Any]]
X = torch.arange(6.0).view(2, 3)


def test_functions(record: Record) -> None:
    """Values, the dtype that an answer should have, names of arguments, exceptions with their class and text."""

    def ask(reference: Any) -> Any:
        with pytest.raises(ValueError, match="nothing to double"):
            reference.double(np.zeros(0))
        result = reference.double(X)
        plain = reference.double.__wrapped__(X)
        return result, native_dtype(result), plain.dtype, list(inspect.signature(reference.double).parameters)

    recorded, played = record(ask)
    result, native, plain, names = ask(played)
    assert torch.equal(result, recorded[0])
    assert result.dtype == torch.float64
    assert (native, plain, names) == (torch.float32, torch.float32, ["x"])


def test_gradients(record: Record) -> None:
    """A backward pass through several results gives the gradients by the inputs that they reach, and None elsewhere."""

    def ask(reference: Any) -> Any:
        x, y = X.double().requires_grad_(), (X + 1).double().requires_grad_()
        product, more = reference.parts.__wrapped__(x, y)
        (product.sin().sum() + 3 * more["x"]).backward()
        alone = X.double().requires_grad_()
        reference.parts.__wrapped__(alone, y.detach())[1]["x"].backward()
        return x.grad, y.grad, alone.grad

    recorded, played = record(ask)
    for again, first in zip(ask(played), recorded, strict=True):
        assert torch.equal(again, first)
    x, y = X.double().requires_grad_(), (X + 1).double()
    ((x * y).sin().sum() + 3 * x.sum()).backward()
    assert torch.equal(recorded[0], x.grad)


def test_objects(record: Record) -> None:
    """Methods see the state that earlier ones left; reads are copies; len and items work where the class has them."""

    def ask(reference: Any) -> Any:
        counter, other = reference.Counter(1), reference.Counter(1)
        before = counter.sums
        got = [counter.add(2), counter.total(), counter.total(), counter.add(2), other.add(2), counter.add(2)]
        return got, before.tolist(), counter.sums.tolist(), len(counter), counter[1], list(counter.steps)

    recorded, played = record(ask)
    assert ask(played) == recorded
    assert recorded[0] == [3, 3, 3, 5, 3, 7]
    assert recorded[1] == [0.0, 0.0]


def test_modules(record: Record) -> None:
    """Parameters, buffers and tied weights are here; a call depends on their values and on the mode."""

    def ask(reference: Any) -> Any:
        torch.manual_seed(3)
        net = reference.Net(3).double()
        state = {name: torch.full_like(value, 0.1) for name, value in net.state_dict().items()}
        net.load_state_dict(state)
        one = net(X.double())
        net.eval()
        two = net(X.double())
        two.sum().backward()
        with torch.no_grad():
            net.inner.weight.add_(1)
        return one, two, net(X.double()), net.outer.weight.grad, net.seen, len(list(net.parameters()))

    recorded, played = record(ask)
    for again, first in zip(ask(played), recorded, strict=True):
        assert torch.equal(torch.as_tensor(again), torch.as_tensor(first))
    assert recorded[4].item() == 1
    assert recorded[5] == 1
    assert recorded[3] is not None
    assert not torch.equal(recorded[1], recorded[2])


def test_generators(record: Record) -> None:
    """A generator goes on where the reference's draws left it."""

    def ask(reference: Any) -> Any:
        generator = torch.Generator().manual_seed(5)
        return reference.noise(3, generator), torch.rand(2, generator=generator)

    recorded, played = record(ask)
    for again, first in zip(ask(played), recorded, strict=True):
        assert torch.equal(again, first)


def test_values_and_missing_names(record: Record) -> None:
    """A constant is itself; a name that the reference has not is missing, as it was."""

    def ask(reference: Any) -> Any:
        with pytest.raises(NotDefined):
            reference.nothing  # noqa: B018
        return reference.SIZE

    assert ask(record(ask)[1]) == 7


def test_bytes(record: Record) -> None:
    """Bytes are asked and answered as they are, inside lists and tuples too; other bytes are another question."""

    def ask(reference: Any) -> Any:
        return [reference.double([(b"\xff\x00", "a")]), reference.double(b"ab")]

    recorded, played = record(ask)
    assert ask(played) == recorded == [[(b"\xff\x00", "a")] * 2, b"abab"]
    with pytest.raises(NotRecorded):
        played.double(b"ba")


@pytest.mark.parametrize(
    "question",
    [
        lambda r: r.double(X + 1),
        lambda r: r.double(X.double()),
        lambda r: r.double(X[0]),
        lambda r: r.Net,
        lambda r: r.double(X, 1),
    ],
    ids=["other values", "other dtype", "other shape", "another name", "another argument"],
)
def test_what_was_not_asked(record: Record, question: Callable[[Any], Any]) -> None:
    """Another question is our fault, and says so: never a value, and never a wrong verdict."""
    _, played = record(lambda reference: reference.double(X))
    with pytest.raises(NotRecorded, match="check"):
        question(played)


def test_last_bits_do_not_count(record: Record) -> None:
    """Inputs that were drawn on another machine differ in their last bits; a difference quotient's step is larger."""
    x = X.double() + 0.1
    _, played = record(lambda reference: reference.double(x))
    assert torch.equal(played.double(x * (1 + 1e-15)), 2 * x)
    with pytest.raises(NotRecorded):
        played.double(x + 1e-7)


def test_answers_are_copies(record: Record) -> None:
    """Who writes into an answer does not change the next one."""

    def ask(reference: Any) -> Any:
        return [reference.double(X), reference.double(X)]

    _, played = record(ask)
    first = played.double(X)
    first += 1
    assert torch.equal(played.double(X), 2 * X.double())
