"""Training with torch's optimizers: the whole network, or only some of its parameters (transfer learning).

Sources: D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015; J. Yosinski et al., "How
transferable are features in deep neural networks?", NIPS 2014.
"""

from __future__ import annotations

from collections import OrderedDict  # SOLUTION NO PROMPT

import torch
from torch import nn


def fit(
    state: dict[str, torch.Tensor],
    x: torch.Tensor,
    y: torch.Tensor,
    lr: float,
    steps: int,
    optimizer: str = "adam",
    trainable: tuple[str, ...] | None = None,
) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    """Train linear1, ReLU, linear2 from a given state on one full batch.

    The loss is MSELoss(reduction="sum"). Everything but the learning rate of the optimizer is torch's default.

    Args:
        state: linear1.weight [H, D], linear1.bias [H], linear2.weight [K, H], linear2.bias [K]; float32 or float64,
            as are x and y. It is not modified.
        x: [N, D].
        y: targets [N, K].
        lr: learning rate.
        steps: number of updates, at least 1.
        optimizer: "sgd" (torch.optim.SGD) or "adam" (torch.optim.Adam).
        trainable: the parameters whose name starts with one of these prefixes are trained, all others keep every bit
            of their value; None trains all, () none.

    Returns:
        (the loss before each update [steps], the final state as a dict with the names of `state`), without gradients,
        of the dtype of `state`.
    """
    # BEGIN SOLUTION
    hidden, d_in = state["linear1.weight"].shape
    layers = {"linear1": nn.Linear(d_in, hidden), "relu": nn.ReLU(), "linear2": nn.Linear(hidden, y.shape[1])}
    model = nn.Sequential(OrderedDict(layers)).to(x.dtype)
    model.load_state_dict(state)
    chosen = [p for name, p in model.named_parameters() if trainable is None or name.startswith(trainable)]

    update = None
    if chosen:  # torch's optimizers refuse an empty list
        update = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](chosen, lr=lr)
    criterion = nn.MSELoss(reduction="sum")
    losses = []
    for _ in range(steps):
        loss = criterion(model(x), y)
        losses.append(loss.detach())
        if update is not None:
            update.zero_grad()
            loss.backward()
            update.step()
    return torch.stack(losses), dict(model.state_dict())
    # END SOLUTION
