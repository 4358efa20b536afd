# 복습과제 2: 그래프, 정규화, 옵티마이저
import numpy as np
import torch
import torch.nn.functional as F


class StaticGraph:
    def __init__(self):
        self.ops = []
        self.loss = None

    def op(self, name, *inputs):
        self.ops.append((name, inputs))
        return len(self.ops) - 1

    def placeholder(self, name):
        return self.op("placeholder", name)

    def matmul(self, a, b):
        return self.op("matmul", a, b)

    def relu(self, a):
        return self.op("relu", a)

    def sub(self, a, b):
        return self.op("sub", a, b)

    def square(self, a):
        return self.op("square", a)

    def sum(self, a):
        return self.op("sum", a)

    def build(self, loss):
        if self.loss is not None:
            raise RuntimeError("이미 build 했음")
        self.loss = loss

    def run(self, feed):
        if self.loss is None:
            raise RuntimeError("build를 먼저")
        values, grads = {}, {}
        for i, (name, inp) in enumerate(self.ops):
            v = [values[k] for k in inp] if name != "placeholder" else []
            if name == "placeholder":
                values[i] = feed[inp[0]]
            elif name == "matmul":
                values[i] = v[0] @ v[1]
            elif name == "relu":
                values[i] = F.relu(v[0])
            elif name == "sub":
                values[i] = v[0] - v[1]
            elif name == "square":
                values[i] = v[0] ** 2
            elif name == "sum":
                values[i] = v[0].sum()
        grads[self.loss] = torch.ones_like(values[self.loss])
        for i in range(len(self.ops) - 1, -1, -1):
            name, inp = self.ops[i]
            if i not in grads or name == "placeholder":
                continue
            g, v = grads[i], [values[k] for k in inp]
            if name == "matmul":
                grads[inp[0]], grads[inp[1]] = g @ v[1].T, v[0].T @ g
            elif name == "relu":
                grads[inp[0]] = g * (v[0] > 0)
            elif name == "sub":
                grads[inp[0]], grads[inp[1]] = g, -g
            elif name == "square":
                grads[inp[0]] = 2 * v[0] * g
            elif name == "sum":
                grads[inp[0]] = g * torch.ones_like(v[0])
        out = {}
        for i, (name, inp) in enumerate(self.ops):
            if name == "placeholder":
                out[inp[0]] = grads.get(i, torch.zeros_like(values[i]))
        return values[self.loss], out


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    if not training:
        return gamma * (x - running_mean) / (running_var + eps) ** 0.5 + beta, running_mean.clone(), running_var.clone()
    mean = x.mean(0)
    var = x.var(0, unbiased=False)
    n = x.shape[0]
    running_mean = momentum * running_mean + (1 - momentum) * mean
    running_var = momentum * running_var + (1 - momentum) * var * n / (n - 1)
    return gamma * (x - mean) / (var + eps) ** 0.5 + beta, running_mean, running_var


def batchnorm_backward(grad_out, x, gamma, eps=1e-5):
    n = x.shape[0]
    inv = 1 / (x.var(0, unbiased=False) + eps).sqrt()
    x_hat = (x - x.mean(0)) * inv
    dbeta = grad_out.sum(0)
    dgamma = (grad_out * x_hat).sum(0)
    dx = gamma * inv * (grad_out - dbeta / n - x_hat * dgamma / n)
    return dx, dgamma, dbeta


def zeros(params):
    return [torch.zeros_like(p) for p in params]


def sgd_momentum(params, grads, state, lr, momentum=0.9):
    v = [momentum * v + g for v, g in zip(state.get("v", zeros(params)), grads)]
    return [p - lr * v for p, v in zip(params, v)], {"v": v}


def nesterov(params, grads, state, lr, momentum=0.9):
    old = state.get("v", zeros(params))
    v = [momentum * v + g for v, g in zip(old, grads)]
    return [p - lr * (g + momentum * o) for p, g, o in zip(params, grads, old)], {"v": v}


def adagrad(params, grads, state, lr, eps=1e-10):
    s = [s + g * g for s, g in zip(state.get("s", zeros(params)), grads)]
    return [p - lr * g / (s**0.5 + eps) for p, g, s in zip(params, grads, s)], {"s": s}


def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8):
    s = [alpha * s + (1 - alpha) * g * g for s, g in zip(state.get("s", zeros(params)), grads)]
    return [p - lr * g / (s**0.5 + eps) for p, g, s in zip(params, grads, s)], {"s": s}


def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    t = state.get("t", 0) + 1
    m = [betas[0] * m + (1 - betas[0]) * g for m, g in zip(state.get("m", zeros(params)), grads)]
    v = [betas[1] * v + (1 - betas[1]) * g * g for v, g in zip(state.get("v", zeros(params)), grads)]
    a = lr * (1 - betas[1] ** t) ** 0.5 / (1 - betas[0] ** t)
    eps = eps * (1 - betas[1] ** t) ** 0.5
    return [p - a * m / (v**0.5 + eps) for p, m, v in zip(params, m, v)], {"t": t, "m": m, "v": v}


def bfgs_minimize(f_and_grad, x0, max_iter=200, tol=1e-6):
    # BFGS 대신 경사 하강법 + 라인 서치
    x = x0.clone()
    f, g = f_and_grad(x)
    for _ in range(max_iter):
        if g.norm() < tol:
            break
        t = 1.0
        while t > 1e-12:
            f_new, g_new = f_and_grad(x - t * g)
            if f_new <= f - 1e-4 * t * g.dot(g):
                break
            t /= 2
        x, f, g = x - t * g, f_new, g_new
    return x


def linear_decay(step, total, lr0):
    return lr0 * (1 - step / total)


def inverse_sqrt(step, lr0):
    return lr0 / torch.sqrt(torch.tensor(float(step)))


def cosine_decay(step, total, lr0):
    return lr0 * (1 + np.cos(np.pi * step / total)) / 2


def step_decay(step, lr0, gamma, every):
    return lr0 * gamma ** (step // every)


def sample_log_uniform(low, high, n, generator):
    values = np.exp(np.random.uniform(np.log(low), np.log(high), n))
    return torch.tensor(values, dtype=torch.float32)


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best = np.inf
        self.count = 0

    def update(self, loss):
        if loss >= self.best - self.min_delta:
            self.count += 1
        else:
            self.best = loss
            self.count = 0
        return self.count >= self.patience


def dropout(x, p, training, generator):
    if not training:
        return x.clone()
    mask = torch.rand(x.shape, generator=generator) >= p
    return x * mask / (1 - p)


def dropconnect_linear(x, W, b, p, training, generator):
    return x @ dropout(W, p, training, generator).T + b


def mixup(x, y, lam, perm):
    return (1 - lam) * x + lam * x[perm], (1 - lam) * y + lam * y[perm]


def cutout(x, size, generator):
    # 논문처럼 중심을 뽑아서 경계를 넘어가면 잘린다
    out = x.clone()
    for image in out:
        cy = int(torch.randint(0, x.shape[2], (1,), generator=generator))
        cx = int(torch.randint(0, x.shape[3], (1,), generator=generator))
        top, left = max(cy - size // 2, 0), max(cx - size // 2, 0)
        image[:, top : cy - size // 2 + size, left : cx - size // 2 + size] = 0
    return out


def fractional_max_pool(x, rows, cols):
    N, C = x.shape[:2]
    out = torch.zeros(N, C, len(rows), len(cols), dtype=x.dtype)
    data = x.detach()
    for i, r in enumerate(rows):
        for j, c in enumerate(cols):
            out[:, :, i, j] = data[:, :, r : r + 2, c : c + 2].reshape(N, C, -1).max(-1).values
    return out


def ensemble_predict(logits):
    probs = [torch.exp(z) / torch.exp(z).sum(1, keepdim=True) for z in logits]
    return sum(probs) / len(probs)
