"""The result is float32, whatever comes in.

task: negative_sampling
loses: test_keep, test_keep_edges
"""

import torch
import torch.nn.functional as F


def negative_sampling_loss(centre, positive, negative):
    near = (centre * positive).sum(dim=1)
    far = torch.bmm(negative, centre.unsqueeze(2)).squeeze(2)
    return -(F.logsigmoid(near) + F.logsigmoid(-far).sum(dim=1)).mean()


def unigram_table(counts, power=0.75):
    weights = torch.where(counts > 0, counts.float() ** power, torch.tensor(0.0))
    return weights / weights.sum()


def keep_probability(frequency, t=1e-5):
    return torch.clamp(torch.sqrt(t / frequency), max=1.0).float()
