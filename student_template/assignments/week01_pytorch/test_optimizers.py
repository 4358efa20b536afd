"""Checks of `optimizers`: five step functions against torch.optim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from assignments.week01_pytorch.optimizers_inputs import follow, torch_trajectory, trajectory

pytestmark = pytest.mark.task("optimizers")

OPTIMIZERS: dict[str, Any] = {
    "sgd_momentum": torch.optim.SGD,
    "nesterov": torch.optim.SGD,
    "adagrad": torch.optim.Adagrad,
    "rmsprop": torch.optim.RMSprop,
    "adam": torch.optim.Adam,
}

# What torch has to be told so that it is this optimizer, with these defaults.
ALWAYS: dict[str, dict[str, Any]] = {
    "sgd_momentum": {"momentum": 0.9},
    "nesterov": {"momentum": 0.9, "nesterov": True},
}

# Settings other than the defaults, from a number between 0 and 1.
OTHERS: dict[str, Callable[[float], dict[str, Any]]] = {
    "sgd_momentum": lambda u: {"momentum": 0.5 + 0.3 * u},
    "nesterov": lambda u: {"momentum": 0.5 + 0.3 * u},
    "adagrad": lambda u: {"eps": 1e-3},
    "rmsprop": lambda u: {"alpha": 0.7 + 0.2 * u, "eps": 1e-3},
    "adam": lambda u: {"betas": (0.6 + 0.2 * u, 0.9 + 0.09 * u), "eps": 1e-3},
}


@pytest.mark.points(0.8)
def test_sgd_momentum(student: Any, cases: Any) -> None:
    """20 steps of SGD with momentum are those of torch.optim, with the defaults and with other settings.

    ko: 기본값과 다른 설정 모두에서 모멘텀 SGD의 20단계가 torch.optim과 같다.
    """
    _twenty_steps(student.sgd_momentum, "sgd_momentum", cases)


@pytest.mark.points(0.8)
def test_nesterov(student: Any, cases: Any) -> None:
    """20 steps of SGD with Nesterov momentum are those of torch.optim, with the defaults and with other settings.

    ko: 기본값과 다른 설정 모두에서 네스테로프 모멘텀 SGD의 20단계가 torch.optim과 같다.
    """
    _twenty_steps(student.nesterov, "nesterov", cases)


@pytest.mark.points(0.8)
def test_adagrad(student: Any, cases: Any) -> None:
    """20 steps of Adagrad are those of torch.optim, with the defaults and with other settings.

    ko: 기본값과 다른 설정 모두에서 Adagrad의 20단계가 torch.optim과 같다.
    """
    _twenty_steps(student.adagrad, "adagrad", cases)


@pytest.mark.points(0.8)
def test_rmsprop(student: Any, cases: Any) -> None:
    """20 steps of RMSprop are those of torch.optim, with the defaults and with other settings.

    ko: 기본값과 다른 설정 모두에서 RMSprop의 20단계가 torch.optim과 같다.
    """
    _twenty_steps(student.rmsprop, "rmsprop", cases)


@pytest.mark.points(0.8)
def test_adam(student: Any, cases: Any) -> None:
    """20 steps of Adam are those of torch.optim, with the defaults and with other settings.

    ko: 기본값과 다른 설정 모두에서 Adam의 20단계가 torch.optim과 같다.
    """
    _twenty_steps(student.adam, "adam", cases)


def _twenty_steps(step: Any, name: str, cases: Any) -> None:
    """The defaults in the first case, drawn settings in the second."""
    for index, (params, grads, lr, u) in enumerate(cases(trajectory, n=2)):
        hyper = {"lr": lr} | (OTHERS[name](u) if index else {})
        expected = torch_trajectory(OPTIMIZERS[name], params, grads, **(ALWAYS.get(name, {}) | hyper))
        follow(step, params, grads, expected, **hyper)
