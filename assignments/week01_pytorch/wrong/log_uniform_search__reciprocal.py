"""The reciprocals are uniform, not the logarithms.

task: log_uniform_search
loses: test_distribution
"""

import math

import torch


def sample_log_uniform(low, high, n, generator):
    return 1 / (1 / high + (1 / low - 1 / high) * torch.rand(n, generator=generator))
