import torch


def cooccurrence(sentences, size, window):
    X = torch.zeros(size * size, dtype=torch.float64)
    for s in sentences:
        ids = torch.tensor(s, dtype=torch.long)
        # 거리 d마다 한꺼번에: (앞에서 d개 뺀 것, 뒤에서 d개 뺀 것)
        for d in range(1, min(window, len(s) - 1) + 1):
            a, b = ids[d:], ids[:-d]
            one = torch.full((len(a),), 1.0 / d, dtype=torch.float64)
            X.index_add_(0, a * size + b, one)
    X = X.view(size, size)
    return (X + X.t()).float()


def glove_weight(x, x_max=100.0, alpha=0.75):
    ones = torch.ones_like(x)
    return torch.where(x < x_max, torch.pow(x / x_max, alpha), ones)


def glove_loss(w, w_ctx, b, b_ctx, x):
    seen = x > 0
    log_x = torch.log(x.masked_fill(~seen, 1.0))  # 0이 들어간 자리는 1로 바꿔 두고
    diff = w @ w_ctx.t() + b[:, None] + b_ctx[None, :] - log_x
    return torch.sum(glove_weight(x) * diff**2)  # f(0) = 0 이니까 어차피 사라짐


def probability_ratio(x, word_a, word_b, probe):
    P = x.double() / x.double().sum(dim=1, keepdim=True)
    return (P[word_a, probe] / P[word_b, probe]).item()
