import torch


def train_two_layer_manual(x, y, w1, w2, lr, steps):
    w1, w2 = w1.clone(), w2.clone()
    losses = torch.empty(steps, dtype=x.dtype)
    for t in range(steps):
        h = x.mm(w1)
        h_relu = h.clamp(min=0)
        y_pred = h_relu.mm(w2)
        losses[t] = (y_pred - y).pow(2).sum()

        grad_y_pred = 2.0 * (y_pred - y)
        grad_w2 = h_relu.t().mm(grad_y_pred)
        grad_h = grad_y_pred.mm(w2.t())
        grad_h[h < 0] = 0
        grad_w1 = x.t().mm(grad_h)

        w1 -= lr * grad_w1
        w2 -= lr * grad_w2
    return losses, w1, w2


if __name__ == "__main__":
    # 튜토리얼 크기로 확인
    N, D_in, H, D_out = 64, 1000, 100, 10
    x, y = torch.randn(N, D_in), torch.randn(N, D_out)
    losses, _, _ = train_two_layer_manual(x, y, torch.randn(D_in, H), torch.randn(H, D_out), 1e-6, 500)
    print(losses[::100])
