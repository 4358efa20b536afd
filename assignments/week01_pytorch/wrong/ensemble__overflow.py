"""The softmax is written as exp(z)/Σ exp(z), which overflows.

task: ensemble
loses: test_large_scores
"""

import torch


def ensemble_predict(logits):
    return sum(z.exp() / z.exp().sum(dim=1, keepdim=True) for z in logits) / len(logits)
