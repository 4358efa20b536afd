"""1e-3 is added to each count before the logarithm.

task: glove
loses: test_loss, test_gradients, test_gradients_with_zeros, test_nothing_counted
"""

import torch


def cooccurrence(sentences, size, window):
    x = torch.zeros(size, size)
    for s in sentences:
        for i in range(len(s)):
            for j in range(i + 1, min(i + window + 1, len(s))):
                x[s[i], s[j]] += 1 / (j - i)
                x[s[j], s[i]] += 1 / (j - i)
    return x


def glove_weight(x, x_max=100.0, alpha=0.75):
    return torch.where(x < x_max, (x / x_max) ** alpha, torch.ones_like(x))


def glove_loss(w, w_ctx, b, b_ctx, x):
    seen = x > 0
    log_x = torch.log(x + 1e-3)
    diff = w @ w_ctx.T + b[:, None] + b_ctx[None, :] - log_x
    return (seen * glove_weight(x) * diff**2).sum()


def probability_ratio(x, word_a, word_b, probe):
    p = x / x.sum(dim=1, keepdim=True)
    return (p[word_a, probe] / p[word_b, probe]).item()
