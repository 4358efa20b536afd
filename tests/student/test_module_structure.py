"""Modules of every structure: ties, late and lazy parameters, modules of modules, claims that are not true."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import torch
from torch import nn
from torch.autograd import gradcheck

from grader.errors import Unsendable
from grader.student import JudgeSideError, Student


def gradient(p: torch.Tensor) -> torch.Tensor:
    """The gradient, which must be there."""
    assert p.grad is not None
    return p.grad


def test_tied_weights(student: Student) -> None:
    """A shared parameter is one parameter here, too."""
    m = student.Tied()
    m(torch.tensor([1, 2])).sum().backward()
    assert len(list(m.parameters())) == 1
    assert m.head.weight is m.emb.weight
    assert gradient(m.emb.weight).abs().sum() > 0
    assert list(m.state_dict()) == ["emb.weight", "head.weight"]


def test_parameters_made_at_the_first_call(student: Student) -> None:
    """A parameter that forward creates is mirrored from then on, with its gradient."""
    m = student.LateParameter()
    assert list(m.parameters()) == []
    m(torch.ones(3) * 2).sum().backward()
    assert [(n, gradient(p).tolist()) for n, p in m.named_parameters()] == [("w", [2, 2, 2])]


def test_lazy_layers(student: Student) -> None:
    """torch's lazy layers: uninitialised parameters and buffers first, real ones after the first call."""
    m = student.LazyLayers()
    assert all(isinstance(p, nn.UninitializedParameter) for p in m.parameters())
    assert isinstance(m.bn.running_mean, nn.UninitializedBuffer)
    m(torch.randn(4, 3)).sum().backward()
    assert gradient(m.l.weight).shape == (2, 3)
    assert m.bn.running_mean.shape == (2,)


def test_lstm(student: Student) -> None:
    """A module of torch inside computes what it computes here; its parameters pass gradcheck."""
    m = student.LanguageModel()
    local = nn.LSTM(3, 4, batch_first=True)
    local.load_state_dict({k[4:]: v for k, v in m.state_dict().items() if k.startswith("rnn")})
    x = torch.randn(2, 3, 3)
    assert torch.equal(m.rnn(x)[0], local(x)[0])
    m.double()
    assert gradcheck(lambda *_: m(x[:, :2].double()), tuple(m.parameters()))


def test_parametrizations(student: Student) -> None:
    """Spectral and weight norm: gradients reach the original parameters."""
    m = student.Parametrized()
    m(torch.ones(1, 3)).sum().backward()
    names = dict(m.named_parameters())
    assert gradient(names["l.parametrizations.weight.original"]).abs().sum() > 0
    assert gradient(names["wn.parametrizations.weight.original1"]).abs().sum() > 0
    assert "l.parametrizations.weight.0._u" in m.state_dict()


def test_parameter_hooks_of_the_student(student: Student) -> None:
    """A hook that the student registered on a parameter runs."""
    m = student.Hooked()
    m(torch.ones(2)).sum().backward()
    assert gradient(m.w).tolist() == [10, 10]


def test_aliases_and_unregistered_layers(student: Student) -> None:
    """An alias of a parameter gets its gradient; a layer in a plain list is no part of the module."""
    m = student.Extra()
    m(torch.randn(2, 3)).sum().backward()
    assert list(m.state_dict()) == ["lin.weight", "lin.bias"]
    assert m.lin.weight.grad is not None
    m.scale = torch.tensor(0.0)
    assert m.scale == 0


def test_stateful_modules(student: Student) -> None:
    """Gradients flow through a state that the module keeps."""
    m = student.Stateful()
    x1, x2 = torch.tensor([1.0], requires_grad=True), torch.tensor([2.0], requires_grad=True)
    m(x1)
    m(x2).sum().backward()
    assert (gradient(x1).item(), gradient(x2).item(), gradient(m.w).item()) == (0.5, 1, 1)


def test_step_between_forward_and_backward(student: Student) -> None:
    """A second backward pass after an optimizer's step is the error that it is locally."""
    m = student.TwoLayer(2, 8, 3)
    optimizer = torch.optim.SGD(m.parameters(), 0.1)
    y = m(torch.ones(4, 2)).pow(2).sum()
    y.backward(retain_graph=True)
    optimizer.step()
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.backward()


def test_modules_of_modules(student: Student) -> None:
    """Modules as arguments, inside modules of the judge, and as the function that is called back."""
    enc, dec = student.TwoLayer(3, 4, 5), student.TwoLayer(5, 4, 2)
    both = student.Seq(enc, dec)
    assert both.enc is enc
    assert len(list(both.parameters())) == 8
    assert both(torch.randn(1, 3)).shape == (1, 2)
    student.use_module(dec, torch.ones(1, 5)).backward()
    assert gradient(dec.linear2.bias).tolist() == [1, 1]
    mixed = nn.Sequential(nn.Linear(2, 3), enc)
    mixed(torch.ones(1, 2)).sum().backward()
    assert gradient(mixed[0].weight).shape == (3, 2)  # type: ignore[arg-type]
    student.use(student.TwoLayer(2, 3, 2), torch.ones(1, 2)).sum().backward()


def test_frozen_parameters(student: Student) -> None:
    """requires_grad is mirrored both ways; a buffer that is not saved stays out of state_dict."""
    m = student.Frozen()
    m(torch.tensor([0])).sum().backward()
    wanted = [(n, p.requires_grad, p.grad is not None) for n, p in m.named_parameters()]
    assert wanted == [("emb.weight", False, False), ("l.weight", True, True), ("l.bias", True, True)]
    assert (m.steps.item(), "steps" in m.state_dict()) == (1, False)
    m.l.requires_grad_(False)
    assert not m(torch.tensor([0])).requires_grad


def test_parameters_as_results(student: Student) -> None:
    """A method that returns the parameter returns this one; a replaced one is another."""
    m = student.Par()
    old = m.w
    assert m.weight() is m.w
    m.penalty().backward()
    assert gradient(m.w).tolist() == [2, 2]
    m.reset_parameters()
    assert m.w.tolist() == [0, 0]
    student.zero_(m.w)
    m.grow()
    assert m.w is not old
    assert m.w.tolist() == [1, 1, 1]
    assert [tuple(p.shape) for p in m.parameters()] == [(3,)]


def test_global_modules(student: Student) -> None:
    """A module made at import gets gradients while the judge holds it, and does no harm afterwards."""
    x = torch.ones(1, 2, requires_grad=True)
    m = student.GLOBAL
    assert m is student.GLOBAL
    student.use_global(x).sum().backward()
    assert gradient(m.bias).tolist() == [1, 1]
    assert student.use_global(torch.ones(1, 2)).requires_grad
    del m
    for _ in range(2):
        student.use_global(x).sum().backward()
    student.make_global()
    assert student.GLOBAL.bias.grad is None


def test_a_result_that_cannot_be_sent_loses_nothing(student: Student) -> None:
    """A parameter that was announced with an unsendable result is announced again with the next one."""
    m = student.Par()
    with pytest.raises(Unsendable):
        m.returned_badly()
    assert m.v.tolist() == [5, 5]
    assert dict(m.named_parameters())["v"] is m.v


def test_changes_survive_a_call_that_could_not_be_sent(student: Student) -> None:
    """A change of the judge still reaches the student if the next call's arguments cannot be sent."""
    m = student.Par()
    with torch.no_grad():
        m.w.fill_(3)
    with pytest.raises(JudgeSideError):
        student.ident(torch.eye(2).to_sparse())
    assert m.penalty().item() == 18


def test_claims_of_a_module(student: Student) -> None:
    """Overridden parameters() and state_dict() deceive nobody; what train() raises arrives."""
    m = student.Liar()
    assert len(list(m.parameters())) == 2
    assert list(m.state_dict()) == ["l.weight", "l.bias"]
    assert m(torch.ones(1, 2)).shape == (1, 2)
    with pytest.raises(RuntimeError, match="no"):
        m.train(False)


def test_unusual_structures(student: Student) -> None:
    """A child under many names is described once; a module that contains itself cannot be sent."""
    m = student.Shared(30)
    assert m.a is m.b
    assert len(list(m.parameters())) == 2
    with pytest.raises(Unsendable, match="contains itself"):
        student.Selfish()
    deep: Any = student.Deep(100)
    assert len(deep.state_dict()) == 200
    assert copy.deepcopy(deep)(torch.ones(1, 2)).tolist() == deep(torch.ones(1, 2)).tolist()


def test_sparse_gradients_arrive_dense(student: Student) -> None:
    """What a student's code left in .grad, and what the judge's own backward pass finds."""
    trained: Any = student.trained_bag()
    wanted = torch.zeros(5, 2)
    wanted[[1, 3]] = 1
    assert gradient(trained.bag.weight).equal(wanted)
    fresh: Any = student.SparseBag()
    fresh(torch.tensor([[1, 3], [3, 0]])).sum().backward()
    wanted[[0, 3]] += 1
    assert gradient(fresh.bag.weight).equal(wanted)
