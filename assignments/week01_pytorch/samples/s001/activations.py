import torch


def sigmoid(x):
    # 지수에는 음수만 넣어야 오버플로가 나지 않는다
    up = 1 / (1 + torch.exp(-x.clamp(min=0)))
    e = torch.exp(x.clamp(max=0))
    return torch.where(x > 0, up, e / (1 + e))


def sigmoid_backward(grad_out, x):
    return grad_out * sigmoid(x) * sigmoid(-x)


def tanh(x):
    m = torch.expm1(-2 * x.abs())
    return -torch.sign(x) * m / (2 + m)


def tanh_backward(grad_out, x):
    t = tanh(x)
    return grad_out * (1 + t) * (1 - t)


def relu(x):
    return (x + x.abs()) / 2


def relu_backward(grad_out, x):
    return torch.where(x > 0, grad_out, torch.zeros_like(grad_out))


def leaky_relu(x, alpha=0.1):
    return torch.maximum(x, alpha * x)


def leaky_relu_backward(grad_out, x, alpha=0.1):
    dx = grad_out.clone()
    dx[x <= 0] *= alpha
    return dx


def elu(x, alpha=1.0):
    return x.clamp(min=0) + alpha * torch.expm1(x.clamp(max=0))


def elu_backward(grad_out, x, alpha=1.0):
    slope = alpha * torch.exp(x.clamp(max=0))
    slope[x > 0] = 1
    return slope * grad_out


def maxout(x, w1, b1, w2, b2):
    pieces = torch.stack([x @ w1 + b1, x @ w2 + b2])
    return pieces.max(dim=0).values


def maxout_backward(grad_out, x, w1, b1, w2, b2):
    pieces = torch.stack([x @ w1 + b1, x @ w2 + b2])
    winner = pieces.argmax(dim=0)
    dx = torch.zeros_like(x)
    grads = []
    for k, w in enumerate((w1, w2)):
        g = grad_out * (winner == k)
        dx = dx + g @ w.t()
        grads += [x.t() @ g, g.sum(dim=0)]
    return (dx, *grads)
