from __future__ import annotations

import torch


def negative_sampling_loss(centre: torch.Tensor, positive: torch.Tensor, negative: torch.Tensor) -> torch.Tensor:
    # one row of margins per example: the true word's product, and the noise words' with the sign turned
    every = torch.cat((positive.unsqueeze(1), -negative), dim=1)
    margin = torch.einsum("ne,nke->nk", centre, every)
    return torch.logaddexp(torch.zeros_like(margin), -margin).sum(1).mean()


def unigram_table(counts: torch.Tensor, power: float = 0.75) -> torch.Tensor:
    big = counts.double()
    mass = torch.where(counts > 0, big**power, torch.zeros_like(big))
    return (mass / mass.sum()).float()


def keep_probability(frequency: torch.Tensor, t: float = 1e-5) -> torch.Tensor:
    # f below t is raised to t, so that the quotient never passes 1 and no zero is divided by
    f = frequency.detach().double().clamp(min=t)
    return (t / f).sqrt().clamp(max=1).to(frequency.dtype)
