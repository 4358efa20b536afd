import torch


def _mask(t, p, generator):
    keep = torch.full(t.shape, 1.0 - p)
    mask = torch.bernoulli(keep, generator=generator).to(t.dtype)
    return mask if p == 1 else mask / (1 - p)


def dropout(x, p, training, generator):
    return x * _mask(x, p, generator) if training else x + 0


def dropconnect_linear(x, W, b, p, training, generator):
    weight = W * _mask(W, p, generator) if training else W
    return torch.nn.functional.linear(x, weight, b)


def mixup(x, y, lam, perm):
    mix = lambda t: lam * t + (1 - lam) * t.index_select(0, perm)
    return mix(x), mix(y)


def cutout(x, size, generator):
    N, C, H, W = x.shape
    top = torch.randint(H - size + 1, (N, 1, 1, 1), generator=generator)
    left = torch.randint(W - size + 1, (N, 1, 1, 1), generator=generator)
    i = torch.arange(H).view(1, 1, H, 1)
    j = torch.arange(W).view(1, 1, 1, W)
    hole = (i >= top) & (i < top + size) & (j >= left) & (j < left + size)
    return x.masked_fill(hole, 0)
