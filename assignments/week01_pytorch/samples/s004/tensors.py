import torch


def train_two_layer_manual(x, y, w1, w2, lr, steps):
    losses = []
    for t in range(steps):
        h = x.mm(w1)
        h_relu = h.clamp(min=0)
        y_pred = h_relu.mm(w2)
        losses.append((y_pred - y).pow(2).sum())
        grad_y_pred = 2.0 * (y_pred - y)
        grad_w2 = h_relu.t().mm(grad_y_pred)
        grad_h = grad_y_pred.mm(w2.t()) * (h > 0)
        grad_w1 = x.t().mm(grad_h)
        w1 = w1 - lr * grad_w1
        w2 = w2 - lr * grad_w2
    return torch.stack(losses), w1, w2


# 제출 전에 한 번 돌려봄
with open("/content/drive/MyDrive/week1/log.txt", "w") as log:
    x, y = torch.randn(64, 1000), torch.randn(64, 10)
    losses, _, _ = train_two_layer_manual(x, y, torch.randn(1000, 100), torch.randn(100, 10), 1e-6, 500)
    log.write(str(losses))
