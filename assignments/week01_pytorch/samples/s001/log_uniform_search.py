import torch


def sample_log_uniform(low, high, n, generator):
    u = torch.rand(n, generator=generator)
    return low * (high / low) ** u
