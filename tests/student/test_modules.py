"""A student's nn.Module used like a local one: parameters here and there stay equal, bit by bit."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import nn
from torch.autograd import gradcheck

from grader.student import JudgeSideError, RemoteModule, Student


def gradient(p: torch.Tensor) -> torch.Tensor:
    """The gradient, which must be there."""
    assert p.grad is not None
    return p.grad


class Local(nn.Module):
    """What `TwoLayer` of the hand-in computes."""

    def __init__(self, a: int, h: int, b: int) -> None:
        super().__init__()
        self.linear1 = nn.Linear(a, h)
        self.linear2 = nn.Linear(h, b)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The output."""
        out: torch.Tensor = self.linear2(torch.relu(self.linear1(x)))
        return out


def test_adam_steps_are_bit_equal(student: Student) -> None:
    """Five steps of the judge's Adam give the same bits as with a local module."""
    m, local = student.TwoLayer(4, 5, 2), Local(4, 5, 2)
    assert isinstance(m, RemoteModule)
    assert isinstance(m, student.TwoLayer)
    local.load_state_dict(m.state_dict())
    x = torch.randn(8, 4)
    for module in (m, local):
        optimizer = torch.optim.Adam(module.parameters())
        for _ in range(5):
            optimizer.zero_grad()
            module(x).pow(2).mean().backward()
            optimizer.step()
    assert torch.equal(m(x), local(x))
    assert all(torch.equal(a, b) for a, b in zip(m.parameters(), local.parameters(), strict=True))


def test_attributes_methods_and_children(student: Student) -> None:
    """Other attributes and methods are remote; children are modules themselves."""
    m = student.TwoLayer(3, 5, 2)
    assert m.hidden == 5
    assert m.linear1(torch.ones(1, 3)).shape == (1, 5)
    assert m.helper(torch.ones(1, 3)).requires_grad
    assert [name for name, _ in m.named_modules()] == ["", "linear1", "linear2"]
    assert repr(m) == "<the student's module TwoLayer>"
    m.hidden = 7
    assert m.hidden == 7
    assert not hasattr(m, "nothing")


def test_state_dict_both_ways(student: Student) -> None:
    """state_dict and load_state_dict work; parameters keep their identity."""
    m = student.TwoLayer(2, 2, 1)
    weight = m.linear1.weight
    assert list(m.state_dict()) == ["linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias"]
    m.load_state_dict({k: torch.zeros_like(v) for k, v in m.state_dict().items()})
    assert m.linear1.weight is weight
    assert m(torch.ones(1, 2)).item() == 0
    m.load_state_dict(Local(2, 2, 1).state_dict())
    assert m(torch.ones(1, 2)).item() != 0


@pytest.mark.parametrize("how", ["copy", "data", "init", "apply", "clip", "vector"])
def test_changes_of_the_judge_reach_the_student(student: Student, how: str) -> None:
    """Every way of writing into parameters counts, `.data` included, which version counters miss."""
    m = student.TwoLayer(2, 2, 1)
    bias = m.linear2.bias
    with torch.no_grad():
        m.linear2.weight.zero_()
        if how == "copy":
            bias.copy_(torch.tensor([5.0]))
        elif how == "data":
            bias.data.fill_(5)
        elif how == "init":
            nn.init.constant_(bias, 5)
        elif how == "apply":
            m.apply(lambda c: nn.init.constant_(c.bias, 5) if "bias" in c._parameters else None)
        elif how == "clip":
            bias.copy_(torch.tensor([1e9]))
            bias.clamp_(max=5)
        else:
            vector = nn.utils.parameters_to_vector(m.parameters())
            vector[-1] = 5
            nn.utils.vector_to_parameters(vector, m.parameters())
    assert m(torch.ones(1, 2)).item() == 5


def test_changes_of_the_student_reach_the_judge(student: Student) -> None:
    """What student code does to parameters and gradients is seen here, −0.0 included."""
    m = student.TwoLayer(2, 2, 1)
    before = m.linear2.bias.clone()
    student.train_step(m, torch.ones(3, 2))
    assert torch.allclose(m.linear2.bias, before - 0.1 * gradient(m.linear2.bias))
    p = student.Par()
    p.reset_parameters()
    assert not torch.signbit(p.w).any()
    p.poison()
    assert torch.signbit(p.w).all()


def test_nan_is_no_change(student: Student) -> None:
    """A parameter that holds nan is not sent again and again, and trains no differently."""
    m = student.Par()
    with torch.no_grad():
        m.w.fill_(float("nan"))
    assert torch.isnan(m.penalty())
    assert m._conversation.mirror.changes(grads=True) == []


def test_student_optimizer(student: Student) -> None:
    """An optimizer made by the student uses the gradients that the judge's backward computed."""
    m = student.TwoLayer(2, 2, 1)
    optimizer = student.make_optimizer(m)
    before = m.linear1.weight.clone()
    m(torch.ones(1, 2)).sum().backward()
    g = gradient(m.linear1.weight).clone()
    optimizer.step()
    assert torch.allclose(m.linear1.weight, before - 0.1 * g)
    assert optimizer.param_groups[0]["lr"] == 0.1
    optimizer.zero_grad()
    assert m.linear1.weight.grad is None


def test_gradcheck_of_inputs_and_parameters(student: Student) -> None:
    """gradcheck by inputs, and by parameters, which finds a wrong gradient."""
    m = student.TwoLayer(3, 4, 2).double()
    x = torch.randn(2, 3, dtype=torch.float64, requires_grad=True)
    parameters = tuple(m.parameters())
    assert gradcheck(m, x)
    assert gradcheck(lambda *_: m(x.detach()), parameters)
    with pytest.raises(RuntimeError, match="Jacobian mismatch"):
        gradcheck(lambda *ps: m(x.detach()) * ps[0].detach().sum(), parameters)


def test_exchanged_parameters_are_refused(student: Student) -> None:
    """functional_call and assignment would leave the student's module as it was: they raise, and nothing is lost."""
    m = student.TwoLayer(3, 4, 2)
    x = torch.ones(1, 3)
    before = m(x)
    other = {k: torch.full_like(v, 0.5) for k, v in m.state_dict().items()}
    with pytest.raises(JudgeSideError, match="swapped"):
        torch.func.functional_call(m, other, (x,))
    for change in (
        lambda: setattr(m.linear2, "bias", nn.Parameter(torch.ones(2))),
        lambda: setattr(m, "linear2", nn.Linear(4, 2)),
        lambda: setattr(m, "new", nn.Linear(4, 2)),
        lambda: m.register_parameter("new", nn.Parameter(torch.ones(2))),
        lambda: m.register_buffer("new", torch.ones(2)),
        lambda: m.add_module("new", nn.ReLU()),
    ):
        with pytest.raises(JudgeSideError):
            change()
    assert torch.equal(m(x), before)


def test_hooks_are_refused(student: Student) -> None:
    """A hook on a student's module would never run, so it cannot be registered."""
    m = student.TwoLayer(1, 1, 1)
    for register in (m.register_forward_hook, m.linear1.register_forward_pre_hook, m.register_full_backward_hook):
        with pytest.raises(JudgeSideError, match="another process"):
            register(lambda *a: None)
    with pytest.raises(JudgeSideError):
        copy.copy(m)


def test_batch_norm_and_dropout(student: Student) -> None:
    """Buffers are mirrored; train and eval reach every child; dropout is seeded."""
    m = student.Norm()
    x = torch.randn(16, 3) + 5
    m(x)
    assert torch.allclose(m.bn.running_mean, 0.1 * x.mean(0), atol=1e-5)
    assert m.bn.num_batches_tracked.item() == 1
    assert m.eval() is m
    assert not m.bn.training
    assert torch.equal(m(x), m(x))
    m.train()
    m.bn.eval()
    ones = torch.ones(8, 3)
    student.seed(5)
    y = m(ones)
    torch.manual_seed(5)
    assert torch.equal(y, nn.functional.dropout(m.bn(ones), 0.5, training=True))
    with torch.no_grad():
        m.bn.running_mean.fill_(1)
    m.drop.training = False
    assert torch.allclose(m(ones), m.bn.bias.expand(8, 3), atol=1e-2)


def test_dtype_changes(student: Student) -> None:
    """.double() reaches parameters and buffers, which nn.Module exchanges for new tensors."""
    m = student.Norm().double()
    x = torch.randn(4, 3, dtype=torch.float64)
    assert m(x).dtype == torch.float64
    mean = m.bn.running_mean
    assert mean.dtype == torch.float64
    m(x)
    assert m.bn.running_mean is mean
    assert m.bn.num_batches_tracked.item() == 2
    m.float()
    assert m(x.float()).dtype == torch.float32


def test_overridden_train(student: Student) -> None:
    """train() and eval() call the student's own method."""
    m = student.Modes()
    assert m.eval()(torch.ones(1)) == ("custom", False, False)
    assert m.train()(torch.ones(1)) == ("a", True, True)
