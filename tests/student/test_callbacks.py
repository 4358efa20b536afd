"""Functions of the judge as arguments."""

from __future__ import annotations

from typing import Any, NoReturn

import pytest
import torch
from torch import nn
from torch.autograd import gradcheck

from grader.errors import InputModified, MissingName, StudentError, Unsendable
from grader.student import Conversation, JudgeSideError, Student


def leaf(*shape: int) -> torch.Tensor:
    """A random tensor that wants a gradient."""
    return torch.randn(*shape, dtype=torch.float64, requires_grad=True)


def test_many_calls(student: Student) -> None:
    """A beam search's step function is called back for each step."""
    calls = []

    def step(t: torch.Tensor) -> torch.Tensor:
        calls.append(t)
        return nn.functional.one_hot((t + 1) % 5, 5).float()

    assert student.beam(step, 0, 7).tolist() == [2]
    assert len(calls) == 7


def test_gradients_through_callbacks(student: Student) -> None:
    """Gradients reach the arguments and what the function captured."""
    w, x = leaf(3, 3), leaf(3)

    def f(v: torch.Tensor) -> torch.Tensor:
        return torch.tanh(v @ w)

    student.use(f, x).sum().backward()
    expected = torch.autograd.grad((f(x * 2) * 3).sum(), (w, x))
    assert torch.allclose(w.grad, expected[0])  # type: ignore[arg-type]
    assert torch.allclose(x.grad, expected[1])  # type: ignore[arg-type]
    assert gradcheck(lambda v: student.use(f, v), leaf(3))


def test_gradients_of_captured_tensors_only(student: Student) -> None:
    """Captured tensors get gradients where no argument lies behind the function, or beside one that does."""
    w, x = leaf(3), leaf(3)
    student.use(lambda v: v * w, torch.ones(3, dtype=torch.float64)).sum().backward()
    assert w.grad is not None
    assert w.grad.tolist() == [6, 6, 6]
    w.grad = None
    student.use_beside(lambda v: v * w, x).sum().backward()
    assert torch.equal(w.grad, x)  # type: ignore[unreachable]
    assert torch.equal(x.grad, w)


def test_nested_values(student: Student) -> None:
    """Tensors inside dicts, lists and named arguments, differentiable both ways."""
    x = leaf(2)

    def f(d: Any, *, k: Any) -> Any:
        return {"y": d["x"] * 2, "z": (d["n"][0] * k[0],)}

    student.apply_twice(f, x).sum().backward()
    assert torch.allclose(x.grad, 2 + 2 * x + 1)  # type: ignore[arg-type]


def test_modules_as_callbacks(student: Student) -> None:
    """A module of the judge, and one of the student, called back."""
    ours, theirs = nn.Linear(2, 2), student.TwoLayer(2, 3, 2)
    student.use(ours, torch.ones(1, 2)).sum().backward()
    assert torch.equal(ours.weight.grad, torch.full((2, 2), 6.0))  # type: ignore[arg-type]
    student.use(theirs, torch.ones(1, 2)).sum().backward()
    assert theirs.linear1.weight.grad is not None
    student.use(lambda v: theirs(v) * 2, torch.ones(1, 2)).sum().backward()


def test_parameters_as_arguments_of_callbacks(student: Student) -> None:
    """A parameter passed to a callback: its own gradient is not disturbed by that of the call."""
    m = student.Par()
    m.w.grad = torch.full((2,), 7.0)
    student.call(student.use, lambda w: w * w, m.w).sum().backward()
    assert m.w.grad.tolist() == [7 + 24, 7 + 24]


def test_nested_calls(student: Student) -> None:
    """Callbacks that call the student again, with gradients, thirty levels deep."""
    y = student.use(
        lambda v: student.use(lambda u: student.add(u) ** 2, v), torch.ones(1, dtype=torch.float64, requires_grad=True)
    )
    assert y.item() == 225
    assert y.requires_grad

    def down(k: int) -> int:
        return 0 if k == 0 else student.call(down, k - 1) + 1

    assert student.call(down, 30) == 30
    with pytest.raises(StudentError, match="nested too deeply"):
        student.call(down, 300)
    assert student.add(1) == 2


def test_no_second_derivatives_through_callbacks(student: Student) -> None:
    """Second derivatives through a callback are refused rather than silently wrong."""
    x = leaf(2)
    with pytest.raises(RuntimeError, match="second derivatives"):
        torch.autograd.grad(student.use(lambda v: v**3, x).sum(), x, create_graph=True)


def test_kept_callbacks(student: Student) -> None:
    """A function that the student keeps can be called later."""
    assert student.keep(lambda v: v + 1) == 1
    assert student.late(torch.ones(1)) == 2
    student.forget()


def secret(*_: Any) -> NoReturn:
    """Raises with a text that is none of the student's business."""
    raise KeyError("secret 42")


def test_exceptions_of_callbacks(student: Student) -> None:
    """What a callback raises comes out of the check's call, itself."""
    with pytest.raises(KeyError, match="secret 42"):
        student.use(secret, torch.ones(1))
    assert student.add(1) == 2


def test_students_do_not_see_the_judges_exceptions(student: Student) -> None:
    """The student sees a fixed text, and hiding it does not hide it from the check."""
    with pytest.raises(KeyError, match="secret 42"):
        student.use_swallowing(secret, 1)
    (seen,) = student.kept()
    assert seen[:2] == ("CallbackFailed", "the function that was passed as an argument failed")
    assert "secret" not in str(seen)
    student.forget()
    assert student.add(1) == 2


def test_exceptions_are_not_remembered(student: Student) -> None:
    """An exception of one call is not raised by the next failing one."""
    with pytest.raises(KeyError):
        student.use_swallowing(secret, 1)
    with pytest.raises(ValueError, match="dims"):
        student.own_error()


def test_exceptions_in_nested_calls(student: Student) -> None:
    """Errors of inner calls pass through the callbacks around them."""
    with pytest.raises(MissingName):
        student.use(lambda v: student.not_there(v + 1), torch.ones(1))
    with pytest.raises(InputModified):
        student.use(lambda v: student.in_place(v), torch.ones(1))  # noqa: PLW0108 - looked up inside
    with pytest.raises(ValueError, match="dims"):
        student.use(lambda v: student.own_error(), torch.ones(1))

    def forgiving(v: torch.Tensor) -> torch.Tensor:
        with pytest.raises(ValueError, match="dims"):
            student.own_error()
        return v

    assert student.use(forgiving, torch.ones(1)).item() == 6


def test_unsendable_through_callbacks(student: Student) -> None:
    """What cannot be sent is the fault of who sends it."""
    with pytest.raises(Unsendable, match="sparse") as caught:
        student.send_to(lambda v: v)
    assert "[0]" in caught.value.path
    with pytest.raises(JudgeSideError, match="sparse"):
        student.use(lambda v: torch.eye(2).to_sparse(), torch.ones(1))
    assert student.add(1) == 2


def test_callbacks_see_the_model_as_it_is(student: Student) -> None:
    """During training the callback gets the model with its current parameters, and may change them."""
    m = student.TwoLayer(2, 2, 1)
    seen, losses = [m.linear2.bias.item()], []

    def report(model: Any) -> None:
        assert model is m
        seen.append(model.linear2.bias.item())
        losses.append(model(torch.ones(3, 2)).pow(2).mean().item())
        if len(seen) == 3:
            with torch.no_grad():
                model.linear2.bias.fill_(9)

    student.train_with(m, torch.ones(3, 2), report)
    assert len(set(seen)) == 3
    assert losses[1] < losses[0]
    assert m.linear2.bias.item() == 9
    assert m(torch.zeros(1, 2)).item() != 0


def test_same_function_same_number(student: Student, conversation: Conversation) -> None:
    """A function passed twice is one function over there."""
    assert student.call(lambda f, g: [f, g], secret, secret) == [secret, secret]
    assert len(conversation.callbacks._functions) <= 3
