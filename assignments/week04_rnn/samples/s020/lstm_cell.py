from __future__ import annotations

import torch


def lstm_cell(x, h, c, Wx, Wh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """One LSTM step."""
    # YOUR CODE HERE
    raise NotImplementedError


def lstm_cell_backward(dh, dc, x, h, c, Wx, Wh, b) -> tuple[torch.Tensor, ...]:
    """Gradients of `lstm_cell`, by hand."""
    # YOUR CODE HERE
    raise NotImplementedError


def gru_cell(x, h, Wx, Wh, b) -> torch.Tensor:
    """One GRU step."""
    # YOUR CODE HERE
    raise NotImplementedError


def gru_cell_backward(dh, x, h, Wx, Wh, b) -> tuple[torch.Tensor, ...]:
    """Gradients of `gru_cell`, by hand."""
    # YOUR CODE HERE
    raise NotImplementedError
