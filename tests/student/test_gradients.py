"""Student functions in the judge's autograd graph."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch.autograd import gradcheck, gradgradcheck

from grader.student import Student


def leaf(*shape: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """A random tensor that wants a gradient."""
    return torch.randn(*shape, dtype=dtype, requires_grad=True)


def test_gradcheck(student: Student) -> None:
    """Several arguments, nested results, results that are not differentiable."""
    x = [leaf(3, 3) for _ in range(3)]
    assert gradcheck(lambda *a: (student.three(*a)[0], student.three(*a)[1]["s"]), x)
    y, named, mask = student.three(*x)
    assert (y.requires_grad, named["s"].requires_grad, mask.requires_grad) == (True, True, False)


@pytest.mark.parametrize("name", ["split", "column", "ident", "add", "two"])
def test_gradcheck_of_views_and_tuples(student: Student, name: str) -> None:
    """Views, tuples of views, the argument itself, one tensor twice."""
    assert gradcheck(getattr(student, name), leaf(4, 2))


def test_gradcheck_of_complex_numbers(student: Student) -> None:
    """Complex tensors, conjugated ones too."""
    assert gradcheck(student.ident, leaf(3, dtype=torch.complex128))
    assert gradcheck(lambda z: student.add(z.conj()), leaf(3, dtype=torch.complex128))


def test_gradcheck_of_strided_inputs(student: Student) -> None:
    """Arguments that are no leaves, with gaps and expanded dimensions."""
    assert gradcheck(lambda x: student.add(x[::2].T), leaf(4, 3))
    assert gradcheck(lambda x: student.add(x.expand(3, 2)), leaf(2))


def test_autograd_functions(student: Student) -> None:
    """A student's autograd.Function by its `apply`."""
    assert issubclass(student.MyReLU, torch.autograd.Function)
    assert gradcheck(student.MyReLU.apply, leaf(4, 3))


def test_second_derivatives(student: Student) -> None:
    """The backward pass is differentiable, too."""
    assert gradgradcheck(lambda a, b, c: student.three(a, b, c)[0], [leaf(2, 2) for _ in range(3)])
    x = leaf(2)
    (g,) = torch.autograd.grad(student.three(x, x, x)[0].sum(), x, create_graph=True)
    (h,) = torch.autograd.grad(g.sum(), x)
    (expected,) = torch.autograd.grad((x * x.sin() + x).sum(), x, create_graph=True)
    assert torch.allclose(h, torch.autograd.grad(expected.sum(), x)[0])


def test_jacobian(student: Student) -> None:
    """torch.autograd.functional works."""
    assert torch.equal(torch.autograd.functional.jacobian(student.add, torch.ones(2)), torch.eye(2))


def test_unused_arguments_get_no_gradient(student: Student) -> None:
    """An argument that the student does not use has gradient None, as locally."""
    a, b = leaf(2), leaf(2)
    student.first(a, b).sum().backward()
    assert a.grad is not None
    assert a.grad.tolist() == [2, 2]
    assert b.grad is None


def test_what_is_not_differentiable(student: Student) -> None:
    """no_grad on either side gives results without a graph; numbers are numbers."""
    x = leaf(2)
    assert not student.no_grad(x).requires_grad
    assert student.add(x).requires_grad
    assert not student.add(torch.ones(1)).requires_grad
    assert type(student.item(x)) is float
    with torch.no_grad():
        assert not student.add(x).requires_grad
        assert student.leafness(x) == (True, False)


def test_leafness_travels(student: Student) -> None:
    """A leaf arrives as a leaf, a computed tensor as a computed one."""
    x = leaf(2)
    assert student.leafness(x) == (True, True)
    assert student.leafness(x * 1) == (False, True)
    assert student.leafness(x[::1]) == (False, True)
    assert student.leafness(x.detach()) == (True, False)


def test_identity_is_not_kept(student: Student) -> None:
    """What comes back is never the judge's own object."""
    x = leaf(2)
    assert student.ident(x) is not x
    y = student.add(x)
    y.add_(1)  # nor is it a view
    assert y.tolist() == (x + 2).tolist()
    a, _ = student.two(x)
    a.add_(1)


def test_copies_of_a_leaf_are_other_leaves(student: Student) -> None:
    """A deep copy in the student's code does not send its gradient to the argument."""
    x = leaf(2)
    student.copied_leaf(x).sum().backward()
    assert x.grad is None


def test_same_tensor_twice(student: Student) -> None:
    """One tensor passed twice gets both gradients."""
    x = leaf(2)
    student.three(x, x, x)[0].sum().backward()
    y = x.detach().clone().requires_grad_()
    (y * y.sin() + y).sum().backward()
    assert torch.allclose(x.grad, y.grad)  # type: ignore[arg-type]


def test_backward_twice(student: Student) -> None:
    """The graph is kept for as long as the result lives."""
    x = leaf(1)
    y = student.add(x)
    y.backward(retain_graph=True)
    y.backward()
    assert x.grad is not None
    assert x.grad.item() == 2


def test_backward_inside_the_student(student: Student) -> None:
    """A student who computes gradients leaves the judge's alone."""
    w = torch.ones(2, 2, requires_grad=True)
    assert student.backward_inside(torch.ones(1, 2), w).tolist() == [[1, 1], [1, 1]]
    assert w.grad is None


def test_chains_and_hooks(student: Student) -> None:
    """Student calls on results of student calls, with hooks and retained gradients of the judge."""
    x, seen = leaf(2), []
    y = student.add(x)
    y.register_hook(seen.append)
    y.retain_grad()
    z = student.first(y, y)
    z.sum().backward()
    assert [g.tolist() for g in seen] == [[2, 2]]
    assert y.grad is not None
    assert y.grad.tolist() == [2, 2]


def test_graphs_kept_by_the_student(student: Student) -> None:
    """A student's object that keeps a graph between calls: gradients reach tensors that the judge dropped long ago."""
    w, sums = leaf(2), student.Accumulator()
    for i in range(3):
        out = sums.step(w * (i + 1))
    out.sum().backward()
    assert w.grad is not None
    assert w.grad.tolist() == [6, 6]


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
def test_gradient_dtypes(student: Student, dtype: torch.dtype) -> None:
    """Gradients have the dtype of their tensor."""
    x: Any = torch.ones(2, dtype=dtype, requires_grad=True)
    student.add(x).sum().backward()
    assert x.grad.dtype == dtype


def test_parameters_of_the_judge(student: Student) -> None:
    """A parameter of the judge's own is an ordinary leaf."""
    p = torch.nn.Parameter(torch.ones(1))
    student.add(p).backward()
    assert p.grad is not None


def test_errors_in_the_backward_pass(student: Student) -> None:
    """What the student's graph raises comes out of the judge's backward()."""
    x = leaf(2)
    y = student.Accumulator()
    out = y.step(x)
    with pytest.raises(RuntimeError, match="one of the variables needed"):
        student.tampered(x).sum().backward()
    out.sum().backward()
    assert x.grad is not None
