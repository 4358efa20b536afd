"""torch's own generator is set to the given one's seed at each call.

task: log_uniform_search
loses: test_generator
"""

import math

import torch


def sample_log_uniform(low, high, n, generator):
    torch.manual_seed(generator.initial_seed())
    return low * (high / low) ** torch.rand(n)
