"""Divided by the number of classes instead of that of models.

task: ensemble
loses: test_values, test_large_scores, test_gradients
"""

import torch


def ensemble_predict(logits):
    return sum(torch.softmax(z, dim=1) for z in logits) / logits[0].shape[1]
