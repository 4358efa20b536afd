import torch
import torch.nn.functional as F


def negative_sampling_loss(centre, positive, negative):
    # 정답 하나와 노이즈 K개를 이어 붙이고 레이블 1, 0을 붙이면 그냥 이진 분류
    words = torch.cat([positive.unsqueeze(1), negative], dim=1)  # [N, 1+K, E]
    logits = torch.einsum("ne,nke->nk", centre, words)
    labels = torch.zeros_like(logits)
    labels[:, 0] = 1
    bce = F.binary_cross_entropy_with_logits(logits, labels, reduction="none")
    return bce.sum(dim=1).mean()


def unigram_table(counts, power=0.75):
    p = counts.double().pow(power)
    p[counts == 0] = 0  # 0 ** 0 == 1 이라서
    return (p / p.sum()).float()


def keep_probability(frequency, t=1e-5):
    ratio = t / frequency.clamp(min=t)
    return ratio.sqrt().clamp(max=1.0)
