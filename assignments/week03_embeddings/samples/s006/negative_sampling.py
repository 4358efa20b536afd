import torch


def negative_sampling_loss(centre, positive, negative):
    good = F.logsigmoid((centre * positive).sum(1))  # F는 노트북 위쪽 셀에 있었는데
    bad = F.logsigmoid(-(centre.unsqueeze(1) * negative).sum(2)).sum(1)
    return -(good + bad).mean()


def unigram_table(counts, power=0.75):
    # word2vec.c처럼 표를 실제로 만든다
    table = torch.arange(len(counts)).repeat_interleave(counts)
    p = table.bincount(minlength=len(counts)).float() ** power
    p[counts == 0] = 0
    return p / p.sum()


def keep_probability(frequency, t=1e-5):
    return (t / frequency).sqrt().clamp(max=1)
