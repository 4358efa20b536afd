import torch

from custom_module import TwoLayerNet


def fit(state, x, y, lr, steps, optimizer="adam", trainable=None):
    H, D = state["linear1.weight"].size()
    model = TwoLayerNet(D, H, state["linear2.bias"].numel()).type(x.dtype)
    model.load_state_dict(state)

    for name, p in model.named_parameters():
        p.requires_grad_(trainable is None or any(name.startswith(t) for t in trainable))
    train = [p for p in model.parameters() if p.requires_grad]
    Optimizer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer]
    opt = Optimizer(train, lr) if train else None

    loss_fn = torch.nn.MSELoss(reduction="sum")
    history = torch.zeros(steps, dtype=x.dtype)
    for i in range(steps):
        loss = loss_fn(model(x), y)
        history[i] = loss.item()
        if opt:
            opt.zero_grad()
            loss.backward()
            opt.step()
    return history, {k: v.detach().clone() for k, v in model.state_dict().items()}
