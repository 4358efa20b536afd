"""log10 of the range, exp of the result.

task: log_uniform_search
loses: test_range, test_distribution, test_generator
"""

import math

import torch


def sample_log_uniform(low, high, n, generator):
    return (math.log10(low) + math.log10(high / low) * torch.rand(n, generator=generator)).exp()
