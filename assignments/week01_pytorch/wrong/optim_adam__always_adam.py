"""The argument `optimizer` is ignored.

task: optim_adam
loses: test_fit_sgd, test_fit_tutorial, test_transfer_head, test_transfer_prefixes, test_transfer_nothing
mistake: ignored_argument, condition_inverted
"""

import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.linear1 = nn.Linear(d_in, hidden)
        self.linear2 = nn.Linear(hidden, d_out)

    def forward(self, x):
        return self.linear2(torch.relu(self.linear1(x)))


def fit(state, x, y, lr, steps, optimizer="adam", trainable=None):
    hidden, d_in = state["linear1.weight"].shape
    model = Net(d_in, hidden, state["linear2.weight"].shape[0]).to(x.dtype)
    model.load_state_dict(state)
    if trainable is not None:
        for name, p in model.named_parameters():
            p.requires_grad = any(name.startswith(prefix) for prefix in trainable)
    params = [p for p in model.parameters() if p.requires_grad]
    opt = None
    if params:
        opt = torch.optim.Adam(params, lr=lr)
    criterion = nn.MSELoss(reduction="sum")
    losses = []
    for step in range(steps):
        loss = criterion(model(x), y)
        losses.append(loss.detach())
        if opt is not None:
            opt.zero_grad()
            loss.backward()
            opt.step()
    return torch.stack(losses), model.state_dict()
