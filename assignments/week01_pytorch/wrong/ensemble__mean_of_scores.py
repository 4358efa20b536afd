"""The scores are averaged, then the softmax is taken.

task: ensemble
loses: test_values, test_large_scores, test_gradients
"""

import torch


def ensemble_predict(logits):
    return torch.softmax(sum(logits) / len(logits), dim=1)
