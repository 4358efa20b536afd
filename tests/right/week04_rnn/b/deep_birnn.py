from __future__ import annotations

from typing import Callable, NamedTuple

import torch

Shape = tuple[int, ...]


def rnn_shapes(
    input_size: int,
    hidden_size: int,
    num_layers: int,
    bidirectional: bool,
    batch: int,
    time: int,
) -> tuple[Shape, Shape]:
    d = 1 + int(bidirectional)
    return (batch, time, d * hidden_size), (d * num_layers, batch, hidden_size)


class Weights(NamedTuple):
    ih: torch.Tensor
    hh: torch.Tensor
    bias: torch.Tensor

    @classmethod
    def of(cls, state: dict[str, torch.Tensor], tail: str) -> "Weights":
        return cls(state["weight_ih" + tail], state["weight_hh" + tail], state["bias_ih" + tail] + state["bias_hh" + tail])


def _reader(w: Weights) -> Callable[[torch.Tensor], torch.Tensor]:
    """A function that reads [N, T, D] from left to right and gives the states [N, T, H]."""

    def read(x: torch.Tensor) -> torch.Tensor:
        drive = (x @ w.ih.mT + w.bias).unbind(1)
        h = x.new_zeros(x.shape[0], w.hh.shape[0])
        states = []
        for a in drive:
            h = (a + h @ w.hh.mT).tanh()
            states.append(h)
        return torch.stack(states, dim=1)

    return read


def deep_birnn(
    x: torch.Tensor,
    state: dict[str, torch.Tensor],
    num_layers: int,
    bidirectional: bool,
) -> tuple[torch.Tensor, torch.Tensor]:
    finals = []
    for l in range(num_layers):
        forward = _reader(Weights.of(state, f"_l{l}"))(x)
        finals.append(forward[:, -1])
        outputs = [forward]
        if bidirectional:
            backward = _reader(Weights.of(state, f"_l{l}_reverse"))(x.flip(1)).flip(1)
            finals.append(backward[:, 0])
            outputs.append(backward)
        x = torch.cat(outputs, dim=-1)
    return x, torch.stack(finals)
