"""The values are uniform, not their logarithms.

task: log_uniform_search
loses: test_distribution
"""

import math

import torch


def sample_log_uniform(low, high, n, generator):
    return low + (high - low) * torch.rand(n, generator=generator)
