"""The geometric mean of the probabilities.

task: ensemble
loses: test_values, test_large_scores, test_gradients
"""

import torch


def ensemble_predict(logits):
    return torch.stack([torch.log_softmax(z, dim=1) for z in logits]).mean(0).exp()
