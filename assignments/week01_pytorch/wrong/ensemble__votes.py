"""The models vote: the share of those that answer with the class.

task: ensemble
loses: test_values, test_large_scores, test_gradients
"""

import torch


def ensemble_predict(logits):
    return sum(torch.nn.functional.one_hot(z.argmax(dim=1), z.shape[1]).to(z.dtype) for z in logits) / len(logits)
