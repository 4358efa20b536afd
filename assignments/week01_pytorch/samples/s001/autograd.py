import torch


def train_two_layer_autograd(x, y, w1, w2, lr, steps):
    params = [torch.nn.Parameter(w1.detach().clone()), torch.nn.Parameter(w2.detach().clone())]
    optimizer = torch.optim.SGD(params, lr=lr)
    losses = []
    for _ in range(steps):
        y_pred = torch.relu(x @ params[0]) @ params[1]
        loss = torch.sum((y_pred - y) ** 2)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    w1, w2 = (p.data for p in params)
    return torch.tensor(losses, dtype=x.dtype), w1, w2
